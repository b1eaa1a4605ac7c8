"""Delimited text into records of cells, each with the line it starts on; U+2028 and the like never end a line."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from huikuan.integrations.table_files.faults import FileFault, FileFaultCode

DELIMITERS = (",", ";", "\t", "|")
MAX_FIELD_CHARACTERS = 32_767  # the most a spreadsheet cell can hold
MAX_COLUMNS = 256
LINES_SNIFFED = 60
CHARACTERS_SNIFFED = 200_000


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a file before anybody knows which row is the header."""

    line: int
    cells: list[str]


def read_records(*, text: str, delimiter: str, max_records: int) -> list[Record] | FileFault:
    """Return all records, quoted cells and line breaks inside quotes included.

    Faults: UNCLOSED_QUOTE and BAD_QUOTE with the line the record starts on, FIELD_TOO_LONG, TOO_MANY_COLUMNS,
    TOO_MANY_ROWS.
    """
    records = _records(text, delimiter, max_records)
    if isinstance(records, FileFault) and records.code is FileFaultCode.BAD_QUOTE:
        # Several systems write "3985734"<tab>, to keep a number a text: blanks behind a closing quote mean nothing.
        tidied = re.sub(rf'"[ \t]+(?={re.escape(delimiter)}|[\r\n]|\Z)', '"', text)
        return _records(tidied, delimiter, max_records)
    return records


def sniff_delimiter(*, text: str) -> str:
    """Return the delimiter that cuts the first lines into the most even rows; a comma when none cuts at all."""
    lines = [line for line in _first_lines(text) if line.strip()]
    return max(DELIMITERS, key=lambda delimiter: (*_evenness(lines, delimiter), -DELIMITERS.index(delimiter)))


def _records(text: str, delimiter: str, max_records: int) -> list[Record] | FileFault:
    records: list[Record] = []
    start = 1
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True, skipinitialspace=True)
    try:
        for cells in reader:
            fault = _check(cells, start) if len(records) < max_records else _too_many(max_records)
            if fault is not None:
                return fault
            records.append(Record(line=start, cells=cells))
            start = reader.line_num + 1
    except csv.Error as error:
        return _fault_of(str(error), start)
    return records


def _lines(text: str) -> Iterator[str]:
    """Return the lines with their ends; only CR, LF and CR LF end a line."""
    return io.StringIO(text, newline="")


def _first_lines(text: str) -> list[str]:
    return list(islice(_lines(text[:CHARACTERS_SNIFFED]), LINES_SNIFFED))


def _evenness(lines: list[str], delimiter: str) -> tuple[int, int]:
    """Return (tenths of lines with the commonest width, that width); (0, 0) when the delimiter cuts nothing."""
    widths: dict[int, int] = {}
    for line in lines:
        try:
            cells = next(csv.reader([line], delimiter=delimiter), [])
        except csv.Error:
            cells = line.split(delimiter)
        widths[len(cells)] = widths.get(len(cells), 0) + 1
    cutting = {width: count for width, count in widths.items() if width > 1}
    if not cutting:
        return 0, 0
    width, count = max(cutting.items(), key=lambda item: (item[1], item[0]))
    return 10 * count // len(lines), width


def _check(cells: list[str], line: int) -> FileFault | None:
    if len(cells) > MAX_COLUMNS:
        details: dict[str, str | int] = {"limit": MAX_COLUMNS, "found": len(cells)}
        return FileFault(code=FileFaultCode.TOO_MANY_COLUMNS, line=line, details=details)
    if cells and max(map(len, cells)) > MAX_FIELD_CHARACTERS:
        return FileFault(code=FileFaultCode.FIELD_TOO_LONG, line=line, details={"limit": MAX_FIELD_CHARACTERS})
    return None


def _too_many(limit: int) -> FileFault:
    return FileFault(code=FileFaultCode.TOO_MANY_ROWS, details={"limit": limit})


def _fault_of(message: str, line: int) -> FileFault:
    if "unexpected end of data" in message:
        return FileFault(code=FileFaultCode.UNCLOSED_QUOTE, line=line)
    if "field larger than field limit" in message:
        return FileFault(code=FileFaultCode.FIELD_TOO_LONG, line=line, details={"limit": MAX_FIELD_CHARACTERS})
    return FileFault(code=FileFaultCode.BAD_QUOTE, line=line)
