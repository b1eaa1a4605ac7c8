"""What the pages of open items and invoices show: items joined to names, the story of an invoice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page
from huikuan.kernel.refusal import NotPermitted
from huikuan.kernel.text_amounts import format_amount
from huikuan.ledger.queries import PostingRow, postings_about
from huikuan.ledger.rules import Account, PostingKind
from huikuan.receivables.operations import REVERSIBLE_HERE
from huikuan.receivables.queries.invoices import invoice_row
from huikuan.receivables.queries.lists import ReceivableFilter, Which, receivable_page
from huikuan.receivables.queries.rows import InvoiceRow, ReceivableRow
from huikuan.web.components.tags import STATE_TONES
from huikuan.web.pages.people import names_of
from huikuan.web.pages.sources import Source, source_of
from huikuan.web.tables.columns import Chip, Column, Due, Kind, Linked, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import names

WHICH: dict[str, Text] = {
    Which.OPEN.value: _("Open"),
    Which.OVERDUE.value: _("Overdue"),
    Which.DUE_SOON.value: _("Due within 7 days"),
    Which.NO_DUE_DATE.value: _("Without due date"),
    Which.SETTLED.value: _("Settled"),
    Which.ALL.value: _("All"),
}


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An open item with the names around it."""

    item: ReceivableRow
    customer: CustomerRow
    salesperson: str

    @property
    def is_open(self) -> bool:
        """Whether anything is left to pay."""
        return self.item.parts.outstanding > 0


@dataclass(frozen=True, slots=True)
class Movement:
    """A posting as it touched an invoice: what, how much, by whom, and whether it can be taken back here."""

    posting: PostingRow
    title: Text
    amount: Money
    reason: str
    receipt_id: int | None
    is_reversible: bool


@dataclass(frozen=True, slots=True)
class InvoicePage:
    """Everything the page of one invoice shows."""

    invoice: InvoiceRow
    customer: CustomerRow
    salesperson: str
    open: Money
    movements: tuple[Movement, ...]
    source: Source | None
    is_credit_note: bool

    @property
    def amount(self) -> Money:
        """What the invoice was issued for."""
        return Money(self.invoice.amount_minor, self.invoice.currency)

    @property
    def amount_text(self) -> str:
        """The same, in figures alone."""
        return format_amount(minor=self.invoice.amount_minor, currency=self.invoice.currency)

    @property
    def face(self) -> Money | None:
        """The first amount on the paper, where an opening balance took over only the rest."""
        if self.invoice.face_minor == self.invoice.amount_minor:
            return None
        return Money(self.invoice.face_minor, self.invoice.currency)

    @property
    def postings(self) -> tuple[PostingRow, ...]:
        """The postings behind the movements."""
        return tuple(move.posting for move in self.movements)


def item_lines(
    *, actor: Actor, today: date, narrowed: ReceivableFilter, sort: str, number: int, size: int
) -> Page[ItemLine]:
    """A page of receivables with the names around them."""
    page = receivable_page(actor=actor, as_of=today, narrowed=narrowed, sort=sort, number=number, size=size)
    customers = customers_by_id(ids={row.customer_id for row in page.rows})
    sellers = names_of(ids=(row.salesperson_id for row in customers.values()))
    lines = tuple(
        ItemLine(row, customer := customers[row.customer_id], sellers.get(customer.salesperson_id or 0, ""))
        for row in page.rows
    )
    return Page(lines, page.number, page.size, page.count, page.totals)


