"""Bytes of a file into a text table, in this process. For files of strangers use `read.read_table`, which runs this in a sandbox."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from huikuan.integrations.table_files.columns import known_header
from huikuan.integrations.table_files.delimited import DELIMITERS, Record, read_records, sniff_delimiter
from huikuan.integrations.table_files.encodings import decode_text
from huikuan.integrations.table_files.faults import FileFault, FileFaultCode, TableWarning, WarningCode
from huikuan.integrations.table_files.formats import FileFormat, format_of, format_of_name
from huikuan.integrations.table_files.html_tables import read_html_table
from huikuan.integrations.table_files.limits import MAX_CONTENT_BYTES, MAX_ROWS
from huikuan.integrations.table_files.shape import HEADER_SOUGHT_IN, Source, shape_table
from huikuan.integrations.table_files.sheets import read_sheet
from huikuan.integrations.table_files.table import TextTable, to_document

# Title lines, blank rows and totals come on top of the rows a caller allows.
ROWS_BESIDE_DATA = 4 * HEADER_SOUGHT_IN
MOST_SHEETS = 20
"""Sheets looked at where nobody names one and the first shown has no columns we know."""
KNOWN_COLUMNS = 2


def parse_table(
    *,
    content: bytes,
    filename: str,
    encoding: str | None = None,
    sheet: str | None = None,
    max_rows: int = MAX_ROWS,
    header_line: int | None = None,
) -> TextTable | FileFault:
    """Return the text table in a file, told apart by content; the name only raises a warning when it says otherwise."""
    if not content:
        return FileFault(code=FileFaultCode.EMPTY)
    found = format_of(content=content)
    promised = format_of_name(filename=filename)
    extra: tuple[TableWarning, ...] = ()
    if promised is not None and promised is not found:
        details: dict[str, str | int] = {"name": promised, "found": found}
        extra = (TableWarning(code=WarningCode.NAME_DIFFERS_FROM_CONTENT, details=details),)

    def shaped(wanted: str | None) -> tuple[TextTable | FileFault, Source]:
        loaded = _load(content, found, encoding, wanted, max_rows + ROWS_BESIDE_DATA)
        if isinstance(loaded, FileFault):
            return loaded, Source()
        records, source = loaded
        source = replace(source, warnings=(*extra, *source.warnings))
        return shape_table(records=records, source=source, max_rows=max_rows, header_line=header_line), source

    table, source = shaped(sheet)
    if sheet is not None or header_line is not None or _is_recognised(table):
        return table
    others = (shaped(name)[0] for name in source.sheets[:MOST_SHEETS] if name != source.sheet)
    return next((other for other in others if _is_recognised(other)), table)


def _is_recognised(table: TextTable | FileFault) -> bool:
    """Return whether a sheet is seen and names columns we know: a cover or a list of notes does not."""
    if isinstance(table, FileFault) or any(one.code is WarningCode.HIDDEN_SHEET for one in table.warnings):
        return False
    return sum(known_header(text=column) for column in table.columns) >= KNOWN_COLUMNS


def parse_table_document(
    *, content: Any, max_bytes: int = MAX_CONTENT_BYTES, **arguments: Any
) -> tuple[dict[str, Any], bytes]:
    """Return `parse_table`'s result as JSON values and lines of rows; the function the sandbox calls."""
    if len(content) > max_bytes:
        return to_document(result=FileFault(code=FileFaultCode.TOO_LARGE, details={"limit": max_bytes}))
    return to_document(result=parse_table(content=bytes(content), **arguments))


def _load(
    content: bytes, found: FileFormat, encoding: str | None, sheet: str | None, max_records: int
) -> tuple[Sequence[Record], Source] | FileFault:
    if found in (FileFormat.XLSX, FileFormat.XLS):
        read = read_sheet(content=content, file_format=found, sheet=sheet, max_records=max_records)
        if isinstance(read, FileFault):
            return read
        return read.records, Source(sheet=read.sheet, sheets=read.sheets, warnings=read.warnings)
    if found not in (FileFormat.HTML, FileFormat.TEXT):
        return FileFault(code=FileFaultCode.UNSUPPORTED_FORMAT, details={"found": found})
    decoded = decode_text(content=content, encoding=encoding)
    if isinstance(decoded, FileFault):
        return decoded
    guessed = {"encoding": decoded.encoding}
    warnings = (TableWarning(code=WarningCode.ENCODING_GUESSED, details=guessed),) if decoded.is_guess else ()
    if found is FileFormat.HTML:
        rows = read_html_table(text=decoded.text, max_records=max_records)
        return rows if isinstance(rows, FileFault) else (rows, Source(encoding=decoded.encoding, warnings=warnings))
    delimiter = sniff_delimiter(text=decoded.text)
    records = read_records(text=decoded.text, delimiter=delimiter, max_records=max_records)
    if isinstance(records, FileFault):
        return records
    if all(len(record.cells) < 2 for record in records) and not any(mark in decoded.text for mark in DELIMITERS):
        return FileFault(code=FileFaultCode.NO_HEADER)
    return records, Source(encoding=decoded.encoding, delimiter=delimiter, warnings=warnings)
