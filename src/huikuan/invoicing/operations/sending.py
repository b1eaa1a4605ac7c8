"""Acts on the way of an invoice to the customer: by e-mail, by hand or courier; received, returned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from huikuan.accounts.queries import company
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.queries import customers_by_id
from huikuan.documents.queries import documents_of, open_document
from huikuan.documents.rules import Purpose
from huikuan.invoicing.access import tax_invoice_for
from huikuan.invoicing.facts import invoice_of, wishes_of
from huikuan.invoicing.models import TaxInvoice
from huikuan.invoicing.operations.telling import tell
from huikuan.invoicing.rules.checking import is_blocked
from huikuan.invoicing.rules.letter import Announced, invoice_letter
from huikuan.invoicing.rules.states import WAYS, Handing, State, Way, WayEvent
from huikuan.invoicing.rules.wishes import wish_findings
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import Money
from huikuan.kernel.refusal import Changed, Refused
from huikuan.outbox.operations.queueing import queue_messages
from huikuan.outbox.ports import Attachment, Content, MessageDraft, MessageRow
from huikuan.outbox.rules import State as MessageState

PURPOSE = "INVOICE"


@dataclass(frozen=True, slots=True)
class Mailing:
    """Where an invoice is mailed to, and whether it goes although it is not as the customer wants it."""

    address: str
    despite: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """What happened on the way: the day, the way it went or was told, the person there, waybill or message, a note.

    `despite` hands over what is not as the customer wants it.
    """

    on: date
    how: Handing
    who_there: str = ""
    reference: str = ""
    note: str = ""
    despite: bool = False


def send_by_mail(
    *, actor: Actor, now: datetime, today: date, key: str, tax_invoice_id: int, mailing: Mailing
) -> dict[str, Json]:
    """Queue the e-mail that brings an invoice with all its files to the customer; `{"message_id"}`.

    What the customer wants of his invoices is checked first; `mailing.despite` sends what he may send back. Raises NotPermitted,
    Refused EINVOICE_NOT_AS_WANTED, EINVOICE_NO_FILE, ADDRESS_INVALID, NO_RECIPIENT, Changed TAX_INVOICE_CHANGED.
    """
    row = tax_invoice_for(actor=actor, tax_invoice_id=tax_invoice_id, need=Verb.POST_INVOICE)
    _refuse_unwanted(row, despite=mailing.despite)
    if not documents_of(purpose=Purpose.INVOICE, owner_ids=[row.pk]):
        raise Refused("EINVOICE_NO_FILE", number=row.number)
    detail = {"tax_invoice": row.pk, "address": mailing.address, "despite": mailing.despite}
    intent = Intent("send_tax_invoice", actor, now, key, row.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        _move(row.pk, WayEvent.QUEUE, today)
        draft = MessageDraft(
            key=f"invoice:{row.pk}:{act.id}",
            purpose=PURPOSE,
            is_automatic=False,
            day=today,
            not_before=now,
            content=_content(row, mailing.address),
            company_id=row.company_id,
            customer_id=row.customer_id,
        )
        (message_id,) = queue_messages(act=act, drafts=[draft])
        said = {"how": Handing.EMAIL.value, "who_there": mailing.address, "reference": str(message_id)}
        tell(act=act, tax_invoice_id=row.pk, event=WayEvent.QUEUE.value, on=today, **said)
        return {"message_id": message_id}

    return perform(intent=intent, work=work)


def hand_over(*, actor: Actor, now: datetime, key: str, tax_invoice_id: int, move: Move) -> dict[str, Json]:
    """Record that an invoice was handed over, sent by courier or put on the customer's portal; `{"way"}`. As `send_by_mail`."""
    row = tax_invoice_for(actor=actor, tax_invoice_id=tax_invoice_id, need=Verb.POST_INVOICE)
    _refuse_unwanted(row, despite=move.despite)
    if move.how is Handing.COURIER and not move.reference.strip():
        raise Refused("EINVOICE_WAYBILL_MISSING")
    return _record(actor, now, key, row, WayEvent.HAND_OVER, move)


def record_receipt(*, actor: Actor, now: datetime, key: str, tax_invoice_id: int, move: Move) -> dict[str, Json]:
    """Record that the customer has the invoice: who, when, how it was told; `{"way"}`. Raises Refused EINVOICE_WHO_MISSING."""
    row = tax_invoice_for(actor=actor, tax_invoice_id=tax_invoice_id, need=Verb.RECORD_ACTIVITY)
    if not move.who_there.strip():
        raise Refused("EINVOICE_WHO_MISSING")
    return _record(actor, now, key, row, WayEvent.RECEIVE, move)


