"""Reads: the register of bills and vouchers, one part with its events, what must be done by when, who may come back to us."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from huikuan.accounts.queries import business_calendar
from huikuan.bills.access import part_for, parts_for
from huikuan.bills.models import BillEvent, BillPart
from huikuan.bills.queries.acceptors import ListingRow, derecognised, listing_of
from huikuan.bills.queries.policies import policy_in_force
from huikuan.bills.rules.cautions import Caution, tenor_cautions
from huikuan.bills.rules.dates import Clock, Facts, clocks, most_urgent
from huikuan.bills.rules.life import IN_HAND, PASSED_ON, State
from huikuan.kernel.actor import Actor
from huikuan.receipts.rules import ReceiptMethod

WHICH: Mapping[str, frozenset[State]] = {
    "IN_HAND": IN_HAND,
    "PASSED_ON": PASSED_ON,
    "DISHONOURED": frozenset({State.DISHONOURED, State.IN_RECOURSE}),
    "DONE": frozenset({State.SETTLED, State.CLEARED, State.RECOVERED, State.TURNED_BACK}),
}
MOST = 5_000


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of a bill as people see it, minor units; `clock` is what must be done next."""

    id: int
    bill_id: int
    kind: str
    number: str
    drawer: str
    acceptor: str
    acceptor_bank: str
    payee: str
    issued_on: date
    matures_on: date | None
    start: int
    end: int
    amount_minor: int
    currency: str
    state: State
    since: date
    company_id: int
    customer_id: int
    customer_name: str
    receipt_id: int
    dishonoured_on: date | None
    is_transferable: bool
    is_paper: bool
    has_recourse: bool
    clock: Clock | None
    is_derecognised: bool = False


@dataclass(frozen=True, slots=True)
class EventRow:
    """What happened to a part, minor units."""

    id: int
    event: str
    after: State
    on: date
    amount_minor: int
    interest_minor: int
    counterparty: str
    note: str
    posting_id: int | None
    line_receipt_id: int | None
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PartView:
    """One part with its events, the other parts of its bill that the reader sees, all clocks, and the acceptor's listing."""

    row: PartRow
    events: tuple[EventRow, ...]
    others: tuple[PartRow, ...]
    clocks: tuple[Clock, ...]
    listing: ListingRow | None
    cautions: tuple[Caution, ...] = ()


def part_register(
    *,
    actor: Actor,
    today: date,
    which: str = "IN_HAND",
    search: str = "",
    kind: str = "",
    company_id: int | None = None,
) -> tuple[PartRow, ...]:
    """The parts in some states, those that mature first at the head; five queries, whatever their number."""
    rows = parts_for(actor=actor).exclude(state__in=[State.SPLIT.value, State.CANCELLED.value])
    if which in WHICH:
        rows = rows.filter(state__in=[one.value for one in WHICH[which]])
    if search:
        rows = rows.filter(
            Q(bill__number__icontains=search)
            | Q(bill__acceptor__icontains=search)
            | Q(bill__drawer__icontains=search)
            | Q(receipt__customer__name__icontains=search)
        )
    if kind:
        rows = rows.filter(bill__kind=kind)
    if company_id is not None:
        rows = rows.filter(receipt__company_id=company_id)
    return rows_of(parts=rows, today=today)


def recourse_register(*, actor: Actor, today: date, company_id: int | None = None) -> tuple[PartRow, ...]:
    """What was endorsed or discounted and may come back to us until it matures (或有追索); with recourse only."""
    rows = part_register(actor=actor, today=today, which="PASSED_ON", company_id=company_id)
    return tuple(row for row in rows if row.has_recourse)


def bill_duties(*, actor: Actor, today: date) -> tuple[PartRow, ...]:
    """Parts with something to do within the days of the policy: present, give notice, seek recourse; the nearest first."""
    policy = policy_in_force()
    states = [State.HELD, State.PRESENTED, State.DISHONOURED, State.IN_RECOURSE]
    rows = rows_of(parts=parts_for(actor=actor).filter(state__in=[one.value for one in states]), today=today)
    near = [
        row
        for row in rows
        if row.clock is not None
        and (row.clock.from_day - today).days <= policy.warn_days
        and (row.state is not State.PRESENTED or row.clock.last_day < today)
    ]
    return tuple(sorted(near, key=lambda row: (row.clock.last_day if row.clock else today, row.id)))


