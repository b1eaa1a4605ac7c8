"""What the pages of price confirmations show: the list, one with its lines and history, where invoices differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from huikuan.accounts.queries import company
from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.kernel.micros import format_micros
from huikuan.kernel.money import Money
from huikuan.kernel.refusal import NotPermitted
from huikuan.prices.queries.confirmations import (
    ConfirmationRow,
    HappeningRow,
    confirmation_row,
    happenings_of,
    price_lines,
)
from huikuan.prices.queries.differences import DifferenceRow, differences_of_invoice
from huikuan.prices.rules.line_rows import permille_text
from huikuan.prices.rules.sheet import term_words
from huikuan.receivables.queries.lines import lines_of
from huikuan.web.tables.columns import Chip, Column, Kind, Linked, Text, Titled
from huikuan.web.tables.table import ListKind
from huikuan.wording import prices as words

WHICH: dict[str, Text] = {"ALL": _("All"), **words.STATES}


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of a confirmation, in figures."""

    item_code: str
    name: str
    specification: str
    unit: str
    price: str
    tax: str


@dataclass(frozen=True, slots=True)
class Happened:
    """What happened to a confirmation, in words."""

    happening: HappeningRow
    word: Text


@dataclass(frozen=True, slots=True)
class ConfirmationShown:
    """Everything the page of one confirmation shows."""

    row: ConfirmationRow
    customer: CustomerRow
    company_name: str
    state: Chip
    term: str
    lines: tuple[LineShown, ...]
    history: tuple[Happened, ...]
    is_in_force: bool


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """A deviating line with its customer's name."""

    row: DifferenceRow
    customer_name: str

    @property
    def effect(self) -> Money:
        """Billed more (positive) or less than confirmed."""
        return Money(self.row.effect_minor, self.row.currency)

    @property
    def billed(self) -> str:
        """The billed unit price in figures."""
        return format_micros(micros=self.row.billed_micros, least_decimals=2)

    @property
    def confirmed(self) -> str:
        """The confirmed unit price in figures; empty where there is none."""
        micros = self.row.confirmed_micros
        return "" if micros is None else format_micros(micros=micros, least_decimals=2)

    @property
    def deviation(self) -> Chip:
        """How it deviates."""
        code = self.row.deviation.value
        return Chip(words.DEVIATIONS[code], words.DEVIATION_TONES.get(code, "plain"))


def confirmation_shown(*, actor: Actor, confirmation_id: int, today: date) -> ConfirmationShown:
    """Everything about one confirmation. Raises NotPermitted PRICES_NOT_VISIBLE (also for an unknown id)."""
    row = confirmation_row(actor=actor, confirmation_id=confirmation_id)
    if row is None:
        raise NotPermitted("PRICES_NOT_VISIBLE", confirmation=confirmation_id)
    return ConfirmationShown(
        row=row,
        customer=customers_by_id(ids=[row.customer_id])[row.customer_id],
        company_name=company(company_id=row.company_id).name,
        state=_state(row),
        term=_term(row),
        lines=tuple(
            LineShown(
                line.item_code,
                line.name,
                line.specification,
                line.unit,
                format_micros(micros=line.price_micros, least_decimals=2),
                f"{permille_text(permille=line.tax_permille)}%",
            )
            for line in price_lines(confirmation_id=row.id)
        ),
        history=tuple(Happened(one, words.EVENTS[one.event]) for one in happenings_of(confirmation_id=row.id)),
        is_in_force=row.signed_on is not None and row.valid_from <= today <= row.ends_on,
    )


@dataclass(frozen=True, slots=True)
class InvoiceLineShown:
    """A line of an invoice, and how it deviates from what the customer confirmed; None if it does not."""

    name: str
    under: str
    quantity: str
    price: str
    amount: Money
    difference: DifferenceLine | None


