"""Acts after a bill was not paid: what it had paid is owed again to the fen, recourse runs by its clocks, money comes or does not."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from huikuan.audit.operations import Json, OpenAct, perform
from huikuan.bills.models import BillPart
from huikuan.bills.operations.moving import Told, held_on, locked_part, moved, narrowed
from huikuan.bills.operations.passing import Passing, intent_of
from huikuan.bills.rules.life import IN_HAND, TRANSITIONS, Event, State
from huikuan.bills.rules.numbers import BillRange
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import Changed, Refused
from huikuan.ledger.rules import Account
from huikuan.receipts.operations.money import ReceiptDraft, book_money
from huikuan.receipts.operations.taking_back import give_back
from huikuan.receipts.queries.receipts import ReceiptRow, receipt_row


@dataclass(frozen=True, slots=True)
class Dishonour:
    """What was not paid, on which day; `allocations` are the postings that a person wants given back first."""

    on: date
    range: BillRange | None = None
    note: str = ""
    allocations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Recovery:
    """What came in recourse, from whom: money that is a receipt of the customer already, or is entered now."""

    on: date
    payer: str
    receipt_id: int | None = None
    amount_minor: int = 0
    note: str = ""


def dishonour_part(*, actor: Actor, now: datetime, key: str, part_id: int, what: Dishonour) -> dict[str, Json]:
    """A part was refused payment (拒付): what it had paid is open again to the fen. `{"part_id", "reopened", "posting_id"}`.

    Of what we had presented the paper's account is credited; of what we had discounted the bank, of what we had endorsed the
    one we owe again. Unapplied money goes first, then `what.allocations`, then the latest. Raises NotPermitted, Refused
    BILL_NOT_PRESENTED, BILL_WITHOUT_RECOURSE, BILL_RANGE_OUTSIDE, MORE_THAN_UNAPPLIED, DATED_*, Changed.
    """

    def work(act: OpenAct) -> dict[str, Json]:
        whole = locked_part(part_id=part_id)
        if whole.state in (State.HELD.value, State.PLEDGED.value):
            raise Refused("BILL_NOT_PRESENTED", number=whole.bill.number)
        if (State(whole.state), Event.DISHONOUR) not in TRANSITIONS:
            raise Changed("BILL_CHANGED", number=whole.bill.number)
        if not whole.bill.has_recourse and whole.state not in {one.value for one in IN_HAND}:
            raise Refused("BILL_WITHOUT_RECOURSE", number=whole.bill.number)
        part = narrowed(act=act, part=whole, wanted=what.range)
        done = give_back(
            act=act,
            receipt_id=part.receipt_id,
            minor=part.amount_minor,
            side=_side(part),
            on=what.on,
            first=what.allocations,
        )
        paid_again = what.on if State(part.state) not in IN_HAND else None
        told = Told(note=what.note, posting_id=done["posting_id"])
        days = {"dishonoured_on": what.on, "paid_again_on": paid_again}
        moved(act=act, part=part, event=Event.DISHONOUR, on=what.on, told=told, **days)
        return {"part_id": part.pk, "reopened": done["reopened"], "posting_id": done["posting_id"]}

    return perform(
        intent=intent_of(verb="dishonour_part", who=(actor, now, key), part_id=part_id, said=asdict(what)), work=work
    )


def seek_recourse(*, actor: Actor, now: datetime, key: str, part_id: int, passing: Passing) -> dict[str, Json]:
    """Recourse was sought (追索) against `passing.to`: drawer, acceptor or an endorser; `{"part_id"}`.

    Raises NotPermitted, Refused BILL_PARTY_MISSING, Changed BILL_CHANGED.
    """
    if not passing.to.strip():
        raise Refused("BILL_PARTY_MISSING")

    def work(act: OpenAct) -> dict[str, Json]:
        part, told = locked_part(part_id=part_id), Told(passing.to, passing.note)
        moved(act=act, part=part, event=Event.SEEK_RECOURSE, on=passing.on, told=told)
        return {"part_id": part_id}

    said = asdict(passing)
    return perform(intent=intent_of(verb="seek_recourse", who=(actor, now, key), part_id=part_id, said=said), work=work)


def recover_part(*, actor: Actor, now: datetime, key: str, part_id: int, recovery: Recovery) -> dict[str, Json]:
    """Money came in recourse (追回): it is a receipt of the customer, to be used for what is open again. `{"receipt_id"}`.

    Raises NotPermitted, Refused BILL_RECOVERY_OF_ANOTHER, AMOUNT_OUT_OF_BOUNDS, BILL_PARTY_MISSING, Changed BILL_CHANGED.
    """

    def work(act: OpenAct) -> dict[str, Json]:
        part = locked_part(part_id=part_id)
        receipt_id = _recovered(act, actor, part, recovery)
        told = Told(recovery.payer, recovery.note, line_receipt_id=receipt_id)
        moved(act=act, part=part, event=Event.RECOVER, on=recovery.on, told=told)
        return {"receipt_id": receipt_id}

    return perform(
        intent=intent_of(verb="recover_part", who=(actor, now, key), part_id=part_id, said=asdict(recovery)), work=work
    )


def turn_back(*, actor: Actor, now: datetime, key: str, part_id: int, on: date, note: str) -> dict[str, Json]:
    """Give the bill up and keep to the debt of the sale (转回应收; 票据法 18 leaves it); `{"part_id"}`. Raises Changed."""

    def work(act: OpenAct) -> dict[str, Json]:
        moved(act=act, part=locked_part(part_id=part_id), event=Event.TURN_BACK, on=on, told=Told(note=note))
        return {"part_id": part_id}

    return perform(
        intent=intent_of(verb="turn_bill_back", who=(actor, now, key), part_id=part_id, said={"on": on, "note": note}),
        work=work,
    )


def _side(part: BillPart) -> Account:
    """What is credited when a part is lost: the paper in hand, the bank that took its money back, whom we owe again."""
    sides = {State.DISCOUNTED.value: Account.BANK_CLEARING, State.ENDORSED.value: Account.SET_OFF}
    return sides.get(part.state) or held_on(part=part)


def _is_same_account(known: ReceiptRow, part: BillPart) -> bool:
    of = part.receipt
    return (known.customer_id, known.company_id, known.currency) == (of.customer_id, of.company_id, of.currency)


def _recovered(act: OpenAct, actor: Actor, part: BillPart, recovery: Recovery) -> int:
    if not recovery.payer.strip():
        raise Refused("BILL_PARTY_MISSING")
    if State(part.state) not in (State.DISHONOURED, State.IN_RECOURSE):
        raise Changed("BILL_CHANGED", number=part.bill.number)
    if recovery.receipt_id is not None:
        known = receipt_row(actor=actor, receipt_id=recovery.receipt_id)
        if known is None or known.id == part.receipt_id or known.parts.reversed or not _is_same_account(known, part):
            raise Refused("BILL_RECOVERY_OF_ANOTHER")
        return known.id
    if recovery.amount_minor < 1:
        raise Refused("AMOUNT_OUT_OF_BOUNDS", amount=recovery.amount_minor)
    money = ReceiptDraft(
        received_on=recovery.on,
        currency=part.receipt.currency,
        amount_minor=recovery.amount_minor,
        customer_id=part.receipt.customer_id,
        payer_name=recovery.payer.strip()[:200],
        reference=part.bill.number,
    )
    (receipt,) = book_money(act=act, company_id=part.receipt.company_id, drafts=[money])
    return receipt.pk
