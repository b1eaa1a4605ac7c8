"""What is measured, each step in a process of its own: import, mirror, ageing beside its floor, pages, check."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.data import Dataset
from bench.report import Line

TARGETS_FROM = 1_000_000
"""Invoices from which the targets count: below, the fixed cost of a report is most of it."""
BUNDLE_SECONDS = 10
INVOICES_A_SECOND = 20_000
AS_TODAY = 1.25
"""A past day costs no more than today; a quarter more or less is the noise of a small machine."""
LIST_MS = 100
CREDIT_P95_MS = 20
_NO_LISTS = ("today", "ageing")
HUIKUAN = [sys.executable, "-c", "from huikuan.cli.main import main; main()"]


@dataclass(frozen=True, slots=True)
class Place:
    """A folder and an environment of the run's own."""

    folder: Path
    environment: dict[str, str]


def invoices_imported(*, size: Dataset, data: Path, place: Place) -> Line:
    """Invoices alone into an empty installation, with customers, postings, entries and audit; beside a bare insert."""
    rows, seconds = _imported("invoices", data / "invoices.csv", place)
    bare = json.loads(run([sys.executable, "-m", "bench.bare_insert", str(data / "invoices.csv")], place))
    return Line(
        name=f"{size.name}: import of invoices",
        value=round(rows / seconds),
        unit="invoices/s",
        floor="bare insert",
        floor_value=round(rows / bare["seconds"]),
        least=INVOICES_A_SECOND if size.invoices >= TARGETS_FROM else None,
        note=f"{rows:,} in {seconds:.1f} s from the start of the command to its end",
    )


def imported(*, size: Dataset, data: Path, place: Place) -> Line:
    """The whole ledger through `huikuan import ledger`."""
    rows, seconds = _imported("ledger", data, place)
    return Line(
        name=f"{size.name}: import, rows of the files a second",
        value=round(rows / seconds),
        unit="rows/s",
        note=f"{rows:,} rows in {seconds:.1f} s, peak {_peak_mb()} MB",
    )


def _imported(what: str, path: Path, place: Place) -> tuple[int, float]:
    """Rows and seconds of an import; the database is made before."""
    (place.folder / "home").mkdir(exist_ok=True)
    run([*HUIKUAN, "check", "--json"], place)
    started = time.perf_counter()
    document = json.loads(run([*HUIKUAN, "import", what, str(path), "--json"], place))
    seconds = time.perf_counter() - started
    if document["accepted"] != document["read"] or document["rejected"]:
        sys.exit(f"the import left rows out: {document}")
    return int(document["read"]), seconds


def mirror_built(*, size: Dataset, place: Place) -> Line:
    """The first report after an import: the mirror is built from the database."""
    found = _measured("first", place)
    return Line(
        name=f"{size.name}: mirror built from the database",
        value=round(found["rows"] / found["seconds"]),
        unit="rows/s",
        note=f"{found['rows']:,} movements in {found['seconds']:.1f} s, peak {found['peak_mb']} MB, "
        f"{found['disk_mb']} MB on disk",
    )


def beside_the_floor(*, size: Dataset, data: Path, place: Place) -> list[Line]:
    """Ageing by both engines today and on past days, a balance, the key figures; each with its floor and target."""
    found = _measured("floor", place, str(data))
    totals = {name: total for name, total in found["totals"].items() if total != size.outstanding_minor}
    if totals:
        sys.exit(f"{size.name}: these do not add up to {size.outstanding_minor}: {totals}")
    lines = [_line(size, row, found["medians"]) for row in _ROWS]
    lines.append(
        Line(
            name=f"{size.name}: ageing from the mirror, memory of the process",
            value=_measured("memory", place)["peak_mb"],
            unit="MB",
            note="Python, Django and Polars included",
        )
    )
    return lines


