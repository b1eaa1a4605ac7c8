"""Big delimited files straight into columns: a million rows a second when the file is clean, the careful reader when not.

Clean means that nothing could be lost or moved: one line a row, every row as wide as the header, no stray quotes, no
totals in between. The bytes are parsed in the sandbox; columns come back as Arrow.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from huikuan.integrations.sandbox import Limits, SandboxFault, SandboxFaultCode, run_limited
from huikuan.integrations.table_files.faults import FileFault, FileFaultCode, TableWarning
from huikuan.integrations.table_files.formats import FileFormat, format_of
from huikuan.integrations.table_files.read import fault_of
from huikuan.integrations.table_files.table import FooterRow, TextTable, from_document
from huikuan.kernel.text_normal import EDGES, HIDDEN

LINE = "line"
MAX_FAST_BYTES = 1_000_000_000
MAX_CAREFUL_BYTES = 100_000_000
MAX_ROWS = 20_000_000
_MEGABYTE = 1 << 20
_LOOKED_AT = 4096
_FAST = "huikuan.integrations.table_files.fast_child:columns_document"
_CAREFUL = "huikuan.integrations.table_files.parse:parse_table_document"


@dataclass(frozen=True, slots=True)
class ColumnTable:
    """A table as columns of text: `frame` holds `line` and c0, c1 … in the order of `columns`.

    Rows of another width than the header are not in the frame but in `shifted`: they cannot be typed.
    """

    frame: pl.DataFrame
    columns: tuple[str, ...]
    header_line: int
    encoding: str | None
    delimiter: str | None
    sheet: str | None
    sheets: tuple[str, ...]
    preamble: tuple[str, ...]
    footers: tuple[FooterRow, ...]
    shifted: tuple[FooterRow, ...]
    blank_rows: int
    warnings: tuple[TableWarning, ...]
    is_fast: bool

    def samples(self, *, rows: int = 200) -> list[list[str]]:
        """Return the first rows as lists, for guessing the mapping."""
        return [list(row) for row in self.frame.head(rows).drop(LINE).iter_rows()]


def column_name(*, index: int) -> str:
    """Return the frame's name of a column of the table; headers may repeat, these names do not."""
    return f"c{index}"


def read_columns_fast(
    *,
    source: bytes | Path,
    filename: str = "",
    encoding: str | None = None,
    sheet: str | None = None,
    header_line: int | None = None,
    max_rows: int = MAX_ROWS,
) -> ColumnTable | FileFault:
    """Return a file's table as text columns with line numbers; not clean or no delimited text: read carefully instead.

    A named sheet or header line always means the careful reader. Faults are those of `read_table`; files above 1 GB, and
    files above 100 MB that are not clean, are TOO_LARGE.
    """
    size = source.stat().st_size if isinstance(source, Path) else len(source)
    if size == 0:
        return FileFault(code=FileFaultCode.EMPTY)
    if size > MAX_FAST_BYTES:
        return FileFault(code=FileFaultCode.TOO_LARGE, details={"limit": MAX_FAST_BYTES})
    asked: dict[str, str | int | None] = {"filename": filename[-255:], "encoding": encoding, "max_rows": max_rows}
    if sheet is not None or header_line is not None or not _may_be_text(source):
        return _carefully(source, size, asked | {"sheet": sheet, "header_line": header_line})
    limits = Limits(
        memory_bytes=512 * _MEGABYTE + 6 * size,
        cpu_seconds=20 + size // _MEGABYTE,
        wall_seconds=60 + size // _MEGABYTE,
        result_bytes=64 * _MEGABYTE + 4 * size,
    )
    reply = run_limited(function=_FAST, payload=source, arguments={"encoding": encoding}, limits=limits)
    if isinstance(reply, SandboxFault):
        if reply.code is not SandboxFaultCode.RAISED:
            return fault_of(fault=reply)
    elif reply.document.get("is_clean"):
        head = from_document(document=reply.document)
        if isinstance(head, TextTable):
            frame = pl.read_ipc_stream(reply.blob)
            if frame.height > max_rows:
                return FileFault(code=FileFaultCode.TOO_MANY_ROWS, details={"limit": max_rows})
            return _from_columns(head, frame, needs_cleaning=reply.document["needs_cleaning"])
    return _carefully(source, size, asked)


