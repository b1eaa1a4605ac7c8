"""Reads: the ladder of a customer with its gates, the list of sanctions, one with its steps, versions, courts' entries."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from huikuan.accounts.queries import companies
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.sanctions.access import court_entries_for, sanctions_for
from huikuan.sanctions.models import LadderVersion, Sanction, SanctionStep
from huikuan.sanctions.policies import ladders_in_force
from huikuan.sanctions.queries.debtors import AskedOf, debtors, gate_of
from huikuan.sanctions.rules.facts import Stated, gate_from, stated_from
from huikuan.sanctions.rules.gates import Gate, Turn
from huikuan.sanctions.rules.ladder import Climb, Debtor, Why, climb_refusal, counted_items, main_sum, next_rung
from huikuan.sanctions.rules.policy import LadderPolicy
from huikuan.sanctions.rules.rungs import LIVE, Event, Rung, State

MOST_TOLD = 50
SORTS = {
    "proposed": ("proposed_on", "pk"),
    "-proposed": ("-proposed_on", "-pk"),
    "amount": ("asked_minor", "pk"),
    "-amount": ("-asked_minor", "-pk"),
}


@dataclass(frozen=True, slots=True)
class SanctionRow:
    """A sanction as a list shows it, minor units; `gate` is what the law said when it was last asked."""

    id: int
    customer_id: int
    customer_name: str
    company_id: int
    company_name: str
    rung: Rung
    state: State
    currency: str
    asked_minor: int
    order_number: str
    lower_minor: int
    lower_permille: int
    reason: str
    stated: Stated
    gate: Gate | None
    proposed_on: date
    proposed_by_id: int | None
    proposed_by: str
    request_id: int | None
    moved_on: date
    noticed_on: date | None
    notice_way: str
    letter_id: int | None
    message_id: int | None
    case_id: int | None


@dataclass(frozen=True, slots=True)
class RungRow:
    """A rung of a customer's ladder: from when it is reached, the sanction that runs, or why it may not be proposed (None: it may)."""

    rung: Rung
    from_days: int
    from_minor: int
    gap_days: int
    sanction: SanctionRow | None
    gate: Gate | None
    refusal: Why | None


@dataclass(frozen=True, slots=True)
class Ladder:
    """The ladder of a customer with one own company; amounts are overdue, undisputed and held back by nothing, minor units."""

    company_id: int
    company_name: str
    currency: str
    minor: int
    days: int
    is_malicious: bool
    policy_number: int
    climb: Climb
    rungs: tuple[RungRow, ...]


@dataclass(frozen=True, slots=True)
class StepRow:
    """What happened to a sanction."""

    event: Event
    state: State
    on: date
    at: datetime
    who: str
    note: str


@dataclass(frozen=True, slots=True)
class CourtRow:
    """What was recorded of the courts' list."""

    court: str
    case_number: str
    stands: bool
    checked_on: date
    who: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of the ladders, who put it into force and why."""

    number: int
    reason: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SanctionFilter:
    """What a list is narrowed to: LIVE, a state, or (empty) all; a piece of a customer's name or an order."""

    state: str = ""
    search: str = ""
    customer_id: int | None = None


def ladder_of(*, actor: Actor, customer_id: int, today: date) -> tuple[Ladder, ...]:
    """The ladder of a customer with each own company he owes or has a sanction of. Raises NotPermitted."""
    customer_for(actor=actor, customer_id=customer_id)
    named = {one.id: one.short_name for one in companies(actor=actor)}
    policy = ladders_in_force()
    live = _rows(sanctions_for(actor=actor).filter(customer_id=customer_id, state__in=[one.value for one in LIVE]))
    found = debtors(today=today, customer_id=customer_id)
    return tuple(
        _ladder(company_id, name, policy, (debtor, [row for row in live if row.company_id == company_id]), today)
        for company_id, name in named.items()
        if (debtor := found.get((customer_id, company_id))) is not None
    )


def sanction_page(
    *, actor: Actor, narrowed: SanctionFilter, sort: str = "-proposed", number: int = 1, size: int = PAGE_SIZE
) -> Page[SanctionRow]:
    """One page of sanctions; two queries."""
    rows = sanctions_for(actor=actor)
    if narrowed.state == "LIVE":
        rows = rows.filter(state__in=[one.value for one in LIVE])
    elif narrowed.state:
        rows = rows.filter(state=narrowed.state)
    if narrowed.search:
        rows = rows.filter(Q(customer__name__icontains=narrowed.search) | Q(order_number__icontains=narrowed.search))
    if narrowed.customer_id is not None:
        rows = rows.filter(customer_id=narrowed.customer_id)
    start, end = page_bounds(number=number, size=size)
    shown = _rows(rows.order_by(*SORTS.get(sort, SORTS["-proposed"]))[start:end])
    return Page(shown, max(number, 1), end - start, rows.count(), {})


