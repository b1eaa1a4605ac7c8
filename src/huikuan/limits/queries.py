"""Reads: limits in force, the journal of a customer, the list of limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from huikuan.accounts.queries import companies
from huikuan.approvals.queries import RequestRow, requests_by_id, requests_of
from huikuan.approvals.rules import RequestKind, RequestState
from huikuan.customers.access import customer_for
from huikuan.customers.groups import roots_of
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.paging import portions
from huikuan.limits.models import LimitEntry, LimitLine, LimitProposal
from huikuan.limits.rules import (
    Entry,
    LimitInForce,
    LimitKind,
    LimitSource,
    Standing,
    holds,
    limit_in_force,
    ruling_entries,
)

_COLUMNS = (
    "pk",
    "line__kind",
    "amount_minor",
    "currency",
    "valid_from",
    "valid_through",
    "line__order_number",
    "source",
    "at",
)


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One entry of a customer's journal: what, for when, who asked, who approved, why."""

    id: int
    kind: LimitKind
    amount_minor: int | None
    currency: str
    valid_from: date
    valid_through: date | None
    order_number: str
    reason: str
    source: LimitSource
    at: datetime
    made_by: str
    requested_by: str
    decided_by: str
    note: str
    request_id: int | None
    is_ruling: bool
    holds: bool


@dataclass(frozen=True, slots=True)
class WaitingLimit:
    """A request for a limit that nobody has decided yet."""

    request: RequestRow
    kind: LimitKind
    amount_minor: int
    currency: str
    valid_from: date
    valid_through: date | None
    order_number: str


@dataclass(frozen=True, slots=True)
class CustomerLimits:
    """All about the limits of one customer on a day; `shared` is his group's where somebody else is its top."""

    in_force: LimitInForce
    shared: LimitInForce | None
    lines: tuple[JournalRow, ...]
    waiting: tuple[WaitingLimit, ...]
    journal: tuple[JournalRow, ...]


def base_currency() -> str:
    """The currency of limits and exposure: that of the first own company, CNY before there is one."""
    first = companies(actor=SYSTEM)[:1]
    return first[0].currency if first else "CNY"


def limits_in_force(
    *,
    customer_ids: Iterable[int],
    on: date,
    order_number: str = "",
    known_at: datetime | None = None,
    currency: str | None = None,
    only: LimitKind | None = None,
) -> dict[int, LimitInForce]:
    """The own limit of each customer on a day, in the base currency; the group's is the one of its top: ask for it by his id.

    None: no limit is set; 0: cash only. `only` looks at limits of one kind. One query for 5,000 customers, and one for the base
    currency unless given.
    """
    ids = sorted(set(customer_ids))
    base = currency or base_currency()
    known = entries_of(customer_ids=ids)
    return {
        pk: limit_in_force(
            customer_id=pk,
            entries=[entry for entry in known.get(pk, ()) if only is None or entry.kind is only],
            on=on,
            currency=base,
            order_number=order_number,
            known_at=known_at,
        )
        for pk in ids
    }


def shared_limits(*, customer_ids: Iterable[int], on: date) -> dict[int, LimitInForce]:
    """The limit of the group's top for each customer that is not the top himself, where one was ever set."""
    roots = {pk: root for pk, root in roots_of(customer_ids=customer_ids).items() if root != pk}
    found = limits_in_force(customer_ids=set(roots.values()), on=on) if roots else {}
    return {pk: found[root] for pk, root in roots.items() if found[root].standing is not Standing.NONE}


def entries_of(*, customer_ids: Sequence[int]) -> dict[int, list[Entry]]:
    """The journal of customers that were filtered before, in no order."""
    found: dict[int, list[Entry]] = {}
    for some in portions(values=customer_ids):
        rows = LimitEntry.objects.filter(line__customer_id__in=some).values_list("line__customer_id", *_COLUMNS)
        for customer_id, *values in rows.iterator(chunk_size=10_000):
            found.setdefault(customer_id, []).append(_entry(values))
    return found