def invoice_shown(*, actor: Actor, today: date, invoice_id: int) -> InvoicePage:
    """Everything about one invoice. Raises NotPermitted INVOICE_NOT_VISIBLE (also for an unknown id)."""
    row = invoice_row(actor=actor, invoice_id=invoice_id, as_of=today)
    if row is None:
        raise NotPermitted("INVOICE_NOT_VISIBLE", invoice=invoice_id)
    customer = customers_by_id(ids=[row.customer_id])[row.customer_id]
    receivable_ids = {part.id for part in row.receivables}
    return InvoicePage(
        invoice=row,
        customer=customer,
        salesperson=names_of(ids=[customer.salesperson_id]).get(customer.salesperson_id or 0, ""),
        open=Money(sum(part.parts.outstanding for part in row.receivables), row.currency),
        movements=tuple(_movements(postings_about(receivable_ids=receivable_ids), receivable_ids, row.currency)),
        source=source_of(actor=actor, source_ref=row.source_ref),
        is_credit_note=row.kind == "CREDIT_NOTE",
    )


def _movements(postings: Iterable[PostingRow], receivable_ids: set[int], currency: str) -> Iterable[Movement]:
    for posting in postings:
        entries = [entry for entry in posting.entries if entry.receivable_id in receivable_ids]
        minor = sum(entry.minor for entry in entries if entry.account == Account.RECEIVABLE.value)
        kind = PostingKind(posting.kind)
        yield Movement(
            posting=posting,
            title=names.POSTING_KINDS[posting.kind],
            amount=Money(minor, currency),
            reason=_reason(posting),
            receipt_id=next((entry.receipt_id for entry in entries if entry.receipt_id), None),
            is_reversible=posting.is_live and kind in REVERSIBLE_HERE,
        )


def _reason(posting: PostingRow) -> str:
    known = {**names.SHORT_PAYMENT_REASONS, **names.TAKE_BACK_REASONS, **names.NOT_RECEIPT_REASONS}
    words = [str(known.get(posting.reason, posting.reason)), posting.note]
    return " · ".join(word for word in words if word)


def _numbered(row: ItemLine) -> Titled:
    part = f"{row.item.invoice_number} / {row.item.sequence}" if row.item.sequence > 1 else row.item.invoice_number
    return Titled(part, on_phone=row.customer.name, due_on_phone=_due(row))


def _due(row: ItemLine) -> Due:
    return Due(row.item.due_date, row.item.days_overdue, row.is_open)


def _customer(row: ItemLine) -> Linked:
    return Linked(row.customer.name, reverse("customer", args=[row.customer.id]))


def _money(row: ItemLine, minor: int) -> Money:
    return Money(minor, row.item.currency)


def _state(item: ReceivableRow) -> Chip:
    return Chip(names.RECEIVABLE_STATES[item.state], STATE_TONES.get(item.state, "plain"))


LIST: ListKind[ItemLine] = ListKind(
    title=_("Open items"),
    columns=(
        Column("number", _("Invoice"), _numbered, sort="number"),
        Column("customer", _("Customer"), _customer, on_phone=False),
        Column(
            "salesperson", _("Salesperson"), lambda row: row.salesperson or None, on_phone=False, beside_panel=False
        ),
        Column(
            "issued",
            _("Issued"),
            lambda row: row.item.issue_date,
            Kind.DAY,
            "issued",
            on_phone=False,
            beside_panel=False,
        ),
        Column(
            "due",
            _("Due"),
            _due,
            Kind.DAY,
            "due",
            on_phone=False,
        ),
        Column(
            "original",
            _("Amount"),
            lambda row: _money(row, row.item.parts.original),
            Kind.MONEY,
            on_phone=False,
            beside_panel=False,
        ),
        Column("open", _("Open"), lambda row: _money(row, row.item.parts.outstanding), Kind.MONEY, "open"),
        Column("state", _("State"), lambda row: _state(row.item), Kind.CHIP, on_phone=False, beside_panel=False),
        Column("contract", _("Contract"), lambda row: row.item.contract, is_shown=False, on_phone=False),
        Column("note", _("Note"), lambda row: row.item.note, is_shown=False, on_phone=False),
    ),
    filters=("which", "q", "customer", "salesperson", "currency", "least", "from", "before"),
    sorts=("due", "-due", "open", "-open", "issued", "-issued", "number", "-number"),
    default_sort="due",
    id_of=lambda row: row.item.id,
    total_title=_("Open"),
)