def sanction_row(*, actor: Actor, sanction_id: int) -> SanctionRow | None:
    """One sanction; None where `actor` may not see it."""
    return next(iter(_rows(sanctions_for(actor=actor).filter(pk=sanction_id))), None)


def told_before(*, actor: Actor, customer_id: int) -> tuple[SanctionRow, ...]:
    """The newest fifty released sanctions of which the customer was told: their letters may be proved still; one query."""
    rows = sanctions_for(actor=actor).filter(customer_id=customer_id, state=State.RELEASED.value)
    return tuple(_rows(rows.filter(noticed_on__isnull=False).order_by("-noticed_on", "-pk")[:MOST_TOLD]))


def steps_of(*, sanction_ids: Collection[int]) -> dict[int, tuple[StepRow, ...]]:
    """What happened to sanctions whose visibility the caller has checked, by sanction, newest first; one query."""
    found: dict[int, tuple[StepRow, ...]] = {}
    for row in SanctionStep.objects.filter(sanction__in=list(sanction_ids)).order_by("-pk"):
        step = StepRow(Event(row.event), State(row.state), row.on, row.at, row.who_name, row.note)
        found[row.sanction_id] = (*found.get(row.sanction_id, ()), step)
    return found


def court_rows(*, actor: Actor, customer_id: int) -> tuple[CourtRow, ...]:
    """What was looked up on the courts' list about a customer, newest first."""
    rows = court_entries_for(actor=actor).filter(customer_id=customer_id).order_by("-pk")
    return tuple(CourtRow(row.court, row.case_number, row.stands, row.checked_on, row.who_name) for row in rows)


def ladder_versions() -> tuple[VersionRow, ...]:
    """Every version of the ladders, the newest first."""
    rows = LadderVersion.objects.order_by("-number")
    return tuple(VersionRow(row.number, row.reason, row.who_name, row.at) for row in rows)


def _ladder(
    company_id: int, name: str, policy: LadderPolicy, known: tuple[Debtor, list[SanctionRow]], today: date
) -> Ladder:
    debtor, live = known
    items = counted_items(items=debtor.items, today=today)
    (currency, minor), by_rung = main_sum(items=items), {row.rung: row for row in live}
    steps = policy.steps(customer_class=debtor.customer_class, is_malicious=debtor.is_malicious)
    return Ladder(
        company_id=company_id,
        company_name=name,
        currency=currency,
        minor=minor,
        days=max(((today - one.due_date).days for one in items if one.due_date), default=0),
        is_malicious=debtor.is_malicious,
        policy_number=policy.number,
        climb=next_rung(debtor=debtor, policy=policy, today=today),
        rungs=tuple(
            RungRow(
                rung=step.rung,
                from_days=step.from_days,
                from_minor=step.from_minor,
                gap_days=step.gap_days,
                sanction=by_rung.get(step.rung),
                gate=_gate(
                    step.rung, by_rung.get(step.rung), (company_id, [one.receivable_id for one in items]), today
                ),
                refusal=climb_refusal(rung=step.rung, debtor=debtor, policy=policy, today=today),
            )
            for step in steps
        ),
    )


def _gate(rung: Rung, row: SanctionRow | None, whose: tuple[int, list[int]], today: date) -> Gate | None:
    """The gate of a sanction as it was asked last; for a rung to come, on what is known without anybody's statement."""
    if row is not None:
        return row.gate
    company_id, ids = whose
    return gate_of(rung=rung, asked=AskedOf(company_id, tuple(ids), Stated(turn=Turn.UNKNOWN)), today=today)


def _rows(rows: QuerySet[Sanction]) -> tuple[SanctionRow, ...]:
    return tuple(
        SanctionRow(
            id=row.pk,
            customer_id=row.customer_id,
            customer_name=row.customer.name,
            company_id=row.company_id,
            company_name=row.company.short_name,
            rung=Rung(row.rung),
            state=State(row.state),
            currency=row.currency,
            asked_minor=row.asked_minor,
            order_number=row.order_number,
            lower_minor=row.lower_minor,
            lower_permille=row.lower_permille,
            reason=row.reason,
            stated=stated_from(content=row.facts),
            gate=gate_from(content=row.gate),
            proposed_on=row.proposed_on,
            proposed_by_id=row.proposed_by_id,
            proposed_by=row.proposed_by_name,
            request_id=row.request_id,
            moved_on=row.moved_on,
            noticed_on=row.noticed_on,
            notice_way=row.notice_way,
            letter_id=row.letter_id,
            message_id=row.message_id,
            case_id=row.case_id,
        )
        for row in rows.select_related("customer", "company")
    )