def customer_limits(*, actor: Actor, customer_id: int, today: date) -> CustomerLimits:
    """All about one customer's limits, the newest entry first. Raises NotPermitted CUSTOMER_NOT_VISIBLE."""
    customer_for(actor=actor, customer_id=customer_id)
    rows = list(
        LimitEntry.objects.filter(line__customer_id=customer_id).select_related("line", "act").order_by("-at", "-pk")
    )
    entries = [_entry([_value(row, name) for name in _COLUMNS]) for row in rows]
    ruling = ruling_entries(entries=entries, on=today)
    requests = requests_by_id(ids={row.request_id for row in rows if row.request_id is not None})
    on_rule = {entry.id: holds(entry=entry, on=today) for entry in ruling.values()}
    journal = tuple(_journal_row(row, requests.get(row.request_id or 0), on_rule) for row in rows)
    own = limit_in_force(customer_id=customer_id, entries=entries, on=today, currency=base_currency())
    return CustomerLimits(
        in_force=own,
        shared=shared_limits(customer_ids=[customer_id], on=today).get(customer_id),
        lines=tuple(row for row in journal if row.is_ruling),
        waiting=waiting_limits(customer_ids=[customer_id], today=today).get(customer_id, ()),
        journal=journal,
    )


def waiting_limits(*, customer_ids: Iterable[int], today: date) -> dict[int, tuple[WaitingLimit, ...]]:
    """Requests for limits that wait, by customer; three queries."""
    lines = {
        pk: customer_id
        for some in portions(values=sorted(set(customer_ids)))
        for pk, customer_id in LimitLine.objects.filter(customer_id__in=some).values_list("pk", "customer_id")
    }
    asked = requests_of(kind=RequestKind.LIMIT, subject_ids=lines, today=today)
    waiting = {row.id: row for rows in asked.values() for row in rows if row.state is RequestState.WAITING}
    found: dict[int, list[WaitingLimit]] = {}
    for proposal in proposals_of(request_ids=waiting).values():
        request = waiting[proposal.request.id]
        found.setdefault(lines[request.subject_id], []).append(proposal)
    return {customer_id: tuple(rows) for customer_id, rows in found.items()}


def proposals_of(*, request_ids: Mapping[int, RequestRow]) -> dict[int, WaitingLimit]:
    """What requests for limits ask for, by request."""
    return {
        row.request_id: WaitingLimit(
            request_ids[row.request_id],
            LimitKind(row.line.kind),
            row.amount_minor,
            row.currency,
            row.valid_from,
            row.valid_through,
            row.line.order_number,
        )
        for some in portions(values=sorted(request_ids))
        for row in LimitProposal.objects.filter(request_id__in=some).select_related("line")
    }


def _entry(values: Sequence[object]) -> Entry:
    pk, kind, amount, currency, start, end, order, source, at = values
    return Entry(pk, LimitKind(kind), amount, currency, start, end, order, LimitSource(source), at)  # type: ignore[arg-type]


def _value(row: LimitEntry, name: str) -> object:
    return getattr(row.line, name.removeprefix("line__")) if name.startswith("line__") else getattr(row, name)


def _journal_row(row: LimitEntry, request: RequestRow | None, ruling: Mapping[int, bool]) -> JournalRow:
    return JournalRow(
        id=row.pk,
        kind=LimitKind(row.line.kind),
        amount_minor=row.amount_minor,
        currency=row.currency,
        valid_from=row.valid_from,
        valid_through=row.valid_through,
        order_number=row.line.order_number,
        reason=row.reason,
        source=LimitSource(row.source),
        at=row.at,
        made_by=row.act.actor_name,
        requested_by=request.requested_by if request else "",
        decided_by=request.decided_by if request else "",
        note=request.note if request else "",
        request_id=row.request_id,
        is_ruling=row.pk in ruling,
        holds=ruling.get(row.pk, False),
    )
