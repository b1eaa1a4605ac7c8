"""Acts by which paper comes in: a bill or a part of one, a voucher; and by which one that was entered wrongly goes again."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.bills.access import part_for
from huikuan.bills.models import Bill, BillPart
from huikuan.bills.operations.moving import Told, locked_part, moved, tell
from huikuan.bills.queries.acceptors import listing_of
from huikuan.bills.queries.policies import policy_in_force
from huikuan.bills.rules.cautions import tenor_cautions
from huikuan.bills.rules.life import IN_HAND, Event, State
from huikuan.bills.rules.numbers import BillRange, NumberFault, RangeFault, parse_number, range_of
from huikuan.bills.rules.watching import name_key
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Actor, Verb, refuse_other_company
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.kernel.refusal import Refused
from huikuan.receipts.operations.money import ReceiptDraft, book_money
from huikuan.receipts.operations.taking_back import take_back
from huikuan.receipts.rules import PAPER_METHODS, BounceReason, ReceiptMethod

CURRENCY = "CNY"


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """A bill or voucher as its face says, and what of it came: a range of units of 0.01, or the whole amount."""

    kind: ReceiptMethod
    number: str
    acceptor: str
    issued_on: date
    received_on: date
    customer_id: int
    matures_on: date | None = None
    drawer: str = ""
    acceptor_bank: str = ""
    payee: str = ""
    endorser: str = ""
    range: BillRange | None = None
    amount_minor: int = 0
    is_transferable: bool = True
    is_paper: bool = False
    has_recourse: bool = True
    is_continuous: bool = True
    accepted_although: str = ""
    """Why a bill of an acceptor on the watch list is taken all the same."""

    @property
    def minor(self) -> int:
        """What came, minor units."""
        return self.range.amount_minor if self.range else self.amount_minor


def receive_paper(*, actor: Actor, now: datetime, key: str, company_id: int, draft: PaperDraft) -> dict[str, Json]:
    """Take a bill or voucher in from a customer: a receipt that is no cash yet; `{"receipt_id", "bill_id", "part_id", "cautions"}`.

    Raises NotPermitted, Refused BILL_KIND, BILL_NUMBER_*, BILL_KIND_DIFFERS, BILL_DAYS, BILL_AMOUNT, BILL_NAMES,
    BILL_NOT_CONTINUOUS (票据法 31), BILL_PAST_DUE (36), BILL_ACCEPTOR_LISTED, BILL_FACE_DIFFERS, BILL_RANGE_HELD, DATED_AHEAD.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.POST_RECEIPT)
    refuse_other_company(actor=actor, company_id=company_id)
    number = _number(draft)
    _refuse_face(draft)
    draft = _divisible(draft)
    intent = Intent("receive_paper", actor, now, key, company_id, plain(value=asdict(draft)))

    def work(act: OpenAct) -> dict[str, Json]:
        if draft.received_on > act.latest_day:
            raise Refused("DATED_AHEAD", date=draft.received_on.isoformat(), latest=act.latest_day.isoformat())
        listed = listing_of(name=draft.acceptor, on=draft.received_on)
        if listed is not None and not draft.accepted_although.strip():
            raise Refused("BILL_ACCEPTOR_LISTED", name=listed.name, day=listed.from_day.isoformat())
        bill = _bill(act, number, draft)
        _refuse_held(bill, draft.range)
        return _book(act, company_id, bill, draft)

    return perform(intent=intent, work=work)


