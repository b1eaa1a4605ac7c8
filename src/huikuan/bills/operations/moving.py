"""How a part of a bill moves inside an open act: the bill is locked, a narrower range is split off, one conditional update."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.audit.operations import OpenAct
from huikuan.bills.models import Bill, BillEvent, BillPart
from huikuan.bills.rules.entries import Money
from huikuan.bills.rules.life import NOT_TRANSFERABLE_STOPS, TRANSITIONS, Event, State, account_of
from huikuan.bills.rules.numbers import BillRange
from huikuan.kernel.refusal import Changed, Refused
from huikuan.ledger.rules import Account
from huikuan.receipts.rules import ReceiptMethod


@dataclass(frozen=True, slots=True)
class Told:
    """What is kept of an event besides the part and the day; amounts in minor units."""

    counterparty: str = ""
    note: str = ""
    interest_minor: int = 0
    posting_id: int | None = None
    line_receipt_id: int | None = None


NOTHING_TOLD = Told()


def locked_part(*, part_id: int) -> BillPart:
    """The part as it stands, its bill locked until the transaction ends: all parts of a bill move one after the other."""
    bill_id = BillPart.objects.values_list("bill_id", flat=True).get(pk=part_id)
    Bill.objects.select_for_update().get(pk=bill_id)
    return BillPart.objects.select_related("bill", "receipt").get(pk=part_id)


def narrowed(*, act: OpenAct, part: BillPart, wanted: BillRange | None) -> BillPart:
    """The part of the range wanted (all of it without one): split off with what is left before and after, where it is narrower.

    Raises Refused BILL_NOT_DIVISIBLE, BILL_RANGE_OUTSIDE, Changed BILL_CHANGED.
    """
    own = BillRange(part.start, part.end)
    if wanted is None or wanted == own:
        return part
    if not part.start:
        raise Refused("BILL_NOT_DIVISIBLE", number=part.bill.number)
    if not own.covers(wanted):
        raise Refused("BILL_RANGE_OUTSIDE", start=part.start, end=part.end)
    if (State(part.state), Event.PRESENT) not in TRANSITIONS and part.state not in _DIVISIBLE:
        raise Changed("BILL_CHANGED", number=part.bill.number)
    if not BillPart.objects.filter(pk=part.pk, state=part.state).update(state=State.SPLIT.value):
        raise Changed("BILL_CHANGED", number=part.bill.number)
    made = {one: _child(act, part, one) for one in (*own.without(wanted), wanted)}
    return made[wanted]


def moved(*, act: OpenAct, part: BillPart, event: Event, on: date, told: Told = NOTHING_TOLD, **values: object) -> None:
    """Let `event` happen to a part that was read before, on a day; `values` are what it writes besides the state.

    Raises Changed BILL_CHANGED if it stands elsewhere by now, Refused BILL_NOT_TRANSFERABLE, BILL_BEFORE_LAST.
    """
    before = State(part.state)
    after = TRANSITIONS.get((before, event))
    if after is None:
        raise Changed("BILL_CHANGED", number=part.bill.number)
    if event in NOT_TRANSFERABLE_STOPS and not part.bill.is_transferable:
        raise Refused("BILL_NOT_TRANSFERABLE", number=part.bill.number)
    if on < part.since:
        raise Refused("BILL_BEFORE_LAST", day=part.since.isoformat())
    known = BillPart.objects.filter(pk=part.pk, state=before.value)
    if not known.update(state=after.value, since=on, **values):
        raise Changed("BILL_CHANGED", number=part.bill.number)
    tell(act=act, part=part, event=event, states=(before, after), on=on, told=told)


def tell(
    *,
    act: OpenAct,
    part: BillPart,
    event: Event,
    states: tuple[State | None, State],
    on: date,
    told: Told = NOTHING_TOLD,
) -> None:
    """Put on record what happened to a part."""
    before, after = states
    BillEvent.objects.create(
        part=part,
        event=event.value,
        before=before.value if before else "",
        after=after.value,
        on=on,
        amount_minor=part.amount_minor,
        interest_minor=told.interest_minor,
        counterparty=told.counterparty.strip()[:200],
        note=told.note.strip()[:500],
        posting_id=told.posting_id,
        line_receipt_id=told.line_receipt_id,
        at=act.now,
        who_name=act.actor.name,
        act_id=act.id,
    )


def money_of(*, part: BillPart) -> Money:
    """Whose money a part is."""
    return Money(part.receipt_id, part.receipt.customer_id, part.receipt.currency)


def held_on(*, part: BillPart) -> Account:
    """The account on which it stands while we have it."""
    return account_of(is_voucher=part.bill.kind == ReceiptMethod.VOUCHER.value)


_DIVISIBLE = frozenset({State.PRESENTED.value, State.ENDORSED.value, State.DISCOUNTED.value})
"""Part of what was presented or passed on may be dishonoured while the rest is paid."""


def _child(act: OpenAct, part: BillPart, own: BillRange) -> BillPart:
    row = BillPart.objects.create(
        bill_id=part.bill_id,
        receipt_id=part.receipt_id,
        parent=part,
        start=own.start,
        end=own.end,
        amount_minor=own.amount_minor,
        state=part.state,
        since=part.since,
        act_id=act.id,
    )
    row.bill, row.receipt = part.bill, part.receipt
    return row
