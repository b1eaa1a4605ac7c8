"""Runs inside one process on an imported ledger and prints one JSON object: `first`, `memory` or `floor DATA`."""

from __future__ import annotations

import gc
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huikuan.config.settings")
django.setup()

from django.conf import settings  # noqa: E402 - needs the settings

from bench.floor import BareDatabase, BareFrames  # noqa: E402
from huikuan.kernel.actor import SYSTEM  # noqa: E402
from huikuan.portfolio.figures import kpis  # noqa: E402
from huikuan.portfolio.queries import ageing  # noqa: E402
from huikuan.receivables.queries.items import balances_of  # noqa: E402

AS_OF = date(2026, 6, 30)
PAST = (
    date(2026, 6, 29),
    date(2026, 5, 31),
    date(2026, 3, 31),
    date(2025, 12, 31),
    date(2025, 6, 30),
    date(2024, 12, 31),
)
ROUNDS = 9


def main() -> None:
    what, *arguments = sys.argv[1:]
    steps: dict[str, Callable[..., dict[str, Any]]] = {"first": _first, "memory": _memory, "floor": _floor}
    print(json.dumps(steps[what](*arguments)))


def _first() -> dict[str, Any]:
    started = time.perf_counter()
    report = ageing(actor=SYSTEM, as_of=AS_OF)
    seconds = time.perf_counter() - started
    assert report.ties
    mirror = Path(settings.HOME) / "mirror"
    manifests = [json.loads(path.read_text()) for path in mirror.glob("*/manifest.json")]
    return {
        "seconds": seconds,
        "rows": sum(file["rows"] for manifest in manifests for file in manifest["files"]),
        "disk_mb": sum(path.stat().st_size for path in mirror.rglob("*.parquet")) >> 20,
        "peak_mb": _peak_mb(),
    }


def _memory() -> dict[str, Any]:
    report = ageing(actor=SYSTEM, as_of=AS_OF)
    assert report.ties
    return {"peak_mb": _peak_mb(), "rows": len(report.rows)}


def _floor(data: str) -> dict[str, Any]:
    frames, database = BareFrames(folder=Path(data), as_of=AS_OF), BareDatabase(as_of=AS_OF)
    customer = database.usual_customer
    operations: dict[str, Callable[[], object]] = {
        "polars roll-up": frames.rolled_up,
        "polars roll-up of files": frames.rolled_up_from_files,
        "mirror today": lambda: _total("mirror", AS_OF),
        "mirror today, records": lambda: len(list(ageing(actor=SYSTEM, as_of=AS_OF).rows)),
        "bare group by": database.grouped,
        "database today": lambda: _total("database", AS_OF),
        "mirror fifo": lambda: ageing(actor=SYSTEM, as_of=AS_OF, view="fifo").ties,
        "bare balance": lambda: database.balance(customer),
        "balance": lambda: balances_of(actor=SYSTEM, customer_ids=[customer], as_of=AS_OF),
        "key figures": lambda: kpis(actor=SYSTEM, start=date(2025, 7, 1), end=AS_OF),
        **{f"mirror {day}": lambda day=day: _total("mirror", day) for day in PAST},  # type: ignore[misc]
        **{f"database {day}": lambda day=day: _total("database", day) for day in PAST},  # type: ignore[misc]
    }
    totals = {
        name: operation()
        for name, operation in operations.items()
        if "today" in name or "roll" in name or "bare g" in name
    }
    totals.pop("mirror today, records")
    _compare_engines()
    times: dict[str, list[float]] = {name: [] for name in operations}
    for _ in range(ROUNDS):  # round by round, so that a slow minute of the machine falls on all alike
        for name, operation in operations.items():
            gc.collect()
            started = time.perf_counter()
            operation()
            times[name].append((time.perf_counter() - started) * 1_000)
    medians = {name: round(statistics.median(measured), 3) for name, measured in times.items()}
    for engine in ("mirror", "database"):
        today = times[f"{engine} today"]
        slowest = max(_ratio(times[f"{engine} {day}"], today) for day in PAST)
        medians[f"{engine} past"] = round(slowest * medians[f"{engine} today"], 3)
    return {"medians": medians, "totals": totals}


def _ratio(measured: list[float], beside: list[float]) -> float:
    """The median of what each round says: the largest of six medians would be the one that a slow second fell on."""
    return statistics.median(one / other for one, other in zip(measured, beside, strict=True))


def _total(engine: str, day: date) -> int:
    report = ageing(actor=SYSTEM, as_of=day, engine=engine)
    assert report.ties
    return sum(amounts.total_minor for amounts in report.totals.values())


def _compare_engines() -> None:
    for day in (AS_OF, *PAST):
        mirror, database = (ageing(actor=SYSTEM, as_of=day, engine=engine) for engine in ("mirror", "database"))
        assert list(mirror.rows) == list(database.rows), day


def _peak_mb() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


if __name__ == "__main__":
    main()
