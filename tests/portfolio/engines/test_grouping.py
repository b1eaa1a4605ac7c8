"""Rows are made when they are read, in a fixed order, largest debt first."""

from __future__ import annotations

from typing import Any

import narwhals as nw
import polars as pl
import pytest

from huikuan.portfolio.engines import columns as c
from huikuan.portfolio.engines.grouping import AgeingRows, Cells, grouped, sums_to_tie, totals_of
from huikuan.portfolio.rules import AgeingAmounts, AgeingRow

Values = list[tuple[Any, ...]]
CELLS: Values = [
    (1, 7, "CNY", 10, 5, 1, 0),
    (2, 7, "CNY", 1, 0, 0, 3),
    (1, 8, "CNY", 0, 100, 0, 0),
    (1, None, "CNY", 0, 0, 0, 40),
    (1, 9, "USD", 0, 0, 0, 0),
]


def cells(values: Values = CELLS) -> Cells:
    names = (*c.HOLDER, c.bucket(index=0), c.bucket(index=1), c.UNDATED, c.UNAPPLIED)
    schema: dict[str, Any] = {name: pl.String if name == c.CURRENCY else pl.Int64 for name in names}
    return nw.from_native(pl.DataFrame(values, schema=schema, orient="row"))


def rows(*keys: str) -> AgeingRows:
    return AgeingRows(frame=grouped(cells=cells(), keys=keys, buckets=2), keys=keys, buckets=2)


def test_rows_by_customer() -> None:
    assert list(rows(c.CUSTOMER)) == [
        AgeingRow((8,), "CNY", AgeingAmounts((0, 100), 0, 0)),
        AgeingRow((7,), "CNY", AgeingAmounts((11, 5), 1, 3)),
        AgeingRow((None,), "CNY", AgeingAmounts((0, 0), 0, 40)),
    ]


def test_the_currency_may_be_asked_for_and_stands_once() -> None:
    by_currency = rows(c.CURRENCY, c.COMPANY)
    assert [row.key for row in by_currency] == [("CNY", 1), ("CNY", 2)]
    assert [row.currency for row in by_currency] == ["CNY", "CNY"]
    assert [row.key for row in rows()] == [()]


def test_a_sequence_like_any_other() -> None:
    found = rows(c.CUSTOMER)
    assert len(found) == 3
    assert found[0].key == (8,)
    assert found[-1].key == (None,)
    assert [row.key for row in found[1:]] == [(7,), (None,)]
    assert [row.key for row in found[::-1]] == [(None,), (7,), (8,)]
    assert found == list(found)
    assert found != rows(c.COMPANY)
    with pytest.raises(IndexError):
        found[3]


def test_totals_and_what_must_tie() -> None:
    assert totals_of(cells=cells(), buckets=2)["CNY"] == AgeingAmounts((11, 105), 1, 43)
    assert sums_to_tie(cells=cells(), buckets=2) == {(1, "CNY"): (116, 40), (2, "CNY"): (1, 3), (1, "USD"): (0, 0)}
