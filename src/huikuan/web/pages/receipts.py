"""What the pages of money received show: receipts joined to names, what they were used for, what they could pay."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page
from huikuan.kernel.refusal import NotPermitted
from huikuan.ledger.queries import PostingRow, postings_about
from huikuan.ledger.rules import Account
from huikuan.receipts.queries.allocations import ReasonRow, reasons_of
from huikuan.receipts.queries.matches import match_of
from huikuan.receipts.queries.receipts import ReceiptFilter, ReceiptRow, Which, receipt_page, receipt_row
from huikuan.receipts.rules import PAPER_METHODS, PASSED_METHODS, PASSED_ON
from huikuan.receivables.queries.items import open_items_of, receivable_rows
from huikuan.receivables.queries.rows import ReceivableRow
from huikuan.web.pages.sources import Source, source_of
from huikuan.web.tables.columns import Chip, Column, Kind, Linked, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import names
from huikuan.wording.debt_order import order_words

WHICH: dict[str, Text] = {
    Which.UNAPPLIED.value: _("To allocate"),
    Which.UNIDENTIFIED.value: _("Payer unknown"),
    Which.PROPOSED.value: _("Proposed"),
    Which.APPLIED.value: _("Done"),
    Which.ALL.value: _("All"),
}


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """A receipt with its customer, if he is known."""

    receipt: ReceiptRow
    customer: CustomerRow | None


@dataclass(frozen=True, slots=True)
class Use:
    """What happened to the money in one posting."""

    posting: PostingRow
    title: Text
    amount: Money
    item: ReceivableRow | None
    reason: ReasonRow | None
    note: str

    @property
    def why(self) -> str:
        """Why the money went to this item, where an order of debts decided."""
        return order_words(reasons=self.reason.reasons, receivable_id=self.item.id) if self.reason and self.item else ""

    @property
    def is_allocation(self) -> bool:
        """Whether it is an allocation that stands."""
        return self.posting.kind == "ALLOCATE" and self.posting.is_live

    @property
    def is_refund(self) -> bool:
        """Whether it is a refund that stands."""
        return self.posting.kind == "REFUND" and self.posting.is_live


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """Everything the page of one receipt shows."""

    receipt: ReceiptRow
    customer: CustomerRow | None
    uses: tuple[Use, ...]
    open_items: tuple[ReceivableRow, ...]
    source: Source | None
    proposed: tuple[tuple[int, int], ...] = ()
    """(receivable id, minor units) the matcher would allocate."""

    @property
    def amount(self) -> Money:
        """What arrived."""
        return Money(self.receipt.parts.amount, self.receipt.currency)

    @property
    def unapplied(self) -> Money:
        """What is left to allocate."""
        return Money(self.receipt.parts.unapplied, self.receipt.currency)

    @property
    def fee(self) -> Money:
        """What was withheld on the way."""
        return Money(self.receipt.fee_minor, self.receipt.currency)

    @property
    def postings(self) -> tuple[PostingRow, ...]:
        """The postings behind the uses."""
        return tuple(use.posting for use in self.uses)

    @property
    def is_back(self) -> bool:
        """Whether the money went back or never was a receipt; of a bill a part may go back."""
        return self.receipt.parts.reversed == self.receipt.parts.amount

    @property
    def is_restorable(self) -> bool:
        """Whether what was taken back may be put in again here; what was passed on goes back with its other side."""
        is_passed = self.receipt.not_a_receipt_reason == PASSED_ON or self.receipt.method in PASSED_METHODS
        return self.is_back and not is_passed


def receipt_lines(*, actor: Actor, narrowed: ReceiptFilter, sort: str, number: int, size: int) -> Page[ReceiptLine]:
    """A page of receipts with their customers."""
    page = receipt_page(actor=actor, narrowed=narrowed, sort=sort, number=number, size=size)
    customers = customers_by_id(ids={row.customer_id for row in page.rows if row.customer_id is not None})
    lines = tuple(ReceiptLine(row, customers.get(row.customer_id or 0)) for row in page.rows)
    return Page(lines, page.number, page.size, page.count, page.totals)


def receipt_shown(*, actor: Actor, today: date, receipt_id: int, for_customer_id: int | None = None) -> ReceiptPage:
    """Everything about one receipt; the open items are its customer's, or those of `for_customer_id` to look at.

    Raises NotPermitted RECEIPT_NOT_VISIBLE (also for an unknown id).
    """
    row = receipt_row(actor=actor, receipt_id=receipt_id)
    if row is None:
        raise NotPermitted("RECEIPT_NOT_VISIBLE", receipt=receipt_id)
    match = match_of(actor=actor, receipt_ids=[receipt_id]).get(receipt_id) if row.decision == "PROPOSED" else None
    best = match.candidates[0] if match and match.candidates else {}
    debtor_id = for_customer_id or row.customer_id or best.get("customer_id")
    items = open_items_of(actor=actor, customer_id=debtor_id, as_of=today) if debtor_id and row.parts.unapplied else ()
    customers = customers_by_id(ids=[debtor_id] if debtor_id else [])
    return ReceiptPage(
        receipt=row,
        customer=customers.get(debtor_id or 0),
        uses=tuple(_uses(actor, row, today)),
        open_items=tuple(item for item in items if (item.currency, item.company_id) == (row.currency, row.company_id)),
        source=source_of(actor=actor, source_ref=row.source_ref),
        proposed=tuple((int(pk), int(minor)) for pk, minor in best.get("shares", [])),
    )


def state_of(*, row: ReceiptRow) -> Chip:
    """The state of a receipt in a word: what is left to do with it."""
    if row.not_a_receipt_reason == PASSED_ON:
        return Chip(_("Passed on"), "plain")
    if row.not_a_receipt_reason:
        return Chip(_("No receipt"), "plain")
    if row.parts.reversed == row.parts.amount:
        return Chip(_("Returned"), "risk")
    if row.parts.reversed and not row.parts.unapplied:
        is_paper = row.method in PAPER_METHODS  # of other money only what is elsewhere now leaves in part
        return Chip(_("Partly returned"), "risk") if is_paper else Chip(_("Partly elsewhere"), "plain")
    if row.parts.deposit and not row.parts.unapplied:
        return Chip(_("Deposit"), "plain")
    if not row.parts.unapplied:
        return Chip(_("Done"), "done")
    if row.decision == "PROPOSED":
        return Chip(_("Proposed"), "soon")
    if row.customer_id is None:
        return Chip(_("Payer unknown"), "soon")
    return Chip(_("Partly allocated") if row.parts.allocated else _("To allocate"), "soon")


def _uses(actor: Actor, row: ReceiptRow, today: date) -> Iterator[Use]:
    postings = postings_about(receipt_ids=[row.id])
    ids = {entry.receivable_id for posting in postings for entry in posting.entries if entry.receivable_id is not None}
    items = {item.id: item for item in _visible(actor, ids, today)}
    reasons = reasons_of(posting_ids=[posting.id for posting in postings])
    for posting in postings:
        own = [entry for entry in posting.entries if entry.receipt_id == row.id]
        moved = sum(entry.minor for entry in own if entry.account == Account.UNAPPLIED.value)
        receivable_id = next((entry.receivable_id for entry in own if entry.receivable_id is not None), None)
        yield Use(
            posting=posting,
            title=names.POSTING_KINDS[posting.kind],
            amount=Money(-moved, row.currency),
            item=items.get(receivable_id or 0),
            reason=reasons.get(posting.id),
            note=_note(posting),
        )


def _visible(actor: Actor, ids: Iterable[int], today: date) -> tuple[ReceivableRow, ...]:
    wanted = list(ids)
    return receivable_rows(actor=actor, ids=wanted, as_of=today) if wanted else ()


def _note(posting: PostingRow) -> str:
    known = {**names.TAKE_BACK_REASONS, **names.NOT_RECEIPT_REASONS}
    words = [str(known.get(posting.reason, posting.reason)), posting.note]
    return " · ".join(word for word in words if word)


def _payer(row: ReceiptLine) -> Titled:
    known = row.receipt.payer_name or (row.customer.name if row.customer else "")
    return Titled(known or str(_("Payer not named")), on_phone=row.receipt.received_on.isoformat())


def _customer(row: ReceiptLine) -> Linked | None:
    if row.customer is None:
        return None
    return Linked(row.customer.name, reverse("customer", args=[row.customer.id]))


def _money(row: ReceiptLine, minor: int) -> Money:
    return Money(minor, row.receipt.currency)


LIST: ListKind[ReceiptLine] = ListKind(
    title=_("Receipts"),
    columns=(
        Column("payer", _("Payer"), _payer),
        Column("received", _("Received"), lambda row: row.receipt.received_on, Kind.DAY, "received", on_phone=False),
        Column("customer", _("Customer"), _customer, on_phone=False, beside_panel=False),
        Column("amount", _("Amount"), lambda row: _money(row, row.receipt.parts.amount), Kind.MONEY, "amount"),
        Column(
            "unapplied",
            _("To allocate"),
            lambda row: _money(row, row.receipt.parts.unapplied),
            Kind.MONEY,
            "unapplied",
            on_phone=False,
        ),
        Column("state", _("State"), lambda row: state_of(row=row.receipt), Kind.CHIP, on_phone=False),
        Column("method", _("Means"), lambda row: names.METHODS[row.receipt.method], on_phone=False, beside_panel=False),
        Column("reference", _("Reference"), lambda row: row.receipt.reference, on_phone=False, beside_panel=False),
        Column("account", _("Payer's account"), lambda row: row.receipt.payer_account, is_shown=False, on_phone=False),
        Column("number", _("Number"), lambda row: row.receipt.number, Kind.NUMBER, is_shown=False, on_phone=False),
    ),
    filters=("which", "q", "customer", "currency", "from", "before"),
    sorts=("received", "-received", "amount", "-amount", "unapplied", "-unapplied"),
    default_sort="-received",
    id_of=lambda row: row.receipt.id,
    total_title=_("To allocate"),
)
