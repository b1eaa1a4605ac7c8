"""Long lists in pieces: a page of rows with their number and sums, ids in portions that one query takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")
PAGE_SIZE = 50
LARGEST_PAGE = 200
"""Most rows that an address or the API may ask for at once (TRUST S24)."""
FILE_PAGE = 5_000
"""Rows read at once where a list is written into a file whole."""
AT_ONCE = 5_000
"""So many ids or keys go into one query."""


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows `number` × `size` on of a list of `count`; `totals` are minor units per currency over the whole list."""

    rows: tuple[Row, ...]
    number: int
    size: int
    count: int
    totals: dict[str, int]

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.count // self.size))


def page_bounds(*, number: int, size: int) -> tuple[int, int]:
    """Half-open row range of page `number` (from 1); the size is kept between 1 and 5,000."""
    size = min(max(size, 1), FILE_PAGE)
    start = (max(number, 1) - 1) * size
    return start, start + size


def portions(*, values: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """All values in their order, at most 5,000 at a time: what one query takes."""
    for start in range(0, len(values), AT_ONCE):
        yield values[start : start + AT_ONCE]
