"""The items behind a cell of the ageing: which cell it is, a page of them, all of them as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huikuan.customers.queries import customers_by_id
from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page
from huikuan.portfolio.drill import NO_DUE_DATE, AgedItem, Cell
from huikuan.portfolio.labels import labels_of
from huikuan.portfolio.rules import AgeingAmounts, AgeingRow, Buckets, Dimension, Key
from huikuan.portfolio.workbook import amount_headings
from huikuan.receivables.rules import days_overdue
from huikuan.web.tables.columns import Column, Kind


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item behind a cell."""

    item: AgedItem
    customer: str
    days_overdue: int | None


@dataclass(frozen=True, slots=True)
class ItemsPage:
    """A page of the items behind a cell, in words which cell, and what all of them sum to."""

    cell: str
    as_of: date
    total: Money
    lines: tuple[ItemLine, ...]
    count: int
    number: int
    pages: int


COLUMNS: tuple[Column[ItemLine], ...] = (
    Column("invoice", gettext_lazy("Invoice"), lambda line: line.item.invoice_number),
    Column("customer", gettext_lazy("Customer"), lambda line: line.customer),
    Column("issued", gettext_lazy("Issued"), lambda line: line.item.issue_date, Kind.DAY),
    Column("due", gettext_lazy("Due"), lambda line: line.item.due_date, Kind.DAY),
    Column("days", gettext_lazy("Days overdue"), lambda line: line.days_overdue, Kind.NUMBER),
    Column(
        "original",
        gettext_lazy("Original"),
        lambda line: Money(line.item.original_minor, line.item.currency),
        Kind.MONEY,
    ),
    Column("open", gettext_lazy("Open"), lambda line: Money(line.item.open_minor, line.item.currency), Kind.MONEY),
)
"""The columns of the file."""


def items_shown(*, found: Page[AgedItem], as_of: date, cell: Cell, buckets: Buckets) -> ItemsPage:
    """A page of items with their customers' names."""
    total = Money(found.totals.get(cell.currency, 0), cell.currency)
    words = cell_words(cell=cell, buckets=buckets) if found.count else ""
    lines = item_lines(items=found.rows, as_of=as_of)
    return ItemsPage(words, as_of, total, lines, found.count, found.number, found.pages)


def item_lines(*, items: Sequence[AgedItem], as_of: date) -> tuple[ItemLine, ...]:
    """Items with their customers' names and the days after the due date."""
    customers = customers_by_id(ids={item.customer_id for item in items})
    return tuple(
        ItemLine(item, customers[item.customer_id].name, days_overdue(due=item.due_date, as_of=as_of)) for item in items
    )


def cell_words(*, cell: Cell, buckets: Buckets) -> str:
    """Row and class of a cell in words, empty for the sum of all; only for a cell that has items the reader may see."""
    names = [_name(by, key, cell.currency) for by, key in cell.group.items()]
    _total, *classes, undated, _unapplied = amount_headings(buckets=buckets)
    if cell.bucket is not None:
        names.append(undated if cell.bucket == NO_DUE_DATE else classes[cell.bucket])
    return " · ".join(names)


def _name(by: Dimension, key: Key, currency: str) -> str:
    row = AgeingRow((key,), currency, AgeingAmounts((), 0, 0))
    (labels,) = labels_of(by=(by,), rows=(row,))
    return labels[key].name or _("Nobody")
