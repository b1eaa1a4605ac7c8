"""Scores a matched statement against the truth, beside the simplest baseline: `scoring.py DATA MATCHED.csv`."""

from __future__ import annotations

import json
import re
import sys
from collections import defaultdict
from pathlib import Path

import polars as pl

_NUMBER = re.compile(r"INV-\d{6}-\d{8}")

Answers = dict[str, set[str]]


def main() -> None:
    data, matched = Path(sys.argv[1]), Path(sys.argv[2])
    truth: Answers = defaultdict(set)
    for line, item in _texts(data / "truth.csv").select("line_id", "invoice_id").iter_rows():
        if item:
            truth[line].add(item)
    ours: Answers = defaultdict(set)
    rows = _texts(matched).filter(pl.col("outcome") == "applied")
    for line, item in rows.select("line_id", "invoice_id").iter_rows():
        ours[line].add(item)
    precision, recall = _score(ours, truth)
    baseline_precision, baseline_recall = _score(_baseline(data), truth)
    print(
        json.dumps(
            {
                "noise": sum(line not in truth for line in ours),
                "precision": precision,
                "recall": recall,
                "baseline_precision": baseline_precision,
                "baseline_recall": baseline_recall,
            }
        )
    )


def _baseline(data: Path) -> Answers:
    """Every full invoice number in the reference, if their open amounts sum to the amount of the line."""
    items = _texts(data / "open_items.csv").select("number", "id", "open_minor").iter_rows()
    known = {number: (pk, int(minor)) for number, pk, minor in items}
    found: Answers = {}
    lines = _texts(data / "statement.csv").select("line_id", "amount_minor", "reference").iter_rows()
    for line, amount, reference in lines:
        named = [known[number] for number in _NUMBER.findall(reference or "") if number in known]
        if named and sum(minor for _, minor in named) == int(amount):
            found[line] = {pk for pk, _ in named}
    return found


def _score(answers: Answers, truth: Answers) -> tuple[float, float]:
    right = sum(items == truth.get(line) for line, items in answers.items())
    return round(100 * right / max(1, len(answers)), 2), round(100 * right / max(1, len(truth)), 2)


def _texts(path: Path) -> pl.DataFrame:
    return pl.read_csv(path, infer_schema=False)


if __name__ == "__main__":
    main()
