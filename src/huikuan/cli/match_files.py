"""The three CSV files of `huikuan match try` as records of the matcher; whatever cannot be read is named by its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from huikuan.cli.failures import Failure, regular_file
from huikuan.cli.language import gettext as _
from huikuan.receipts.matching.records import Line, OpenItem, Payer

DEFAULT_CURRENCY = "CNY"
LARGEST_BYTES = 1_000_000_000
_LIST_MARK = "|"
_SHOWN = 80
_HEADER_LINES = 1


class BadFile(Failure):
    """A file that cannot be read as what it should hold; the code says why, `file` and `line` where."""


def payers_in(*, path: Path) -> Iterator[Payer]:
    """Customers with the names and accounts they pay from. Raises BadFile."""
    table = _table(path, required=("id", "name"), optional=("aliases", "accounts"), key="id")
    for customer, name, aliases, accounts in table.rows():
        yield Payer(customer, name, _several(aliases), _several(accounts))


def open_items_in(*, path: Path) -> Iterator[OpenItem]:
    """What customers owe. Raises BadFile."""
    required = ("id", "number", "customer_id", "open_minor", "issue_date", "due_date")
    table = _table(path, required=required, optional=("currency",), key="id", days=("issue_date", "due_date"))
    table = table.with_columns(pl.col("currency").replace("", DEFAULT_CURRENCY))
    columns = ("id", "number", "customer_id", "open_minor", "currency", "issue_date", "due_date")
    yield from map(OpenItem, *(table[name].to_list() for name in columns))  # by columns: twice as fast as by rows


def lines_in(*, path: Path) -> Iterator[Line]:
    """Money received. Raises BadFile."""
    required = ("line_id", "date", "amount_minor", "payer_name", "reference")
    table = _table(path, required=required, optional=("payer_account", "currency"), key="line_id", days=("date",))
    _refuse(path, table["date"], table["date"].is_null(), "date")
    for line, day, minor, name, reference, account, currency in table.rows():
        yield Line(line, day, minor, currency or DEFAULT_CURRENCY, name, account, reference)


def _table(
    path: Path, *, required: tuple[str, ...], optional: tuple[str, ...], key: str, days: tuple[str, ...] = ()
) -> pl.DataFrame:
    """Read the columns named, as text but for days and minor units; missing optional ones are empty."""
    table = _text(path)
    if absent := [name for name in required if name not in table.columns]:
        told = _("%(file)s has no column %(fields)s.")
        raise _bad("COLUMNS_MISSING", told, path, fields=", ".join(absent))
    table = table.with_columns(pl.lit("").alias(name) for name in optional if name not in table.columns)
    table = table.select(*required, *optional)
    _refuse(path, table[key], table[key] == "", key)
    repeated = ~table[key].is_first_distinct()
    _refuse(
        path, table[key], repeated, key, code="REPEATED_ID", told=_("%(file)s, line %(line)s: %(value)s comes twice.")
    )
    amounts = [name for name in required if name.endswith("_minor")]
    typed = table.with_columns(
        *(pl.col(name).cast(pl.Int64, strict=False) for name in amounts),
        *(pl.col(name).str.to_date("%Y-%m-%d", strict=False) for name in days),
    )
    for name in amounts:
        _refuse(path, table[name], typed[name].is_null(), name)
    for name in days:
        _refuse(path, table[name], typed[name].is_null() & (table[name] != ""), name)
    return typed


def _text(path: Path) -> pl.DataFrame:
    regular_file(path=path, largest=LARGEST_BYTES)
    try:
        return pl.read_csv(path, infer_schema=False, encoding="utf8").fill_null("")
    except pl.exceptions.NoDataError as problem:
        raise _bad("FILE_EMPTY", _("%(file)s is empty. Export it again."), path) from problem
    except (pl.exceptions.PolarsError, UnicodeError) as problem:
        told = _("%(file)s is no CSV file in UTF-8: %(reason)s.")
        raise _bad("FILE_UNREADABLE", told, path, reason=str(problem).splitlines()[0].rstrip(".")) from problem


def _refuse(
    path: Path, texts: pl.Series, which: pl.Series, column: str, *, code: str = "CELL_UNREADABLE", told: str = ""
) -> None:
    """Raise BadFile for the first cell of `which`; a line is a record, the header is the first."""
    place = which.arg_max() if which.any() else None
    if place is None:
        return
    value = str(texts[place] if texts[place] is not None else "")[:_SHOWN]
    told = told or _(
        "%(file)s, line %(line)s: %(column)s cannot be read: %(value)s. Days are written 2026-03-31, amounts as whole "
        "minor units."
    )
    raise _bad(code, told, path, line=place + 1 + _HEADER_LINES, column=column, value=value)


def _bad(code: str, told: str, path: Path, **parameters: str | int) -> BadFile:
    return BadFile(code=code, message=told % {"file": path.name, **parameters}, file=path.name, **parameters)


def _several(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split(_LIST_MARK) if part)