def record_return(*, actor: Actor, now: datetime, key: str, tax_invoice_id: int, move: Move) -> dict[str, Json]:
    """Record that the customer sent the invoice back, with his reason; `{"way"}`. Raises Refused EINVOICE_REASON_MISSING."""
    row = tax_invoice_for(actor=actor, tax_invoice_id=tax_invoice_id, need=Verb.RECORD_ACTIVITY)
    if not move.note.strip():
        raise Refused("EINVOICE_REASON_MISSING")
    return _record(actor, now, key, row, WayEvent.RETURN, move)


def attach_invoice(*, message: MessageRow, now: datetime) -> tuple[tuple[int, Attachment], ...]:
    """The files of the invoice that a claimed message brings, their bytes checked."""
    del now
    owner_id = int(message.content.snapshot["tax_invoice_id"])
    kept = documents_of(purpose=Purpose.INVOICE, owner_ids=[owner_id])
    found = (open_document(document_id=one.id, purpose=Purpose.INVOICE, owner_id=owner_id) for one in kept)
    return tuple((row.id, Attachment(row.name, row.content_type, content)) for row, content in found)


def settle_invoice(*, act: OpenAct, message: MessageRow, state: MessageState) -> None:
    """Let the invoice follow its message inside the act that moves it: it went out, or it did not."""
    event = WayEvent.DELIVER if state is MessageState.SENT else WayEvent.FAIL
    if state not in (MessageState.SENT, MessageState.FAILED, MessageState.SUPPRESSED):
        return
    pk = int(message.content.snapshot["tax_invoice_id"])
    moved = TaxInvoice.objects.filter(pk=pk, way=Way.SENDING.value)
    if moved.update(way=WAYS[Way.SENDING, event].value, way_since=message.day):
        said = {"how": Handing.EMAIL.value, "who_there": message.content.recipient, "reference": str(message.id)}
        tell(act=act, tax_invoice_id=pk, event=event.value, on=message.day, **said)


def _record(actor: Actor, now: datetime, key: str, row: TaxInvoice, event: WayEvent, move: Move) -> dict[str, Json]:
    detail: dict[str, Any] = {"tax_invoice": row.pk, "event": event.value, "on": move.on.isoformat()}
    detail |= {"how": move.how.value, "who": move.who_there, "reference": move.reference, "note": move.note}
    intent = Intent("move_tax_invoice", actor, now, key, row.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        if move.on > act.latest_day:
            raise Refused("DATED_AHEAD", date=move.on.isoformat(), latest=act.latest_day.isoformat())
        way = _move(row.pk, event, move.on)
        said = {"how": move.how.value, "who_there": move.who_there, "reference": move.reference, "note": move.note}
        tell(act=act, tax_invoice_id=row.pk, event=event.value, on=move.on, **said)
        return {"way": way.value}

    return perform(intent=intent, work=work)


def _move(tax_invoice_id: int, event: WayEvent, on: date) -> Way:
    """One conditional update; only a booked invoice goes anywhere. Raises Changed TAX_INVOICE_CHANGED."""
    rows = TaxInvoice.objects.filter(pk=tax_invoice_id, state=State.BOOKED.value)
    way = rows.values_list("way", flat=True).first()
    after = WAYS.get((Way(way), event)) if way else None
    if after is None or not rows.filter(way=way).update(way=after.value, way_since=on):
        raise Changed("TAX_INVOICE_CHANGED")
    return after


def _refuse_unwanted(row: TaxInvoice, *, despite: bool) -> None:
    if row.customer_id is None or despite:
        return
    wishes = wishes_of(customer_ids=[row.customer_id], currency=row.currency)[row.customer_id]
    found = wish_findings(invoice=invoice_of(row=row), wishes=wishes)
    if is_blocked(found=found):
        raise Refused("EINVOICE_NOT_AS_WANTED", number=row.number)


def _content(row: TaxInvoice, address: str) -> Content:
    customer = customers_by_id(ids=[row.customer_id or 0])[row.customer_id or 0]
    sender = company(company_id=row.company_id)
    about = Announced(customer.name, sender.name, row.number, row.issue_date, Money(row.gross_minor, row.currency))
    letter = invoice_letter(language=customer.language, about=about)
    return Content(
        recipient=address.strip(),
        recipient_name=customer.name[:100],
        sender_name=sender.name,
        reply_to="",
        language=customer.language,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        snapshot={"tax_invoice_id": row.pk, "number": row.number, "gross_minor": row.gross_minor},
    )
