"""What people want booked: invoices, credit notes, accepted reductions; frozen, without any table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.receivables.rules import InstalmentDraft, InvoiceKind, InvoiceLineDraft


@dataclass(frozen=True, slots=True)
class InvoiceDraft:
    """An invoice to register; the instalments sum to `amount_minor`; `face_minor` is its first amount if open is less."""

    customer_id: int
    number: str
    issue_date: date
    currency: str
    instalments: tuple[InstalmentDraft, ...]
    kind: InvoiceKind = InvoiceKind.INVOICE
    face_minor: int | None = None
    source_ref: str = ""
    contract: str = ""
    note: str = ""
    lines: tuple[InvoiceLineDraft, ...] = ()
    """What was sold, if the invoice is known by its lines; their amounts sum to the first amount."""

    @property
    def amount_minor(self) -> int:
        """Sum of the instalments, minor units."""
        return sum(part.amount_minor for part in self.instalments)


@dataclass(frozen=True, slots=True)
class Reduction:
    """An accepted lowering of one receivable, minor units, on `effective_date`."""

    receivable_id: int
    amount_minor: int
    effective_date: date
    reason: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class CreditNoteDraft:
    """A credit note (red-letter invoice 红字发票) against one invoice; spread over its open instalments by due date."""

    invoice_id: int
    number: str
    issue_date: date
    amount_minor: int
    source_ref: str = ""
    note: str = ""
