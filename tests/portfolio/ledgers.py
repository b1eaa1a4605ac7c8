"""Ledgers for the tests of this room: random acts on real books, and their ageing by plain dictionaries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.ledger.models import Entry, Posting
from huikuan.paying.mandating import MandateDraft, let_another_pay
from huikuan.portfolio.rules import AgeingAmounts, Basis, Buckets
from huikuan.receipts.models import Receipt
from huikuan.receipts.operations.allocating import AllocationDraft, Share, allocate_receipts, reverse_allocations
from huikuan.receipts.operations.money import (
    ReceiptDraft,
    bounce_receipt,
    identify_receipt,
    record_receipts,
    refund_receipt,
)
from huikuan.receipts.rules import BounceReason
from huikuan.receivables.models import Invoice, Receivable
from huikuan.receivables.operations import (
    CreditNoteDraft,
    InvoiceDraft,
    Reduction,
    accept_short_payment,
    issue_credit_note,
    register_invoices,
    reverse_posting,
)
from huikuan.receivables.rules import InstalmentDraft
from tests.books import new_books
from tests.writing_off import write_off

FIRST_DAY = date(2026, 1, 1)
FIRST_MOMENT = datetime(2026, 6, 2, 3, 0, tzinfo=UTC)
"""After every day that is drawn: nothing is dated ahead."""
_serial = count(1)

Key = tuple[int | None, str]
"""Customer and currency."""
Step = tuple[int, int, int, int]
"""Four numbers that choose an act, its objects, its amount and its day."""


@dataclass
class RandomBooks:
    """Books that any list of steps can be played on; what the ledger refuses is left out."""

    company_id: int
    customers: list[int]
    posted: list[datetime] = field(default_factory=list)

    def play(self, steps: Iterable[Step]) -> None:
        """Do the acts the steps choose, one an hour."""
        acts: list[Callable[..., Any]] = [
            self._invoice,
            self._invoice,
            self._receipt,
            self._receipt,
            self._allocate,
            self._allocate,
            self._credit,
            self._short,
            self._write_off,
            self._refund,
            self._bounce,
            self._undo,
            self._cancel,
            self._identify,
        ]
        for which, object_, amount, day in steps:
            moment = FIRST_MOMENT + timedelta(hours=len(self.posted))
            self.posted.append(moment)
            arguments = {"actor": SYSTEM, "now": moment, "key": f"random-{next(_serial)}"}
            on = FIRST_DAY + timedelta(days=day)
            try:
                acts[which % len(acts)](arguments, object_, amount, on)
            except (Refused, LookupError):
                continue

    def _invoice(self, arguments: Any, chosen: int, amount: int, on: date) -> None:
        due = None if chosen % 5 == 0 else on + timedelta(days=chosen % 50)
        parts = [InstalmentDraft(due, amount)]
        if chosen % 3 == 0:
            parts.append(InstalmentDraft(on + timedelta(days=90), amount + 1))
        draft = InvoiceDraft(
            customer_id=self.customers[chosen % len(self.customers)],
            number=f"F{next(_serial)}",
            issue_date=on,
            currency="USD" if chosen % 7 == 0 else "CNY",
            instalments=tuple(parts),
        )
        register_invoices(**arguments, company_id=self.company_id, invoices=[draft])

    def _receipt(self, arguments: Any, chosen: int, amount: int, on: date) -> None:
        draft = ReceiptDraft(
            received_on=on,
            currency="USD" if chosen % 7 == 0 else "CNY",
            amount_minor=amount,
            customer_id=None if chosen % 4 == 0 else self.customers[chosen % len(self.customers)],
        )
        record_receipts(**arguments, company_id=self.company_id, receipts=[draft])

    def _allocate(self, arguments: Any, chosen: int, amount: int, on: date) -> None:
        receipt, item = self._receipt_at(chosen), self._item_at(amount)
        share = min(receipt.unapplied_minor, item.outstanding_minor, amount)
        if receipt.customer_id not in (None, item.customer_id):
            who = (self.company_id, item.customer_id, receipt.customer_id or 0)
            why = MandateDraft(*who, signed_on=receipt.received_on, reason="集团统一付款")
            let_another_pay(**{**arguments, "key": f"{arguments['key']}-mandate"}, draft=why)
        draft = AllocationDraft(receipt.pk, (Share(item.pk, share),))
        allocate_receipts(**arguments, company_id=self.company_id, allocations=[draft])

    def _credit(self, arguments: Any, chosen: int, amount: int, on: date) -> None:
        invoices = Invoice.objects.filter(company_id=self.company_id).exclude(kind="CREDIT_NOTE").order_by("pk")
        invoice = invoices[chosen % len(invoices)] if invoices else _nothing()
        draft = CreditNoteDraft(invoice.pk, f"R{next(_serial)}", on, amount)
        issue_credit_note(**arguments, credit_note=draft)

    def _short(self, arguments: Any, chosen: int, amount: int, on: date) -> None:
        accept_short_payment(**arguments, reduction=Reduction(self._item_at(chosen).pk, amount, on, "ROUNDING"))

    def _write_off(self, arguments: Any, chosen: int, amount: int, on: date) -> None:
        item = self._item_at(chosen)
        write_off(**arguments, reduction=Reduction(item.pk, item.outstanding_minor, on, "GONE"))

    def _refund(self, arguments: Any, chosen: int, amount: int, on: date) -> None:
        receipt = self._receipt_at(chosen)
        refund_receipt(**arguments, receipt_id=receipt.pk, amount_minor=amount, effective_date=on)

    def _bounce(self, arguments: Any, chosen: int, amount: int, on: date) -> None:
        receipt = self._receipt_at(chosen)
        bounce_receipt(**arguments, receipt_id=receipt.pk, effective_date=on, reason=BounceReason.BOUNCED)

    def _undo(self, arguments: Any, chosen: int, amount: int, on: date) -> None:
        posting = self._posting_at(chosen, "ALLOCATE")
        reverse_allocations(**arguments, posting_ids=[posting.pk], effective_date=on)

    def _cancel(self, arguments: Any, chosen: int, amount: int, on: date) -> None:
        kinds = ("INVOICE", "CREDIT_NOTE", "SHORT_PAYMENT")
        posting = self._posting_at(chosen, kinds[amount % len(kinds)])
        reverse_posting(**arguments, posting_id=posting.pk, effective_date=on, reason="WRONG")

    def _identify(self, arguments: Any, chosen: int, amount: int, on: date) -> None:
        receipt = self._receipt_at(chosen)
        identify_receipt(**arguments, receipt_id=receipt.pk, customer_id=self.customers[amount % len(self.customers)])

    def _item_at(self, chosen: int) -> Receivable:
        rows = Receivable.objects.filter(company_id=self.company_id).order_by("pk")
        return rows[chosen % len(rows)] if rows else _nothing()

    def _receipt_at(self, chosen: int) -> Receipt:
        rows = Receipt.objects.filter(company_id=self.company_id).order_by("pk")
        return rows[chosen % len(rows)] if rows else _nothing()

    def _posting_at(self, chosen: int, kind: str) -> Posting:
        rows = Posting.objects.filter(company_id=self.company_id, kind=kind, reverses=None).order_by("pk")
        return rows[chosen % len(rows)] if rows else _nothing()


def random_books(steps: Iterable[Step]) -> RandomBooks:
    """A fresh company with three customers and the acts of the steps."""
    books = new_books(f"甲方 {next(_serial)}")
    customers = [books.customer(f"买方 {next(_serial)}") for _ in range(3)]
    found = RandomBooks(books.company_id, customers)
    found.play(steps)
    return found


def expected_ageing(
    *,
    company_id: int,
    as_of: date,
    basis: Basis,
    buckets: Buckets,
    known_at: datetime | None = None,
    fifo: bool = False,
) -> dict[Key, AgeingAmounts]:
    """The ageing by customer and currency, from the entries by plain dictionaries."""
    entries = list(Entry.objects.filter(company_id=company_id, effective_date__lte=as_of).select_related("posting"))
    entries = [entry for entry in entries if known_at is None or entry.posting.posted_at <= known_at]
    items = {row.pk: row for row in Receivable.objects.filter(company_id=company_id)}
    open_of: dict[int, int] = defaultdict(int)
    unused: dict[Key, int] = defaultdict(int)
    for entry in entries:
        if entry.account == "RECEIVABLE" and entry.receivable_id is not None:
            open_of[entry.receivable_id] += entry.minor
        elif entry.account == "UNAPPLIED":
            unused[entry.customer_id, entry.currency] -= entry.minor
    if fifo:
        open_of = _newest_first(entries, items, open_of)
    places: dict[Key, list[int]] = defaultdict(lambda: [0] * (len(buckets.edges) + 2))
    for pk, minor in open_of.items():
        item = items[pk]
        day = item.due_date if basis is Basis.DUE else item.issue_date
        place = len(buckets.edges) + 1 if day is None else buckets.index_of(days=(as_of - day).days)
        places[item.customer_id, item.currency][place] += minor
    keys = set(places) | set(unused)
    found = {key: AgeingAmounts(tuple(places[key][:-1]), places[key][-1], unused.get(key, 0)) for key in keys}
    return {
        key: amounts
        for key, amounts in found.items()
        if any((*amounts.buckets, amounts.no_due_date_minor, amounts.unapplied_minor))
    }


def _newest_first(entries: Sequence[Entry], items: dict[int, Receivable], open_of: dict[int, int]) -> dict[int, int]:
    billed: dict[int, int] = defaultdict(int)
    for entry in entries:
        if entry.account == "RECEIVABLE" and entry.posting.kind in ("INVOICE", "OPENING"):
            billed[entry.receivable_id or 0] += entry.minor
    balance: dict[Key, int] = defaultdict(int)
    whole: dict[Key, int] = defaultdict(int)
    for pk, minor in open_of.items():
        balance[items[pk].customer_id, items[pk].currency] += minor
    for pk, minor in billed.items():
        whole[items[pk].customer_id, items[pk].currency] += minor
    odd = {key for key, minor in balance.items() if not 0 <= minor <= whole[key]}
    found = {}
    for pk in sorted(billed, key=lambda pk: (items[pk].issue_date, pk), reverse=True):
        key = (items[pk].customer_id, items[pk].currency)
        found[pk] = min(billed[pk], balance[key])
        balance[key] -= found[pk]
    return {pk: open_of[pk] if (items[pk].customer_id, items[pk].currency) in odd else found[pk] for pk in open_of}


def _nothing() -> Any:
    raise LookupError
