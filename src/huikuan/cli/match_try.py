"""`huikuan match try`: run the matcher on three CSV files and write what it would do; nothing is stored.

It is how the published figures of the matcher are measured, and how a company tries it on its own export before
anything is installed: no database, no settings.
"""

from __future__ import annotations

import csv
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click
import polars as pl

from huikuan.cli.language import gettext as _
from huikuan.cli.output import print_json
from huikuan.receipts.matching.engine import match_lines
from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.records import Decision, Line, OpenItem, Outcome, Payer, Reason

COLUMNS = ("line_id", "outcome", "invoice_id", "amount_minor", "confidence", "reasons")
DEFAULT_CURRENCY = "CNY"
_LIST_MARK = "|"


class BadFile(ValueError):
    """A file that cannot be read as what it should hold."""


@dataclass(frozen=True, slots=True)
class MatchSummary:
    """What a run decided on how many lines, and how fast; seconds include reading the files and building the index."""

    lines: int
    applied: int
    proposed: int
    none: int
    seconds: float
    lines_per_second: int
    policy_version: str


def match_files(*, customers: Path, open_items: Path, statement: Path, out: Path) -> MatchSummary:
    """Match a statement to open items, all CSV, and write one row per line and item to `out`; raises BadFile.

    customers: id, name [, aliases, accounts: several divided by |]. open_items: id, number, customer_id, issue_date,
    due_date, open_minor [, currency]. statement: line_id, date, amount_minor, payer_name, reference [, payer_account,
    currency]. Days are ISO, amounts minor units, the currency is CNY where no column says otherwise.
    """
    started = time.perf_counter()
    payers = list(_payers(customers))
    items = list(_items(open_items))
    lines = list(_lines(statement))
    policy = MatchPolicy()
    try:
        index = MatchIndex.build(items=items, payers=payers, policy=policy)
        outcomes = match_lines(index=index, lines=lines, policy=policy)
    except ValueError as problem:
        raise BadFile(str(problem)) from problem
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
    )


@click.command("try", help=_("Match a bank statement to open items, all CSV files, without a database."))
@click.option("--customers", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
@click.option("--open-items", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
@click.option("--statement", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), required=True, help=_("CSV file to write."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON document."))
def try_match(*, customers: Path, open_items: Path, statement: Path, out: Path, as_json: bool) -> None:
    """Run `match_files` and print its summary."""
    try:
        summary = match_files(customers=customers, open_items=open_items, statement=statement, out=out)
    except (BadFile, OSError) as problem:
        raise click.ClickException(str(problem)) from problem
    if as_json:
        print_json(asdict(summary))
        return
    told = _(
        "%(lines)s lines: %(applied)s applied, %(proposed)s proposed, %(none)s none; "
        "%(seconds)s s, %(lines_per_second)s lines/s"
    )
    click.echo(told % asdict(summary))


def _payers(path: Path) -> Iterator[Payer]:
    table = _table(path, required=("id", "name"), optional=("aliases", "accounts"))
    for key, name, aliases, accounts in table.rows():
        yield Payer(key, name, _several(aliases), _several(accounts))


def _items(path: Path) -> Iterator[OpenItem]:
    required = ("id", "number", "customer_id", "open_minor", "issue_date", "due_date")
    table = _table(path, required=required, optional=("currency",), days=("issue_date", "due_date"))
    for key, number, customer, minor, issued, due, currency in table.rows():
        yield OpenItem(key, number, customer, minor, currency or DEFAULT_CURRENCY, issued, due)


def _lines(path: Path) -> Iterator[Line]:
    required = ("line_id", "date", "amount_minor", "payer_name", "reference")
    table = _table(path, required=required, optional=("payer_account", "currency"), days=("date",))
    if table["date"].null_count():
        raise BadFile(f"{path.name}: a line has no date")
    for key, day, minor, name, reference, account, currency in table.rows():
        yield Line(key, day, minor, currency or DEFAULT_CURRENCY, name, account, reference)


def _table(
    path: Path, *, required: tuple[str, ...], optional: tuple[str, ...], days: tuple[str, ...] = ()
) -> pl.DataFrame:
    """Read the columns named, as text but for days and minor units; missing optional ones are empty."""
    try:
        table = pl.read_csv(path, infer_schema=False, encoding="utf8").fill_null("")
    except (pl.exceptions.PolarsError, UnicodeError) as problem:
        raise BadFile(f"{path.name}: {str(problem).splitlines()[0]}") from problem
    if absent := [name for name in required if name not in table.columns]:
        raise BadFile(f"{path.name}: no column {', '.join(absent)}")
    table = table.with_columns(pl.lit("").alias(name) for name in optional if name not in table.columns)
    amounts = [name for name in required if name.endswith("_minor")]
    try:
        return table.select(*required, *optional).with_columns(
            *(pl.col(name).cast(pl.Int64) for name in amounts),
            *(pl.col(name).replace("", None).str.to_date("%Y-%m-%d") for name in days),
        )
    except pl.exceptions.PolarsError as problem:
        raise BadFile(f"{path.name}: {str(problem).splitlines()[0]}") from problem


def _several(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(_LIST_MARK) if part)


def _write(out: Path, outcomes: Iterable[Outcome]) -> None:
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for outcome in outcomes:
            writer.writerows(_rows(outcome))


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
