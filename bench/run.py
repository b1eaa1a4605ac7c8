"""Measures the product beside its floor, in one run on one machine, and writes docs/benchmarks.md.

    python -m bench             100,000 and 1,000,000 invoices, SQLite (about twelve minutes on two cores)
    python -m bench --quick     100,000 only
    python -m bench --postgresql   the same on a private PostgreSQL server

Absolute times drift with the machine; the ratios to the floor of the same run are what is compared.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import matching, report, steps
from bench.data import Dataset, generated

ROOT = Path(__file__).resolve().parents[1]
SIZES = (
    Dataset(name="100k", customers=5_000, invoices=100_000, outstanding_minor=30_348_115_671),
    Dataset(name="1M", customers=20_000, invoices=1_000_000, outstanding_minor=391_582_470_111),
)
SEEDS = (201, 202, 203)  # seeds that no curve was learned from
SERVER = ("shared_buffers=2GB", "max_wal_size=8GB", "checkpoint_timeout=15min")
"""What docs/admin/postgresql.md recommends for a server of this size."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="100,000 invoices only")
    parser.add_argument("--postgresql", action="store_true", help="on a private PostgreSQL server instead of SQLite")
    parser.add_argument("--no-docs", action="store_true", help="print the table, write no file")
    wanted = parser.parse_args()
    started = time.perf_counter()
    lines: list[report.Line] = []
    for size in SIZES[:1] if wanted.quick else SIZES:
        with _place(postgresql=wanted.postgresql) as place:
            lines.append(_invoices(size, place))
        with _place(postgresql=wanted.postgresql) as place:
            lines += _measured(size, place)
    with _place(postgresql=False) as place:
        for seed in SEEDS:
            _say(f"matching, seed {seed}")
            lines += matching.statement(place=place, seed=seed)
        _say("matching, variants")
        lines += matching.variants(place=place)
        _say("matching as the books grow")
        lines += matching.as_books_grow(place=place)
    with _place(postgresql=False) as place:
        _say("bundle of evidence")
        lines += steps.bundles_made(place=place)
    run = report.Run(
        database="PostgreSQL" if wanted.postgresql else "SQLite",
        seconds=round(time.perf_counter() - started),
        lines=lines,
        machine=report.machine(),
    )
    previous = report.last_run(database=run.database)
    print(report.table(run=run, previous=previous))
    if not wanted.no_docs:
        report.keep(run=run, previous=previous)
    if missed := [line.name for line in lines if line.missed]:
        sys.exit(f"over the target: {', '.join(missed)}")


def _invoices(size: Dataset, place: steps.Place) -> report.Line:
    _say(f"{size.name}: importing invoices alone")
    folder = generated(dataset=size, folder=place.folder / "data")
    return steps.invoices_imported(size=size, data=folder, place=place)


def _measured(size: Dataset, place: steps.Place) -> list[report.Line]:
    _say(f"{size.name}: generating")
    folder = generated(dataset=size, folder=place.folder / "data")
    _say(f"{size.name}: importing")
    lines = [steps.imported(size=size, data=folder, place=place)]
    _say(f"{size.name}: building the mirror")
    lines.append(steps.mirror_built(size=size, place=place))
    _say(f"{size.name}: measuring beside the floor")
    lines += steps.beside_the_floor(size=size, data=folder, place=place)
    _say(f"{size.name}: opening pages")
    lines += steps.pages_opened(size=size, place=place)
    _say(f"{size.name}: credit checks")
    lines += steps.credit_checked(size=size, place=place)
    _say(f"{size.name}: checking the books")
    lines.append(steps.checked(size=size, place=place))
    return lines


@contextmanager
def _place(*, postgresql: bool) -> Iterator[steps.Place]:
    folder = Path(tempfile.mkdtemp(prefix="huikuan-bench-"))
    environment = {**os.environ, "HUIKUAN_HOME": str(folder / "home"), "DATABASE_URL": "", "PYTHONPATH": str(ROOT)}
    server = None
    try:
        if postgresql:
            from tests.postgresql_server import new_server

            server = new_server(durable=True, settings=SERVER)
            environment["DATABASE_URL"] = server.url
        yield steps.Place(folder=folder, environment=environment)
    finally:
        if server is not None:
            server.remove()
        shutil.rmtree(folder, ignore_errors=True)


def _say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
