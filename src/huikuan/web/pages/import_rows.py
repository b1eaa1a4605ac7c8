"""The first rows of a list under the names of the fields, as they stand in the file: what is read as what, at a glance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from huikuan.imports.rules import FIELDS, ImportKind
from huikuan.imports.tables import LINE, SourceTable, column
from huikuan.receivables.invoice_fields import Field
from huikuan.web.forms.imports import FIELD_NAMES
from huikuan.web.tables.columns import Text

FIRST_ROWS = 5
_AMOUNTS = frozenset({Field.AMOUNT, Field.OPEN})


@dataclass(frozen=True, slots=True)
class Head:
    """A field, the column it is read from, and whether amounts stand in it."""

    title: Text
    column: str
    is_amount: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row with its place in the file; a cell says whether it is an amount."""

    line: int
    cells: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class FirstRows:
    """The columns that are read, and the first rows in them."""

    heads: tuple[Head, ...]
    rows: tuple[Row, ...]


def first_rows(*, kind: ImportKind, table: SourceTable, columns: Mapping[Field, int]) -> FirstRows:
    """The first rows in the order of the fields, without the columns nothing is read from."""
    fields = [field for field in FIELDS[kind] if field in columns]
    heads = tuple(Head(FIELD_NAMES[field.value], table.header[columns[field]], field in _AMOUNTS) for field in fields)
    top = table.frame.head(FIRST_ROWS)
    texts = [top.get_column(column(index=columns[field])).to_list() for field in fields]
    rows = tuple(
        Row(int(line), tuple((text[place] or "", head.is_amount) for text, head in zip(texts, heads, strict=True)))
        for place, line in enumerate(top.get_column(LINE).to_list())
    )
    return FirstRows(heads, rows)
