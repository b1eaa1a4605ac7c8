"""A list as the template needs it: headings with their sort links, rows with their cells, totals, pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from huikuan.kernel.money import Money
from huikuan.kernel.paging import Page
from huikuan.web.tables.columns import Column, Kind, Linked, Text, Titled
from huikuan.web.tables.state import ListState

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column; `direction` is how the list is sorted by it now (ascending, descending or empty)."""

    name: str
    title: Text
    currency: str
    sort_address: str
    direction: str
    css_class: str


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row: its id, where it opens, its cells as (class, value)."""

    id: int
    address: str
    is_open: bool
    cells: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class BulkAct:
    """An act on the chosen rows: where it is posted, its verb, and perhaps one choice it needs."""

    title: Text
    address: str
    choice_name: str = ""
    choices: tuple[tuple[str, Text], ...] = ()


@dataclass(frozen=True, slots=True)
class Total:
    """What the whole list sums to in one currency, minor units."""

    title: Text
    amount: Money


@dataclass(frozen=True, slots=True)
class Choice:
    """A column that can be shown or hidden."""

    name: str
    title: Text
    is_shown: bool


@dataclass(frozen=True, slots=True)
class Table:
    """Everything the table component draws."""

    title: Text
    headings: tuple[Heading, ...]
    rows: tuple[TableRow, ...]
    currency: str
    count: int
    number: int
    size: int
    pages: int
    totals: tuple[Total, ...]
    state: ListState
    choices: tuple[Choice, ...]
    bulk: tuple[BulkAct, ...] = ()

    @property
    def first(self) -> int:
        """Position of the first row shown, from 1."""
        return (self.number - 1) * self.size + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Position of the last row shown."""
        return self.first + len(self.rows) - 1 if self.rows else 0

    @property
    def previous_address(self) -> str:
        """The page before; empty on the first."""
        return self.state.with_page(self.number - 1) if self.number > 1 else ""

    @property
    def next_address(self) -> str:
        """The page after; empty on the last."""
        return self.state.with_page(self.number + 1) if self.number < self.pages else ""

    @property
    def csv_address(self) -> str:
        """The same list as a CSV file."""
        return self.state.with_format("csv")

    @property
    def xlsx_address(self) -> str:
        """The same list as an Excel file."""
        return self.state.with_format("xlsx")


@dataclass(frozen=True, slots=True)
class ListKind(Generic[Row]):
    """What a list is made of: its title, columns, filters, sort keys, and how a row is named and opened."""

    title: Text
    columns: tuple[Column[Row], ...]
    filters: tuple[str, ...]
    sorts: tuple[str, ...]
    default_sort: str
    id_of: Callable[[Row], int]
    total_title: Text = ""


def shown_columns(*, kind: ListKind[Row], state: ListState) -> tuple[Column[Row], ...]:
    """The columns to show: those chosen in the address, else those shown by default."""
    if state.columns:
        return tuple(column for column in kind.columns if column.name in state.columns)
    return tuple(column for column in kind.columns if column.is_shown)


def table_of(*, kind: ListKind[Row], page: Page[Row], state: ListState, bulk: tuple[BulkAct, ...] = ()) -> Table:
    """The table of one page; with one currency in the list it stands in the headings, with several in the cells."""
    columns = shown_columns(kind=kind, state=state)
    currency = _only_currency(page.totals, columns, page.rows)
    return Table(
        title=kind.title,
        headings=tuple(_heading(column, state, currency) for column in columns),
        rows=tuple(_row(kind, columns, row, state) for row in page.rows),
        currency=currency,
        count=page.count,
        number=page.number,
        size=page.size,
        pages=page.pages,
        totals=tuple(Total(kind.total_title, Money(minor, code)) for code, minor in sorted(page.totals.items())),
        state=state,
        choices=tuple(Choice(column.name, column.title, column in columns) for column in kind.columns),
        bulk=bulk,
    )


def _only_currency(totals: Iterable[str], columns: Sequence[Column[Row]], rows: Sequence[Row]) -> str:
    money = [column.value for column in columns if column.kind is Kind.MONEY]
    shown = {amount.currency for row in rows for value in money if isinstance(amount := value(row), Money)}
    known = shown | set(totals)
    return known.pop() if len(known) == 1 else ""


def _heading(column: Column[Any], state: ListState, currency: str) -> Heading:
    descending = f"-{column.sort}"
    direction = {column.sort: "ascending", descending: "descending"}.get(state.sort, "") if column.sort else ""
    first_press = descending if column.kind is Kind.MONEY else column.sort
    other = column.sort if state.sort == descending else descending
    return Heading(
        name=column.name,
        title=column.title,
        currency=currency if column.kind is Kind.MONEY else "",
        sort_address=state.with_sort(other if direction else first_press) if column.sort else "",
        direction=direction,
        css_class=column.css_class,
    )


def _row(kind: ListKind[Row], columns: Sequence[Column[Row]], row: Row, state: ListState) -> TableRow:
    row_id = kind.id_of(row)
    cells = [(column.css_class, column.value(row)) for column in columns]
    address, first = state.with_row(row_id), cells[0][1]
    if isinstance(first, Linked):  # the row opens there: a link has no place inside the link of its row
        address, cells[0] = first.address, (cells[0][0], Titled(first.text, first.under))
    return TableRow(row_id, address, state.row == row_id, tuple(cells))