def part_view(*, actor: Actor, part_id: int, today: date) -> PartView:
    """One part. Raises NotPermitted BILL_NOT_VISIBLE."""
    part = part_for(actor=actor, part_id=part_id)
    (row,) = rows_of(parts=BillPart.objects.filter(pk=part_id), today=today)
    others = rows_of(parts=parts_for(actor=actor).filter(bill_id=part.bill_id).exclude(pk=part_id), today=today)
    lineage = _lineage(part)
    events = tuple(_event(one) for one in BillEvent.objects.filter(part_id__in=lineage).order_by("pk"))
    facts, policy = _facts(part), policy_in_force()
    return PartView(
        row=row,
        events=events,
        others=tuple(one for one in others if one.state not in (State.SPLIT, State.CANCELLED)),
        clocks=clocks(facts=facts, policy=policy, calendar=business_calendar()),
        listing=listing_of(name=part.bill.acceptor, on=today),
        cautions=tenor_cautions(
            is_voucher=facts.is_voucher, issued_on=facts.issued_on, matures_on=facts.matures_on, policy=policy
        ),
    )


def parts_of_receipts(*, actor: Actor, receipt_ids: Iterable[int], today: date) -> tuple[PartRow, ...]:
    """The parts that receipts brought, as they stand."""
    rows = parts_for(actor=actor).filter(receipt_id__in=list(receipt_ids)).exclude(state=State.SPLIT.value)
    return rows_of(parts=rows, today=today)


def _lineage(part: BillPart) -> list[int]:
    """The part and what it was split from."""
    found = [part.pk]
    above = part.parent_id
    while above is not None:
        found.append(above)
        above = BillPart.objects.values_list("parent_id", flat=True).get(pk=above)
    return found


def rows_of(*, parts: QuerySet[BillPart], today: date) -> tuple[PartRow, ...]:
    """Parts as people see them, those that mature first at the head; four queries."""
    policy, calendar = policy_in_force(), business_calendar()
    found = list(parts.select_related("bill", "receipt__customer").order_by("bill__matures_on", "pk")[:MOST])
    known = derecognised(keys={part.bill.acceptor_key for part in found})
    return tuple(
        _row(
            part,
            most_urgent(clocks=clocks(facts=_facts(part), policy=policy, calendar=calendar), today=today),
            known.get(part.bill.acceptor_key, False),
        )
        for part in found
    )


def _facts(part: BillPart) -> Facts:
    return Facts(
        state=State(part.state),
        issued_on=part.bill.issued_on,
        matures_on=part.bill.matures_on,
        dishonoured_on=part.dishonoured_on,
        paid_again_on=part.paid_again_on,
        is_voucher=part.bill.kind == ReceiptMethod.VOUCHER.value,
    )


def _row(part: BillPart, clock: Clock | None, is_derecognised: bool) -> PartRow:
    bill, receipt = part.bill, part.receipt
    return PartRow(
        id=part.pk,
        bill_id=bill.pk,
        kind=bill.kind,
        number=bill.number,
        drawer=bill.drawer,
        acceptor=bill.acceptor,
        acceptor_bank=bill.acceptor_bank,
        payee=bill.payee,
        issued_on=bill.issued_on,
        matures_on=bill.matures_on,
        start=part.start,
        end=part.end,
        amount_minor=part.amount_minor,
        currency=receipt.currency,
        state=State(part.state),
        since=part.since,
        company_id=receipt.company_id,
        customer_id=receipt.customer_id or 0,
        customer_name=receipt.customer.name if receipt.customer else "",
        receipt_id=receipt.pk,
        dishonoured_on=part.dishonoured_on,
        is_transferable=bill.is_transferable,
        is_paper=bill.is_paper,
        has_recourse=bill.has_recourse,
        clock=clock,
        is_derecognised=is_derecognised,
    )


def _event(row: BillEvent) -> EventRow:
    return EventRow(
        row.pk,
        row.event,
        State(row.after),
        row.on,
        row.amount_minor,
        row.interest_minor,
        row.counterparty,
        row.note,
        row.posting_id,
        row.line_receipt_id,
        row.who_name,
        row.at,
    )
