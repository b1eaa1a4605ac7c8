"""The matcher measured: statements of the shared generator by kind, variants of our own, and pace as the books grow."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from bench.data import generated_statement
from bench.report import Line
from bench.steps import HUIKUAN, Place, run
from bench.variants import VARIANTS

LINES_A_SECOND, PRECISION, RECALL, VARIANT_RECALL = 2_000, 99.9, 94, 94
"""What the matching of a statement must reach at least; percent. bench/oracle.py proves what keeps recall below 97."""
SIZES = (100_000, 300_000, 1_000_000)
VARIANT_SEED = 77


def statement(*, place: Place, seed: int) -> list[Line]:
    """10,000 bank lines against 100,000 open items; a payment counts only if its set of items is exactly right."""
    data = generated_statement(folder=place.folder / f"bank{seed}", seed=seed)
    document = _matched(data, place)
    base = json.loads(run([sys.executable, "-m", "bench.scoring", str(data), str(place.folder / "matched.csv")], place))
    name, floor = f"matching, seed {seed}:", "number and sum equal"
    pace = f"reading files and building the index included; {document['cpu_seconds']} s of CPU; policy {document['policy_version']}"
    known = json.loads(run([sys.executable, "-m", "bench.oracle", str(data)], place))
    score = document["score"]
    return [
        Line(f"{name} lines", document["lines_per_second"], "lines/s", least=LINES_A_SECOND, note=pace),
        Line(
            f"{name} lines with the index at hand",
            round(document["lines"] / document["matching_seconds"]),
            "lines/s",
            note=f"{document['matching_seconds']} s",
        ),
        *_levels(name, score, RECALL, (floor, base["baseline_precision"], base["baseline_recall"])),
        Line(
            f"{name} payments that anybody could decide",
            known["expected_recall"],
            "%",
            note=f"at 99.9 % precision, knowing how the generator draws; proved: at most {known['proved_recall']} %, "
            f"guesses included {known['proved_any']} %",
        ),
        *(
            Line(f"{name} recall, kind {kind}", _percent(level, "recall_permille"), "%", note=_counts(level))
            for kind, level in score["payments"].items()
            if kind not in {"all", "noise"}
        ),
        Line(f"{name} noise lines applied", score["payments"]["noise"]["applied"], "lines", most=0),
        Line(f"{name} calibration error", score["calibration_error_permille"], "per mille", most=20),
    ]


def variants(*, place: Place) -> list[Line]:
    """5,000 lines against 50,000 items of each variant: other languages and numbers, a third pay several items."""
    lines: list[Line] = []
    for name in VARIANTS:
        folder = place.folder / name.replace(" ", "-")
        run([sys.executable, "-m", "bench.variants", name, str(VARIANT_SEED), str(folder)], place)
        score = _matched(folder, place)["score"]
        lines += _levels(f"matching, variant {name}:", score, VARIANT_RECALL, None)
        lines.append(
            Line(f"matching, variant {name}: noise applied", score["payments"]["noise"]["applied"], "lines", most=0)
        )
    return lines


def as_books_grow(*, place: Place) -> list[Line]:
    """The same 10,000 lines against more open items: no worse than ten times the time for ten times the items."""
    seconds: dict[int, float] = {}
    for items in SIZES:
        data = generated_statement(folder=place.folder / f"bank{items}", seed=1, open_items=items)
        seconds[items] = _matched(data, place)["seconds"]
    smallest = SIZES[0]
    return [
        Line(
            f"matching against {items:,} items",
            round(10_000 / seconds[items]),
            "lines/s",
            note=f"{seconds[items]:.1f} s, {seconds[items] / seconds[smallest]:.1f} times that of {smallest:,}",
            least=round(10_000 / seconds[smallest] * smallest / items),
        )
        for items in SIZES
    ]


def _matched(data: Path, place: Place) -> dict[str, Any]:
    files = ("customers", "open_items", "statement", "truth")
    options = [part for name in files for part in (f"--{name.replace('_', '-')}", str(data / f"{name}.csv"))]
    command = [*HUIKUAN, "match", "try", *options, "--out", str(place.folder / "matched.csv"), "--json"]
    document: dict[str, Any] = json.loads(run(command, place))
    return document


def _levels(name: str, score: dict[str, Any], recall: float, floor: tuple[str, float, float] | None) -> list[Line]:
    base, precision_base, recall_base = floor or ("", None, None)
    payments, lines = score["payments"]["all"], score["lines"]["all"]
    return [
        Line(
            f"{name} applied payments that are right",
            _percent(payments, "precision_permille"),
            "%",
            base,
            precision_base,
            least=PRECISION,
            note=_counts(payments),
        ),
        Line(
            f"{name} payments with an answer applied",
            _percent(payments, "recall_permille"),
            "%",
            base,
            recall_base,
            least=recall,
        ),
        Line(f"{name} applied items that are right", _percent(lines, "precision_permille"), "%", note=_counts(lines)),
        Line(f"{name} items applied rightly", _percent(lines, "recall_permille"), "%"),
    ]


def _percent(level: dict[str, Any], name: str) -> float:
    part, whole = level["right"], level["applied" if name.startswith("precision") else "true"]
    return round(100 * part / whole, 2) if whole else 0.0


def _counts(level: dict[str, Any]) -> str:
    return f"{level['right']:,} right of {level['applied']:,} applied, {level['true']:,} to find"
