"""Text → rows of cells: which character separates, where quotes open and close; rows never merge silently."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from huikuan.integrations.bank_files.fault_codes import FaultCode
from huikuan.integrations.bank_files.records import ReadLimits, RowFault, row_fault
from huikuan.kernel.text_normal import shown

DELIMITERS = (",", "\t", "|", ";")
LONGEST_RECORD_LINES = 20
_LINE_END = re.compile(r"\r\n|\r|\n")
_NOT_PLAINLY_QUOTED = ('""', ' "', '" ', '\t"', '"\t', "\u3000", "\n", "\r", "\0")
_DIGIT = re.compile("[0-9]")
_EDGES = " \t\r\n\v\f\u00a0\u3000\u200b\u200e\u200f\ufeff\u202c\u202d"


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its first line in the file (or row of the sheet), its cells, and what is wrong with it."""

    line: int
    cells: tuple[str, ...]
    fault: RowFault | None = None


def physical_lines(*, text: str) -> list[str]:
    """Return the lines of a text, however they end; other Unicode line marks stay inside a cell."""
    lines = _LINE_END.split(text)
    if lines and not lines[-1]:
        lines.pop()
    return lines


def split_line(*, line: str, delimiter: str) -> tuple[tuple[str, ...], bool]:
    """Return the cells of one line, and whether a quoted cell is still open at its end.

    A quote opens only at the start of a cell and closes only before a separator or the end, so quotes inside a text are
    kept. A line that begins with a backtick has one before every value, and commas inside a value do not separate.
    """
    if line.startswith("`") and delimiter == ",":
        return tuple(clean(text=cell) for cell in line[1:].split(",`")), False
    if '"' not in line:
        return tuple(clean(text=cell) for cell in line.split(delimiter)), False
    plain = _split_plainly_quoted(line, delimiter)
    return (plain, False) if plain is not None else _split_quoted(line, delimiter)


def rows_of(*, lines: list[str], delimiter: str, start: int, width: int, limits: ReadLimits) -> Iterator[Row]:
    """Yield the records from line index `start` on; blank lines and lines of separators are none, an unpaired quote is a fault of its line.

    A quoted cell may run over several lines when the record then has the header's `width` and none of the lines it runs
    over is a full row by itself: otherwise the quote was never closed and the rows stay apart.
    """
    index = start
    while index < len(lines):
        line = lines[index]
        if not line.strip(_EDGES):
            index += 1
            continue
        cells, is_open = split_line(line=line, delimiter=delimiter)
        taken, fault = 1, None
        if is_open:
            joined = _joined(lines, index, delimiter, width)
            if joined is None:
                fault = row_fault(line=index + 1, code=FaultCode.UNPAIRED_QUOTE, value=line)
            else:
                cells, taken = joined
        longest = max((len(cell) for cell in cells), default=0)
        if longest > limits.max_cell_characters:
            fault = row_fault(line=index + 1, code=FaultCode.CELL_TOO_LONG, limit=limits.max_cell_characters)
        if fault is not None or any(cells):
            yield Row(line=index + 1, cells=cells, fault=fault)
        index += taken


def clean(*, text: str) -> str:
    """Return a cell without the spaces, tabs, marks and backticks banks put around it to keep a spreadsheet calm."""
    text = shown(text=text.strip(_EDGES))
    if text.startswith('="') and text.endswith('"') and len(text) > 2:
        text = text[2:-1].strip(_EDGES)
    elif text.startswith("`"):
        text = text[1:].strip(_EDGES)
    elif len(text) > 1 and text[0] == "'" and text[-1] != "'" and text[1:].isdigit():
        text = text[1:]
    return text


def _split_plainly_quoted(line: str, delimiter: str) -> tuple[str, ...] | None:
    """Split a line whose quotes all stand right at the ends of cells, by the standard reader; None for any other."""
    if any(mark in line for mark in _NOT_PLAINLY_QUOTED):
        return None
    try:
        cells = next(csv.reader([line], delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return tuple(clean(text=cell) for cell in cells)


def _split_quoted(line: str, delimiter: str) -> tuple[tuple[str, ...], bool]:
    cells: list[str] = []
    position, end = 0, len(line)
    while position <= end:
        start = _skip_blanks(line, position, delimiter)
        if start < end and line[start] == '"':
            close = _closing_quote(line, start + 1, delimiter)
            if close < 0:
                cells.append(clean(text=line[start + 1 :]))
                return tuple(cells), True
            cells.append(clean(text=line[start + 1 : close].replace('""', '"')))
            position = line.find(delimiter, close)
        else:
            found = line.find(delimiter, position)
            cells.append(clean(text=line[position : found if found >= 0 else end]))
            position = found
        if position < 0:
            break
        position += 1
    return tuple(cells), False


def _closing_quote(line: str, start: int, delimiter: str) -> int:
    """Return where the quote that closes the cell stands: the first one with nothing but blanks before a separator."""
    position = line.find('"', start)
    while position >= 0:
        after = position + 1
        if line.startswith('"', after):
            position = line.find('"', after + 1)
            continue
        rest = _skip_blanks(line, after, delimiter)
        if rest >= len(line) or line[rest] == delimiter:
            return position
        position = line.find('"', after)
    return -1


def _skip_blanks(line: str, position: int, delimiter: str) -> int:
    while position < len(line) and line[position] in " \t\u3000" and line[position] != delimiter:
        position += 1
    return position


def _joined(lines: list[str], index: int, delimiter: str, width: int) -> tuple[tuple[str, ...], int] | None:
    """Return the record that begins at `index` and closes its quote on a later line, and how many lines it takes."""
    text = lines[index]
    first_shape = _shape(split_line(line=text, delimiter=delimiter)[0][0])
    for taken, following in enumerate(lines[index + 1 : index + LONGEST_RECORD_LINES], start=2):
        alone = split_line(line=following, delimiter=delimiter)[0]
        if len(alone) >= max(width, 2) or (first_shape and _shape(alone[0]) == first_shape):
            return None
        text += "\n" + following
        cells, is_open = split_line(line=text, delimiter=delimiter)
        if not is_open:
            whole = len(cells) >= width and not any(cells[width:])
            return (cells, taken) if whole else None
    return None


def _shape(cell: str) -> str:
    """What a first cell looks like: 2026-01-05 and 2025-12-31 have one shape, so a row that begins so is a row."""
    return _DIGIT.sub("9", cell) if _DIGIT.search(cell) else ""