def _may_be_text(source: bytes | Path) -> bool:
    """Return whether the first bytes leave delimited text possible; a workbook need not start the fast reader."""
    if isinstance(source, Path):
        with source.open("rb") as file:
            return format_of(content=file.read(_LOOKED_AT)) is FileFormat.TEXT
    return format_of(content=source[:_LOOKED_AT]) is FileFormat.TEXT


def _from_columns(head: TextTable, frame: pl.DataFrame, *, needs_cleaning: bool) -> ColumnTable:
    """Number the lines, clean the cells where any needs it and drop blank rows."""
    names = [column_name(index=index) for index in range(len(head.columns))]
    if needs_cleaning:
        frame = frame.with_columns(_cleaned(name) for name in names)
    first = head.header_line + 1
    frame = frame.select(pl.int_range(first, first + pl.len(), dtype=pl.UInt32).alias(LINE), *names)
    filled = frame.filter(pl.any_horizontal(pl.col(name) != "" for name in names))
    return ColumnTable(
        frame=filled,
        columns=head.columns,
        header_line=head.header_line,
        encoding=head.encoding,
        delimiter=head.delimiter,
        sheet=None,
        sheets=(),
        preamble=head.preamble,
        footers=(),
        shifted=(),
        blank_rows=frame.height - filled.height,
        warnings=head.warnings,
        is_fast=True,
    )


def _cleaned(name: str) -> pl.Expr:
    """Return the vectorised form of `cells.clean_cell`."""
    stripped = pl.col(name).str.strip_chars(EDGES).str.replace_all(f"[{HIDDEN}]", "")
    unwrapped = stripped.str.replace(r'^="([^"]*)"$', "${1}").str.strip_chars(EDGES)
    return unwrapped.str.replace(r"^'([=+\-@＝＋－＠\t\r\x000-9])", "${1}").alias(name)


def _carefully(source: bytes | Path, size: int, asked: dict[str, str | int | None]) -> ColumnTable | FileFault:
    if size > MAX_CAREFUL_BYTES:
        return FileFault(code=FileFaultCode.TOO_LARGE, details={"limit": MAX_CAREFUL_BYTES})
    limits = Limits(
        memory_bytes=512 * _MEGABYTE + 40 * size,
        cpu_seconds=20 + 3 * size // _MEGABYTE,
        wall_seconds=60 + 6 * size // _MEGABYTE,
        result_bytes=256 * _MEGABYTE + 4 * size,
    )
    reply = run_limited(function=_CAREFUL, payload=source, arguments=asked | {"max_bytes": size}, limits=limits)
    if isinstance(reply, SandboxFault):
        return fault_of(fault=reply)
    table = from_document(document=reply.document, rows=reply.blob)
    return table if isinstance(table, FileFault) else from_text_table(table=table)


def from_text_table(*, table: TextTable) -> ColumnTable:
    """Return a text table as columns, its shifted rows set apart."""
    width = len(table.columns)
    fitting = [place for place, row in enumerate(table.rows) if len(row) == width]
    shifted = tuple(
        FooterRow(line=line, cells=tuple(row))
        for line, row in zip(table.line_numbers, table.rows, strict=True)
        if len(row) != width
    )
    data: dict[str, Sequence[object]] = {LINE: [table.line_numbers[place] for place in fitting]}
    for index in range(width):
        data[column_name(index=index)] = [table.rows[place][index] for place in fitting]
    schema = {LINE: pl.UInt32()} | {column_name(index=index): pl.String() for index in range(width)}
    return ColumnTable(
        frame=pl.DataFrame(data, schema=schema),
        columns=table.columns,
        header_line=table.header_line,
        encoding=table.encoding,
        delimiter=table.delimiter,
        sheet=table.sheet,
        sheets=table.sheets,
        preamble=table.preamble,
        footers=table.footers,
        shifted=shifted,
        blank_rows=table.blank_rows,
        warnings=table.warnings,
        is_fast=False,
    )
