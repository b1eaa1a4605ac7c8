"""Learns the curves of matching/calibration.py: `python -m bench.calibrate FOLDER…`, each a statement with its truth.

For each basis the explanations are put into steps by what the odds say, each of them joined with those below it until it holds
enough; a step's value is how many of it were right, one miss added, so that few observations promise little; steps that would
fall are pooled (isotonic regression, Barlow 1972).
"""

from __future__ import annotations

import csv
import sys
from collections import defaultdict
from functools import partial
from pathlib import Path

from huikuan.cli.match_files import lines_in, open_items_in, payers_in
from huikuan.receipts.matching.desk import Desk
from huikuan.receipts.matching.engine import settled
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.records import id_order

STEPS = (0, 300, 500, 600, 700, 800, 850, 900, 930, 960, 980, 990, 995, 998)
_FEWEST = 40  # explanations of a step
_MOST_RIVALRY = 0.2
Observed = dict[str, list[tuple[int, bool]]]


def main() -> None:
    observed: Observed = defaultdict(list)
    for folder in map(Path, sys.argv[1:]):
        observe(folder=folder, observed=observed)
    for basis, seen in sorted(observed.items()):
        print(f"    Basis.{basis}: {curve(seen=seen)},  # {len(seen)}")


def observe(*, folder: Path, observed: Observed) -> None:
    """Add what was right of the explanations that could be applied and had hardly a rival."""
    truth: dict[str, set[str]] = defaultdict(set)
    with (folder / "truth.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            truth[row["line_id"]] |= {row["invoice_id"]} - {""}
    index = MatchIndex.build(
        items=open_items_in(path=folder / "open_items.csv"), payers=payers_in(path=folder / "customers.csv")
    )
    lines = sorted(lines_in(path=folder / "statement.csv"), key=lambda line: id_order(value=line.id))
    policy = MatchPolicy()
    desk = Desk(index=index, policy=policy, lines=lines)
    directly, with_sums = (partial(desk.explain, with_sums=wanted) for wanted in (False, True))
    board = settled(lines=lines, policy=policy, directly=directly, with_sums=with_sums)
    for place, line in enumerate(lines):
        best = next(iter(desk.standing.get(place, ())), None)
        if best is None or best.hypothesis.blocked or place in board.contested or best.others > _MOST_RIVALRY:
            continue
        items = {str(index.items[item].id) for item in best.hypothesis.items}
        observed[best.hypothesis.basis].append((best.alone, items == truth[str(line.id)]))


def curve(*, seen: list[tuple[int, bool]]) -> tuple[tuple[int, int], ...]:
    """Steps (from so many thousandths, right so many times in a thousand), never falling."""
    pooled: list[list[int]] = []  # from, right, seen and one miss
    for low, high in _joined(seen):
        step = [right for permille, right in seen if low <= permille < high]
        pooled.append([low, sum(step), len(step) + 1])
        while len(pooled) > 1 and pooled[-1][1] * pooled[-2][2] < pooled[-2][1] * pooled[-1][2]:
            _, right, count = pooled.pop()
            pooled[-1][1] += right
            pooled[-1][2] += count
    return tuple((low, min(1000 * right // count, 999)) for low, right, count in pooled)


def _joined(seen: list[tuple[int, bool]]) -> list[tuple[int, int]]:
    """Steps as (from, below), from the surest down, each wide enough to hold the fewest explanations; the least sure step
    observed stays by itself."""
    counts = {
        low: sum(low <= permille < high for permille, _ in seen)
        for low, high in zip(STEPS, (*STEPS[1:], 1_001), strict=True)
    }
    observed = [low for low in STEPS if counts[low]]
    found: list[tuple[int, int]] = []
    high = 1_001
    for place in range(len(observed) - 1, -1, -1):
        low = observed[place]
        if place <= 1 or sum(counts[one] for one in STEPS if low <= one < high) >= _FEWEST:
            found.append((low, high))
            high = low
    return found[::-1]


if __name__ == "__main__":
    main()
