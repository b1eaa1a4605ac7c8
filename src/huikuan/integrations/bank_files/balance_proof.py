"""Which way money went, proved by the running balance: b_t = b_{t-1} ± amount, in whatever order the file is. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import IntEnum
from itertools import pairwise

_NO_MOMENT = datetime.combine(date.min, time.min)


class Reading(IntEnum):
    """How amounts may be meant. The first one that follows from the balances counts."""

    NATURAL = 0  # as words, signs and columns say
    FLIPPED = 1  # debit and credit from our side instead of the bank's
    RED = 2  # a negative amount beside "out" is a reversal, money in
    UNSIGNED = 3  # amounts without any direction: the balance alone says which way


@dataclass(frozen=True, slots=True)
class ChainRow:
    """One row of the file: its amounts by reading (None where a reading does not apply), balance and moment.

    A row that could not be read has no amounts at all: the chain begins anew behind it.
    """

    amounts: tuple[int, ...] | None
    balance: int | None
    day: date | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Proof:
    """The order (indexes, oldest first) and the signed amounts that follow from the balances.

    `links` of `wanted` row-to-row steps were verified. An amount of None has no direction (first of UNSIGNED).
    """

    order: tuple[int, ...]
    reading: Reading
    amounts: dict[int, int | None]
    links: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Break:
    """No reading holds: the row at `index` should have the balance `expected`; `order` is the best one found."""

    index: int
    expected: int
    found: int
    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Walk:
    links: int
    all: list[Break]
    amounts: dict[int, int | None]

    @property
    def breaks(self) -> int:
        return len(self.all)

    @property
    def first(self) -> Break | None:
        return self.all[0] if self.all else None


def proof_of(*, rows: Sequence[ChainRow], readings: Sequence[Reading], opening: int | None = None) -> Proof | Break:
    """Return the order and reading in which every balance follows from the one before it.

    Orders that agree with the moments of the rows are tried first, then those that agree with their days, then the file
    as it is and turned round: equal amounts in a wrong order may "prove" the wrong direction. `opening` is the balance
    before the oldest row where the file states one. When nothing holds, the break of the best attempt is returned: the
    first row whose balance does not follow.
    """
    best: tuple[int, Break] | None = None
    for orders in orders_of(rows=rows):
        for reading in readings:
            for order in orders:
                walk = _walked(rows, order, reading, opening)
                if walk.first is None:
                    wanted = len(rows) - (1 if opening is None and rows else 0)
                    return Proof(order=order, reading=reading, amounts=walk.amounts, links=walk.links, wanted=wanted)
                if best is None or walk.breaks < best[0]:
                    best = (walk.breaks, walk.first)
    if best is None:
        raise ValueError("no reading was given")
    return best[1]


def broken_rows(*, rows: Sequence[ChainRow], order: Sequence[int], reading: Reading) -> tuple[int, tuple[Break, ...]]:
    """How many steps an order and a reading prove, and every row whose balance does not follow: for a person to see."""
    walk = _walked(rows, tuple(order), reading, None)
    return walk.links - walk.breaks, tuple(walk.all)


def orders_of(*, rows: Sequence[ChainRow]) -> list[list[tuple[int, ...]]]:
    """Return the orders a statement may be in (indexes, oldest first), in groups: by moment, by day, by file alone.

    Some banks list days newest first and the hours of a day oldest first, some by posting number and not by time.
    """
    moments = _moments(rows)
    days = [one.date() for one in moments]
    as_is = tuple(range(len(rows)))
    found: dict[tuple[int, ...], int] = {}
    for base in (as_is, as_is[::-1]):
        for order in (base, _sorted(base, days), _sorted(base, moments)):
            rank = 0 if _rises(order, moments) else 1 if _rises(order, days) else 2
            found.setdefault(order, rank)
    return [group for rank in range(3) if (group := [order for order, own in found.items() if own == rank])]


def chronological(*, rows: Sequence[ChainRow]) -> tuple[int, ...]:
    """Return the rows oldest first without any balance to go by: a file that runs backwards is turned round first."""
    moments = _moments(rows)
    steps = [(moments[one], moments[one + 1]) for one in range(len(rows) - 1)]
    falling = sum(1 for before, after in steps if before > after)
    rising = sum(1 for before, after in steps if before < after)
    base = range(len(rows) - 1, -1, -1) if falling > rising else range(len(rows))
    return tuple(sorted(base, key=lambda index: moments[index]))


def _walked(rows: Sequence[ChainRow], order: tuple[int, ...], reading: Reading, opening: int | None) -> _Walk:
    """Go through the rows in an order; rows without a balance are summed up until the next one."""
    links = 0
    broken: list[Break] = []
    last, pending = opening, 0
    amounts: dict[int, int | None] = {}
    for index in order:
        row = rows[index]
        if row.amounts is None:
            last, pending = row.balance, 0
            continue
        minor = _minor(row, reading, last)
        amounts[index] = minor
        pending += minor or 0
        if row.balance is None:
            continue
        if last is not None:
            links += 1
            if last + pending != row.balance:
                broken.append(Break(index=index, expected=last + pending, found=row.balance, order=order))
        last, pending = row.balance, 0
    return _Walk(links=links, all=broken, amounts=amounts)


def _minor(row: ChainRow, reading: Reading, last: int | None) -> int | None:
    amounts = row.amounts or (0,)
    if reading is not Reading.UNSIGNED:
        return amounts[min(int(reading), len(amounts) - 1)]
    if last is None or row.balance is None:
        return None
    size = abs(amounts[0])
    return size if row.balance >= last else -size


def _sorted(order: tuple[int, ...], keys: Sequence[date]) -> tuple[int, ...]:
    return tuple(sorted(order, key=lambda index: keys[index]))


def _rises(order: tuple[int, ...], keys: Sequence[date]) -> bool:
    return all(keys[one] <= keys[two] for one, two in pairwise(order))


def _moments(rows: Sequence[ChainRow]) -> list[datetime]:
    """When each row was booked; an unreadable row stands with the row before it."""
    found: list[datetime] = []
    last = _NO_MOMENT
    for row in rows:
        if row.day is not None:
            clock = row.at.time() if row.at is not None else time.min
            last = datetime.combine(row.day, clock)
        found.append(last)
    first = next((one for one in found if one != _NO_MOMENT), _NO_MOMENT)
    return [first if one == _NO_MOMENT else one for one in found]
