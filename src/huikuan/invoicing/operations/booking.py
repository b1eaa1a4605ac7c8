"""Inside open acts: a tax invoice is checked and, if nothing is wrong, put into the books."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F

from huikuan.accounts.queries import business_calendar
from huikuan.audit.operations import Json, OpenAct
from huikuan.customers.queries import CustomerRow
from huikuan.invoicing.facts import Gathered, gather, gross_price
from huikuan.invoicing.models import RedApplication, TaxInvoice
from huikuan.invoicing.operations.telling import tell
from huikuan.invoicing.rules.checking import Finding, Severity, findings, is_blocked
from huikuan.invoicing.rules.records import EInvoice
from huikuan.invoicing.rules.states import OPEN_REDS, RedState, State
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.receipts.operations.freeing import free_money
from huikuan.receivables.drafts import CreditNoteDraft, InvoiceDraft
from huikuan.receivables.queries.documents import open_of_documents, receivable_ids_of
from huikuan.receivables.registering import credit, refuse_unfit, register
from huikuan.receivables.rules import InstalmentDraft, InvoiceLineDraft, Terms, TermsRoll, due_date, line_fault


def judge(*, act: OpenAct, row: TaxInvoice, invoice: EInvoice, today: date, debt_id: int | None) -> dict[str, Json]:
    """Check a waiting invoice, keep what was found, and book it if no error stands; `{"state", "worst", "invoice_id"}`.

    What the ledger refuses (a closed period, a contract that bills itself) is an error of the invoice and undoes nothing else.
    """
    told = gather(row=row, invoice=invoice, today=today, actor=act.actor, debt_id=debt_id)
    found = findings(invoice=invoice, facts=told.facts)
    invoice_id = None
    if not is_blocked(found=found):
        try:
            with transaction.atomic():
                invoice_id = _book(act, row, invoice, told)
        except NotPermitted:
            raise
        except Refused as refusal:
            found = (Finding(refusal.code, Severity.ERROR, refusal.parameters), *found)
        except IntegrityError:
            found = (Finding("INVOICE_EXISTS", Severity.ERROR, {"number": invoice.number}), *found)
    worst = found[0].severity.value if found else ""
    values: dict[str, Any] = {"worst": worst, "findings": [_kept(one) for one in found]}
    if told.customer is not None:
        values["customer_id"] = told.customer.id
    if invoice_id is not None:
        values |= {"state": State.BOOKED.value, "invoice_id": invoice_id, "blue_id": told.blue_id}
        values |= {"raised": told.debt is None and not invoice.is_red, "way_since": invoice.issue_date}
    TaxInvoice.objects.filter(pk=row.pk).update(**values)
    if invoice_id is not None:
        tell(act=act, tax_invoice_id=row.pk, event="BOOK", on=today)
        _use_application(row, invoice)
    return {"state": values.get("state", row.state), "worst": worst, "invoice_id": invoice_id}


def _kept(one: Finding) -> dict[str, Json]:
    return {"code": one.code, "severity": one.severity.value, "parameters": dict(one.parameters)}


def _book(act: OpenAct, row: TaxInvoice, invoice: EInvoice, told: Gathered) -> int:
    """The receivable's document of a blue invoice, found or raised; the credit note of a red one."""
    if told.customer is None or invoice.issue_date is None:
        raise Refused("EINVOICE_DATE_MISSING")
    if invoice.is_red:
        return _credit(act, row, invoice, told.blue_id or 0)
    if told.debt is not None:
        return told.debt.id
    draft = InvoiceDraft(
        customer_id=told.customer.id,
        number=invoice.number,
        issue_date=invoice.issue_date,
        currency=invoice.currency,
        instalments=(InstalmentDraft(_due(invoice, invoice.issue_date, told.customer), invoice.gross_minor),),
        source_ref=f"tax-invoice#{row.pk}",
        contract=invoice.contract_number,
        note=invoice.remark[:300],
        lines=_goods(invoice),
    )
    refuse_unfit(company_id=row.company_id, invoices=[draft])
    return int(register(act=act, company_id=row.company_id, invoices=[draft])["invoice_ids"][0])


