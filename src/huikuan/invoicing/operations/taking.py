"""Acts that take tax invoices in: each is kept, checked, and put into the books where no error keeps it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import digest, plain
from huikuan.customers.access import customer_for
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose, safe_name
from huikuan.invoicing.access import tax_invoice_for
from huikuan.invoicing.facts import invoice_of
from huikuan.invoicing.models import TaxInvoice, TaxInvoiceLine
from huikuan.invoicing.operations.booking import judge
from huikuan.invoicing.operations.telling import tell
from huikuan.invoicing.rules.records import EInvoice
from huikuan.invoicing.rules.states import State
from huikuan.kernel.actor import Actor, Verb, refuse_other_company, refuse_without_verb
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.kernel.refusal import Changed, Refused

ACCEPTED, DUPLICATE = "ACCEPTED", "DUPLICATE"
_LONGEST = {"name": 200, "unit": 20, "item_code": 60, "specification": 200, "unit_price": 40}


@dataclass(frozen=True, slots=True)
class Taking:
    """An invoice to take in with the file it came in; a JSON invoice has no file.

    `customer_id` and `debt_id` (the receivable's document it belongs to) if somebody chose them.
    """

    company_id: int
    invoice: EInvoice
    file_name: str = ""
    content: bytes = b""
    customer_id: int | None = None
    debt_id: int | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a person says about a waiting invoice: whose it is, which document of the receivables it belongs to."""

    customer_id: int | None = None
    debt_id: int | None = None


NOTHING_CHOSEN = Chosen()


def take_invoice(*, actor: Actor, now: datetime, today: date, key: str, taking: Taking) -> dict[str, Json]:
    """Keep a tax invoice with its file, check it, and book it if nothing is wrong with it.

    `{"outcome": ACCEPTED | DUPLICATE, "tax_invoice_id", "state", "worst", "invoice_id"}`. A blue invoice is tied to the
    receivable of its milestone, or to the entered invoice of its number, or raises the receivable; a red one raises the
    credit note. What has an error waits in the list. The same invoice again, in whatever format, changes nothing but that
    its file is kept too. Raises NotPermitted, Refused EINVOICE_KNOWN_OTHERWISE, EINVOICE_AMOUNT_OUT_OF_BOUNDS.
    """
    refuse_without_verb(actor=actor, verb=Verb.POST_INVOICE)
    refuse_other_company(actor=actor, company_id=taking.company_id)
    if not 1 <= abs(taking.invoice.gross_minor) <= DOCUMENT_MAX_MINOR:
        shown: dict[str, str | int] = {"amount": taking.invoice.gross_minor, "currency": taking.invoice.currency}
        raise Refused("EINVOICE_AMOUNT_OUT_OF_BOUNDS", **shown)
    detail = {
        "number": taking.invoice.number,
        "file": taking.file_name,
        "invoice": digest(value=plain(value=asdict(taking.invoice))),
        "customer": taking.customer_id,
        "debt": taking.debt_id,
    }
    intent = Intent("take_tax_invoice", actor, now, key, taking.company_id, detail)
    try:
        return perform(intent=intent, work=lambda act: _take(act, today, taking))
    except IntegrityError as error:  # somebody took the same number meanwhile
        raise Changed("CHANGED") from error


def look_again(
    *,
    actor: Actor,
    now: datetime,
    today: date,
    key: str,
    tax_invoice_id: int,
    chosen: Chosen = NOTHING_CHOSEN,
) -> dict[str, Json]:
    """Check a waiting invoice anew, with what a person chose, and book it if it may be.

    `{"state", "worst", "invoice_id"}`. Raises NotPermitted, Changed TAX_INVOICE_CHANGED.
    """
    row = tax_invoice_for(actor=actor, tax_invoice_id=tax_invoice_id, need=Verb.POST_INVOICE)
    if chosen.customer_id is not None:
        customer_for(actor=actor, customer_id=chosen.customer_id, need=Verb.POST_INVOICE)
    detail = {"tax_invoice": tax_invoice_id, **asdict(chosen), "today": today.isoformat()}
    intent = Intent("check_tax_invoice", actor, now, key, row.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        held = _waiting(tax_invoice_id)
        if chosen.customer_id is not None:
            TaxInvoice.objects.filter(pk=held.pk).update(customer_id=chosen.customer_id)
            held.customer_id = chosen.customer_id
        return judge(act=act, row=held, invoice=invoice_of(row=held), today=today, debt_id=chosen.debt_id)

    return perform(intent=intent, work=work)


def put_aside(
    *, actor: Actor, now: datetime, today: date, key: str, tax_invoice_id: int, reason: str
) -> dict[str, Json]:
    """Put a waiting invoice aside for good, with a reason; it stays in the list. Raises Refused EINVOICE_REASON_MISSING, Changed."""
    if not reason.strip():
        raise Refused("EINVOICE_REASON_MISSING")
    row = tax_invoice_for(actor=actor, tax_invoice_id=tax_invoice_id, need=Verb.POST_INVOICE)
    intent = Intent(
        "put_tax_invoice_aside", actor, now, key, row.company_id, {"tax_invoice": tax_invoice_id, "reason": reason}
    )

    def work(act: OpenAct) -> dict[str, Json]:
        held = _waiting(tax_invoice_id)
        TaxInvoice.objects.filter(pk=held.pk, state=State.WAITING.value).update(state=State.PUT_ASIDE.value)
        tell(act=act, tax_invoice_id=held.pk, event="PUT_ASIDE", on=today, note=reason)
        return {"tax_invoice_id": held.pk}

    return perform(intent=intent, work=work)


def _waiting(tax_invoice_id: int) -> TaxInvoice:
    held = TaxInvoice.objects.select_for_update().filter(pk=tax_invoice_id, state=State.WAITING.value).first()
    if held is None:
        raise Changed("TAX_INVOICE_CHANGED")
    return held


def _take(act: OpenAct, today: date, taking: Taking) -> dict[str, Json]:
    invoice = taking.invoice
    known = TaxInvoice.objects.filter(company_id=taking.company_id, code=invoice.code, number=invoice.number).first()
    if known is not None:
        if known.content_hash != content_hash(invoice=invoice):
            raise Refused("EINVOICE_KNOWN_OTHERWISE", number=invoice.number)
        _keep_file(act, known.pk, taking)
        answer = {"state": known.state, "worst": known.worst, "invoice_id": known.invoice_id}
        return {"outcome": DUPLICATE, "tax_invoice_id": known.pk, **answer}
    row = TaxInvoice.objects.create(act_id=act.id, taken_at=act.now, **_values(taking))
    TaxInvoiceLine.objects.bulk_create(_lines(row.pk, invoice), batch_size=500)
    _keep_file(act, row.pk, taking)
    tell(act=act, tax_invoice_id=row.pk, event="TAKE", on=today, reference=taking.file_name)
    return {
        "outcome": ACCEPTED,
        "tax_invoice_id": row.pk,
        **judge(act=act, row=row, invoice=invoice, today=today, debt_id=taking.debt_id),
    }


def content_hash(*, invoice: EInvoice) -> str:
    """What is the same whatever format an invoice comes in: two files with it are one invoice."""
    issued = invoice.issue_date.isoformat() if invoice.issue_date else ""
    return digest(value=[invoice.code, invoice.number, issued, invoice.gross_minor, invoice.currency])


def _keep_file(act: OpenAct, tax_invoice_id: int, taking: Taking) -> None:
    if taking.content:
        draft = DocumentDraft(taking.file_name or "invoice", taking.content, Purpose.INVOICE, tax_invoice_id)
        store(act=act, document=draft)


def _values(taking: Taking) -> dict[str, Any]:
    invoice = taking.invoice
    same = ("number", "code", "is_red", "issue_date", "due_date", "currency", "net_minor", "tax_minor", "gross_minor")
    texts = {"words": 100, "remark": 500, "original_number": 60, "confirmation_number": 60, "contract_number": 100}
    return {
        "company_id": taking.company_id,
        "customer_id": taking.customer_id,
        "form": invoice.format.value,
        "kind": invoice.kind.value,
        **{name: getattr(invoice, name) for name in (*same, "adjustment_minor", "is_tax_stated")},
        **{name: getattr(invoice, name)[:most] for name, most in texts.items()},
        "seller_name": invoice.seller.name[:200],
        "seller_tax_code": invoice.seller.tax_code[:60],
        "buyer_name": invoice.buyer.name[:200],
        "buyer_tax_code": invoice.buyer.tax_code[:60],
        "file_name": safe_name(name=taking.file_name) if taking.file_name else "",
        "content_hash": content_hash(invoice=invoice),
        "state": State.WAITING.value,
    }


def _lines(tax_invoice_id: int, invoice: EInvoice) -> Sequence[TaxInvoiceLine]:
    return [
        TaxInvoiceLine(
            tax_invoice_id=tax_invoice_id,
            number=number,
            net_minor=line.net_minor,
            tax_minor=line.tax_minor,
            rate_micros=line.rate_micros,
            quantity_micros=line.quantity_micros,
            **{name: getattr(line, name)[:most] for name, most in _LONGEST.items()},
        )
        for number, line in enumerate(invoice.lines, 1)
    ]