def take_paper_back(*, actor: Actor, now: datetime, key: str, part_id: int, on: date) -> dict[str, Json]:
    """Take paper back that was entered wrongly, with its receipt; what it had paid is open again. `{"reopened"}`.

    Only while the whole of what the receipt brought is in hand. Raises NotPermitted, Refused PAPER_MOVED_ON, DATED_*, Changed.
    """
    known = part_for(actor=actor, part_id=part_id, need=Verb.POST_RECEIPT)
    detail = {"part_id": part_id, "on": on.isoformat()}
    intent = Intent("take_paper_back", actor, now, key, known.receipt.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        part = locked_part(part_id=part_id)
        if part.amount_minor != part.receipt.amount_minor or part.state != State.HELD.value:
            raise Refused("PAPER_MOVED_ON", number=part.bill.number)
        done = take_back(act=act, receipt_id=part.receipt_id, on=on, reason=BounceReason.ENTERED_WRONGLY.value)
        moved(
            act=act, part=part, event=Event.TAKE_BACK, on=max(on, part.since), told=Told(posting_id=done["posting_id"])
        )
        return {"reopened": done["reopened"]}

    return perform(intent=intent, work=work)


def _number(draft: PaperDraft) -> str:
    if draft.kind not in PAPER_METHODS:
        raise Refused("BILL_KIND", kind=draft.kind.value)
    if draft.kind is ReceiptMethod.VOUCHER:
        text = draft.number.strip()
        if not 1 <= len(text) <= 60:
            raise Refused(NumberFault.SHAPE.value, value=text[:60])
        return text
    found = parse_number(text=draft.number)
    if isinstance(found, NumberFault):
        raise Refused(found.value, value=draft.number[:60])
    if draft.kind not in found.kinds:
        raise Refused("BILL_KIND_DIFFERS", digit=found.number[0])
    if found.is_old and draft.range is not None:
        raise Refused("BILL_NOT_DIVISIBLE", number=found.number)
    return found.number


def _refuse_face(draft: PaperDraft) -> None:
    if not 1 <= draft.minor <= DOCUMENT_MAX_MINOR:
        raise Refused("BILL_AMOUNT")
    if not draft.acceptor.strip():
        raise Refused("BILL_NAMES")
    if draft.received_on < draft.issued_on or (draft.matures_on is not None and draft.matures_on < draft.issued_on):
        raise Refused("BILL_DAYS")
    if not draft.is_continuous:
        raise Refused("BILL_NOT_CONTINUOUS")
    if draft.matures_on is not None and draft.received_on > draft.matures_on:
        raise Refused("BILL_PAST_DUE", day=draft.matures_on.isoformat())


def _divisible(draft: PaperDraft) -> PaperDraft:
    """A voucher can be split at any amount (RULES_CN §5.2): all of it is a range of units of 0.01, too."""
    if draft.kind is not ReceiptMethod.VOUCHER or draft.range is not None:
        return draft
    whole = range_of(start=1, end=draft.amount_minor)
    return draft if isinstance(whole, RangeFault) else replace(draft, range=whole)


def _bill(act: OpenAct, number: str, draft: PaperDraft) -> Bill:
    """The bill of the number, locked; what its face says is the same whatever part of it comes."""
    face: dict[str, Any] = {
        "kind": draft.kind.value,
        "acceptor_key": name_key(name=draft.acceptor),
        "issued_on": draft.issued_on,
        "matures_on": draft.matures_on,
    }
    more = {
        "acceptor": draft.acceptor.strip()[:200],
        "drawer": draft.drawer.strip()[:200],
        "acceptor_bank": draft.acceptor_bank.strip()[:200],
        "payee": draft.payee.strip()[:200],
        "is_transferable": draft.is_transferable,
        "is_paper": draft.is_paper,
        "has_recourse": draft.has_recourse or draft.kind is not ReceiptMethod.VOUCHER,
        "act_id": act.id,
    }
    made, _ = Bill.objects.get_or_create(number=number, defaults={**face, **more})
    bill = Bill.objects.select_for_update().get(pk=made.pk)
    if any(getattr(bill, name) != value for name, value in face.items()):
        raise Refused("BILL_FACE_DIFFERS", number=number)
    return bill


def _refuse_held(bill: Bill, wanted: BillRange | None) -> None:
    held = BillPart.objects.filter(bill=bill, state__in=[one.value for one in IN_HAND])
    for start, end in held.values_list("start", "end"):
        if wanted is None or not start or BillRange(start, end).meets(wanted):
            raise Refused("BILL_RANGE_HELD", number=bill.number, start=start, end=end)


def _book(act: OpenAct, company_id: int, bill: Bill, draft: PaperDraft) -> dict[str, Json]:
    money = ReceiptDraft(
        received_on=draft.received_on,
        currency=CURRENCY,
        amount_minor=draft.minor,
        method=draft.kind,
        customer_id=draft.customer_id,
        payer_name=(draft.endorser or draft.drawer).strip()[:200],
        reference=bill.number,
    )
    (receipt,) = book_money(act=act, company_id=company_id, drafts=[money])
    part = BillPart.objects.create(
        bill=bill,
        receipt_id=receipt.pk,
        start=draft.range.start if draft.range else 0,
        end=draft.range.end if draft.range else 0,
        amount_minor=draft.minor,
        state=State.HELD.value,
        since=draft.received_on,
        act_id=act.id,
    )
    told = Told(counterparty=draft.endorser, note=draft.accepted_although)
    tell(act=act, part=part, event=Event.RECEIVE, states=(None, State.HELD), on=draft.received_on, told=told)
    found = tenor_cautions(
        is_voucher=draft.kind is ReceiptMethod.VOUCHER,
        issued_on=draft.issued_on,
        matures_on=draft.matures_on,
        policy=policy_in_force(),
    )
    cautions: list[Json] = [one.plain() for one in found]
    return {"receipt_id": receipt.pk, "bill_id": bill.pk, "part_id": part.pk, "cautions": cautions}