def _credit(act: OpenAct, row: TaxInvoice, invoice: EInvoice, blue_id: int) -> int:
    """Lower what is open on the blue invoice's document; what was paid above the rest becomes unapplied money, to the fen.

    The blue invoice is locked first: of two red ones at once the second sees what the first took (Σ red ≤ blue).
    """
    blue = TaxInvoice.objects.select_for_update().get(pk=blue_id)
    amount, issued = -invoice.gross_minor, invoice.issue_date
    if amount > blue.gross_minor - blue.red_minor or blue.invoice_id is None or issued is None:
        left: dict[str, str | int] = {
            "expected": blue.gross_minor - blue.red_minor,
            "found": amount,
            "currency": blue.currency,
        }
        raise Refused("EINVOICE_RED_ABOVE_BLUE", number=blue.number, **left)
    items = receivable_ids_of(invoice_id=blue.invoice_id)
    missing = amount - open_of_documents(ids=[blue.invoice_id]).get(blue.invoice_id, 0)
    if missing > 0:
        free_money(act=act, receivable_ids=items, minor=missing, on=issued)
    note = CreditNoteDraft(
        blue.invoice_id, invoice.number, issued, amount, f"tax-invoice#{row.pk}", invoice.remark[:300]
    )
    done = credit(act=act, credit_note=note)
    TaxInvoice.objects.filter(pk=blue.pk).update(red_minor=F("red_minor") + amount)
    return int(done["invoice_id"])


def _due(invoice: EInvoice, issued: date, customer: CustomerRow) -> date | None:
    """The due day the invoice states, else by the customer's usual terms; none where nothing is known."""
    if invoice.due_date is not None:
        return invoice.due_date
    if customer.terms_days is None:
        return None
    terms = Terms(customer.terms_days, TermsRoll(customer.terms_roll))
    return due_date(issue_date=issued, terms=terms, calendar=business_calendar())


def _goods(invoice: EInvoice) -> tuple[InvoiceLineDraft, ...]:
    """The lines with tax, if all of them can be written so and make up the gross amount to the cent; else none."""
    made = []
    for line in invoice.lines:
        price = gross_price(line=line, currency=invoice.currency)
        if price is None or not line.name or line.tax_minor is None or line.quantity_micros is None or price < 0:
            return ()
        texts = (line.item_code, line.specification, line.unit)
        amount = line.net_minor + line.tax_minor
        draft = InvoiceLineDraft(line.name.rpartition("*")[2][:200], line.quantity_micros, price, amount, *texts)
        if line_fault(line=draft, currency=invoice.currency):
            return ()
        made.append(draft)
    return tuple(made) if sum(one.amount_minor for one in made) == invoice.gross_minor else ()


def _use_application(row: TaxInvoice, invoice: EInvoice) -> None:
    """The application that a red invoice was issued on is used: by its number, else the only open one of that amount."""
    if not invoice.is_red:
        return
    blue = TaxInvoice.objects.filter(company_id=row.company_id, number=invoice.original_number, is_red=False)
    rows = RedApplication.objects.filter(blue__in=blue, state__in=[one.value for one in OPEN_REDS])
    numbered = (
        rows.filter(confirmation_number=invoice.confirmation_number) if invoice.confirmation_number else rows.none()
    )
    chosen = numbered.first() or rows.filter(confirmation_number="", amount_minor=-invoice.gross_minor).first()
    if chosen is not None:
        number = invoice.confirmation_number[:60] or chosen.confirmation_number
        values = {"state": RedState.USED.value, "red_id": row.pk, "confirmation_number": number}
        RedApplication.objects.filter(pk=chosen.pk, state=chosen.state).update(**values)
