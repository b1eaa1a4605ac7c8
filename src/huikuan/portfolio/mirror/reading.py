"""The mirror as lazy frames: for each own company and currency the movements on RECEIVABLE and on UNAPPLIED."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.conf import settings

from huikuan.portfolio.engines import columns as c
from huikuan.portfolio.mirror.layout import CompanyFolder, Manifest
from huikuan.portfolio.mirror.writing import brought_up_to


@dataclass(frozen=True, slots=True)
class Partition:
    """The movements of one own company in one currency; None where there are none."""

    company_id: int
    currency: str
    receivable: pl.LazyFrame | None
    unapplied: pl.LazyFrame | None


def mirror_root() -> Path:
    """The folder of all mirrors of this installation."""
    return Path(settings.HOME) / "mirror"


def company_folder(*, company_id: int) -> CompanyFolder:
    """The folder of one own company's mirror."""
    return CompanyFolder(root=mirror_root(), company_id=company_id)


def partitions(*, positions: Mapping[int, int], currency: str | None = None) -> Iterator[Partition]:
    """Exactly the postings up to the positions given, appended first where the mirror lags behind."""
    for company_id, number in sorted(positions.items()):
        folder = company_folder(company_id=company_id)
        manifest = brought_up_to(folder=folder, number=number)
        for held in sorted({file.currency for file in manifest.files}):
            if currency in (None, held):
                yield Partition(
                    company_id,
                    held,
                    _frame(folder, manifest, ("RECEIVABLE", held), number),
                    _frame(folder, manifest, ("UNAPPLIED", held), number),
                )


def whole(*, frames: Iterable[pl.LazyFrame | None], columns: Iterable[str]) -> pl.LazyFrame | None:
    """Frames of several partitions as one, with only the columns asked for."""
    chosen = [frame.select(list(columns)) for frame in frames if frame is not None]
    return pl.concat(chosen) if chosen else None


def _frame(folder: CompanyFolder, manifest: Manifest, of: tuple[str, str], number: int) -> pl.LazyFrame | None:
    account, currency = of
    paths = folder.paths(manifest=manifest, account=account, currency=currency)
    if not paths:
        return None
    rows = pl.scan_parquet(paths, glob=False, hive_partitioning=False)
    # The mirror may have run ahead of the moment the control totals were read in.
    return rows if manifest.cursor == number else rows.filter(pl.col(c.NUMBER) <= number)
