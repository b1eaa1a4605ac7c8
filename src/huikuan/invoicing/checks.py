"""Proof of this room's invariants for `huikuan check`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import Sum

from huikuan.documents.queries import documents_of
from huikuan.documents.rules import Purpose
from huikuan.invoicing.models import TaxInvoice
from huikuan.invoicing.rules.states import State
from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.receivables.queries.documents import DocumentRow, documents_by_id


def check_invoicing() -> list[Finding]:
    """V1: Σ red ≤ blue, and the kept sum is that of the red ones. V2: a booked invoice fits its document. V3: its file is there."""
    return [_reds(), _documents(), _files()]


def _reds() -> Finding:
    sums = {
        row["blue"]: -int(row["total"])
        for row in TaxInvoice.objects.filter(is_red=True, state=State.BOOKED.value)
        .values("blue")
        .annotate(total=Sum("gross_minor"))
    }
    rows = TaxInvoice.objects.filter(is_red=False)
    broken: list[Triple] = [
        (f"tax invoice {number}", kept, sums.get(pk, 0))
        for pk, number, kept, gross in rows.values_list("pk", "number", "red_minor", "gross_minor")
        if kept != sums.get(pk, 0) or kept > gross
    ]
    return finding(invariant="V1", checked=rows.count(), broken=broken)


def _documents() -> Finding:
    rows = list(TaxInvoice.objects.filter(state=State.BOOKED.value, is_red=False))
    known = documents_by_id(ids={row.invoice_id for row in rows if row.invoice_id is not None})
    sums: dict[int, int] = {}
    for row in rows:
        sums[row.invoice_id or 0] = sums.get(row.invoice_id or 0, 0) + row.gross_minor
    return finding(invariant="V2", checked=len(rows), broken=_unfit(rows, known, sums))


def _unfit(rows: list[TaxInvoice], known: Mapping[int, DocumentRow], sums: dict[int, int]) -> Iterator[Triple]:
    for row in rows:
        document = known.get(row.invoice_id or 0)
        name = f"tax invoice {row.number}"
        if document is None:
            yield name, "a document", "none"
            continue
        whose = (document.customer_id, document.company_id, document.currency)
        if whose != (row.customer_id, row.company_id, row.currency):
            yield name, (row.customer_id, row.company_id, row.currency), whose
        if sums[row.invoice_id or 0] > document.amount_minor:
            yield name, f"at most {document.amount_minor}", sums[row.invoice_id or 0]


def _files() -> Finding:
    rows = dict(TaxInvoice.objects.exclude(file_name="").values_list("pk", "number"))
    kept = {one.owner_id for one in documents_of(purpose=Purpose.INVOICE, owner_ids=rows)}
    broken: list[Triple] = [
        (f"tax invoice {number}", "its file", "none") for pk, number in rows.items() if pk not in kept
    ]
    return finding(invariant="V3", checked=len(rows), broken=broken)