_ROWS: tuple[tuple[str, str, str, float | None], ...] = (
    ("ageing from the mirror", "mirror today", "polars roll-up", 2.0),
    ("ageing from the mirror, beside a roll-up that reads Parquet", "mirror today", "polars roll-up of files", None),
    ("ageing from the mirror, every row read as a record", "mirror today, records", "polars roll-up", None),
    ("ageing from the mirror, slowest past day", "mirror past", "mirror today", AS_TODAY),
    ("ageing from the database", "database today", "bare group by", 3.0),
    ("ageing from the database, slowest past day, beside the bare query", "database past", "bare group by", 3.0),
    ("ageing from the database, slowest past day, beside today", "database past", "database today", AS_TODAY),
    ("ageing by newest billings (FIFO) from the mirror", "mirror fifo", "polars roll-up", None),
    ("balance of a usual customer", "balance", "bare balance", None),
    ("key figures of a year", "key figures", "polars roll-up", None),
)


def _line(size: Dataset, row: tuple[str, str, str, float | None], medians: dict[str, float]) -> Line:
    name, operation, floor, target = row
    return Line(
        name=f"{size.name}: {name}",
        value=medians[operation],
        unit="ms",
        floor=floor,
        floor_value=medians[floor],
        target=target if size.invoices >= TARGETS_FROM else None,
    )


def pages_opened(*, size: Dataset, place: Place) -> list[Line]:
    """Server time of pages as the finance director opens them, who sees every row; lists have a target (SCREENS)."""
    found = json.loads(run([sys.executable, "-m", "bench.pages"], place))
    return [
        Line(
            name=f"{size.name}: page: {name}",
            value=median,
            unit="ms",
            most=LIST_MS if size.invoices >= TARGETS_FROM and name not in _NO_LISTS else None,
            note=f"the first time {first} ms",
        )
        for name, (median, first) in found.items()
    ]


def credit_checked(*, size: Dataset, place: Place) -> list[Line]:
    """A credit check over the API, as an ERP asks at each order: p50 and p95, beside the bare sum of one customer."""
    found = json.loads(run([sys.executable, "-m", "bench.credit"], place))
    return [
        Line(
            name=f"{size.name}: credit check over the API, {what}, {share}",
            value=found[kind][share],
            unit="ms",
            floor="bare sum of a customer",
            floor_value=found["bare"][share],
            most=CREDIT_P95_MS if share == "p95" else None,
        )
        for kind, what in (("check", "asked"), ("order", "reserved and kept"))
        for share in ("p50", "p95")
    ]


def checked(*, size: Dataset, place: Place) -> Line:
    """`huikuan check`: every invariant over all rows, the mirror included."""
    started = time.perf_counter()
    document = json.loads(run([*HUIKUAN, "check", "--all", "--json"], place))
    seconds = time.perf_counter() - started
    if not document["ok"]:
        sys.exit(f"the books do not hold: {document['broken'][:3]}")
    objects = sum(document["checked"].values())
    return Line(
        name=f"{size.name}: every invariant checked",
        value=round(seconds, 1),
        unit="s",
        note=f"{objects:,} objects",
    )


def _measured(what: str, place: Place, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run([sys.executable, "-m", "bench.ageing", what, *arguments], place))
    return found


def run(command: list[str], place: Place) -> str:
    """Run a command in the environment of the place and return what it prints; ends the run if it fails."""
    done = subprocess.run(command, env=place.environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr[-3_000:]}")
    return done.stdout


def bundles_made(*, place: Place) -> list[Line]:
    """A case of three years as one bundle of evidence, originals bound in, sealed and packed; verified without us."""
    found = json.loads(run([sys.executable, "-m", "bench.evidence"], place))
    return [
        Line(
            name=f"evidence bundle of three years, {language}",
            value=found[language]["seconds"],
            unit="s",
            most=BUNDLE_SECONDS,
            note=f"{found['items']} items, {found[language]['pages']} pages, {found[language]['megabytes']} MB, "
            f"processor {found[language]['processor_seconds']} s",
        )
        for language in ("zh-hans", "en")
    ]


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10
