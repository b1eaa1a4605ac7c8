"""`huikuan match try`: run the matcher on three CSV files and write what it would do; nothing is stored.

It is how the published figures of the matcher are measured, and how a company tries it on its own export before
anything is installed: no database, no settings.
"""

from __future__ import annotations

import csv
import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from huikuan.cli.language import gettext as _
from huikuan.cli.match_files import lines_in, open_items_in, payers_in
from huikuan.cli.match_score import Level, Score, score
from huikuan.cli.output import print_json
from huikuan.kernel.collector import collector_at_rest
from huikuan.kernel.forked import spare_cores
from huikuan.receipts.matching.calibration import VERSION as CALIBRATION
from huikuan.receipts.matching.engine import match_lines
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.records import Decision, Outcome, Reason

COLUMNS = ("line_id", "outcome", "invoice_id", "amount_minor", "confidence", "reasons")
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@dataclass(frozen=True, slots=True)
class MatchSummary:
    """What a run decided on how many lines, and how fast; seconds include reading the files and building the index.

    `cpu_seconds` are those of the processor, all threads together; `matching_seconds` those with the index at hand.
    """

    lines: int
    applied: int
    proposed: int
    none: int
    seconds: float
    lines_per_second: int
    policy_version: str
    cpu_seconds: float = 0.0
    matching_seconds: float = 0.0
    calibration_version: str = CALIBRATION
    score: Score | None = None


def match_files(
    *, customers: Path, open_items: Path, statement: Path, out: Path, truth: Path | None = None
) -> MatchSummary:
    """Match a statement to open items, all CSV, and write one row per line and item to `out`; raises BadFile.

    customers: id, name [, aliases, accounts: several divided by |]. open_items: id, number, customer_id, issue_date,
    due_date, open_minor [, currency]. statement: line_id, date, amount_minor, payer_name, reference [, payer_account,
    currency]. Days are ISO, amounts minor units, the currency is CNY where no column says otherwise. With the truth
    (line_id, kind, invoice_id, amount_minor) the summary says how right the run was.
    """
    started, worked = time.perf_counter(), time.process_time()
    policy = MatchPolicy()
    with collector_at_rest():
        payers = list(payers_in(path=customers))
        items = list(open_items_in(path=open_items))
        lines = list(lines_in(path=statement))
        index = MatchIndex.build(items=items, payers=payers, policy=policy)
        indexed = time.perf_counter()
        outcomes = match_lines(index=index, lines=lines, policy=policy, spare_cores=spare_cores())
        matched = time.perf_counter()
        _write(out, outcomes)
    seconds = time.perf_counter() - started
    decided = Counter(outcome.decision for outcome in outcomes)
    return MatchSummary(
        lines=len(lines),
        applied=decided[Decision.APPLIED],
        proposed=decided[Decision.PROPOSED],
        none=decided[Decision.NONE],
        seconds=round(seconds, 3),
        lines_per_second=round(len(lines) / seconds),
        policy_version=policy.version,
        cpu_seconds=round(time.process_time() - worked, 3),
        matching_seconds=round(matched - indexed, 3),
        calibration_version=CALIBRATION,
        score=None if truth is None else score(outcomes=outcomes, truth=truth),
    )


@click.command("try", help=_("Match a bank statement to open items, all CSV files, without a database."))
@click.option("--customers", type=FILE, required=True, help=_("CSV file: id, name [, aliases, accounts]."))
@click.option(
    "--open-items",
    type=FILE,
    required=True,
    help=_("CSV file: id, number, customer_id, issue_date, due_date, open_minor [, currency]."),
)
@click.option(
    "--statement",
    type=FILE,
    required=True,
    help=_("CSV file: line_id, date, amount_minor, payer_name, reference [, payer_account, currency]."),
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help=_("CSV file to write."))
@click.option("--truth", type=FILE, help=_("CSV file: line_id, kind, invoice_id, amount_minor; says how right it was."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def try_match(
    *, customers: Path, open_items: Path, statement: Path, out: Path, truth: Path | None, as_json: bool
) -> None:
    """Run `match_files` and print its summary."""
    summary = match_files(customers=customers, open_items=open_items, statement=statement, out=out, truth=truth)
    if as_json:
        print_json(document={**asdict(summary), "score": summary.score and _document(summary.score)})
        return
    told = _(
        "%(lines)s lines: %(applied)s allocated, %(proposed)s proposed, %(none)s none; "
        "%(seconds)s s, %(lines_per_second)s lines/s"
    )
    click.echo(told % asdict(summary))
    if summary.score:
        _print_score(summary.score)


def _document(found: Score) -> dict[str, object]:
    """The score as numbers: both levels in all and by kind, minor units, the reliability table."""
    names = ("from_permille", "below_permille", "count", "expected_permille", "actual_permille")
    return {
        **{
            name: {
                "all": _level(found.total(levels=levels)),
                **{kind: _level(one) for kind, one in sorted(levels.items())},
            }
            for name, levels in (("payments", found.payments), ("lines", found.lines))
        },
        "applied_minor": found.applied_minor,
        "right_minor": found.right_minor,
        "reliability": [dict(zip(names, row, strict=True)) for row in found.bins],
        "calibration_error_permille": found.calibration_error_permille,
    }


def _level(level: Level) -> dict[str, int | None]:
    shares = {"precision_permille": level.precision_permille, "recall_permille": level.recall_permille}
    return {**asdict(level), **shares}


def _print_score(found: Score) -> None:
    for title, levels in ((_("payments"), found.payments), (_("lines"), found.lines)):
        for kind, level in ((_("all"), found.total(levels=levels)), *sorted(levels.items())):
            click.echo(
                f"{title} {kind}: "
                + _(
                    "%(true)s true, %(applied)s allocated, %(right)s right; precision %(precision)s %%, recall %(recall)s %%"
                )
                % {
                    **asdict(level),
                    "precision": _percent(level.right, level.applied),
                    "recall": _percent(level.right, level.true),
                }
            )
    for low, high, count, expected, actual in found.bins:
        told = _("confidence %(low)s to %(high)s: %(count)s, expected %(expected)s, right %(actual)s per mille")
        click.echo(told % {"low": low, "high": high, "count": count, "expected": expected, "actual": actual})


def _percent(part: int, whole: int) -> str:
    return f"{10_000 * part // whole / 100:.2f}" if whole else "-"


def _write(out: Path, outcomes: Iterable[Outcome]) -> None:
    """Write the file whole or not at all; a pipe or device is written as it comes."""
    part = out.with_name(f"{out.name}.{os.getpid()}") if out.is_file() or not out.exists() else out
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for outcome in outcomes:
                writer.writerows(_rows(outcome))
    except OSError:
        if part != out:
            part.unlink(missing_ok=True)
        raise
    if part != out:
        part.replace(out)


def _rows(outcome: Outcome) -> Iterator[tuple[object, ...]]:
    if not outcome.candidates:
        yield outcome.line_id, outcome.decision.lower(), "", "", "0.000", ""
        return
    best = outcome.candidates[0]
    confidence = f"{best.confidence_permille // 1000}.{best.confidence_permille % 1000:03}"
    reasons = "; ".join([*map(_reason, best.reasons), *(f"but {_reason(reason)}" for reason in best.against)])
    for item_id, minor in best.shares:
        yield outcome.line_id, outcome.decision.lower(), item_id, minor, confidence, reasons


def _reason(reason: Reason) -> str:
    params = " ".join(f"{name}={value}" for name, value in reason.params)
    return f"{reason.code} {params}".strip()
