"""Lines of a run as a table, compared with the run before, and kept in docs/benchmarks.md and bench/last.json."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "benchmarks.md"
LAST = ROOT / "bench" / "last.json"
_HEADINGS = ("what", "this run", "floor of the same run", "ratio", "target", "ratio or figure of the run before")


@dataclass(frozen=True, slots=True)
class Line:
    """One measured figure; with a floor, the ratio to it is what counts."""

    name: str
    value: float
    unit: str
    floor: str = ""
    floor_value: float | None = None
    target: float | None = None
    least: float | None = None
    most: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """The figure divided by its floor."""
        return None if self.floor_value is None else self.value / self.floor_value

    @property
    def missed(self) -> bool:
        """Whether the ratio is over its target, or the figure outside what it must be."""
        over = self.target is not None and self.ratio is not None and self.ratio > self.target
        too_little = self.least is not None and self.value < self.least
        return over or too_little or (self.most is not None and self.value > self.most)


@dataclass(frozen=True, slots=True)
class Run:
    """All lines of one run and where it ran."""

    database: str
    seconds: int
    lines: list[Line]
    machine: dict[str, str]


def machine() -> dict[str, str]:
    """What the run ran on."""
    return {
        "day": datetime.now(tz=UTC).date().isoformat(),
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "Polars": version("polars"),
        "Django": version("django"),
        "load at the end": f"{os.getloadavg()[0]:.1f}",
    }


def last_run(*, database: str) -> dict[str, dict[str, Any]]:
    """Lines of the last kept run on that database, by name."""
    if not LAST.exists():
        return {}
    kept = json.loads(LAST.read_text(encoding="utf-8")).get(database, {"lines": []})
    return {line["name"]: line for line in kept["lines"]}


def table(*, run: Run, previous: dict[str, dict[str, Any]]) -> str:
    """The lines as a Markdown table."""
    rows = [_HEADINGS, *(_cells(line, previous.get(line.name)) for line in run.lines)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEADINGS))]
    shown = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    shown.insert(1, "| " + " | ".join("-" * width for width in widths) + " |")
    return "\n".join(shown)


def keep(*, run: Run, previous: dict[str, dict[str, Any]]) -> None:
    """Write the run into the document (the part of its database) and as the run to compare with."""
    kept = json.loads(LAST.read_text(encoding="utf-8")) if LAST.exists() else {}
    kept[run.database] = {"machine": run.machine, "seconds": run.seconds, "lines": [asdict(line) for line in run.lines]}
    LAST.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    parts = _parts() | {run.database: _part(run, previous)}
    body = "\n\n".join(f"## {name}\n\n{text}" for name, text in sorted(parts.items(), reverse=True))
    DOCUMENT.write_text(f"{_INTRODUCTION}\n{body}\n", encoding="utf-8")


_INTRODUCTION = """# Benchmarks

Written by `make bench` (`python -m bench`, see bench/README.md); edited by nobody. Every figure is the median of several
rounds in one run; figures and their floors take turns, so that a slow minute of the machine falls on all alike. Times of
different runs are not comparable, ratios to the floor of the same run are.

The data are those of the shared generator: customers, invoices, receipts and allocations of 24 months, taken in by
`huikuan import ledger`; invoices alone by `huikuan import invoices`. The PostgreSQL server has the settings that
docs/admin/postgresql.md recommends, and every commit is durable on both databases. Every measured report is checked to
the fen against the generator's own total, and both engines against each other row by row on seven days. The slowest past
day is the one whose ratio to today, of the same round, has the highest median.

Floors: *polars roll-up* adds up allocations per invoice and rolls open amounts up by customer and bucket, in memory, with
nothing else to do. *bare group by* is one SQL statement on a table that holds only items and their open amount, in the
same database. *bare insert* puts the rows of invoices.csv into one table without an index, in the same database. *number
and sum equal* applies the items whose full numbers stand in the reference if they add up. Our figures include reading
files, tying the report to the control account, unapplied money, and grouping and sorting the rows.

Pages: time of the server from the request to the last byte, signed in as somebody who sees every row; 50 rows a list.
"""


def _part(run: Run, previous: dict[str, dict[str, Any]]) -> str:
    where = ", ".join(f"{name} {value}" for name, value in run.machine.items())
    return f"{where}. The run took {run.seconds} s.\n\n{table(run=run, previous=previous)}"


def _parts() -> dict[str, str]:
    if not DOCUMENT.exists():
        return {}
    found = {}
    for part in DOCUMENT.read_text(encoding="utf-8").split("\n## ")[1:]:
        name, _, text = part.partition("\n\n")
        found[name.strip()] = text.strip()
    return found


def _cells(line: Line, before: dict[str, Any] | None) -> tuple[str, ...]:
    floor = "" if line.floor_value is None else f"{line.floor} {_number(line.floor_value)} {line.unit}"
    ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
    target = _target(line) + (" MISSED" if line.missed else "")
    value = f"{_number(line.value)} {line.unit}" + (f" ({line.note})" if line.note else "")
    return (line.name, value, floor, ratio, target, _before(before))


def _target(line: Line) -> str:
    if line.most is not None:
        return f"≤ {line.most:,g} {line.unit}"
    if line.least is not None:
        return f"≥ {line.least:,g} {line.unit}"
    return "" if line.target is None else f"≤ {line.target:g}"


def _before(line: dict[str, Any] | None) -> str:
    if line is None:
        return ""
    if line["floor_value"] is not None:
        return f"{line['value'] / line['floor_value']:.2f}"
    return f"{_number(line['value'])} {line['unit']}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 1_000 else f"{value:,.2f}".rstrip("0").rstrip(".")


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or "unknown"
