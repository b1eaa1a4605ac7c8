"""A web page renamed to .xls, as many Chinese systems export: the table with most cells, as rows of text.

Nothing is fetched, no script runs, entities are characters; a merged cell holds its text once, at its first place.
"""

from html.parser import HTMLParser

from huikuan.integrations.table_files.delimited import MAX_COLUMNS, Record
from huikuan.integrations.table_files.faults import FileFault, FileFaultCode

MAX_DEPTH = 32
_HIDDEN = ("script", "style", "title")


def read_html_table(*, text: str, max_records: int) -> list[Record] | FileFault:
    """Return the rows of the largest table of a page, with the lines their <tr> stand on.

    Faults: NO_HEADER when there is no table, TOO_MANY_ROWS, TOO_MANY_COLUMNS, CORRUPT for tables nested too deeply.
    """
    reader = _Tables()
    reader.feed(text)
    reader.close()
    if reader.too_deep:
        return FileFault(code=FileFaultCode.CORRUPT)
    largest = max(reader.finished(), key=lambda rows: sum(len(row.cells) for row in rows), default=[])
    if not largest:
        return FileFault(code=FileFaultCode.NO_HEADER)
    if len(largest) > max_records:
        return FileFault(code=FileFaultCode.TOO_MANY_ROWS, details={"limit": max_records})
    for row in largest:
        if len(row.cells) > MAX_COLUMNS:
            details: dict[str, str | int] = {"limit": MAX_COLUMNS, "found": len(row.cells)}
            return FileFault(code=FileFaultCode.TOO_MANY_COLUMNS, line=row.line, details=details)
    return largest


class _Tables(HTMLParser):
    """Collects each table's rows; tables inside tables are tables of their own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.too_deep = False
        self._finished: list[list[Record]] = []
        self._open: list[list[Record]] = []
        self._cell: list[str] | None = None
        self._place = 0
        self._hidden = 0

    def finished(self) -> list[list[Record]]:
        """Return all tables, those never closed included."""
        self._end_cell()
        return [*self._finished, *self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self._hidden += 1
        elif tag == "table":
            self._end_cell()
            self.too_deep = self.too_deep or len(self._open) >= MAX_DEPTH
            if not self.too_deep:
                self._open.append([])
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append(Record(line=self.getpos()[0], cells=[]))
        elif tag in ("td", "th") and self._open:
            self._start_cell(dict(attrs).get("colspan") or "1")
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self._finished.append(self._open.pop())

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._hidden:
            self._cell.append(data)

    def _start_cell(self, span: str) -> None:
        self._end_cell()
        if not self._open[-1]:
            self._open[-1].append(Record(line=self.getpos()[0], cells=[]))
        self._cell = []
        row = self._open[-1][-1].cells
        self._place = len(row)
        width = int(span[:4]) if span.isascii() and span.isdigit() else 1
        row.extend([""] * min(max(width, 1), MAX_COLUMNS))

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        if self._open and self._open[-1]:
            self._open[-1][-1].cells[self._place] = "".join(self._cell)
        self._cell = None
