"""A table whose columns nobody knows, for a person to explain: its rows, a first guess, and what the balances prove of it.

The proof goes through the rows in both orders of the file and says of each row whose balance does not follow what it should be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from huikuan.integrations.bank_files.archives import gzip_content, is_gzip, is_zip, zip_members
from huikuan.integrations.bank_files.balance_proof import Break, ChainRow, Reading, broken_rows
from huikuan.integrations.bank_files.cells import amount_text
from huikuan.integrations.bank_files.column_names import Field
from huikuan.integrations.bank_files.delimited import DELIMITERS, Row, physical_lines, split_line
from huikuan.integrations.bank_files.guessing import guessed_columns, is_day
from huikuan.integrations.bank_files.headers import Header, field_of
from huikuan.integrations.bank_files.records import FileFault, ReadLimits, file_fault
from huikuan.integrations.bank_files.row_reading import Draft, RowContext, party_of, texts_of
from huikuan.integrations.bank_files.saved_layouts import SavedLayout, plain_headings
from huikuan.integrations.bank_files.sources import page_sheet, workbook_sheets
from huikuan.integrations.bank_files.table import drafts_of
from huikuan.integrations.bank_files.texts import statement_text
from huikuan.integrations.file_guards import FileFaultCode, FileFormat, format_of

LEAST_COLUMNS = 3
SAMPLE_ROWS, SHOWN_BREAKS, SHOWN_LINES, GUESSED_FROM = 5, 12, 8, 60
_LIMITS = ReadLimits()


def explained(
    *, content: bytes, header_line: int, columns: Mapping[str, int] | None, minus_is_in: bool, currency: str
) -> dict[str, Any]:
    """What a table is read as when its columns mean what `columns` says (field to column); None: as guessed. JSON values.

    `{"fault"}` where it holds no table. `header_line` 0 lets the row of column names be guessed.
    """
    rows = _rows(content)
    if isinstance(rows, FileFault):
        return {"fault": [rows.code, [list(pair) for pair in rows.params], rows.line]}
    at = _header_at(rows, header_line)
    headings = plain_headings(cells=rows[at].cells)
    body = rows[at + 1 :]
    said = (
        dict(columns)
        if columns is not None
        else guessed_columns(heads=rows[at].cells, rows=[row.cells for row in body[:GUESSED_FROM]])
    )
    chosen = tuple((field, column) for field, column in said.items() if column < len(headings))
    layout = SavedLayout("own", headings, chosen, minus_is_in)
    document: dict[str, Any] = {
        "header_line": rows[at].line,
        "header_lines": [[row.line, " · ".join(cell for cell in row.cells if cell)[:80]] for row in rows[: at + 8]],
        "headings": list(rows[at].cells[: len(headings)]),
        "plain": list(headings),
        "columns": dict(chosen),
        "samples": [list(row.cells[: len(headings)]) for row in body[:SAMPLE_ROWS]],
        "rows": len(body),
    }
    return document | _proved(rows, at, layout, currency)


def _proved(rows: Sequence[Row], at: int, layout: SavedLayout, currency: str) -> dict[str, Any]:
    by_field = layout.by_field
    has_amount = any(one in by_field for one in (Field.AMOUNT, Field.MONEY_IN, Field.MONEY_OUT))
    if Field.TRADED_DAY not in by_field or not has_amount:
        return {"missing": True, "orders": [], "lines": [], "faults": [], "read": 0}
    header = Header(rows[at].cells, by_field, frozenset(), in_ten_thousands=False, duplicate="", saved=layout)
    context, drafts = drafts_of(rows=rows, header_at=at, header=header, currency=currency)
    good = [draft for draft in drafts if draft.fault is None and not draft.is_skip]
    faults = [draft.fault or draft.balance_fault for draft in drafts if draft.fault or draft.balance_fault]
    return {
        "missing": False,
        "orders": _orders(drafts, currency),
        "lines": [_line(context, draft, currency) for draft in good[:SHOWN_LINES]],
        "faults": [
            [one.line, one.column, one.value, one.code, [list(pair) for pair in one.params]]
            for one in faults[:SHOWN_BREAKS]
            if one is not None
        ],
        "refused": len(faults),
        "read": len(good),
    }


def _orders(drafts: Sequence[Draft], currency: str) -> list[dict[str, Any]]:
    """The proof in the order of the file and in the other one; none where no balance can be read."""
    if not any(draft.balance is not None for draft in drafts):
        return []
    chain = [_chain(draft) for draft in drafts]
    amounts = [draft.amounts for draft in drafts if draft.amounts is not None]
    is_unsigned = bool(amounts) and not any(one.has_direction for one in amounts)
    readings = [Reading.NATURAL, Reading.FLIPPED, *([Reading.UNSIGNED] if is_unsigned else [])]
    found = []
    for name, order in (("AS_IS", range(len(chain))), ("REVERSED", range(len(chain) - 1, -1, -1))):
        best = min(
            (broken_rows(rows=chain, order=tuple(order), reading=reading) for reading in readings),
            key=lambda one: len(one[1]),
        )
        found.append(
            {
                "order": name,
                "proved": best[0],
                "broken": len(best[1]),
                "breaks": [_break(drafts, one, currency) for one in best[1][:SHOWN_BREAKS]],
            }
        )
    return found


def _chain(draft: Draft) -> ChainRow:
    amounts = None
    if draft.amounts is not None and draft.fault is None:
        amounts = (draft.amounts.natural, draft.amounts.flipped, draft.amounts.red)
    elif draft.is_zero:
        amounts = (0, 0, 0)
    return ChainRow(amounts=amounts, balance=draft.balance, day=draft.day, at=draft.at)


def _break(drafts: Sequence[Draft], one: Break, currency: str) -> list[Any]:
    line = drafts[one.index].row.line
    return [line, amount_text(minor=one.expected, currency=currency), amount_text(minor=one.found, currency=currency)]


def _line(context: RowContext, draft: Draft, currency: str) -> list[Any]:
    minor = 0 if draft.amounts is None else draft.amounts.natural
    party = party_of(context=context, cells=draft.row.cells, minor=minor)
    text = texts_of(header=context.header, cells=draft.row.cells)[0]
    day = "" if draft.day is None else draft.day.isoformat()
    return [draft.row.line, day, minor, party.name, text, draft.balance]


def _rows(content: bytes) -> tuple[Row, ...] | FileFault:
    """The rows of the first sheet or table that has three columns."""
    data = bytes(content)
    if is_gzip(content=data):
        unpacked = gzip_content(content=data, limits=_LIMITS)
        if isinstance(unpacked, FileFault):
            return unpacked
        data = unpacked
    found = format_of(content=data)
    if is_zip(content=data) and found is not FileFormat.XLSX:
        members = zip_members(content=data, limits=_LIMITS)
        if isinstance(members, FileFault):
            return members
        data, found = members[0].content, format_of(content=members[0].content)
    if found in (FileFormat.XLSX, FileFormat.XLS):
        sheets = workbook_sheets(content=data, file_format=found, limits=_LIMITS)
        return sheets if isinstance(sheets, FileFault) else _kept(sheets[0].rows)
    text = statement_text(content=data)
    if isinstance(text, FileFault):
        return text
    if found in (FileFormat.HTML, FileFormat.SPREADSHEET_XML):
        page = page_sheet(text=text, is_spreadsheet_xml=found is FileFormat.SPREADSHEET_XML, limits=_LIMITS)
        return page if isinstance(page, FileFault) else _kept(page.rows)
    return _kept(_text_rows(text))


def _text_rows(text: str) -> tuple[Row, ...]:
    """The lines of a text, cut where most of them have equally many cells."""
    lines = [(number, line) for number, line in enumerate(physical_lines(text=text), start=1) if line.strip()]

    def sameness(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(split_line(line=line, delimiter=delimiter)[0]) for _, line in lines[:GUESSED_FROM])
        width, count = max(
            widths.items(), key=lambda pair: (pair[0] >= LEAST_COLUMNS, pair[1], pair[0]), default=(0, 0)
        )
        return (count, width) if width >= LEAST_COLUMNS else (0, 0)

    delimiter = max(DELIMITERS, key=sameness)
    return tuple(Row(line=number, cells=split_line(line=line, delimiter=delimiter)[0]) for number, line in lines)


def _kept(rows: Sequence[Row]) -> tuple[Row, ...] | FileFault:
    if not any(_filled(row) >= LEAST_COLUMNS for row in rows):
        return file_fault(code=FileFaultCode.UNSUPPORTED_FORMAT, found="no table")
    if len(rows) > _LIMITS.max_lines:
        return file_fault(code=FileFaultCode.TOO_MANY_CELLS, limit=_LIMITS.max_lines)
    return tuple(rows)


def _filled(row: Row) -> int:
    return sum(1 for cell in row.cells if cell)


def _header_at(rows: Sequence[Row], header_line: int) -> int:
    """The row that was named; else the one with most known names; else the first without figures above one with a day."""
    for index, row in enumerate(rows):
        if header_line and row.line == header_line:
            return index
    known = [sum(field_of(text=cell) is not None for cell in row.cells) for row in rows[:40]]
    if max(known, default=0) >= 2:
        return known.index(max(known))
    for index, row in enumerate(rows[:40]):
        after = rows[index + 1] if index + 1 < len(rows) else None
        if _filled(row) >= LEAST_COLUMNS and after is not None and any(is_day(text=cell) for cell in after.cells):
            return index
    return next((index for index, row in enumerate(rows) if _filled(row) >= LEAST_COLUMNS), 0)
