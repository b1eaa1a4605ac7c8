"""PURE: cells of single customers brought to the rows asked for; rows become records only when they are read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, overload

import narwhals as nw

from huikuan.portfolio.engines import columns as c
from huikuan.portfolio.rules import AgeingAmounts, AgeingRow, Dimension

Cells = nw.DataFrame[Any]
COLUMN_OF = {
    Dimension.CUSTOMER: c.CUSTOMER,
    Dimension.COMPANY: c.COMPANY,
    Dimension.CURRENCY: c.CURRENCY,
    Dimension.SALESPERSON: "salesperson_id",
    Dimension.DEPARTMENT: "department_id",
    Dimension.REGION: "region",
}
CUSTOMER_ATTRIBUTES = frozenset({Dimension.SALESPERSON, Dimension.DEPARTMENT, Dimension.REGION})
"""Dimensions that belong to the customer and not to the movement."""


class AgeingRows(Sequence[AgeingRow]):
    """The rows of a report, kept as columns: 50 rows of 50,000 cost 50 records."""

    def __init__(self, *, frame: Cells, keys: Sequence[str], buckets: int) -> None:
        names = list(dict.fromkeys((*keys, c.CURRENCY)))
        self._frame = frame.select(*names, *amount_columns(buckets=buckets))
        self._places = tuple(names.index(key) for key in keys)
        self._currency = names.index(c.CURRENCY)
        self._amounts = len(names)

    def __len__(self) -> int:
        return len(self._frame)

    def __iter__(self) -> Iterator[AgeingRow]:
        return map(self._row, self._frame.iter_rows())

    @overload
    def __getitem__(self, index: int) -> AgeingRow: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[AgeingRow, ...]: ...
    def __getitem__(self, index: int | slice) -> AgeingRow | tuple[AgeingRow, ...]:
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self))
            return (
                tuple(map(self._row, self._frame[start:stop].iter_rows()))[::step] if step > 0 else tuple(self)[index]
            )
        return self._row(self._frame.row(range(len(self))[index]))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(_same, self, other))

    def _row(self, values: tuple[Any, ...]) -> AgeingRow:
        key = tuple(values[place] for place in self._places)
        return AgeingRow(key, values[self._currency], amounts_of(values=values[self._amounts :]))


def amount_columns(*, buckets: int) -> tuple[str, ...]:
    """The columns of amounts in their order."""
    return (*(c.bucket(index=index) for index in range(buckets)), c.UNDATED, c.UNAPPLIED)


def amounts_of(*, values: Sequence[int]) -> AgeingAmounts:
    """Amounts from the values of `amount_columns`."""
    *buckets, undated, unused = values
    return AgeingAmounts(tuple(buckets), undated, unused)


def grouped(*, cells: Cells, keys: Sequence[str], buckets: int) -> Cells:
    """Cells added up by `keys` and currency, largest debt first; groups with nothing at all are left out."""
    names, by = amount_columns(buckets=buckets), list(dict.fromkeys((*keys, c.CURRENCY)))
    sums = cells.group_by(*by).agg(*(nw.col(name).sum() for name in names))
    something = nw.any_horizontal(*(nw.col(name) != 0 for name in names), ignore_nulls=True)
    owed = nw.sum_horizontal(*(nw.col(name) for name in names[:-1])).alias(c.TOTAL)
    shown = sums.filter(something).with_columns(owed)
    order = [c.TOTAL, *by]
    return shown.sort(*order, descending=[True, *(False for _ in by)], nulls_last=True)


def totals_of(*, cells: Cells, buckets: int) -> dict[str, AgeingAmounts]:
    """Amounts per currency over all cells; a currency with nothing at all is left out, as rows are."""
    names = amount_columns(buckets=buckets)
    sums = cells.group_by(c.CURRENCY).agg(*(nw.col(name).sum() for name in names)).sort(c.CURRENCY)
    return {str(currency): amounts_of(values=values) for currency, *values in sums.iter_rows() if any(values)}


def sums_to_tie(*, cells: Cells, buckets: int) -> Mapping[tuple[int, str], tuple[int, int]]:
    """(owed, unapplied) minor units by own company and currency: what must equal the control accounts."""
    names = amount_columns(buckets=buckets)
    owed = nw.sum_horizontal(*(nw.col(name) for name in names[:-1])).alias(c.TOTAL)
    sums = (
        cells.with_columns(owed).group_by(c.COMPANY, c.CURRENCY).agg(nw.col(c.TOTAL).sum(), nw.col(c.UNAPPLIED).sum())
    )
    return {(int(company), str(currency)): (owed, unused) for company, currency, owed, unused in sums.iter_rows()}


def _same(one: AgeingRow, other: object) -> bool:
    return one == other
