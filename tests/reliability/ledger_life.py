"""Every act of the ledger, each with arguments that will do and with some that will not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from huikuan.ledger.models import Posting
from huikuan.receipts.operations.allocating import AllocationDraft, Share, allocate_receipts, reverse_allocations
from huikuan.receipts.operations.money import (
    ReceiptDraft,
    bounce_receipt,
    identify_receipt,
    mark_not_a_receipt,
    record_receipts,
    refund_receipt,
)
from huikuan.receipts.operations.restoring import restore_receipt, reverse_refund
from huikuan.receipts.rules import BounceReason, NotReceiptReason
from huikuan.receivables.models import Receivable
from huikuan.receivables.operations import (
    CreditNoteDraft,
    InvoiceDraft,
    Reduction,
    accept_short_payment,
    issue_credit_note,
    register_invoices,
    reverse_posting,
)
from huikuan.receivables.rules import InstalmentDraft, InvoiceKind
from tests.reliability.ledger_machine import FIRST, BooksBesidePaper
from tests.reliability.ledger_model import Item, Money, Posted, Wish
from tests.reliability.ledger_paper import NOT_OF_ITEMS, RAISING
from tests.writing_off import write_off

MOST_ITEMS, MOST_MONEY = 8, 6
"""So many, and then what is there is used: a life of nothing but invoices teaches nothing."""
WHO, CURRENCY = st.integers(0, 1), st.sampled_from(["CNY", "CNY", "USD"])


class LedgerMachine(BooksBesidePaper):
    """Invoices, credit notes, money and what becomes of them; `close` and the comparisons come from below."""

    @initialize(data=st.data(), payer=st.sampled_from([None, 0]))
    def begin(self, data: st.DataObject, payer: int | None) -> None:
        """Two invoices and two receipts to begin with."""
        self.open_books()
        for who, minor in ((0, 500), (payer, 700)):
            self.invoice(data=data, who=0, currency="CNY", kind=InvoiceKind.INVOICE)
            self.receive(data=data, who=who, minor=minor, currency="CNY")

    @precondition(lambda self: len(self.paper.items) < MOST_ITEMS)
    @rule(data=st.data(), who=WHO, currency=CURRENCY, kind=st.sampled_from([InvoiceKind.INVOICE, InvoiceKind.OPENING]))
    def invoice(self, data: st.DataObject, who: int, currency: str, kind: InvoiceKind) -> None:
        on = self.day(data, FIRST)
        parts = data.draw(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 500)), min_size=1, max_size=3))
        instalments = tuple(InstalmentDraft(on + timedelta(days=n), minor) for n, minor in parts)
        draft = InvoiceDraft(self.customers[who], f"F{len(self.done)}", on, currency, instalments, kind)
        call = {"company_id": self.books.company_id, "invoices": [draft]}
        if done := self.accepted(self.paper.closed_objections(on), register_invoices, call):
            (invoice_id,) = done["invoice_ids"]
            rows = Receivable.objects.filter(invoice_id=invoice_id).order_by("sequence")
            for row, part in zip(rows, instalments, strict=True):
                more: Any = {
                    "customer": draft.customer_id,
                    "invoice": invoice_id,
                    "due": part.due_date,
                    "sequence": row.sequence,
                }
                self.paper.items[row.pk] = Item(currency, part.amount_minor, on, **more)
            posting = Posting.objects.get(kind=kind.value, document_id=invoice_id)
            shares = [(row.pk, -part.amount_minor) for row, part in zip(rows, instalments, strict=True)]
            self.paper.postings[posting.pk] = Posted(kind.value, on, next(self.paper.acts), shares)

    @precondition(lambda self: len(self.paper.money) < MOST_MONEY)
    @rule(data=st.data(), who=st.sampled_from([None, 0, 1]), minor=st.integers(1, 900), currency=CURRENCY)
    def receive(self, data: st.DataObject, who: int | None, minor: int, currency: str) -> None:
        """Money of nobody, or an advance of a known customer."""
        on, customer = self.day(data, FIRST), None if who is None else self.customers[who]
        draft = ReceiptDraft(on, currency, minor, customer_id=customer, fee_minor=data.draw(st.integers(0, minor - 1)))
        call = {"company_id": self.books.company_id, "receipts": [draft]}
        if done := self.accepted(self.paper.closed_objections(on), record_receipts, call):
            (pk,) = done["receipt_ids"]
            row = self.paper.money[pk] = Money(currency, minor, on, customer=customer)
            row.held[customer] = minor
            posting = Posting.objects.get(kind="RECEIPT", document_id=pk)
            self.paper.postings[posting.pk] = Posted("RECEIPT", on, next(self.paper.acts), money=pk)

    @precondition(lambda self: any(row.left for row in self.paper.items.values()))
    @rule(data=st.data())
    def credit(self, data: st.DataObject) -> None:
        """Over one instalment or several. A credit note cannot name a customer or a currency: it takes its invoice's."""
        invoices = {row.invoice: row for row in self.paper.items.values()}
        known = [*invoices, *self.paper.credit_notes, 0]
        invoice_id = self.chosen(data, [row.invoice for row in self.paper.items.values() if row.left], known)
        ids = self.paper.items_of(invoice_id)
        minor = self.amount(data, sum(self.paper.items[pk].left for pk in ids))
        on = self.day(data, self.paper.items[ids[0]].since if ids else FIRST)
        number = f"R{data.draw(st.sampled_from([len(self.done), len(self.done), 1]))}"
        call = {"credit_note": CreditNoteDraft(invoice_id, number, on, minor)}
        if done := self.accepted(self.paper.credit_objections(invoice_id, number, minor, on), issue_credit_note, call):
            shares = self.paper.spread(invoice_id, minor)
            self.paper.credit_notes[done["invoice_id"]] = (invoices[invoice_id].customer, number, minor)
            self.paper.take("CREDIT_NOTE", shares, on, done["posting_id"])
            self.paper.note_numbers[done["posting_id"]] = (invoices[invoice_id].customer, number)

    @precondition(lambda self: any(row.left for row in self.paper.items.values()))
    @rule(data=st.data(), act=st.sampled_from([accept_short_payment, write_off]))
    def reduce(self, data: st.DataObject, act: Any) -> None:
        is_short = act is accept_short_payment
        item = self.chosen(data, [pk for pk, row in self.paper.items.items() if row.left], self.paper.items)
        row = self.paper.items[item]
        minor, on = self.amount(data, row.left), self.day(data, row.since)
        reason = data.draw(st.sampled_from(["ROUNDING", "BANK_FEE", "WHIM"]))
        has_reason = reason != "WHIM" or not is_short
        call = {"reduction": Reduction(item, minor, on, reason)}
        objections = self.paper.reduce_objections(item, minor, on, has_reason=has_reason)
        if done := self.accepted(objections, act, call):
            self.paper.take("SHORT_PAYMENT" if is_short else "WRITE_OFF", [(item, minor)], on, done["posting_id"])

    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """An invoice, a credit note, a short payment, a write-off; or what cannot be: a reversal, a refund, money."""
        live = {pk: row for pk, row in self.paper.postings.items() if row.is_live and row.kind not in NOT_OF_ITEMS}
        untouched = {pk for pk, row in live.items() if all(self.paper.items[i].left == -n for i, n in row.items)}
        wanted = [pk for pk, row in live.items() if row.kind not in RAISING or pk in untouched]
        posting = self.chosen(data, wanted, self.paper.postings)
        on = self.day(data, self.paper.postings[posting].day)
        call = {"posting_id": posting, "effective_date": on, "reason": "MISTAKE"}
        if done := self.accepted(self.paper.reverse_objections(posting, on), reverse_posting, call):
            self.paper.reverse(posting, on, done["posting_id"])

    @precondition(lambda self: any(self.fitting_pairs()))
    @rule(data=st.data(), gives_up=st.booleans())
    def allocate_what_fits(self, data: st.DataObject, gives_up: bool) -> None:
        money_id, pk = data.draw(st.sampled_from(list(self.fitting_pairs())))
        minor = data.draw(
            st.integers(1, most := min(self.paper.money[money_id].left, self.paper.items[pk].left)) | st.just(most)
        )
        self.use(money_id, [Wish(pk, minor, (self.paper.items[pk].left - minor) * gives_up)])

    @precondition(lambda self: any(row.left for row in self.paper.money.values()))
    @rule(data=st.data(), several=st.booleans())
    def allocate(self, data: st.DataObject, several: bool) -> None:
        """To one item or two, in any currency, of any customer, with any amount and any short payment."""
        money_id = self.chosen(data, [pk for pk, row in self.paper.money.items() if row.left], self.paper.money)
        row, wishes = self.paper.money[money_id], []
        for _ in range(1 + several):
            fitting = [pk for pk, item in self.paper.items.items() if item.left and item.currency == row.currency]
            item = self.chosen(data, fitting, self.paper.items)
            minor = self.amount(data, min(self.paper.items[item].left, row.left))
            short = data.draw(st.sampled_from([0, 0, 0, 1, 50, -1]))
            wishes.append(Wish(item, minor, short, data.draw(st.integers(0, 5)) > 0))
        self.use(money_id, wishes)

    @precondition(lambda self: len(self.paper.mandates) < 2)
    @rule(is_first=st.booleans())
    def let_another_pay(self, is_first: bool) -> None:
        """One of the two customers may pay the other's debts from now on."""
        payer, debtor = self.customers if is_first else reversed(self.customers)
        self.books.let_pay(payer, debtor)
        self.paper.mandates.add((payer, debtor))

    def use(self, money_id: int, wishes: list[Wish]) -> None:
        shares = tuple(
            Share(one.item, one.minor, one.short, "BANK_FEE" if one.has_reason else "WHIM") for one in wishes
        )
        draft = AllocationDraft(money_id, shares)
        call = {"company_id": self.books.company_id, "allocations": [draft]}
        objections = self.paper.allocate_objections(money_id, wishes)
        if done := self.accepted(objections, allocate_receipts, call):
            self.paper.allocate(money_id, wishes, done["posting_ids"])

    def fitting_pairs(self) -> Iterator[tuple[int, int]]:
        """Money and items of the same customer and currency, each with something left."""
        for money_id, row in self.paper.money.items():
            for pk, item in self.paper.items.items():
                if row.left and item.left and row.currency == item.currency and row.customer in (None, item.customer):
                    yield money_id, pk

    @precondition(lambda self: any(self.paper.live_allocations(pk) for pk in self.paper.money))
    @rule(data=st.data(), several=st.booleans())
    def undo(self, data: st.DataObject, several: bool) -> None:
        live = [pk for pk, row in self.paper.postings.items() if row.kind == "ALLOCATE" and row.is_live]
        ids = {self.chosen(data, live, self.paper.postings) for _ in range(1 + several)}
        on = self.day(data, max(self.paper.postings[pk].day for pk in ids))
        call = {"posting_ids": sorted(ids), "effective_date": on}
        if self.accepted(self.paper.undo_objections(sorted(ids), on), reverse_allocations, call):
            self.paper.undo(sorted(ids), on, self.reversals())

    @rule(data=st.data(), who=st.sampled_from([None, 0, 1]))
    def identify(self, data: st.DataObject, who: int | None) -> None:
        """Say whose money it is, another's than was said, or nobody's after all."""
        unused = [pk for pk, row in self.paper.money.items() if not row.parts["allocated"]]
        money_id = self.chosen(data, unused, self.paper.money)
        customer = None if who is None else self.customers[who]
        call = {"receipt_id": money_id, "customer_id": customer}
        if self.accepted(self.paper.identify_objections(money_id, customer), identify_receipt, call):
            self.paper.identify(money_id, customer)

    @precondition(lambda self: any(row.left for row in self.paper.money.values()))
    @rule(data=st.data())
    def refund(self, data: st.DataObject) -> None:
        money_id = self.chosen(data, [pk for pk, row in self.paper.money.items() if row.left], self.paper.money)
        row = self.paper.money[money_id]
        minor, on = self.amount(data, row.left), self.day(data, row.since)
        call = {"receipt_id": money_id, "amount_minor": minor, "effective_date": on}
        if done := self.accepted(self.paper.refund_objections(money_id, minor, on), refund_receipt, call):
            self.paper.refund(money_id, minor, on, done["posting_id"])

    @rule(data=st.data(), is_bounce=st.integers(0, 2).map(bool))
    def go_back(self, data: st.DataObject, is_bounce: bool) -> None:
        """The money bounces on a day; or it is no receipt, from the first day that will do."""
        whole = [pk for pk, row in self.paper.money.items() if not row.parts["refunded"] + row.parts["reversed"]]
        money_id = self.chosen(data, whole, self.paper.money)
        since = self.paper.money[money_id].since
        on = self.day(data, since)
        call: dict[str, Any] = {"receipt_id": money_id, "reason": NotReceiptReason.OTHER}
        if is_bounce:
            call |= {"effective_date": on, "reason": BounceReason.BOUNCED}
        objections = self.paper.back_objections(money_id, on if is_bounce else None)
        if self.accepted(objections, bounce_receipt if is_bounce else mark_not_a_receipt, call):
            on = on if is_bounce else self.paper.back_day(money_id, max(since, self.paper.first_open))
            self.paper.back(money_id, on, self.reversals())

    @precondition(lambda self: any(row.kind == "REFUND" for row in self.paper.postings.values()))
    @rule(data=st.data())
    def take_refund_back(self, data: st.DataObject) -> None:
        live = [pk for pk, row in self.paper.postings.items() if row.kind == "REFUND" and row.is_live]
        posting = self.chosen(data, live, self.paper.postings)
        on = self.day(data, self.paper.postings[posting].day)
        call = {"posting_id": posting, "effective_date": on}
        if done := self.accepted(self.paper.refund_back_objections(posting, on), reverse_refund, call):
            self.paper.refund_back(posting, on, done["posting_id"])

    @precondition(lambda self: any(row.parts["reversed"] for row in self.paper.money.values()))
    @rule(data=st.data())
    def be_here_again(self, data: st.DataObject) -> None:
        """Money that bounced or was no receipt by mistake; what it had paid stays open."""
        gone = [pk for pk, row in self.paper.money.items() if row.parts["reversed"]]
        money_id = self.chosen(data, gone, self.paper.money)
        if done := self.accepted(self.paper.restore_objections(money_id), restore_receipt, {"receipt_id": money_id}):
            self.paper.restore(money_id, done["posting_id"])

    def reversals(self) -> dict[int, int]:
        """The reversing posting of each reversed one."""
        return dict(Posting.objects.filter(reverses__isnull=False).values_list("reverses_id", "pk"))
