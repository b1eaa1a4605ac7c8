"""The one door: the bytes of any bank or wallet statement in, frozen records out. Pure but for its libraries.

What a file is shows by its content; its name is only for messages.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from huikuan.integrations.bank_files.archives import Member, gzip_content, is_gzip, is_zip, zip_members
from huikuan.integrations.bank_files.camt import read_camt
from huikuan.integrations.bank_files.fault_codes import FaultCode
from huikuan.integrations.bank_files.keys import Identity, identity, with_occurrences
from huikuan.integrations.bank_files.mt import read_mt
from huikuan.integrations.bank_files.mt_tags import looks_like_mt
from huikuan.integrations.bank_files.ofx import looks_like_ofx, read_ofx
from huikuan.integrations.bank_files.records import (
    FileFault,
    ReadLimits,
    RowFault,
    Statement,
    StatementFile,
    file_fault,
    row_fault,
)
from huikuan.integrations.bank_files.saved_layouts import SavedLayout
from huikuan.integrations.bank_files.sources import Sheet, page_sheet, text_sheet, workbook_sheets
from huikuan.integrations.bank_files.table import TableDefaults, TableResult, header_index, read_table
from huikuan.integrations.bank_files.texts import statement_text
from huikuan.integrations.bank_files.xml_events import xml_text
from huikuan.integrations.file_guards import FileFaultCode, FileFormat, format_of

SHEET_STRIDE = 10_000_000
"""A line on the second sheet of a workbook has the position SHEET_STRIDE + its row, on the third 2 × SHEET_STRIDE + row."""
DEFAULT_LIMITS = ReadLimits()
_NO_STATEMENTS = (FileFormat.PDF, FileFormat.IMAGE, FileFormat.RICH_TEXT, FileFormat.ARCHIVE)


@dataclass(frozen=True, slots=True)
class _Options:
    """What the caller asked for."""

    defaults: TableDefaults
    limits: ReadLimits


def read_statement(  # noqa: PLR0913  (what a caller may know of a file)
    *,
    content: bytes,
    filename: str,
    account: str = "",
    currency: str = "CNY",
    check_balances: bool = True,
    limits: ReadLimits = DEFAULT_LIMITS,
    layouts: tuple[SavedLayout, ...] = (),
) -> StatementFile | FileFault:
    """Return all statements of a file, or the one reason why nothing of it may be imported.

    `account` and `currency` serve tables that do not name their own. `layouts` are tables that a person has
    explained. A balance that does not follow refuses the file; with `check_balances` off it becomes a remark (for an excerpt
    a person has looked at). Every row is a line, pending, rejected or skipped: `rows_read == rows_accounted`.
    """
    data = bytes(content)
    if not data.strip():
        return file_fault(code=FileFaultCode.EMPTY)
    if len(data) > limits.max_bytes:
        return file_fault(code=FileFaultCode.TOO_LARGE, found=len(data), limit=limits.max_bytes)
    options = _Options(
        defaults=TableDefaults(account, currency, check_balances=check_balances, layouts=layouts), limits=limits
    )
    if is_gzip(content=data):
        unpacked = gzip_content(content=data, limits=limits)
        return unpacked if isinstance(unpacked, FileFault) else _read(unpacked, filename, options)
    if is_zip(content=data) and format_of(content=data) is not FileFormat.XLSX:
        members = zip_members(content=data, limits=limits)
        return members if isinstance(members, FileFault) else _read_members(members, options)
    return _read(data, filename, options)


def _read(content: bytes, filename: str, options: _Options) -> StatementFile | FileFault:
    found = format_of(content=content)
    if found in _NO_STATEMENTS:
        return file_fault(code=FaultCode.UNKNOWN_FORMAT, found=found.value, name=filename)
    if found in (FileFormat.XLSX, FileFormat.XLS):
        sheets = workbook_sheets(content=content, file_format=found, limits=options.limits)
        return sheets if isinstance(sheets, FileFault) else _read_sheets(sheets, options)
    if found is FileFormat.XML:
        return _read_xml(content, options)
    text = statement_text(content=content)
    if isinstance(text, FileFault):
        return text
    if found in (FileFormat.HTML, FileFormat.SPREADSHEET_XML):
        page = page_sheet(text=text, is_spreadsheet_xml=found is FileFormat.SPREADSHEET_XML, limits=options.limits)
        return page if isinstance(page, FileFault) else _read_sheets((page,), options)
    if found is FileFormat.JSON and not looks_like_mt(text=text):
        return file_fault(code=FaultCode.UNKNOWN_FORMAT, found=found.value, name=filename)
    return _read_text(text, options)


def _read_xml(content: bytes, options: _Options) -> StatementFile | FileFault:
    text = xml_text(content=content)
    if isinstance(text, FileFault):
        return text
    if looks_like_ofx(text=text):
        return _read_text(text, options)
    return read_camt(text=text, check_balances=options.defaults.check_balances, limits=options.limits)


def _read_text(text: str, options: _Options) -> StatementFile | FileFault:
    check = options.defaults.check_balances
    if looks_like_ofx(text=text):
        return read_ofx(text=text, check_balances=check, limits=options.limits)
    if looks_like_mt(text=text):
        return read_mt(text=text, check_balances=check, limits=options.limits)
    if text.lstrip("\ufeff \t\r\n").startswith("<"):
        return read_camt(text=text, check_balances=check, limits=options.limits)
    sheet = text_sheet(text=text, limits=options.limits, layouts=options.defaults.layouts)
    return sheet if isinstance(sheet, FileFault) else _read_sheets((sheet,), options)


def _read_sheets(sheets: Sequence[Sheet], options: _Options) -> StatementFile | FileFault:
    """Read every sheet that holds a table; a sheet whose lines all stand on an earlier one is a copy and skipped."""
    results: list[TableResult] = []
    seen: set[Identity] = set()
    for number, sheet in enumerate(sheets):
        header_at = header_index(rows=sheet.rows, layouts=options.defaults.layouts)
        if header_at is None:
            continue
        result = read_table(rows=sheet.rows, header_at=header_at, defaults=options.defaults)
        if isinstance(result, FileFault):
            return result
        marks = _marks(result)
        if marks and marks <= seen:
            result = _as_copy(result, sheet.name)
        seen |= marks
        results.append(_moved(result, number, sheet.name) if number else result)
    if not results:
        return file_fault(code=FaultCode.NO_HEADER)
    return StatementFile(
        format=results[0].format,
        statements=with_occurrences(statements=[one for result in results for one in result.statements]),
        rows_read=sum(result.rows_read for result in results),
        skipped=tuple(fault for result in results for fault in result.skipped),
        notes=tuple(note for result in results for note in result.notes),
    )


def _marks(result: TableResult) -> set[Identity]:
    return {(one.account, *identity(line=line)) for one in result.statements for line in one.lines}


def _as_copy(result: TableResult, name: str) -> TableResult:
    faults = [
        row_fault(line=line.position, column=name, code=FaultCode.SHEET_REPEATED)
        for one in result.statements
        for line in one.lines
    ]
    faults += [fault for one in result.statements for fault in one.rejected]
    skipped = tuple(sorted((*result.skipped, *faults), key=lambda fault: fault.line))
    return replace(result, statements=(), skipped=skipped, notes=())


def _moved(result: TableResult, number: int, name: str) -> TableResult:
    """Give the lines of a further sheet positions of their own, and name the sheet in its faults."""
    start = number * SHEET_STRIDE

    def named(faults: Sequence[RowFault]) -> tuple[RowFault, ...]:
        return tuple(replace(fault, column=f"{name}!{fault.column}") for fault in faults)

    def placed(one: Statement) -> Statement:
        lines = tuple(replace(line, position=start + line.position) for line in one.lines)
        return replace(one, lines=lines, rejected=named(one.rejected))

    return replace(
        result,
        statements=tuple(placed(one) for one in result.statements),
        skipped=named(result.skipped),
        notes=named(result.notes),
    )


def _read_members(members: Sequence[Member], options: _Options) -> StatementFile | FileFault:
    """Read the statements of an archive as one file; they must be of one format."""
    files: list[StatementFile] = []
    for number, member in enumerate(members):
        read = _read(member.content, member.name, options)
        if isinstance(read, FileFault):
            return replace(read, params=(*read.params, ("file", member.name)))
        if files and read.format != files[0].format:
            return file_fault(code=FaultCode.ARCHIVE_OF_SEVERAL, first=files[0].format, second=read.format)
        files.append(_shifted(read, number) if number else read)
    return StatementFile(
        format=files[0].format,
        statements=with_occurrences(statements=[one for read in files for one in read.statements]),
        rows_read=sum(read.rows_read for read in files),
        skipped=tuple(fault for read in files for fault in read.skipped),
        notes=tuple(note for read in files for note in read.notes),
    )


def _shifted(read: StatementFile, number: int) -> StatementFile:
    start = number * SHEET_STRIDE
    statements = tuple(
        replace(one, lines=tuple(replace(line, position=start + line.position) for line in one.lines))
        for one in read.statements
    )
    return replace(read, statements=statements)
