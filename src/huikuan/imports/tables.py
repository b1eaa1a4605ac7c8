"""PURE: a file as columns of text, and what its columns say about order of days and decimal marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from huikuan.imports.rules import (
    Guess,
    ImportKind,
    Options,
    Reading,
    columns_of,
    currency_of,
    date_order_of,
    number_format_of,
    were_floats,
)
from huikuan.kernel.text_amounts import NumberFormatEvidence, number_format_evidence
from huikuan.kernel.text_dates import DateOrderEvidence, date_order_evidence
from huikuan.receivables.invoice_fields import Field

LINE = "line"
SAMPLES = 20_000
_DATES = (Field.ISSUE_DATE, Field.DUE_DATE, Field.SETTLED_DATE)
_AMOUNTS = (Field.AMOUNT, Field.OPEN)
_WHOLE = r"^-?[0-9]{1,13}$"
_PLAIN_POINT = r"^-?[0-9]{1,13}\.[0-9]{1,2}$"


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table of a file as text: column `c0`, `c1`, … for each header, and `line`, where the row stands in the file.

    `shifted` are the lines with more or fewer cells than the header: nobody knows which of their cells is which.
    """

    file_name: str
    sha256: str
    header: tuple[str, ...]
    frame: pl.DataFrame
    shifted: tuple[tuple[int, str], ...] = ()
    encoding: str = ""
    header_line: int = 1
    footers: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def read(self) -> int:
        """Rows below the header that hold data."""
        return self.frame.height + len(self.shifted)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why the order of days and the decimal mark were read as they were: shown before anything is written."""

    dates: DateOrderEvidence
    numbers: NumberFormatEvidence


def column(*, index: int) -> str:
    """The name of a text column in `SourceTable.frame`."""
    return f"c{index}"


def table_of_rows(
    *, file_name: str, sha256: str, header: Sequence[str], rows: Sequence[Sequence[str]], lines: Sequence[int]
) -> SourceTable:
    """A table from rows of cells; rows of another width than the header are set apart as shifted."""
    width = len(header)
    kept = [(line, row) for line, row in zip(lines, rows, strict=True) if len(row) == width]
    shifted = tuple((line, " | ".join(row)[:80]) for line, row in zip(lines, rows, strict=True) if len(row) != width)
    columns = {
        column(index=index): pl.Series([row[index] for _, row in kept], dtype=pl.String) for index in range(width)
    }
    frame = pl.DataFrame({**columns, LINE: pl.Series([line for line, _ in kept], dtype=pl.Int64)})
    return SourceTable(file_name, sha256, tuple(header), frame, shifted)


def reading_of(
    *,
    kind: ImportKind,
    table: SourceTable,
    guess: Guess,
    options: Options,
    company_currency: str,
) -> tuple[Reading, Evidence]:
    """How the file is read, and the evidence for it.

    Raises Refused COLUMN_REPEATED, COLUMNS_MISSING, CURRENCY_UNKNOWN.
    """
    columns = columns_of(kind=kind, guess=guess, header=table.header)
    currency, currency_from = currency_of(
        stated=guess.currency, chosen=options.currency, company_currency=company_currency
    )
    dates = date_order_evidence(samples=_samples_of_dates(table, columns))
    numbers = number_format_evidence(samples=() if guess.minor_units else _samples_of_amounts(table, columns))
    numbers_text = table.frame[column(index=columns[Field.NUMBER])]
    reading = Reading(
        columns=columns,
        date_order=date_order_of(evidence=dates, chosen=options.date_order),
        number_format=number_format_of(evidence=numbers, chosen=options.number_format),
        currency=currency,
        currency_from=currency_from,
        amount_power=guess.amount_power,
        minor_units=guess.minor_units,
        numbers_were_floats=were_floats(numbers=iter(numbers_text)),
        round_amounts=options.round_amounts,
    )
    return reading, Evidence(dates, numbers)


def _samples_of_dates(table: SourceTable, columns: Mapping[Field, int]) -> list[str]:
    names = [column(index=columns[name]) for name in _DATES if name in columns]
    return [text for name in names for text in table.frame[name].unique(maintain_order=True).head(SAMPLES)]


def _samples_of_amounts(table: SourceTable, columns: Mapping[Field, int]) -> list[str]:
    """The texts that can be evidence: one everyday 1234.56 stands for all of its kind, whole numbers say nothing."""
    samples: list[str] = []
    for index in sorted({columns[name] for name in _AMOUNTS if name in columns}):
        texts = table.frame[column(index=index)]
        plain = texts.str.contains(_PLAIN_POINT)
        samples += texts.filter(plain).head(1).to_list()
        samples += (
            texts.filter(~plain & ~texts.str.contains(_WHOLE)).unique(maintain_order=True).head(SAMPLES).to_list()
        )
    return samples
