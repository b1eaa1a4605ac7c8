"""Reads: live documents that raised receivables, for whoever links other papers to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huikuan.ledger.queries import later_changes
from huikuan.ledger.rules import Account
from huikuan.receivables.models import Invoice, PlanFiring, Receivable
from huikuan.receivables.rules import InvoiceKind


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A live document that raised receivables, minor units; `is_of_plan` where a milestone of its contract fired it."""

    id: int
    number: str
    company_id: int
    customer_id: int
    currency: str
    issue_date: date
    amount_minor: int
    contract: str
    is_of_plan: bool


@dataclass(frozen=True, slots=True)
class CreditNoteRow:
    """A live credit note and the document it lowers, minor units."""

    id: int
    document_id: int
    issue_date: date
    amount_minor: int


def credit_notes_of(*, document_ids: Iterable[int]) -> tuple[CreditNoteRow, ...]:
    """The live credit notes against documents, the oldest first, for callers that filtered by access; one query."""
    rows = Invoice.objects.filter(
        credits_id__in=list(document_ids), kind=InvoiceKind.CREDIT_NOTE.value, cancelled_by=0
    ).order_by("issue_date", "pk")
    columns = ("pk", "credits_id", "issue_date", "amount_minor")
    return tuple(
        CreditNoteRow(pk, document_id, issued, minor)
        for pk, document_id, issued, minor in rows.values_list(*columns)
        if document_id is not None
    )


def documents_numbered(*, company_id: int, number: str) -> tuple[DocumentRow, ...]:
    """The live documents of an own company with that number, whoever owes them; one query."""
    rows = Invoice.objects.filter(company_id=company_id, number=number, cancelled_by=0)
    return tuple(_row(row) for row in rows.exclude(kind=InvoiceKind.CREDIT_NOTE.value).select_related("firing"))


def plan_documents(*, company_id: int, customer_id: int) -> tuple[DocumentRow, ...]:
    """The live documents that milestones of a customer's contracts raised, the oldest first; one query."""
    rows = Invoice.objects.filter(
        company_id=company_id,
        customer_id=customer_id,
        cancelled_by=0,
        firing__undone_by=0,
        kind=InvoiceKind.INVOICE.value,
    )
    return tuple(_row(row) for row in rows.select_related("firing").order_by("issue_date", "pk"))


def documents_by_id(*, ids: Iterable[int]) -> dict[int, DocumentRow]:
    """Documents by id, for callers that filtered by access; one query."""
    rows = Invoice.objects.filter(pk__in=list(ids)).select_related("firing")
    return {row.pk: _row(row) for row in rows}


def documents_by_number(*, numbers: Iterable[str]) -> dict[tuple[int, str], DocumentRow]:
    """Live documents by own company and number, for callers that filtered by access; one query."""
    rows = Invoice.objects.filter(number__in=list(numbers), cancelled_by=0)
    live = rows.exclude(kind=InvoiceKind.CREDIT_NOTE.value).select_related("firing")
    return {(row.company_id, row.number): _row(row) for row in live.order_by("pk")}


def fired_documents(*, contract_ids: Iterable[int]) -> dict[int, tuple[tuple[int, str], ...]]:
    """The live documents that milestones of contracts raised, by contract, each with its milestone's trigger; one query."""
    rows = PlanFiring.objects.filter(contract_id__in=list(contract_ids), undone_by=0, invoice__isnull=False)
    found: dict[int, tuple[tuple[int, str], ...]] = {}
    for contract_id, invoice_id, trigger in rows.order_by("pk").values_list(
        "contract_id", "invoice_id", "milestone__trigger"
    ):
        if invoice_id is not None:
            found[contract_id] = (*found.get(contract_id, ()), (invoice_id, trigger))
    return found


def items_of_documents(*, document_ids: Iterable[int]) -> dict[int, int]:
    """The open receivables of documents with the document of each, for callers that filtered by access; one query."""
    rows = Receivable.objects.filter(invoice_id__in=list(document_ids), outstanding_minor__gt=0)
    return dict(rows.values_list("pk", "invoice_id"))


def open_of_documents(*, ids: Iterable[int], as_of: date | None = None) -> dict[int, int]:
    """What is open of each document, minor units: now, or at the end of a past day; at most two queries."""
    rows = list(Receivable.objects.filter(invoice_id__in=list(ids)))
    later: Mapping[int, Mapping[date, int]] = {}
    if as_of is not None:
        moved = {row.pk: as_of for row in rows if row.last_moved_on > as_of}
        later = later_changes(account=Account.RECEIVABLE, column="receivable_id", since=moved) if moved else {}
    found: dict[int, int] = {}
    for row in rows:
        is_later = as_of is not None and row.issue_date > as_of
        then = 0 if is_later else row.outstanding_minor - sum(later.get(row.pk, {}).values())
        found[row.invoice_id] = found.get(row.invoice_id, 0) + then
    return found


def receivable_ids_of(*, invoice_id: int) -> tuple[int, ...]:
    """The ids of a document's receivables in their order; one query."""
    return tuple(Receivable.objects.filter(invoice_id=invoice_id).order_by("sequence").values_list("pk", flat=True))


def _row(row: Invoice) -> DocumentRow:
    return DocumentRow(
        row.pk,
        row.number,
        row.company_id,
        row.customer_id,
        row.currency,
        row.issue_date,
        row.amount_minor,
        row.contract,
        hasattr(row, "firing"),
    )
