"""PURE: the rows of such a list as values by field, put together to papers; a row is refused by its first fault."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from huikuan.imports.goods_lists.fields import GoodsField
from huikuan.imports.rules import ImportKind, Rejection, RejectionCode
from huikuan.imports.tables import LINE, SourceTable, column
from huikuan.kernel.currencies import parse_currency
from huikuan.kernel.micros import parse_micros
from huikuan.kernel.text_dates import parse_date
from huikuan.kernel.text_faults import TextFault, TextFaultCode, text_fault
from huikuan.receivables.invoice_cells import text_of

Value = str | int | date | None
_LONGEST = {GoodsField.NUMBER: 60, GoodsField.ITEM_CODE: 60, GoodsField.UNIT: 20, GoodsField.SIGNATORY: 100}
_HEAD = frozenset(
    {
        GoodsField.CUSTOMER,
        GoodsField.CUSTOMER_NAME,
        GoodsField.TAX_CODE,
        GoodsField.DAY,
        GoodsField.ORDER,
        GoodsField.CONTRACT,
        GoodsField.CURRENCY,
        GoodsField.SIGNED_ON,
        GoodsField.SIGNATORY,
        GoodsField.ROLE,
        GoodsField.CONSIGNED,
    }
)
"""What every row of one paper says alike."""
_YES = frozenset({"是", "Y", "YES", "TRUE", "1", "√", "✓", "代销"})


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """A row that can be read: where it stands and its values by field."""

    line: int
    values: Mapping[GoodsField, Value]

    def text(self, *, field: GoodsField) -> str:
        """The text of a field, empty where the list has none."""
        return str(self.values.get(field) or "")

    def number(self, *, field: GoodsField) -> int | None:
        """The millionths of a field, None where the list has none."""
        found = self.values.get(field)
        return found if isinstance(found, int) else None

    def day(self, *, field: GoodsField) -> date | None:
        """The day of a field, None where the list has none."""
        found = self.values.get(field)
        return found if isinstance(found, date) else None

    @property
    def head(self) -> tuple[Value, ...]:
        """What it says about its whole paper."""
        return tuple(self.values.get(field) for field in sorted(_HEAD))


@dataclass(frozen=True, slots=True)
class Paper:
    """The rows of one order, delivery or certificate."""

    number: str
    rows: tuple[GoodsRow, ...]


@dataclass(frozen=True, slots=True)
class ReadPapers:
    """The papers of a list, and the rows that cannot be read or stand beside one that cannot."""

    papers: tuple[Paper, ...]
    rejected: tuple[Rejection, ...]
    first: tuple[GoodsRow, ...]


def read_papers(*, kind: ImportKind, table: SourceTable, columns: Mapping[GoodsField, int]) -> ReadPapers:
    """Every row of the table, put together by the number of its paper; a paper is whole or all its rows are refused."""
    rejected = [
        Rejection(table.file_name, line, "", text, RejectionCode.SHIFTED_ROW.value) for line, text in table.shifted
    ]
    grouped: dict[str, list[GoodsRow]] = {}
    bad: set[str] = set()
    for line, *cells in table.frame.select(LINE, *(column(index=place) for place in columns.values())).iter_rows():
        said = dict(zip(columns, cells, strict=True))
        name = text_of(text=said[named_by(kind=kind)])
        row = _row(line, said, kind)
        if isinstance(row, GoodsRow):
            grouped.setdefault(name, []).append(row)
            continue
        field, fault = row
        bad.add(name)
        rejected.append(Rejection(table.file_name, line, table.header[columns[field]], fault.value, fault.code.value))
    papers, first = [], [row for rows in grouped.values() for row in rows][:5]
    for number, rows in grouped.items():
        alike = len({row.head for row in rows}) == 1
        if number in bad or not alike:
            code = RejectionCode.PAPER_INCOMPLETE if number in bad else RejectionCode.PAPER_DIFFERS
            header = table.header[columns[named_by(kind=kind)]]
            rejected += [Rejection(table.file_name, row.line, header, number[:80], code.value) for row in rows]
            continue
        papers.append(Paper(number, tuple(rows)))
    return ReadPapers(tuple(papers), tuple(rejected), tuple(first))


def named_by(*, kind: ImportKind) -> GoodsField:
    """What makes rows one paper; certificates of one delivery are told apart by their day as well, see PAPER_DIFFERS."""
    return GoodsField.DELIVERY if kind is ImportKind.ACCEPTANCES else GoodsField.NUMBER


def _row(line: int, said: Mapping[GoodsField, str], kind: ImportKind) -> GoodsRow | tuple[GoodsField, TextFault]:
    values: dict[GoodsField, Value] = {}
    for field, text in said.items():
        found = _reader(field, kind)(text)
        if isinstance(found, TextFault):
            return field, found
        values[field] = found
    return GoodsRow(line, values)


def _reader(field: GoodsField, kind: ImportKind) -> Callable[[str], Value | TextFault]:
    if field in (GoodsField.DAY, GoodsField.SIGNED_ON):
        return lambda text: None if not text.strip() and field is GoodsField.SIGNED_ON else parse_date(text=text)
    if field in (GoodsField.QUANTITY, GoodsField.PRICE, GoodsField.ACCEPTED, GoodsField.REJECTED):
        return lambda text: _micros(text, is_needed=field is GoodsField.QUANTITY)
    if field is GoodsField.CURRENCY:
        return lambda text: parse_currency(text=text) if text.strip() else ""
    if field is GoodsField.CONSIGNED:
        return lambda text: "1" if text_of(text=text).upper() in _YES else ""
    return lambda text: _text(text, field, is_needed=field is named_by(kind=kind))


def _micros(text: str, *, is_needed: bool) -> Value | TextFault:
    if not text.strip() and not is_needed:
        return None
    found = parse_micros(text=text)
    if isinstance(found, int) and (found < 0 or (is_needed and found == 0)):
        return text_fault(code=TextFaultCode.OUT_OF_RANGE, value=text)
    return found


def _text(text: str, field: GoodsField, *, is_needed: bool) -> Value | TextFault:
    found = text_of(text=text)
    if is_needed and not found:
        return text_fault(code=TextFaultCode.BLANK, value=text)
    return text_fault(code=TextFaultCode.TOO_LONG, value=text) if len(found) > _LONGEST.get(field, 200) else found
