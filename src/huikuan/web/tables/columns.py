"""Columns of a list: one definition for the screen, the column chooser, the sort links and the export."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise

from huikuan.kernel.money import Money

Row = TypeVar("Row")
Text = str | Promise
Value = Any
"""What a column reads from a row: Money, date, Titled, Linked, Chip, Late, int, str or None (unknown)."""


class Kind(StrEnum):
    """How a column is aligned and written."""

    TEXT = "TEXT"
    MONEY = "MONEY"
    DAY = "DAY"
    NUMBER = "NUMBER"
    CHIP = "CHIP"


@dataclass(frozen=True, slots=True)
class Linked:
    """Text that leads somewhere; `under` stands small below it."""

    text: str
    address: str
    under: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A state: its word and its tone (risk, soon, done, plain)."""

    word: Text
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Due:
    """A due day and how it lies to today: a colour, a word and days."""

    day: date | None
    days_overdue: int | None
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Titled:
    """What names the row, in its first column; `under` stands small below it, the rest only where columns are hidden."""

    text: str
    under: str = ""
    on_phone: str = ""
    due_on_phone: Due | None = None


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column; `sort` is its name in the list's sort keys, empty if it cannot be sorted by."""

    name: str
    title: Text
    value: Callable[[Row], Value]
    kind: Kind = Kind.TEXT
    sort: str = ""
    is_shown: bool = True
    on_phone: bool = True
    beside_panel: bool = True

    @property
    def css_class(self) -> str:
        """Alignment by kind; where room is short, on the phone or beside a panel, a column may step back."""
        narrow = "" if self.on_phone else " wide"
        return f"c-{self.kind.value.lower()}{narrow}{'' if self.beside_panel else ' roomy'}"


def plain_value(*, value: Value) -> str | int | date | Money | None:
    """A cell as data for an export: links and chips by their words."""
    if isinstance(value, Linked | Titled):
        return value.text
    if isinstance(value, Chip):
        return str(value.word)
    if isinstance(value, Due):
        return value.day
    if value is None or isinstance(value, str | int | date | Money):
        return value
    return str(value)
