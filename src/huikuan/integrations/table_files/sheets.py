"""XLSX, XLSB and XLS cells as text, numbers without the damage of binary fractions, days as ISO.

The reader library writes 123456789.13 as 123456789.129999995 when asked for text (measured): nine decimals of the stored
binary fraction. Such a text is brought back to its 15 significant digits, which is what a spreadsheet shows and keeps.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import fastexcel

from huikuan.integrations.table_files.delimited import MAX_COLUMNS, MAX_FIELD_CHARACTERS, Record
from huikuan.integrations.table_files.faults import FileFault, FileFaultCode, TableWarning, WarningCode
from huikuan.integrations.table_files.formats import FileFormat
from huikuan.integrations.table_files.workbook_check import (
    MAX_CELLS,
    SheetScan,
    check_ole,
    has_external_links,
    scan_workbook,
)
from huikuan.integrations.table_files.zip_check import check_zip

_NOISY = re.compile(r"-?[0-9]{1,15}\.[0-9]{8,9}")
_ERROR_NAME = re.compile(r"Error\((\w+)\)")
_ERRORS = {
    "NA": "#N/A",
    "Div0": "#DIV/0!",
    "Value": "#VALUE!",
    "Ref": "#REF!",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
}
_TIME_ONLY = re.compile(r"(?:1899-12-3[01]|1900-01-0[01]) ([0-9]{2}:[0-9]{2}:[0-9]{2})")


@dataclass(frozen=True, slots=True)
class SheetRecords:
    """The rows of one sheet; line numbers are those the spreadsheet program shows."""

    sheet: str
    sheets: tuple[str, ...]
    records: list[Record]
    warnings: tuple[TableWarning, ...]


def read_sheet(
    *, content: bytes, file_format: FileFormat, sheet: str | None, max_records: int
) -> SheetRecords | FileFault:
    """Return the named sheet, or the first visible one that holds anything, after the container's checks."""
    scans: tuple[SheetScan, ...] = ()
    warnings: list[TableWarning] = []
    if file_format is FileFormat.XLSX:
        checked = check_zip(content=content) or scan_workbook(content=content)
        if isinstance(checked, FileFault):
            return checked
        scans = checked
        if has_external_links(content=content):
            warnings.append(TableWarning(code=WarningCode.EXTERNAL_LINKS))
    else:
        refused = check_ole(content=content)
        if refused is not None:
            return refused
    try:
        return _read(content, sheet, max_records, [*warnings, *_scan_warnings(scans)])
    except fastexcel.FastExcelError as error:
        encrypted = "password" in str(error).lower()
        return FileFault(code=FileFaultCode.ENCRYPTED if encrypted else FileFaultCode.CORRUPT)


def cell_text(*, text: str) -> str:
    """Return what a cell shows: a day without midnight, a number without the noise of its binary fraction."""
    if text[4:5] == "-":
        return _day(text)
    if _NOISY.fullmatch(text):
        return f"{Decimal(f'{float(text):.15g}'):f}"
    return "0" if text == "-0" else text


def _read(
    content: bytes, wanted: str | None, max_records: int, warnings: list[TableWarning]
) -> SheetRecords | FileFault:
    book = fastexcel.read_excel(content)
    names = tuple(book.sheet_names)
    if wanted is not None and wanted not in names:
        return FileFault(code=FileFaultCode.NO_SUCH_SHEET, details={"found": ", ".join(names)[:200]})
    name, loaded = _choose(book, names, wanted)
    fault = _check_size(loaded, max_records)
    if fault is not None:
        return fault
    others = tuple(other for other in names if other != name)
    if others and wanted is None:
        warnings.append(TableWarning(code=WarningCode.OTHER_SHEETS, details={"sheets": ", ".join(others)[:200]}))
    if loaded.visible != "visible":
        warnings.append(TableWarning(code=WarningCode.HIDDEN_SHEET, details={"sheet": name}))
    columns = _columns(loaded, warnings)
    records: list[Record] = []
    for number, cells in enumerate(zip(*columns, strict=True), start=1):
        if any(cells):
            if max(map(len, cells)) > MAX_FIELD_CHARACTERS:
                details: dict[str, str | int] = {"limit": MAX_FIELD_CHARACTERS}
                return FileFault(code=FileFaultCode.FIELD_TOO_LONG, line=number, details=details)
            records.append(Record(line=number, cells=list(cells)))
    return SheetRecords(sheet=name, sheets=names, records=records, warnings=tuple(warnings))


