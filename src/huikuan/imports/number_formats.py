"""PURE: columns whose amounts are written in two ways, 1,234.56 and 1.234,56: each is read for itself, and it is said.

A file put together from two sources is the usual reason, and a typing error the other one: 1,23 beside 1,234.56.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from huikuan.imports.tables import LINE, SourceTable, column
from huikuan.kernel.text_amounts import number_format_evidence
from huikuan.receivables.invoice_fields import Field

_AMOUNTS = (Field.AMOUNT, Field.OPEN)
_POINT = r"^-?[0-9]{1,13}\.[0-9]{1,2}$"
_WHOLE = r"^-?[0-9]{0,13}$"
LONGEST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class MixedFormat:
    """A column with both decimal marks, and the first line and text of each."""

    column: str
    point_line: int
    point: str
    comma_line: int
    comma: str


def mixed_formats(*, table: SourceTable, columns: Mapping[Field, int]) -> tuple[MixedFormat, ...]:
    """The columns of amounts in which one text reads with a decimal point only and another with a decimal comma only."""
    places = sorted({columns[name] for name in _AMOUNTS if name in columns})
    found = (_mixed(table, place) for place in places)
    return tuple(one for one in found if one is not None)


def _mixed(table: SourceTable, place: int) -> MixedFormat | None:
    """Everyday 1234.56 are found at once, whole numbers say nothing; only the texts left are looked at one by one."""
    name = column(index=place)
    cells = table.frame.select(pl.col(LINE), pl.col(name).alias("text"))
    plain = pl.col("text").str.contains(_POINT)
    points = cells.filter(plain).head(1).rows()
    commas: list[tuple[int, str]] = []
    others = cells.filter(~plain & ~pl.col("text").str.contains(_WHOLE)).unique("text", keep="first")
    for line, text in others.sort(LINE).iter_rows():
        evidence = number_format_evidence(samples=[text])
        points += [(line, text)] if evidence.point_only else []
        commas += [(line, text)] if evidence.comma_only else []
    if not points or not commas:
        return None
    return MixedFormat(table.header[place], *_shown(points), *_shown(commas))


def _shown(cells: Sequence[tuple[int, str]]) -> tuple[int, str]:
    line, text = min(cells)
    return line, text.strip()[:LONGEST_SHOWN]
