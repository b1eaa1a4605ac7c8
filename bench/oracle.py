"""What nobody can know: the best that any matcher could do on a statement of the shared generator, `oracle.py FOLDER`.

The oracle knows more than any matcher: which customer pays every line, which items all other lines pay, how the generator
draws sets and shortfalls (bank_gen.py: 2 to 8 items at random, 70 % paid whole, 15 % short by one of four fees, 15 % by anything
between 0.5 and 3 %). It weighs the true set against all others (Bayes) and decides the likeliest lines until one decision in a
thousand would be wrong. That is an upper bound of recall at a precision of 99.9 %.

Two counts of the other sets. *Proved*: only sets in the window of discounts, counted from below by dynamic programming over
amounts rounded down to bins, so that none is counted that may lie outside. *Expected*: also those that make the amount exactly or
but for a fee, as many as the density of sums around the amount says.
"""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

SIZES = range(2, 9)
WHOLE, FEES, DISCOUNTS = 0.70, 0.15, 0.15
KINDS_OF_FEE = (500, 1_000, 2_000, 5_000)
LEAST, MOST = 0.005, 0.03
WRONG = 0.001
_BINS = 4_000
_COUNT = re.compile(r"等(\d+)笔")
_Counts = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Payment:
    """A line that names no item or one: what came, what it pays, what else its customer owes then, how many it says."""

    minor: int
    paid: tuple[int, ...]
    others: tuple[int, ...]
    named: int | None
    size: int | None


@dataclass(frozen=True, slots=True)
class Weights:
    """The weight of the true set and of all others: those proved to be there, and those to be expected."""

    true: float
    proved: float
    expected: float


def main() -> None:
    print(json.dumps(bound(folder=Path(sys.argv[1]))))


def bound(*, folder: Path) -> dict[str, float]:
    """Shares of the payments, in per cent, that could be decided at 99.9 % and with no regard to precision."""
    payments, certain, alike = read(folder=folder)
    weights = [weighed(payment=one) for one in payments]
    found: dict[str, float] = {"payments": certain + len(alike) + len(weights), "sets": len(weights)}
    for name in ("proved", "expected"):
        chances = [one.true / (one.true + getattr(one, name)) for one in weights]
        right = [1.0] * certain + [1 / count for count in alike] + chances
        decided, sure = decided_of(chances=right)
        found[f"{name}_recall"] = round(100 * decided / len(right), 2)
        found[f"{name}_any"] = round(100 * sum(right) / len(right), 2)
        found[f"{name}_sets_decided"] = sum(chance >= sure for chance in chances)
    return found


def decided_of(*, chances: Sequence[float]) -> tuple[float, float]:
    """How many would be decided rightly if the likeliest are decided up to one wrong in a thousand, and the least sure one."""
    decided = right = 0.0
    least = 1.0
    for chance in sorted(chances, reverse=True):
        if (decided + 1) - (right + chance) > WRONG * (decided + 1):
            break
        decided, right, least = decided + 1, right + chance, chance
    return right, least


def weighed(*, payment: Payment) -> Weights:
    """Weigh the true set of a payment against all others of its customer's items."""
    fixed = payment.named or 0
    pool = [*payment.others, *payment.paid]
    if payment.named is not None:
        pool.remove(payment.named)
    drawn = range(payment.size - 1, payment.size) if payment.size else SIZES
    low, high = payment.minor / (1 - LEAST) - fixed, payment.minor / (1 - MOST) - fixed
    counts = sums_of(amounts=pool, most=max(drawn), high=high)
    width = high / counts.shape[1]
    true = proved = expected = 0.0
    for size in drawn:
        prior = 1 / len(drawn) / max(comb(len(pool), size), 1)
        own = size == len(payment.paid) - (payment.named is not None)
        inside = _surely_inside(counts[size], low / width, high / width, size)
        around = _density(counts[size], (payment.minor - fixed) / width, size) / width
        short = sum(payment.paid) - payment.minor
        if own:
            true = prior * _chance_of(short, sum(payment.paid))
            inside -= LEAST * sum(payment.paid) <= short <= MOST * sum(payment.paid)
        mass = prior * max(inside, 0.0) * DISCOUNTS / ((MOST - LEAST) * (high + fixed))
        proved += mass
        expected += mass + prior * around * (WHOLE + FEES)
    return Weights(true, proved, expected)


