"""Reads: how people said the columns of bank statements are to be read, and where each layout was used."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from huikuan.imports.models import StatementLayout
from huikuan.receipts.queries.bank_accounts import statements_by_format


@dataclass(frozen=True, slots=True)
class LayoutRow:
    """A layout as it stands; `columns` gives each meaning the number of its column, from 0."""

    number: int
    version: int
    name: str
    headings: tuple[str, ...]
    columns: dict[str, int]
    minus_is_in: bool
    saved_at: datetime
    saved_by: str
    statements: int = 0

    @property
    def format_name(self) -> str:
        """The file format of a statement that was read by this version."""
        return f"own.{self.number}.{self.version}"


def statement_layouts() -> tuple[LayoutRow, ...]:
    """The layouts in force, by name; one query."""
    return tuple(_row(row) for row in StatementLayout.objects.filter(is_live=True).order_by("name"))


def layouts_with_uses() -> tuple[LayoutRow, ...]:
    """The layouts in force with how many statements were read by each, in any of its versions."""
    used: dict[int, int] = {}
    for name, count in statements_by_format(start="own.").items():
        number = int(name.split(".")[1])
        used[number] = used.get(number, 0) + count
    rows = StatementLayout.objects.filter(is_live=True).order_by("name")
    return tuple(_row(row, statements=used.get(row.number, 0)) for row in rows)


def layout_row(*, number: int) -> LayoutRow | None:
    """A layout in force; None if there is none of this number."""
    row = StatementLayout.objects.filter(number=number, is_live=True).first()
    return None if row is None else _row(row)


def layout_name(*, file_format: str) -> str:
    """What people call the saved layout that a file was read by (`own.` number `.` version); empty for any other format."""
    kind, _, rest = file_format.partition(".")
    number, _, version = rest.partition(".")
    if kind != "own" or not (number.isdecimal() and version.isdecimal()):
        return ""
    rows = StatementLayout.objects.filter(number=int(number), version=int(version))
    return rows.values_list("name", flat=True).first() or ""


def signature_of(*, headings: Sequence[str]) -> str:
    """What tells a layout: the hash of its column names."""
    text = json.dumps(list(headings), ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _row(row: StatementLayout, *, statements: int = 0) -> LayoutRow:
    return LayoutRow(
        row.number,
        row.version,
        row.name,
        tuple(row.headings),
        {str(field): int(column) for field, column in row.columns.items()},
        row.minus_is_in,
        row.saved_at,
        row.saved_by,
        statements,
    )
