"""A small company with customers, written through the same acts as in production, for tests of every room."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from itertools import count

from huikuan.accounts.models import Company
from huikuan.customers.operations import CustomerDraft, register_customers
from huikuan.kernel.actor import SYSTEM
from huikuan.paying.mandating import MandateDraft, let_another_pay
from huikuan.receipts.models import Receipt
from huikuan.receipts.operations.allocating import AllocationDraft, Share, allocate_receipts
from huikuan.receipts.operations.money import ReceiptDraft, record_receipts
from huikuan.receivables.models import Receivable
from huikuan.receivables.operations import InvoiceDraft, register_invoices
from huikuan.receivables.rules import InstalmentDraft

NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


@dataclass
class Books:
    """Own company 甲 with acts in short form; amounts in minor units, currency CNY unless said."""

    company_id: int
    now: datetime = NOW
    keys: count[int] = field(default_factory=lambda: count(1))

    def key(self) -> str:
        """A fresh idempotency key."""
        return f"test-{self.company_id}-{next(self.keys)}"

    def customer(self, name: str, **more: object) -> int:
        """A new customer; his number is taken from the name."""
        draft = CustomerDraft(code=f"C-{name}"[:60], name=name, **more)  # type: ignore[arg-type]
        done = register_customers(actor=SYSTEM, now=self.now, key=self.key(), customers=[draft])
        return int(done["customer_ids"][0])

    def invoice(
        self, customer_id: int, number: str, minor: int, due: date | None = date(2026, 2, 9), **more: object
    ) -> list[Receivable]:
        """An invoice of one instalment issued 30 days before it is due, or of `parts` = [(due, minor), …]."""
        parts = more.pop("parts", None) or [(due, minor)]
        draft = InvoiceDraft(
            customer_id=customer_id,
            number=number,
            issue_date=more.pop("issued", date(2026, 1, 10)),  # type: ignore[arg-type]
            currency=str(more.pop("currency", "CNY")),
            instalments=tuple(InstalmentDraft(day, part) for day, part in parts),  # type: ignore[attr-defined]
            **more,  # type: ignore[arg-type]
        )
        done = register_invoices(
            actor=SYSTEM, now=self.now, key=self.key(), company_id=self.company_id, invoices=[draft]
        )
        return list(Receivable.objects.filter(invoice_id=done["invoice_ids"][0]).order_by("sequence"))

    def receipt(
        self, minor: int, customer_id: int | None = None, on: date = date(2026, 2, 20), **more: object
    ) -> Receipt:
        """Money on the bank account, unapplied."""
        draft = ReceiptDraft(
            received_on=on,
            currency=str(more.pop("currency", "CNY")),
            amount_minor=minor,
            customer_id=customer_id,
            **more,  # type: ignore[arg-type]
        )
        done = record_receipts(actor=SYSTEM, now=self.now, key=self.key(), company_id=self.company_id, receipts=[draft])
        return Receipt.objects.get(pk=done["receipt_ids"][0])

    def let_pay(self, payer_id: int, debtor_id: int) -> int:
        """Let one customer pay another's debts, by decision; the mandate."""
        why = "集团统一付款，财务总监同意"
        draft = MandateDraft(self.company_id, debtor_id, payer_id, date(2026, 2, 1), reason=why)
        return int(let_another_pay(actor=SYSTEM, now=self.now, key=self.key(), draft=draft)["mandate_id"])

    def allocate(self, receipt: Receipt, *shares: tuple[Receivable, int], **more: object) -> list[int]:
        """Use the receipt for receivables; ids of the postings."""
        draft = AllocationDraft(
            receipt.pk,
            tuple(Share(row.pk, minor) for row, minor in shares),
            **more,  # type: ignore[arg-type]
        )
        done = allocate_receipts(
            actor=SYSTEM, now=self.now, key=self.key(), company_id=self.company_id, allocations=[draft]
        )
        return [int(pk) for pk in done["posting_ids"]]


def new_books(name: str = "甲方贸易有限公司") -> Books:
    """A fresh own company."""
    company = Company.objects.create(name=name, short_name=name[:2], currency="CNY")
    return Books(company.pk)
