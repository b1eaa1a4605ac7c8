"""How right a run of the matcher was, by kind: `huikuan match try --truth FILE` (line_id, kind, invoice_id, amount_minor).

Two levels, as they are counted (KPI auto-match): a *payment* is right if its set of items is exactly the true one; a
*line* is one item of a payment, right if the item and the minor units allocated to it are the true ones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import polars as pl

from huikuan.cli.match_files import BadFile
from huikuan.receipts.matching.records import Decision, Outcome

_BINS = (0, 500, 700, 800, 850, 900, 930, 960, 980, 990, 995, 1_000)


@dataclass(slots=True)
class Level:
    """Counts of one level: what there is to find, what was applied, what of it was right."""

    true: int = 0
    applied: int = 0
    right: int = 0

    @property
    def precision_permille(self) -> int | None:
        """Return how many of those applied were right; None if none was."""
        return 1000 * self.right // self.applied if self.applied else None

    @property
    def recall_permille(self) -> int | None:
        """Return how many of the true ones were applied rightly; None if there are none."""
        return 1000 * self.right // self.true if self.true else None


@dataclass(slots=True)
class Score:
    """Both levels together and by kind, the right minor units, and how honest the confidence was.

    `bins` holds for each range of confidence: explanations, expected and actual right ones in thousandths.
    """

    payments: dict[str, Level] = field(default_factory=dict)
    lines: dict[str, Level] = field(default_factory=dict)
    applied_minor: int = 0
    right_minor: int = 0
    bins: list[tuple[int, int, int, int, int]] = field(default_factory=list)
    calibration_error_permille: int = 0

    def total(self, *, levels: dict[str, Level]) -> Level:
        """Return the sum over all kinds."""
        return Level(*(sum(getattr(one, name) for one in levels.values()) for name in ("true", "applied", "right")))


def score(*, outcomes: Sequence[Outcome], truth: Path) -> Score:
    """Compare outcomes with the truth; raises BadFile if its columns are missing."""
    found, kinds = Score(), dict[str, str]()
    true: dict[str, dict[str, int]] = defaultdict(dict)
    for line, kind, item, minor in _rows(truth):
        kinds[line] = kind
        if item:
            true[line][item] = int(minor)
    sure: list[tuple[int, bool]] = []
    for outcome in outcomes:
        line = str(outcome.line_id)
        _count(found, kinds.get(line, ""), outcome, true.get(line, {}))
        if outcome.candidates and not outcome.candidates[0].against:
            best = outcome.candidates[0]
            items = {str(item) for item, _ in best.shares}
            sure.append((best.confidence_permille, items == set(true.get(line, {}))))
    found.bins = _bins(sure)
    gaps = sum(count * abs(expected - actual) for _, _, count, expected, actual in found.bins)
    found.calibration_error_permille = gaps // max(len(sure), 1)
    return found


def _rows(path: Path) -> Iterable[tuple[str, str, str, str]]:
    columns = ("line_id", "kind", "invoice_id", "amount_minor")
    table = pl.read_csv(path, infer_schema=False).fill_null("")
    if absent := [name for name in columns if name not in table.columns]:
        raise BadFile(code="COLUMNS_MISSING", message=", ".join(absent), file=path.name, fields=", ".join(absent))
    return table.select(columns).iter_rows()


def _count(found: Score, kind: str, outcome: Outcome, true: dict[str, int]) -> None:
    payment, lines = found.payments.setdefault(kind, Level()), found.lines.setdefault(kind, Level())
    payment.true += bool(true)
    lines.true += len(true)
    if outcome.decision is not Decision.APPLIED:
        return
    shares = {str(item): minor for item, minor in outcome.candidates[0].shares}
    payment.applied += 1
    payment.right += shares.keys() == true.keys()
    lines.applied += len(shares)
    lines.right += sum(true.get(item) == minor for item, minor in shares.items())
    found.applied_minor += sum(shares.values())
    found.right_minor += sum(min(minor, true.get(item, 0)) for item, minor in shares.items())


def _bins(sure: Sequence[tuple[int, bool]]) -> list[tuple[int, int, int, int, int]]:
    """Rows of the reliability table: from, below, how many, expected and actual right ones in thousandths."""
    rows = []
    for low, high in pairwise(_BINS):
        here = [(permille, right) for permille, right in sure if low <= permille < high]
        if here:
            expected = sum(permille for permille, _ in here) // len(here)
            rows.append((low, high, len(here), expected, 1000 * sum(right for _, right in here) // len(here)))
    return rows
