"""The test data: made by the shared generators beside the clone, so that every clone measures the same rows."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SHARED = Path(os.environ.get("HUIKUAN_BENCH_GENERATORS") or Path(__file__).resolve().parents[2] / "shared" / "bench")


@dataclass(frozen=True, slots=True)
class Dataset:
    """A generated ledger; `outstanding_minor` is what must be open on 2026-06-30, to the fen."""

    name: str
    customers: int
    invoices: int
    outstanding_minor: int


def generated(*, dataset: Dataset, folder: Path) -> Path:
    """Write customers, invoices, receipts and allocations as CSV and Parquet."""
    options = ["--customers", str(dataset.customers), "--invoices", str(dataset.invoices), "--seed", "1", "--parquet"]
    _generator("gen.py", *options, "--out", str(folder))
    return folder


def generated_statement(*, folder: Path, seed: int, open_items: int = 100_000) -> Path:
    """Write 10,000 bank lines against so many open items, and the truth beside them."""
    options = ["--lines", "10000", "--open-items", str(open_items), "--customers", "5000", "--seed", str(seed)]
    _generator("bank_gen.py", *options, "--out", str(folder))
    return folder


def _generator(name: str, *options: str) -> None:
    path = SHARED / name
    if not path.exists():
        sys.exit(f"{path} is missing: name the folder of the generators by HUIKUAN_BENCH_GENERATORS")
    subprocess.run([sys.executable, str(path), *options], check=True, stdout=subprocess.DEVNULL)
