"""Acts around maturity: presented, paid, matured at others; the bank line that shows it later; what was recorded by mistake."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.bills.models import BillEvent, BillPart
from huikuan.bills.operations.moving import Told, held_on, locked_part, money_of, moved, narrowed, tell
from huikuan.bills.operations.passing import PAPER_PAID, intent_of, line_money
from huikuan.bills.rules.entries import linked, settled
from huikuan.bills.rules.life import PASSED_ON, UNDONE_BY, Event, State
from huikuan.bills.rules.numbers import BillRange
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import Changed, Refused
from huikuan.ledger.queries import posting_row
from huikuan.ledger.rules import Account
from huikuan.receipts.operations.elsewhere import move_money, move_money_back


@dataclass(frozen=True, slots=True)
class Paid:
    """What was paid of a presented part, when, and the bank line that shows it, if it is on a statement already."""

    on: date
    line_receipt_id: int | None = None
    range: BillRange | None = None


def present_part(*, actor: Actor, now: datetime, key: str, part_id: int, on: date, note: str = "") -> dict[str, Json]:
    """Present a part for payment (提示付款; the system of electronic bills does it on the day); `{"part_id"}`.

    Raises NotPermitted, Refused BILL_EARLY (before maturity), Changed BILL_CHANGED.
    """

    def work(act: OpenAct) -> dict[str, Json]:
        part = locked_part(part_id=part_id)
        if part.bill.matures_on is not None and on < part.bill.matures_on:
            raise Refused("BILL_EARLY", day=part.bill.matures_on.isoformat())
        moved(act=act, part=part, event=Event.PRESENT, on=on, told=Told(note=note))
        return {"part_id": part.pk}

    said = {"on": on, "note": note}
    return perform(intent=intent_of(verb="present_part", who=(actor, now, key), part_id=part_id, said=said), work=work)


def settle_part(*, actor: Actor, now: datetime, key: str, part_id: int, paid: Paid) -> dict[str, Json]:
    """A presented part was paid: it is cash from now on. `{"part_id", "posting_id"}`.

    With `paid.line_receipt_id` the money is on that bank line already. Raises NotPermitted, Refused BANK_LINE_UNFIT,
    MORE_THAN_UNAPPLIED, BILL_RANGE_OUTSIDE, DATED_AHEAD, Changed BILL_CHANGED.
    """

    def work(act: OpenAct) -> dict[str, Json]:
        part = narrowed(act=act, part=_in(part_id, State.PRESENTED), wanted=paid.range)
        line = line_money(actor=actor, receipt_id=paid.line_receipt_id)
        draft = settled(of=money_of(part=part), line=line, held=held_on(part=part), minor=part.amount_minor, on=paid.on)
        posting_id = move_money(
            act=act, receipt_id=part.receipt_id, draft=draft, line_receipt_id=paid.line_receipt_id, reason=PAPER_PAID
        )
        told = Told(posting_id=posting_id, line_receipt_id=paid.line_receipt_id)
        moved(act=act, part=part, event=Event.SETTLE, on=paid.on, told=told)
        return {"part_id": part.pk, "posting_id": posting_id}

    return perform(
        intent=intent_of(verb="settle_part", who=(actor, now, key), part_id=part_id, said=asdict(paid)), work=work
    )


def clear_matured(*, actor: Actor, now: datetime, key: str, today: date, waits_days: int) -> dict[str, Json]:
    """What was endorsed or discounted, and is not heard of so many days after maturity, lies on us no more; `{"cleared"}`."""
    detail = {"today": today.isoformat(), "waits_days": waits_days}
    intent = Intent("clear_matured_bills", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        rows = BillPart.objects.filter(
            state__in=[one.value for one in PASSED_ON], bill__matures_on__lt=today
        ).select_related("bill", "receipt")
        done = 0
        for row in rows.order_by("bill_id", "pk"):
            if row.bill.matures_on is not None and (today - row.bill.matures_on).days > waits_days:
                part = locked_part(part_id=row.pk)
                moved(act=act, part=part, event=Event.CLEAR, on=today)
                done += 1
        return {"cleared": done}

    return perform(intent=intent, work=work)


def link_line(
    *, actor: Actor, now: datetime, key: str, event_id: int, line_receipt_id: int, on: date
) -> dict[str, Json]:
    """The statement shows what was discounted or paid before: its line is that money and no second receipt. `{"posting_id"}`.

    Raises NotPermitted, Refused BILL_LINE_KNOWN, BANK_LINE_UNFIT, MORE_THAN_UNAPPLIED.
    """
    said = BillEvent.objects.select_related("part").get(pk=event_id)

    def work(act: OpenAct) -> dict[str, Json]:
        part = locked_part(part_id=said.part_id)
        known = BillEvent.objects.filter(part=part, event=Event.LINK.value)
        if said.line_receipt_id is not None or known.exists() or said.posting_id is None:
            raise Refused("BILL_LINE_KNOWN", number=part.bill.number)
        posting = posting_row(posting_id=said.posting_id)
        minor = posting.minor_on(account=Account.BANK_CLEARING) if posting and posting.is_live else 0
        line = line_money(actor=actor, receipt_id=line_receipt_id)
        if minor < 1 or line is None:
            raise Changed("BILL_CHANGED", number=part.bill.number)
        draft = linked(of=money_of(part=part), line=line, minor=minor, on=on)
        posting_id = move_money(
            act=act, receipt_id=part.receipt_id, draft=draft, line_receipt_id=line_receipt_id, reason=PAPER_PAID
        )
        state = State(part.state)
        told = Told(posting_id=posting_id, line_receipt_id=line_receipt_id)
        tell(act=act, part=part, event=Event.LINK, states=(state, state), on=on, told=told)
        return {"posting_id": posting_id}

    detail = {"event_id": event_id, "line": line_receipt_id, "on": on}
    intent = intent_of(verb="link_bill_line", who=(actor, now, key), part_id=said.part_id, said=detail)
    return perform(intent=intent, work=work)


def undo_last(*, actor: Actor, now: datetime, key: str, part_id: int, on: date) -> dict[str, Json]:
    """Undo the last event of a part that was recorded by mistake: its posting is reversed. `{"part_id", "state"}`.

    Raises NotPermitted, Refused BILL_NOT_UNDOABLE (dishonour goes on by recourse), Changed BILL_CHANGED.
    """

    def work(act: OpenAct) -> dict[str, Json]:
        part = locked_part(part_id=part_id)
        last = BillEvent.objects.filter(part=part).order_by("-pk").first()
        before = UNDONE_BY.get(Event(last.event)) if last else None
        if last is None or before is None or last.after != part.state:
            raise Refused("BILL_NOT_UNDOABLE", number=part.bill.number)
        posting_id = None
        if last.posting_id is not None:
            posting_id = move_money_back(
                act=act, posting_id=last.posting_id, on=max(on, last.on), line_receipt_id=last.line_receipt_id
            )
        state = State(part.state)
        if not BillPart.objects.filter(pk=part.pk, state=state.value).update(state=before.value):
            raise Changed("BILL_CHANGED", number=part.bill.number)
        tell(
            act=act,
            part=part,
            event=Event.UNDO,
            states=(state, before),
            on=max(on, last.on),
            told=Told(posting_id=posting_id),
        )
        return {"part_id": part.pk, "state": before.value}

    intent = intent_of(verb="undo_bill_event", who=(actor, now, key), part_id=part_id, said={"on": on})
    return perform(intent=intent, work=work)


def _in(part_id: int, state: State) -> BillPart:
    part = locked_part(part_id=part_id)
    if part.state != state.value:
        raise Changed("BILL_CHANGED", number=part.bill.number)
    return part