def _choose(book: fastexcel.ExcelReader, names: tuple[str, ...], wanted: str | None) -> tuple[str, Any]:
    first = None
    for name in names if wanted is None else (wanted,):
        loaded = _load(book, name)
        if wanted is not None or (loaded.visible == "visible" and loaded.height):
            return name, loaded
        first = first or (name, loaded)
    if first is None:
        raise fastexcel.FastExcelError("the workbook has no sheet")
    return first


def _load(book: fastexcel.ExcelReader, name: str) -> Any:
    # skip_rows=0 keeps the empty rows above the table, so that row numbers are those of the sheet
    return book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")


def _check_size(loaded: Any, max_records: int) -> FileFault | None:
    if loaded.width * loaded.height > MAX_CELLS:
        details: dict[str, str | int] = {"limit": MAX_CELLS, "found": loaded.width * loaded.height}
        return FileFault(code=FileFaultCode.TOO_MANY_CELLS, details=details)
    if loaded.width > MAX_COLUMNS:
        details = {"limit": MAX_COLUMNS, "found": loaded.width}
        return FileFault(code=FileFaultCode.TOO_MANY_COLUMNS, details=details)
    if loaded.height > max_records:
        return FileFault(code=FileFaultCode.TOO_MANY_ROWS, details={"limit": max_records})
    return None


def _columns(loaded: Any, warnings: list[TableWarning]) -> list[list[str]]:
    """Return the columns as lists of text; equal cells of a column share one string, which saves most of the memory."""
    if not loaded.width or not loaded.height:
        return []
    batch, errors = loaded.to_arrow_with_errors()
    columns = [_texts(column) for column in batch.columns]
    for error in errors.errors if errors is not None else ():
        row, column = error.position
        found = _ERROR_NAME.search(error.detail)
        columns[column][row] = _ERRORS.get(found[1] if found else "", "#ERROR")
        warnings.append(TableWarning(code=WarningCode.ERROR_CELL, line=row + 1, details={"column": column + 1}))
    return columns


def _texts(column: Any) -> list[str]:
    encoded = column.dictionary_encode()
    texts = [cell_text(text=text) for text in encoded.dictionary.to_pylist()]
    return ["" if index is None else texts[index] for index in encoded.indices.to_pylist()]


def _day(text: str) -> str:
    """Return a day without the midnight the file format adds, and a time of day without the day zero."""
    if text.endswith(" 00:00:00"):
        return text.removesuffix(" 00:00:00")
    time_only = _TIME_ONLY.fullmatch(text)
    return time_only[1] if time_only else text


def _scan_warnings(scans: tuple[SheetScan, ...]) -> list[TableWarning]:
    warnings = []
    for scan in scans:
        if scan.merged:
            details: dict[str, str | int] = {"found": scan.merged, "first": scan.first_merged}
            warnings.append(TableWarning(code=WarningCode.MERGED_CELLS, details=details))
        if scan.valueless_formulas:
            details = {"found": scan.valueless_formulas, "first": scan.first_valueless}
            warnings.append(TableWarning(code=WarningCode.FORMULA_WITHOUT_VALUE, details=details))
        if scan.long_numbers:
            details = {"found": scan.long_numbers, "first": scan.first_long_number}
            warnings.append(TableWarning(code=WarningCode.LONG_NUMBER, details=details))
    return warnings
