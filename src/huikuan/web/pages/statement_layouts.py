"""What the page of unknown columns shows: each column with samples, the proof in both orders, the first lines as read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from huikuan.integrations.bank_files.records import RowFault
from huikuan.kernel.money import Money
from huikuan.web.forms.statement_layouts import CHOICES
from huikuan.web.pages.imports import Refusal, faults
from huikuan.web.tables.columns import Text

ORDERS: dict[str, Text] = {"AS_IS": _("oldest first"), "REVERSED": _("newest first")}


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """A column with its first values and what it is taken for."""

    number: int
    heading: str
    samples: tuple[str, ...]
    meaning: str


@dataclass(frozen=True, slots=True)
class BreakShown:
    """A row whose balance does not follow."""

    line: int
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class OrderShown:
    """What the balances prove in one order of the rows."""

    name: Text
    proved: int
    broken: int
    breaks: tuple[BreakShown, ...]


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line as it is read."""

    line: int
    day: date | None
    amount: Money
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ExplainedShown:
    """Everything the page shows; `is_proved` when one order holds without a break."""

    header_line: int
    header_lines: tuple[tuple[int, str], ...]
    columns: tuple[ColumnShown, ...]
    choices: Sequence[tuple[str, Text]]
    is_missing: bool
    orders: tuple[OrderShown, ...]
    lines: tuple[LineShown, ...]
    refusals: tuple[Refusal, ...]
    refused: int
    read: int

    @property
    def is_proved(self) -> bool:
        """Whether the balances follow in one order."""
        return any(one.proved and not one.broken for one in self.orders)


def explained_shown(*, found: Mapping[str, Any], currency: str, file: str) -> ExplainedShown:
    """The answer of the reader in words and figures."""
    meaning = {column: field for field, column in found["columns"].items()}
    columns = tuple(
        ColumnShown(
            number,
            heading,
            tuple(row[number] for row in found["samples"] if number < len(row) and row[number])[:3],
            meaning.get(number, ""),
        )
        for number, heading in enumerate(found["headings"])
    )
    rows = [
        RowFault(line, column, value, code, tuple((name, said) for name, said in params))
        for line, column, value, code, params in found["faults"]
    ]
    return ExplainedShown(
        header_line=found["header_line"],
        header_lines=tuple((line, text) for line, text in found["header_lines"]),
        columns=columns,
        choices=CHOICES,
        is_missing=found["missing"],
        orders=tuple(_order(one) for one in found["orders"]),
        lines=tuple(_line(one, currency) for one in found["lines"]),
        refusals=faults(name=file, rows=rows),
        refused=found.get("refused", 0),
        read=found["read"],
    )


def _order(one: Mapping[str, Any]) -> OrderShown:
    breaks = tuple(BreakShown(*row) for row in one["breaks"])
    return OrderShown(ORDERS[one["order"]], one["proved"], one["broken"], breaks)


def _line(one: Sequence[Any], currency: str) -> LineShown:
    line, day, minor, name, text, _balance = one
    return LineShown(line, date.fromisoformat(day) if day else None, Money(minor, currency), name, text)
