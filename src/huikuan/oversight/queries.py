"""Reads of flags as frozen rows, for who may watch and is not named in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q

from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.oversight.access import flags_for
from huikuan.oversight.models import Flag, FlagEvent, FlagPerson, PolicyVersion, Run
from huikuan.oversight.rules.flags import Kind, Policy, Row, RowKind, State, policy_of

SORTS = {
    "day": ("day", "id"),
    "-day": ("-day", "-id"),
    "kind": ("kind", "-day", "-id"),
    "-kind": ("-kind", "-day", "-id"),
}


@dataclass(frozen=True, slots=True)
class FlagFilter:
    """Which flags: of a state, of a kind, about a customer, with a text in a person's or the customer's name."""

    state: str = ""
    kind: str = ""
    customer_id: int | None = None
    search: str = ""


@dataclass(frozen=True, slots=True)
class FlagRow:
    """A flag as people see it; amount in minor units."""

    id: int
    kind: Kind
    day: date
    found_on: date
    company_id: int | None
    customer_id: int | None
    customer_name: str
    amount_minor: int | None
    currency: str
    people: tuple[str, ...]
    parameters: Mapping[str, str | int]
    rows: tuple[Row, ...]
    state: State
    judged_by: str
    judged_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class FlagEventRow:
    """What somebody said of a flag."""

    event: str
    state: str
    at: datetime
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A version of the thresholds; number 0 is what the product ships."""

    number: int
    policy: Policy
    reason: str
    who: str
    at: datetime | None


def flag_page(
    *, actor: Actor, narrowed: FlagFilter, sort: str = "-day", number: int = 1, size: int = PAGE_SIZE
) -> Page[FlagRow]:
    """Flags the actor may see, narrowed; three queries."""
    rows = flags_for(actor=actor)
    if narrowed.state in State.__members__:
        rows = rows.filter(state=narrowed.state)
    if narrowed.kind in Kind.__members__:
        rows = rows.filter(kind=narrowed.kind)
    if narrowed.customer_id is not None:
        rows = rows.filter(customer_id=narrowed.customer_id)
    if narrowed.search:
        rows = rows.filter(
            Q(customer__name__icontains=narrowed.search)
            | Q(person_name__icontains=narrowed.search)
            | Q(other_person_name__icontains=narrowed.search)
            | Q(pk__in=FlagPerson.objects.filter(name__icontains=narrowed.search).values("flag"))
        )
    start, end = page_bounds(number=number, size=size)
    found = (
        rows.select_related("customer").prefetch_related("further").order_by(*SORTS.get(sort, SORTS["-day"]))[start:end]
    )
    return Page(tuple(_row(row) for row in found), number, size, rows.count(), {})


def flag_row(*, actor: Actor, flag_id: int) -> FlagRow | None:
    """One flag; None if there is none that the actor may see."""
    row = flags_for(actor=actor).filter(pk=flag_id).select_related("customer").first()
    return None if row is None else _row(row)


def flag_events(*, flag_id: int) -> tuple[FlagEventRow, ...]:
    """What was said of a flag that was looked up for its reader, newest first."""
    rows = FlagEvent.objects.filter(flag_id=flag_id).order_by("-pk")
    return tuple(FlagEventRow(row.event, row.state, row.at, row.who_name, row.note) for row in rows)


def flag_counts(*, actor: Actor) -> dict[str, int]:
    """How many flags of each state the actor may see."""
    rows = flags_for(actor=actor).order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)


def last_run() -> tuple[date, date] | None:
    """The day of the last look and the day it looked from; None before the first."""
    row = Run.objects.order_by("-day", "-pk").first()
    return None if row is None else (row.day, row.since)


def policy_in_force() -> PolicyRow:
    """The last version of the thresholds, or what the product ships."""
    return next(iter(policy_versions()), PolicyRow(0, Policy(), "", "", None))


def policy_versions() -> tuple[PolicyRow, ...]:
    """Every version of the thresholds anybody decided, newest first."""
    rows = PolicyVersion.objects.order_by("-number")
    return tuple(
        PolicyRow(row.number, policy_of(content=row.content), row.reason, row.who_name, row.at) for row in rows
    )


def _row(row: Flag) -> FlagRow:
    further = [one.name for one in sorted(row.further.all(), key=lambda one: one.pk)]
    return FlagRow(
        id=row.pk,
        kind=Kind(row.kind),
        day=row.day,
        found_on=row.found_on,
        company_id=row.company_id,
        customer_id=row.customer_id,
        customer_name=row.customer.name if row.customer else "",
        amount_minor=row.amount_minor,
        currency=row.currency,
        people=tuple(name for name in (row.person_name, row.other_person_name, *further) if name),
        parameters=row.parameters,
        rows=tuple(
            Row(RowKind(one["kind"]), one["id"], one["label"], date.fromisoformat(one["day"]) if one["day"] else None)
            for one in row.rows
        ),
        state=State(row.state),
        judged_by=row.judged_by_name,
        judged_at=row.judged_at,
        note=row.note,
    )
