"""Layouts that a person has explained: the column names as they stand, and which column means what. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from huikuan.integrations.bank_files.column_names import Field
from huikuan.kernel.text_normal import narrow


@dataclass(frozen=True, slots=True)
class SavedLayout:
    """A table known by its column names; `columns` are meanings with the number of their column, from 0.

    `name` is the format of what is read by it. With `minus_is_in` a negative amount is money that came in.
    """

    name: str
    headings: tuple[str, ...]
    columns: tuple[tuple[str, int], ...]
    minus_is_in: bool = False

    @property
    def by_field(self) -> dict[Field, tuple[int, ...]]:
        """The columns of each meaning."""
        found: dict[Field, tuple[int, ...]] = {}
        for field, column in self.columns:
            found[Field(field)] = (*found.get(Field(field), ()), column)
        return found


def layout_from(*, values: Sequence[Any]) -> SavedLayout:
    """The layout that a JSON document holds as a list of its fields."""
    name, headings, columns, minus_is_in = values
    return SavedLayout(name, tuple(headings), tuple((field, column) for field, column in columns), bool(minus_is_in))


def plain_headings(*, cells: Sequence[str]) -> tuple[str, ...]:
    """Column names without widths and blanks, blank ones at the end left out: by these a layout is known again."""
    texts = ["".join(narrow(text=cell).split()) for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def saved_for(*, cells: Sequence[str], layouts: Sequence[SavedLayout]) -> SavedLayout | None:
    """The saved layout whose column names a row has."""
    if not layouts:
        return None
    texts = plain_headings(cells=cells)
    return next((one for one in layouts if one.headings == texts), None)
