"""What the pages of tax invoices show: the list, one with its lines and checks, VAT paid ahead."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huikuan.documents.queries import DocumentRow, documents_of
from huikuan.documents.rules import Purpose
from huikuan.invoicing.facts import wishes_of
from huikuan.invoicing.queries.lists import (
    ApplicationRow,
    HappeningRow,
    TaxInvoiceRow,
    applications_of,
    happenings_of,
    record_of,
    reds_of,
    tax_invoice_row,
)
from huikuan.invoicing.rules.advanced import Advanced
from huikuan.invoicing.rules.checking import Finding, percent
from huikuan.invoicing.rules.records import EInvoice, Line
from huikuan.invoicing.rules.wishes import wish_findings
from huikuan.kernel.actor import Actor
from huikuan.kernel.micros import format_micros
from huikuan.kernel.money import Money
from huikuan.kernel.refusal import NotPermitted
from huikuan.receivables.queries.documents import documents_by_id, plan_documents
from huikuan.web.tables.columns import Chip, Column, Kind, Linked, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import invoicing as words
from huikuan.wording.sentences import sentence

WHICH: dict[str, Text] = {
    "ALL": _("All"),
    "WAITING": pgettext_lazy("tax invoice", "Waiting to be mended"),
    "NO_CUSTOMER": _("Needs a customer"),
    "NOT_RECEIVED": _("Not yet received"),
    "RED": _("Red-letter"),
    "PUT_ASIDE": pgettext_lazy("tax invoice", "Put aside"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A finding in words, with its tone."""

    chip: Chip
    text: str


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line in figures."""

    name: str
    under: str
    quantity: str
    net: Money
    rate: str
    tax: Money | None


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened, in words."""

    row: HappeningRow
    word: Text
    how: Text


@dataclass(frozen=True, slots=True)
class Applied:
    """A red-letter application with its words."""

    row: ApplicationRow
    amount: Money
    state: Chip
    is_open: bool


@dataclass(frozen=True, slots=True)
class InvoiceShown:
    """Everything the page of one tax invoice shows."""

    row: TaxInvoiceRow
    record: EInvoice
    lines: tuple[LineShown, ...]
    checks: tuple[Said, ...]
    wishes: tuple[Said, ...]
    history: tuple[Happened, ...]
    files: tuple[DocumentRow, ...]
    reds: tuple[TaxInvoiceRow, ...]
    applications: tuple[Applied, ...]
    debt_number: str
    email: str

    @property
    def gross(self) -> Money:
        """The gross amount."""
        return Money(self.row.gross_minor, self.row.currency)

    @property
    def net(self) -> Money:
        """The net amount."""
        return Money(self.row.net_minor, self.row.currency)

    @property
    def tax(self) -> Money:
        """The tax."""
        return Money(self.row.tax_minor, self.row.currency)

    @property
    def state(self) -> Chip:
        """Where it stands."""
        return state_chip(row=self.row)

    @property
    def way(self) -> Chip:
        """How far it is on its way."""
        return Chip(words.WAYS[self.row.way], words.WAY_TONES.get(self.row.way, "plain"))

    @property
    def kind(self) -> Text:
        """Special, ordinary or other."""
        return words.KINDS[self.row.kind]

    @property
    def form(self) -> Text:
        """How it came."""
        return words.FORMS[self.row.form]


def invoice_shown(*, actor: Actor, tax_invoice_id: int) -> InvoiceShown:
    """Everything about one tax invoice. Raises NotPermitted TAX_INVOICE_NOT_VISIBLE (also for an unknown id)."""
    row = tax_invoice_row(actor=actor, tax_invoice_id=tax_invoice_id)
    if row is None:
        raise NotPermitted("TAX_INVOICE_NOT_VISIBLE", tax_invoice=tax_invoice_id)
    record = record_of(tax_invoice_id=row.id)
    asked = wishes_of(customer_ids=[row.customer_id], currency=row.currency) if row.customer_id is not None else {}
    wishes = asked.get(row.customer_id or 0)
    documents = documents_by_id(ids=[row.invoice_id]) if row.invoice_id is not None else {}
    return InvoiceShown(
        row=row,
        record=record,
        lines=tuple(_line(line, row.currency) for line in record.lines),
        checks=said(found=row.findings),
        wishes=said(found=wish_findings(invoice=record, wishes=wishes) if wishes else ()),
        history=tuple(
            Happened(one, words.EVENTS.get(one.event, one.event), words.HANDINGS.get(one.how, ""))
            for one in happenings_of(tax_invoice_id=row.id)
        ),
        files=documents_of(purpose=Purpose.INVOICE, owner_ids=[row.id]),
        reds=reds_of(tax_invoice_id=row.id),
        applications=tuple(_applied(one, row.currency) for one in applications_of(tax_invoice_id=row.id)),
        debt_number=documents[row.invoice_id].number if row.invoice_id in documents else "",
        email=wishes.email if wishes else "",
    )


def said(*, found: Iterable[Finding]) -> tuple[Said, ...]:
    """Findings in words, each with the tone of its severity."""
    return tuple(
        Said(
            Chip(words.SEVERITIES[one.severity.value], words.SEVERITY_TONES[one.severity.value]),
            sentence(code=one.code, parameters=one.parameters),
        )
        for one in found
    )


