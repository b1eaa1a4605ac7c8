"""Acts that say which deliveries an invoice bills; inside the act of whoever books the invoice, or by hand afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.deliveries.access import note_for, orders_for
from huikuan.deliveries.billing import billed_of
from huikuan.deliveries.models import InvoicedShare, Note, Order
from huikuan.deliveries.operations.following import follow_order
from huikuan.deliveries.rules.quantities import Rest, shares_of
from huikuan.deliveries.rules.states import NoteState
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.receivables.queries.invoices import invoice_row


@dataclass(frozen=True, slots=True)
class InvoicedDraft:
    """An invoice of the books and what it bills: delivery notes by id, or an order by its number; minor units of it."""

    invoice_id: int
    company_id: int
    customer_id: int
    currency: str
    amount_minor: int
    note_ids: tuple[int, ...] = ()
    order_number: str = ""


def mark_invoiced(*, act: OpenAct, today: date, draft: InvoicedDraft) -> dict[str, Json]:
    """Inside an open act, lay an invoice on the deliveries it names, the earliest first; `{"notes", "left_minor"}`.

    What is beyond their open amounts is laid on none and given back as `left_minor` (billed in advance). Notes under a
    signed contract are passed over: its milestones bill them. Locks the notes, so that nothing is billed beyond what was
    delivered. Raises Refused DELIVERY_CURRENCY, INVOICE_OF_ANOTHER (a note of another customer or own company).
    """
    notes = _locked(draft)
    for note in notes:
        if (note.company_id, note.customer_id) != (draft.company_id, draft.customer_id):
            raise Refused("INVOICE_OF_ANOTHER", number=note.number)
        if note.currency != draft.currency:
            raise Refused("DELIVERY_CURRENCY", found=draft.currency, expected=note.currency)
    billed = billed_of(notes=notes)
    linked = set(InvoicedShare.objects.filter(invoice_id=draft.invoice_id, is_undone=False).values_list("note_id"))
    rests = [
        Rest(note.pk, billed.open_minor(note=note))
        for note in notes
        if billed.contract(note=note) is None and (note.pk,) not in linked
    ]
    shares = shares_of(amount_minor=draft.amount_minor, rests=rests)
    InvoicedShare.objects.bulk_create(
        InvoicedShare(note_id=pk, invoice_id=draft.invoice_id, amount_minor=minor, act_id=act.id)
        for pk, minor in shares.items()
    )
    _follow(act, today, {note.order_id for note in notes})
    return {"notes": len(shares), "left_minor": draft.amount_minor - sum(shares.values())}


def unmark_invoiced(*, act: OpenAct, today: date, invoice_id: int) -> int:
    """Inside the act that takes an invoice back, its deliveries are not billed any more; how many they are."""
    shares = list(InvoicedShare.objects.filter(invoice_id=invoice_id, is_undone=False).select_related("note"))
    InvoicedShare.objects.filter(pk__in=[share.pk for share in shares]).update(is_undone=True)
    _follow(act, today, {share.note.order_id for share in shares})
    return len(shares)


def link_invoice(
    *, actor: Actor, now: datetime, today: date, key: str, invoice_id: int, note_ids: Sequence[int]
) -> dict[str, Json]:
    """A person says which deliveries an invoice of the books bills; as `mark_invoiced`.

    Needs POST_INVOICE. Raises NotPermitted, Refused INVOICE_UNKNOWN, INVOICED_NOTHING (they are billed already).
    """
    for note_id in note_ids:
        note_for(actor=actor, note_id=note_id, need=Verb.POST_INVOICE)
    row = invoice_row(actor=actor, invoice_id=invoice_id, as_of=today)
    if row is None:
        raise Refused("INVOICE_UNKNOWN", invoice=invoice_id)
    draft = InvoicedDraft(
        row.id, row.company_id, row.customer_id, row.currency, row.amount_minor, tuple(sorted(note_ids))
    )
    intent = Intent("link_invoice", actor, now, key, row.company_id, plain(value=asdict(draft)))

    def work(act: OpenAct) -> Mapping[str, Json]:
        taken = InvoicedShare.objects.filter(invoice_id=invoice_id, is_undone=False)
        laid = sum(taken.values_list("amount_minor", flat=True))
        rest = InvoicedDraft(**{**asdict(draft), "amount_minor": max(0, draft.amount_minor - laid)})
        done = mark_invoiced(act=act, today=today, draft=rest)
        if not done["notes"]:
            raise Refused("INVOICED_NOTHING", number=row.number)
        return done

    return perform(intent=intent, work=work)


def note_ids_of_order(*, actor: Actor, company_id: int, number: str) -> tuple[int, ...]:
    """The living deliveries of an order by its number. Raises NotPermitted DELIVERY_NOT_VISIBLE."""
    order = orders_for(actor=actor).filter(company_id=company_id, number=number).first()
    if order is None:
        raise NotPermitted("DELIVERY_NOT_VISIBLE", paper=0)
    rows = Note.objects.filter(order=order).exclude(state=NoteState.TAKEN_BACK.value)
    return tuple(rows.order_by("delivered_on", "pk").values_list("pk", flat=True))


def _locked(draft: InvoicedDraft) -> list[Note]:
    """The living notes, locked in the order of their ids (their orders before them), the earliest delivery first."""
    rows = Note.objects.exclude(state=NoteState.TAKEN_BACK.value)
    if draft.order_number:
        rows = rows.filter(order__company_id=draft.company_id, order__number=draft.order_number)
    else:
        rows = rows.filter(pk__in=draft.note_ids)
    order_ids = sorted(set(rows.filter(order__isnull=False).values_list("order_id", flat=True)))
    list(Order.objects.select_for_update().filter(pk__in=order_ids).order_by("pk"))
    ids = list(rows.values_list("pk", flat=True))
    locked = Note.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return sorted(locked, key=lambda note: (note.delivered_on, note.pk))


def _follow(act: OpenAct, today: date, order_ids: set[int | None]) -> None:
    for order_id in sorted(pk for pk in order_ids if pk is not None):
        follow_order(act=act, today=today, order_id=order_id)
