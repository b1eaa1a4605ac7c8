"""The text table every reader of this folder produces: strings only, each row with the line it came from."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from huikuan.integrations.table_files.faults import FileFault, FileFaultCode, TableWarning, WarningCode


@dataclass(frozen=True, slots=True)
class FooterRow:
    """A total or subtotal row: not data, but good to tie the data against."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TextTable:
    """A file as text. `len(rows) + len(footers) + blank_rows + repeated headers` is every line below the header.

    A row whose number of cells differs from the number of columns is kept as it stands, warned of as SHIFTED_ROW, and must
    be rejected by whoever types the rows: nobody knows which cell is which.
    """

    encoding: str | None
    delimiter: str | None
    sheet: str | None
    sheets: tuple[str, ...]
    preamble: tuple[str, ...]
    header_line: int
    columns: tuple[str, ...]
    rows: list[list[str]]
    line_numbers: list[int]
    footers: tuple[FooterRow, ...]
    blank_rows: int
    warnings: tuple[TableWarning, ...] = field(default_factory=tuple)

    @property
    def shifted_lines(self) -> frozenset[int]:
        """Return the lines whose number of cells differs from the header's."""
        width = len(self.columns)
        return frozenset(line for line, row in zip(self.line_numbers, self.rows, strict=True) if len(row) != width)

    def warnings_of(self, *, code: WarningCode) -> tuple[TableWarning, ...]:
        """Return the warnings of one kind."""
        return tuple(warning for warning in self.warnings if warning.code == code)


def to_document(*, result: TextTable | FileFault) -> tuple[dict[str, Any], bytes]:
    """Return a table's head or a fault as plain JSON values, and its rows as lines of JSON, for the way out of the parser.

    The rows go line by line because one text of them all would need several times their memory.
    """
    if isinstance(result, FileFault):
        return {"fault": asdict(result)}, b""
    table = {item.name: getattr(result, item.name) for item in fields(result) if item.name != "rows"}
    table["footers"] = [asdict(footer) for footer in result.footers]
    table["warnings"] = [asdict(warning) for warning in result.warnings]
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    return {"table": table}, b"\n".join(encode(row).encode() for row in result.rows)


def from_document(*, document: Mapping[str, Any], rows: bytes = b"") -> TextTable | FileFault:
    """Return the table or fault of `to_document`; KeyError or ValueError when it is not one of ours."""
    if "fault" in document:
        fault = document["fault"]
        return FileFault(code=FileFaultCode(fault["code"]), line=fault["line"], details=fault["details"])
    table = dict(document["table"])
    for name in ("sheets", "preamble", "columns"):
        table[name] = tuple(table[name])
    table["rows"] = [json.loads(row) for row in rows.split(b"\n")] if rows else []
    table["footers"] = tuple(FooterRow(line=row["line"], cells=tuple(row["cells"])) for row in table["footers"])
    table["warnings"] = tuple(
        TableWarning(code=WarningCode(warning["code"]), line=warning["line"], details=warning["details"])
        for warning in table["warnings"]
    )
    return TextTable(**table)