def invoice_lines(*, actor: Actor, invoice_id: int, currency: str) -> tuple[InvoiceLineShown, ...]:
    """The lines of an invoice that was looked up for its reader; empty if it has none."""
    lines = lines_of(invoice_ids=[invoice_id]).get(invoice_id, ())
    found = differences_of_invoice(actor=actor, invoice_id=invoice_id) if lines else ()
    differing = {one.row.line_id: one for one in difference_lines(rows=found)}
    return tuple(
        InvoiceLineShown(
            line.name,
            " ".join(text for text in (line.item_code, line.specification) if text),
            f"{format_micros(micros=line.quantity_micros)} {line.unit}".strip(),
            format_micros(micros=line.unit_price_micros, least_decimals=2),
            Money(line.amount_minor, currency),
            differing.get(line.id),
        )
        for line in lines
    )


def difference_lines(*, rows: tuple[DifferenceRow, ...]) -> tuple[DifferenceLine, ...]:
    """Deviations with the names of their customers; one query."""
    customers = customers_by_id(ids={row.customer_id for row in rows}) if rows else {}
    return tuple(DifferenceLine(row, customers[row.customer_id].name) for row in rows)


def _term(row: ConfirmationRow) -> str:
    language = "zh-hans" if (get_language() or "").startswith("zh") else "en"
    return row.term_text or term_words(rule=row.due_rule, language=language)


def _state(row: ConfirmationRow) -> Chip:
    return Chip(words.STATES[row.state], words.STATE_TONES.get(row.state, "plain"))


def _numbered(row: ConfirmationRow) -> Titled:
    return Titled(row.number, on_phone=row.customer_name)


def _customer(name: str, customer_id: int) -> Linked:
    return Linked(name, reverse("customer", args=[customer_id]))


def _invoice(one: DifferenceLine) -> Titled:
    return Titled(one.row.invoice_number, on_phone=one.customer_name)


def _confirmation(one: DifferenceLine) -> Linked | None:
    if one.row.confirmation_id is None:
        return None
    return Linked(one.row.confirmation_number, reverse("price_confirmation", args=[one.row.confirmation_id]))


LIST: ListKind[ConfirmationRow] = ListKind(
    title=_("Price confirmations"),
    columns=(
        Column("number", _("Number"), _numbered, sort="number"),
        Column("customer", _("Customer"), lambda row: _customer(row.customer_name, row.customer_id), on_phone=False),
        Column("from", _("Valid from"), lambda row: row.valid_from, Kind.DAY, "from", on_phone=False),
        Column("through", _("Valid through"), lambda row: row.ends_on, Kind.DAY, "through"),
        Column("items", _("Items"), lambda row: row.items, Kind.NUMBER, on_phone=False),
        Column("currency", _("Currency"), lambda row: row.currency, on_phone=False),
        Column("term", _("Payment term"), _term, on_phone=False),
        Column("state", _("State"), _state, Kind.CHIP),
        Column("signed", _("Signed on"), lambda row: row.signed_on, Kind.DAY, is_shown=False, on_phone=False),
        Column("signer", _("Signed by"), lambda row: row.signed_by or None, is_shown=False, on_phone=False),
    ),
    filters=("which", "q", "customer"),
    sorts=("number", "-number", "from", "-from", "through", "-through"),
    default_sort="-from",
    id_of=lambda row: row.id,
)
DIFFERENCES: ListKind[DifferenceLine] = ListKind(
    title=_("Invoices against confirmed prices"),
    columns=(
        Column("invoice", _("Invoice"), _invoice),
        Column(
            "customer", _("Customer"), lambda one: _customer(one.customer_name, one.row.customer_id), on_phone=False
        ),
        Column("issued", _("Issued"), lambda one: one.row.issue_date, Kind.DAY, on_phone=False),
        Column("item", _("Goods"), lambda one: Titled(one.row.name, one.row.item_code or one.row.specification)),
        Column("billed", _("Billed price"), lambda one: one.billed, Kind.NUMBER, on_phone=False),
        Column("confirmed", _("Confirmed price"), lambda one: one.confirmed or None, Kind.NUMBER, on_phone=False),
        Column("effect", _("Difference"), lambda one: one.effect, Kind.MONEY),
        Column("deviation", _("How"), lambda one: one.deviation, Kind.CHIP, on_phone=False),
        Column("confirmation", _("Confirmation"), _confirmation, is_shown=False, on_phone=False),
    ),
    filters=("which", "customer", "days"),
    sorts=("issued",),
    default_sort="issued",
    id_of=lambda one: one.row.line_id,
)
