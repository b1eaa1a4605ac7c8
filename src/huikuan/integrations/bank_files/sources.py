"""The bytes of a table in any wrapping → rows: delimited text, XLSX and XLS, web pages and XML called XLS."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from huikuan.integrations import file_guards
from huikuan.integrations.bank_files.delimited import DELIMITERS, Row, clean, physical_lines, rows_of, split_line
from huikuan.integrations.bank_files.fault_codes import FaultCode
from huikuan.integrations.bank_files.headers import Header, recognise, recognise_scattered
from huikuan.integrations.bank_files.html_tables import html_rows, spreadsheet_xml_rows
from huikuan.integrations.bank_files.records import FileFault, ReadLimits, file_fault, row_fault
from huikuan.integrations.bank_files.saved_layouts import SavedLayout
from huikuan.integrations.bank_files.texts import from_table_fault
from huikuan.integrations.file_guards import FileFaultCode, FileFormat, SheetRecords, WarningCode, read_sheet

HEADER_WITHIN_LINES = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of one sheet; a text or a page is one sheet without a name."""

    name: str
    rows: tuple[Row, ...]


def text_sheet(*, text: str, limits: ReadLimits, layouts: Sequence[SavedLayout] = ()) -> Sheet | FileFault:
    """Return the rows of a delimited text, split by the delimiter that makes the best header.

    Faults: NO_HEADER, UNKNOWN_DELIMITER with the line, TOO_MANY_ROWS, TOO_MANY_COLUMNS.
    """
    lines = physical_lines(text=text)
    if len(lines) > limits.max_lines:
        return file_fault(code=FaultCode.TOO_MANY_ROWS, limit=limits.max_lines)
    found = _best_header(lines, layouts)
    if found is None:
        return _no_header(lines)
    index, delimiter, header = found
    if header.width > limits.max_columns:
        return file_fault(
            code=FileFaultCode.TOO_MANY_COLUMNS, line=index + 1, limit=limits.max_columns, found=header.width
        )
    before = [
        Row(line=number, cells=split_line(line=line, delimiter=delimiter)[0])
        for number, line in enumerate(lines[:index], start=1)
        if line.strip()
    ]
    rows = rows_of(lines=lines, delimiter=delimiter, start=index, width=header.width, limits=limits)
    return Sheet(name="", rows=(*before, *rows))


def page_sheet(*, text: str, is_spreadsheet_xml: bool, limits: ReadLimits) -> Sheet | FileFault:
    """Return the rows of a web page or an Excel 2003 XML file that is called XLS."""
    reader = spreadsheet_xml_rows if is_spreadsheet_xml else html_rows
    rows = reader(text=text, limits=limits)
    return rows if isinstance(rows, FileFault) else Sheet(name="", rows=rows)


def workbook_sheets(*, content: bytes, file_format: FileFormat, limits: ReadLimits) -> tuple[Sheet, ...] | FileFault:
    """Return all visible sheets of a workbook; a wrong <dimension> is of no account, only its cells count.

    Faults: those of the workbook guards (ENCRYPTED, CORRUPT, TOO_MANY_CELLS, PACKED_TOO_TIGHTLY, …).
    """
    first = read_sheet(content=content, file_format=file_format, sheet=None, max_records=limits.max_lines)
    if isinstance(first, file_guards.FileFault):
        return from_table_fault(fault=first)
    sheets = [_sheet(first, limits)]
    for name in first.sheets[: limits.max_sheets]:
        if name == first.sheet:
            continue
        other = read_sheet(content=content, file_format=file_format, sheet=name, max_records=limits.max_lines)
        if isinstance(other, file_guards.FileFault):
            return from_table_fault(fault=other)
        if not any(warning.code is WarningCode.HIDDEN_SHEET for warning in other.warnings):
            sheets.append(_sheet(other, limits))
    return tuple(sheets)


def _sheet(records: SheetRecords, limits: ReadLimits) -> Sheet:
    rows = []
    for record in records.records:
        cells = tuple(clean(text=cell) for cell in record.cells)
        fault = None
        if max((len(cell) for cell in cells), default=0) > limits.max_cell_characters:
            fault = row_fault(line=record.line, code=FaultCode.CELL_TOO_LONG, limit=limits.max_cell_characters)
        rows.append(Row(line=record.line, cells=cells, fault=fault))
    return Sheet(name=records.sheet, rows=tuple(rows))


def _best_header(lines: Sequence[str], layouts: Sequence[SavedLayout]) -> tuple[int, str, Header] | None:
    """Return line index, delimiter and header: the first header of the delimiter that recognises most columns."""
    best: tuple[int, str, Header] | None = None
    for delimiter in DELIMITERS:
        for index, line in enumerate(lines[:HEADER_WITHIN_LINES]):
            if delimiter not in line:
                continue
            header = recognise(cells=split_line(line=line, delimiter=delimiter)[0], layouts=layouts)
            if header is None:
                continue
            if header.saved is not None:
                return index, delimiter, header
            if best is None or header.recognised > best[2].recognised:
                best = (index, delimiter, header)
            break
    return best


def _no_header(lines: Sequence[str]) -> FileFault:
    for index, line in enumerate(lines[:HEADER_WITHIN_LINES]):
        if recognise_scattered(line=line) is not None:
            return file_fault(code=FaultCode.UNKNOWN_DELIMITER, line=index + 1)
    return file_fault(code=FaultCode.NO_HEADER)