def sums_of(*, amounts: Sequence[int], most: int, high: float) -> _Counts:
    """How many sets of 0 … `most` amounts have a sum of 0, 1, 2 … bins, each amount rounded down to whole bins."""
    width = high / _BINS
    counts: _Counts = np.zeros((most + 1, _BINS), dtype=np.float64)
    counts[0, 0] = 1.0
    for minor in amounts:
        step = int(minor / width)
        if step < _BINS:
            counts[1:, step:] += counts[:-1, : _BINS - step].copy()
    return counts


def read(*, folder: Path) -> tuple[list[Payment], int, list[int]]:
    """The payments whose items are not named in full; how many are; and of those by name how many items have that amount."""
    amounts, owners = _items(folder)
    paid: dict[str, list[str]] = defaultdict(list)
    kinds: dict[str, str] = {}
    for line, kind, item in _texts(folder, "truth").select("line_id", "kind", "invoice_id").iter_rows():
        kinds[line] = kind
        paid[line] += [item] if item else []
    taken = {item for items in paid.values() for item in items}
    free: dict[str, list[int]] = defaultdict(list)
    for item, owner in owners.items():
        if item not in taken:
            free[owner].append(amounts[item])
    payments, alike, certain = [], [], 0
    lines = _texts(folder, "statement").select("line_id", "amount_minor", "reference").iter_rows()
    for line, minor, said in lines:
        items, text = paid[line], said or ""
        if kinds[line] == "name":
            alike.append(1 + free[owners[items[0]]].count(amounts[items[0]]))
        elif kinds[line] == "multi" and text.count("INV-") < len(items):
            payments.append(_payment(int(minor), items, text, amounts, free[owners[items[0]]]))
        else:
            certain += bool(items)
    return payments, certain, alike


def _payment(minor: int, items: Sequence[str], text: str, amounts: Mapping[str, int], free: Sequence[int]) -> Payment:
    said = _COUNT.search(text)
    named = amounts[items[0]] if said else None  # the truth lists the one that is named first
    return Payment(minor, tuple(amounts[one] for one in items), tuple(free), named, int(said[1]) if said else None)


def _chance_of(short: int, total: int) -> float:
    """The chance of what the true set falls short."""
    chance = WHOLE if short == 0 else FEES / len(KINDS_OF_FEE) if short in KINDS_OF_FEE else 0.0
    return chance + (DISCOUNTS / ((MOST - LEAST) * total) if LEAST * total <= short <= MOST * total else 0.0)


def _surely_inside(counts: _Counts, low: float, high: float, size: int) -> float:
    """Sets whose sum lies between two bounds even if each amount was rounded down by nearly a bin."""
    first, last = int(np.ceil(low)), int(high) - size
    return float(counts[max(first, 0) : max(last, 0)].sum())


def _density(counts: _Counts, place: float, size: int) -> float:
    """Sets a bin around a sum; amounts rounded down lie half a bin lower each."""
    middle = int(place - size / 2)
    around = counts[max(middle - 20, 0) : middle + 21]
    return float(around.mean()) if around.size else 0.0


def _items(folder: Path) -> tuple[dict[str, int], dict[str, str]]:
    rows = _texts(folder, "open_items").select("id", "customer_id", "open_minor").rows()
    return {item: int(minor) for item, _, minor in rows}, {item: owner for item, owner, _ in rows}


def _texts(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_csv(folder / f"{name}.csv", infer_schema=False)


if __name__ == "__main__":
    main()