def debts_to_choose(*, row: TaxInvoiceRow) -> list[tuple[int, str]]:
    """The payments of the customer's contracts that a waiting invoice may be for."""
    if row.customer_id is None:
        return []
    plan = plan_documents(company_id=row.company_id, customer_id=row.customer_id)
    return [(one.id, f"{one.number} · {one.issue_date.isoformat()}") for one in plan if one.currency == row.currency]


def state_chip(*, row: TaxInvoiceRow) -> Chip:
    """The state with its tone."""
    return Chip(words.STATES[row.state], words.STATE_TONES.get(row.state, "plain"))


def _applied(row: ApplicationRow, currency: str) -> Applied:
    chip = Chip(words.RED_STATES[row.state], words.RED_TONES.get(row.state, "plain"))
    return Applied(row, Money(row.amount_minor, currency), chip, row.state in ("APPLIED", "WAITING", "CONFIRMED"))


def _line(line: Line, currency: str) -> LineShown:
    return LineShown(
        name=line.name or "–",
        under=" ".join(filter(None, (line.specification, line.unit))),
        quantity="" if line.quantity_micros is None else format_micros(micros=line.quantity_micros, least_decimals=0),
        net=Money(line.net_minor, currency),
        rate="" if line.rate_micros is None else f"{percent(rate_micros=line.rate_micros)} %",
        tax=None if line.tax_minor is None else Money(line.tax_minor, currency),
    )


def _customer(row: TaxInvoiceRow) -> Linked | str:
    if row.customer_id is None:
        return row.buyer_name or "–"
    return Linked(row.customer_name, reverse("customer", args=[row.customer_id]))


def _checked(row: TaxInvoiceRow) -> Chip:
    return Chip(words.SEVERITIES[row.worst], words.SEVERITY_TONES[row.worst])


def _on_the_way(row: TaxInvoiceRow) -> Chip | None:
    if row.state != "BOOKED":
        return None
    return Chip(words.WAYS[row.way], words.WAY_TONES.get(row.way, "plain"))


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A tax invoice in the list on a day."""

    row: TaxInvoiceRow
    today: date

    @property
    def days_waiting(self) -> int | None:
        """Days since it last moved on its way; None once it is received, or before it is booked."""
        if self.row.state != "BOOKED" or self.row.way == "RECEIVED" or self.row.way_since is None:
            return None
        return max(0, (self.today - self.row.way_since).days)


LIST: ListKind[ListedRow] = ListKind(
    title=_("Invoices"),
    columns=(
        Column("number", _("Number"), lambda one: Titled(one.row.number, on_phone=one.row.buyer_name), sort="number"),
        Column("customer", _("Customer"), lambda one: _customer(one.row), on_phone=False),
        Column("day", _("Issued"), lambda one: one.row.issue_date, Kind.DAY, "day", on_phone=False),
        Column("gross", _("Gross"), lambda one: Money(one.row.gross_minor, one.row.currency), Kind.MONEY, "gross"),
        Column("tax", _("Tax"), lambda one: Money(one.row.tax_minor, one.row.currency), Kind.MONEY, on_phone=False),
        Column("kind", _("Kind"), lambda one: words.KINDS[one.row.kind], is_shown=False, on_phone=False),
        Column("form", _("Came as"), lambda one: words.FORMS[one.row.form], is_shown=False, on_phone=False),
        Column("checks", _("Checks"), lambda one: _checked(one.row), Kind.CHIP),
        Column("state", _("State"), lambda one: state_chip(row=one.row), Kind.CHIP, on_phone=False),
        Column("way", _("At the customer"), lambda one: _on_the_way(one.row), Kind.CHIP, on_phone=False),
        Column("days", pgettext_lazy("count", "Days"), lambda one: one.days_waiting, Kind.NUMBER, on_phone=False),
        Column("file", _("File"), lambda one: one.row.file_name or None, is_shown=False, on_phone=False),
    ),
    filters=("which", "q", "customer"),
    sorts=("day", "-day", "number", "-number", "gross", "-gross", "taken", "-taken"),
    default_sort="-day",
    id_of=lambda one: one.row.id,
)
ADVANCED: ListKind[Advanced] = ListKind(
    title=_("VAT paid ahead"),
    columns=(
        Column(
            "customer",
            _("Customer"),
            lambda row: Linked(row.customer_name, reverse("customer", args=[row.customer_id])),
        ),
        Column("invoices", _("Invoices"), lambda row: row.invoices, Kind.NUMBER, on_phone=False),
        Column("open", _("Open"), lambda row: Money(row.open_minor, row.currency), Kind.MONEY, on_phone=False),
        Column("tax", _("VAT in it"), lambda row: Money(row.tax_minor, row.currency), Kind.MONEY),
        Column("currency", _("Currency"), lambda row: row.currency, on_phone=False),
    ),
    filters=("as_of", "customer"),
    sorts=("tax",),
    default_sort="tax",
    id_of=lambda row: row.customer_id,
)
