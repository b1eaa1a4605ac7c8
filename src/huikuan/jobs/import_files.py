"""From a file on the disk to an import: keep the bytes, read them in the sandbox, guess the columns, hand on to the room."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from huikuan.documents.files import write_file
from huikuan.imports.ledger_columns import FILES
from huikuan.imports.operations.ledgers import LedgerOrder
from huikuan.imports.operations.lists import ImportOrder
from huikuan.imports.queries import options_learned
from huikuan.imports.rules import FIELDS, Guess, ImportKind, Options
from huikuan.imports.tables import SourceTable
from huikuan.integrations.table_files.columns import ColumnMapping, guess_mapping
from huikuan.integrations.table_files.fast import ColumnTable, read_columns_fast
from huikuan.integrations.table_files.faults import FileFault
from huikuan.kernel.refusal import Refused
from huikuan.kernel.text_normal import narrow
from huikuan.receivables.invoice_fields import Field

_SAMPLE_ROWS = 200


@dataclass(frozen=True, slots=True)
class FileOrder:
    """A file to import and what the user said about it; `name` is how it was called, wherever its bytes lie now."""

    kind: ImportKind
    company_id: int
    path: Path
    name: str
    options: Options
    encoding: str | None = None


def order_of(*, file: FileOrder, keep: bool = True) -> ImportOrder:
    """The order that `imports.operations` takes: the file read in the sandbox, its columns guessed or as learned.

    With `keep` the bytes lie durably under HUIKUAN_HOME before anything refers to them. Raises Refused FILE_UNREADABLE,
    FILE_… of the reader, FIELD_UNKNOWN, COLUMN_UNKNOWN.
    """
    table = read_source(path=file.path, name=file.name, encoding=file.encoding, keep=keep)
    learned = options_learned(kind=file.kind, header=table.columns.columns)
    options = _merged(file.options, learned)
    saved = _headers(file.kind, options.mapping, table.columns)
    mapping = guess_mapping(
        kind=file.kind.value.lower(),
        columns=table.columns.columns,
        samples=table.columns.samples(rows=_SAMPLE_ROWS),
        saved=saved,
        preamble=table.columns.preamble,
    )
    return ImportOrder(file.kind, file.company_id, table.source, _guess(mapping), options)


def ledger_order_of(*, company_id: int, folder: Path, currency: str | None, keep: bool = True) -> LedgerOrder:
    """The order for a folder with customers.csv, invoices.csv, receipts.csv and allocations.csv.

    Raises Refused FILE_UNREADABLE (also for a file that is missing), FILE_… of the reader.
    """
    tables = {name: read_source(path=folder / name, name=name, encoding=None, keep=keep).source for name in FILES}
    return LedgerOrder(company_id, folder.name, tables, currency)


@dataclass(frozen=True, slots=True)
class ReadSource:
    """A file as its reader gave it and as the room takes it."""

    columns: ColumnTable
    source: SourceTable


def read_source(*, path: Path, name: str, encoding: str | None, keep: bool) -> ReadSource:
    """Read a table file in the sandbox. Raises Refused FILE_UNREADABLE, FILE_… of the reader with the line concerned."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Refused("FILE_UNREADABLE", file=name, reason=error.strerror or "") from error
    sha256 = write_file(content=content) if keep and content else hashlib.sha256(content).hexdigest()
    columns = read_columns_fast(source=content, filename=name, encoding=encoding)
    if isinstance(columns, FileFault):
        raise refusal_of(fault=columns, file=name)
    return ReadSource(columns, _source(columns, name, sha256))


def refusal_of(*, fault: FileFault, file: str) -> Refused:
    """The refusal of a whole file: code of the reader with the mark FILE_, its line and details."""
    line = {} if fault.line is None else {"line": fault.line}
    return Refused(f"FILE_{fault.code.value}", file=file, **line, **dict(fault.details))


def _source(columns: ColumnTable, name: str, sha256: str) -> SourceTable:
    return SourceTable(
        file_name=name,
        sha256=sha256,
        header=columns.columns,
        frame=columns.frame.cast({"line": int}),
        shifted=tuple((row.line, " | ".join(row.cells)[:80]) for row in columns.shifted),
        encoding=columns.encoding or "",
        header_line=columns.header_line,
        footers=tuple(row.line for row in columns.footers),
        warnings=tuple(warning.code.value for warning in columns.warnings),
    )


def _merged(said: Options, learned: Options | None) -> Options:
    """What the user says now wins over what he said about an earlier file of this layout."""
    if learned is None:
        return said
    return Options(
        mapping={**learned.mapping, **said.mapping},
        date_order=said.date_order or learned.date_order,
        number_format=said.number_format or learned.number_format,
        currency=said.currency or learned.currency,
        round_amounts=said.round_amounts,
    )


def _headers(kind: ImportKind, wanted: Mapping[str, str], table: ColumnTable) -> dict[str, str | None]:
    """Field → header as it stands in the file; None leaves a field without a column."""
    known = {field.value for field in FIELDS[kind]}
    headers = {narrow(text=header).lower(): header for header in reversed(table.columns)}
    found: dict[str, str | None] = {}
    for field, header in wanted.items():
        if field not in known:
            raise Refused("FIELD_UNKNOWN", field=field[:40], known=", ".join(sorted(known)))
        name = narrow(text=header).lower()
        if name and name not in headers:
            raise Refused("COLUMN_UNKNOWN", column=header[:80], found=", ".join(table.columns)[:300])
        found[field] = headers[name] if name else None
    return found


def _guess(mapping: ColumnMapping) -> Guess:
    known = {field.value for field in Field}
    amount = mapping.columns.get(Field.AMOUNT.value) or mapping.columns.get(Field.OPEN.value)
    guess = Guess(
        columns={Field(name): column.index for name, column in mapping.columns.items() if name in known},
        ambiguous={Field(name): places for name, places in mapping.ambiguous.items() if name in known},
    )
    if amount is None:
        return guess
    unit = amount.unit
    return replace(guess, amount_power=unit.power or 0, minor_units=unit.is_minor, currency=unit.currency)
