"""An "XLS" that is a web page or a SpreadsheetML document → rows of cells."""

from __future__ import annotations

from html.parser import HTMLParser

from huikuan.integrations.bank_files.delimited import Row, clean
from huikuan.integrations.bank_files.fault_codes import FaultCode
from huikuan.integrations.bank_files.records import FileFault, ReadLimits, file_fault
from huikuan.integrations.bank_files.xml_events import local_name, xml_elements

MAX_SPAN = 100


def html_rows(*, text: str, limits: ReadLimits) -> tuple[Row, ...] | FileFault:
    """Return the rows of all tables of a page, numbered as a spreadsheet shows them.

    Entities and scripts are text, nothing is fetched.
    """
    reader = _TableReader()
    reader.feed(text)
    reader.close()
    reader.end_row()
    if len(reader.rows) > limits.max_lines:
        return file_fault(code=FaultCode.TOO_MANY_ROWS, limit=limits.max_lines)
    return tuple(reader.rows)


def spreadsheet_xml_rows(*, text: str, limits: ReadLimits) -> tuple[Row, ...] | FileFault:
    """Return the rows of an Excel 2003 XML workbook (Row, Cell with an optional Index, Data)."""
    rows: list[Row] = []
    elements = xml_elements(text=text, names=frozenset({"Row"}), limits=limits)
    for number, element in enumerate(elements, start=1):
        if isinstance(element, FileFault):
            return element
        cells: list[str] = []
        for cell in element.node:
            if local_name(tag=cell.tag) != "Cell":
                continue
            index = next((value for name, value in cell.attrib.items() if local_name(tag=name) == "Index"), "")
            if index.isdigit() and len(cells) < int(index) - 1 < limits.max_columns:
                cells.extend([""] * (int(index) - 1 - len(cells)))
            cells.append(clean(text="".join(str(part) for part in cell.itertext())))
        if any(cells):
            rows.append(Row(line=number, cells=tuple(cells)))
        if len(rows) > limits.max_lines:
            return file_fault(code=FaultCode.TOO_MANY_ROWS, limit=limits.max_lines)
    return tuple(rows)


class _TableReader(HTMLParser):
    """Collects the cells of tables; a cell of a nested table ends the cell around it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[Row] = []
        self._cells: list[str] = []
        self._text: list[str] | None = None
        self._span = 1
        self._hidden = 0
        self._number = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._hidden += 1
        elif tag == "tr":
            self.end_row()
            self._number += 1
        elif tag in ("td", "th"):
            self._end_cell()
            self._text = []
            span = dict(attrs).get("colspan") or "1"
            self._span = min(int(span), MAX_SPAN) if span.isdigit() else 1
        elif tag == "br" and self._text is not None:
            self._text.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._hidden = max(self._hidden - 1, 0)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self.end_row()

    def handle_data(self, data: str) -> None:
        if self._text is not None and not self._hidden:
            self._text.append(data)

    def end_row(self) -> None:
        """Keep the cells read so far as a row."""
        self._end_cell()
        if any(self._cells):
            self.rows.append(Row(line=self._number, cells=tuple(self._cells)))
        self._cells = []

    def _end_cell(self) -> None:
        if self._text is None:
            return
        self._cells.append(clean(text="".join(self._text)))
        self._cells.extend([""] * (self._span - 1))
        self._text = None
