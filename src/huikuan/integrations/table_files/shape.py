"""Which row is the header, which rows are data, which are totals: records of cells into a text table.

Nothing is dropped silently: every row below the header is data, a footer, a repeated header or blank, and is counted.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from huikuan.integrations.table_files.cells import clean_cell, clean_header
from huikuan.integrations.table_files.columns import known_header
from huikuan.integrations.table_files.delimited import Record
from huikuan.integrations.table_files.faults import FileFault, FileFaultCode, TableWarning, WarningCode
from huikuan.integrations.table_files.table import FooterRow, TextTable

HEADER_SOUGHT_IN = 30
WARNINGS_KEPT = 50
_LONGEST_FOOTER_WORD = 30
_NUMBER_LIKE = re.compile(r"[-+()]?[¥￥$€£]?\s*[0-9][0-9.,:/\-年月日 %()]*")
_TOTAL_WORDS = (
    r"(?:[^:：]{0,20}[小合总總][计計]|[共累][计計]|[小合总總]\s+[计計]|grand total|sub-?total|totals?|sum)"
    r"\s*(?:[:：]|[(（].{0,20}[)）])?\s*"
)
_REMARK_WORDS = (
    r"(?:制表|打印|导出|审核|复核|备注|说明|注|编制|财务主管|共\s*[0-9]+\s*(?:条|行|笔)|第\s*[0-9]+\s*页"
    r"|printed|generated|exported|prepared by|page\s+[0-9]+|end of report|[0-9]+ (?:rows|records))\s*.*"
)
_TOTAL = re.compile(_TOTAL_WORDS, re.IGNORECASE)
_REMARK = re.compile(_REMARK_WORDS, re.IGNORECASE)
# For readers that look at whole columns: whatever might be a total or a remark.
FOOTER_PATTERN = f"^(?:{_TOTAL_WORDS}|{_REMARK_WORDS})$"


@dataclass(slots=True)
class _Parts:
    """The rows below the header, sorted out."""

    rows: list[list[str]] = field(default_factory=list)
    line_numbers: list[int] = field(default_factory=list)
    footers: list[FooterRow] = field(default_factory=list)
    blank_rows: int = 0
    warnings: list[TableWarning] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Source:
    """Where the records come from; a text file's short rows are shifted, a sheet's are merely not filled in."""

    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    sheets: tuple[str, ...] = ()
    warnings: tuple[TableWarning, ...] = ()

    @property
    def is_text(self) -> bool:
        """Return whether the rows were cut by a delimiter."""
        return self.delimiter is not None


def shape_table(
    *, records: Sequence[Record], source: Source, max_rows: int, header_line: int | None = None
) -> TextTable | FileFault:
    """Return the table that records hold; the header is sought in the first 30 rows unless its line is given.

    Faults: EMPTY, NO_HEADER, NO_SUCH_HEADER_LINE, TOO_MANY_ROWS.
    """
    cleaned = [
        Record(line=record.line, cells=[cell if cell.isalnum() else clean_cell(text=cell) for cell in record.cells])
        for record in records
    ]
    if not any(any(record.cells) for record in cleaned):
        return FileFault(code=FileFaultCode.EMPTY)
    place = _header_place(cleaned) if header_line is None else _given_place(cleaned, header_line)
    if place is None:
        return FileFault(code=FileFaultCode.NO_HEADER if header_line is None else FileFaultCode.NO_SUCH_HEADER_LINE)
    header, below = cleaned[place], cleaned[place + 1 :]
    width = _width(header.cells, below)
    columns = tuple(clean_header(text=cell) for cell in header.cells[:width])
    parts = _sort_out(below, columns, is_text=source.is_text)
    if len(parts.rows) > max_rows:
        return FileFault(code=FileFaultCode.TOO_MANY_ROWS, details={"limit": max_rows})
    preamble = tuple(" ".join(filter(None, record.cells)) for record in cleaned[:place] if any(record.cells))
    return TextTable(
        encoding=source.encoding,
        delimiter=source.delimiter,
        sheet=source.sheet,
        sheets=source.sheets,
        preamble=preamble,
        header_line=header.line,
        columns=columns,
        rows=parts.rows,
        line_numbers=parts.line_numbers,
        footers=tuple(parts.footers),
        blank_rows=parts.blank_rows,
        warnings=_shortened([*source.warnings, *_header_warnings(columns, header.line), *parts.warnings]),
    )


def _header_place(records: Sequence[Record]) -> int | None:
    """Find the row with most known headers; failing that the first full row of words above the data."""
    sought = [(place, record) for place, record in enumerate(records[: 4 * HEADER_SOUGHT_IN]) if any(record.cells)]
    sought = sought[:HEADER_SOUGHT_IN]
    known = {place: sum(map(_is_known, record.cells)) for place, record in sought}
    best = max(known.values(), default=0)
    if best >= 2:
        return min(place for place, count in known.items() if count == best)
    usual = _usual_width(records)
    for place, record in sought:
        filled = [cell for cell in record.cells if cell]
        enough = len(filled) >= max(2, (6 * usual + 9) // 10) or (usual == 1 and known[place] == 1)
        if enough and not any(_NUMBER_LIKE.fullmatch(cell) for cell in filled):
            return place
    return None


def _given_place(records: Sequence[Record], line: int) -> int | None:
    return next((place for place, record in enumerate(records) if record.line == line and any(record.cells)), None)


def _is_known(cell: str) -> bool:
    return bool(cell) and len(cell) <= 60 and known_header(text=cell)


def _usual_width(records: Sequence[Record]) -> int:
    """Return the commonest number of filled cells among the first rows, the larger one when two are equally common."""
    widths = Counter(sum(map(bool, record.cells)) for record in records[: 4 * HEADER_SOUGHT_IN] if any(record.cells))
    return max(widths.items(), key=lambda item: (item[1], item[0]))[0]


def _width(header: list[str], below: Sequence[Record]) -> int:
    """Return the number of columns: up to the last named one, or further where the rows do fill nameless ones."""
    named = len(header)
    while named and not header[named - 1]:
        named -= 1
    reach = Counter(_reach(record.cells) for record in below[:200] if any(record.cells))
    usual = max(reach.items(), key=lambda item: item[1])[0] if reach else named
    return max(named, min(usual, len(header)))


def _reach(cells: list[str]) -> int:
    reach = len(cells)
    while reach and not cells[reach - 1]:
        reach -= 1
    return reach


def _sort_out(below: Sequence[Record], columns: tuple[str, ...], *, is_text: bool) -> _Parts:
    parts = _Parts()
    width = len(columns)
    header, first = list(columns), columns[0] if columns else ""
    usual = _usual_width(below) if any(any(record.cells) for record in below) else 0
    for record in below:
        if not any(record.cells):
            parts.blank_rows += 1
            continue
        cells = _fitted(record.cells, width, is_text=is_text)
        filled = len(cells) - cells.count("")
        if filled < max(usual, 2) and _is_footer(cells, filled):
            parts.footers.append(FooterRow(line=record.line, cells=tuple(cells)))
            shown = next(filter(None, cells))[:80]
            parts.warnings.append(TableWarning(code=WarningCode.FOOTER_ROW, line=record.line, details={"text": shown}))
        elif filled > 1 and cells[0] == first and [clean_header(text=cell) for cell in cells] == header:
            parts.warnings.append(TableWarning(code=WarningCode.REPEATED_HEADER, line=record.line))
        else:
            _keep(parts, record.line, cells, width)
    return parts


def _fitted(cells: list[str], width: int, *, is_text: bool) -> list[str]:
    """Cut blank cells beyond the header; a sheet's short row is filled up, a text file's stays as short as it is."""
    if len(cells) == width:
        return cells
    reach = _reach(cells)
    if len(cells) > width:
        return cells[: max(width, reach)]
    return cells if is_text else cells + [""] * (width - len(cells))


def _is_footer(cells: list[str], filled: int) -> bool:
    """Return whether a row that is emptier than the data is a total, or a remark standing alone."""
    first = next(filter(None, cells))
    leading = [cell for cell in cells[:3] if cell and len(cell) <= _LONGEST_FOOTER_WORD]
    if any(_TOTAL.fullmatch(cell) for cell in leading):
        return True
    return filled <= 2 and _REMARK.fullmatch(first) is not None


def _keep(parts: _Parts, line: int, cells: list[str], width: int) -> None:
    if len(cells) != width:
        details: dict[str, str | int] = {"expected": width, "found": len(cells)}
        parts.warnings.append(TableWarning(code=WarningCode.SHIFTED_ROW, line=line, details=details))
    parts.rows.append(cells)
    parts.line_numbers.append(line)


def _header_warnings(columns: tuple[str, ...], line: int) -> list[TableWarning]:
    warnings = []
    first_place: dict[str, int] = {}
    for place, header in enumerate(columns, start=1):
        key = header.casefold()
        if not header:
            warnings.append(TableWarning(code=WarningCode.BLANK_HEADER, line=line, details={"column": place}))
        elif key in first_place:
            details: dict[str, str | int] = {"header": header, "first": first_place[key], "second": place}
            warnings.append(TableWarning(code=WarningCode.DUPLICATE_HEADER, line=line, details=details))
        else:
            first_place[key] = place
    return warnings


def _shortened(warnings: list[TableWarning]) -> tuple[TableWarning, ...]:
    """Keep the first fifty of each kind; a further one without a line says how many there are in all."""
    counts = Counter(warning.code for warning in warnings)
    kept: list[TableWarning] = []
    seen: Counter[WarningCode] = Counter()
    for warning in warnings:
        seen[warning.code] += 1
        if seen[warning.code] <= WARNINGS_KEPT:
            kept.append(warning)
        elif seen[warning.code] == WARNINGS_KEPT + 1:
            kept.append(TableWarning(code=warning.code, details={"in_all": counts[warning.code]}))
    return tuple(kept)
