"""PURE: the rows of a list of customers or people as values by field, or refused with their first fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from huikuan.customers.tax_codes import HOME, read_tax_code
from huikuan.imports.customer_lists.cells import NEEDED, Value, reader_of
from huikuan.imports.customer_lists.fields import PartyField
from huikuan.imports.rules import ImportKind, Rejection, RejectionCode
from huikuan.imports.tables import LINE, SourceTable, column
from huikuan.kernel.text_faults import TextFault
from huikuan.receivables.invoice_fields import RowWarning

ReadCell = Callable[[str], "Value | TextFault"]
_MUST: Mapping[ImportKind, tuple[PartyField, ...]] = {
    ImportKind.CUSTOMERS: (PartyField.NUMBER, PartyField.NAME),
    ImportKind.PEOPLE: (PartyField.PERSON,),
}


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A row that can be read: where it stands and its values by field, for the columns the list has."""

    line: int
    values: Mapping[PartyField, Value]
    unusual_tax_code: bool = False

    def text(self, *, field: PartyField) -> str:
        """The text of a field, empty where the list has no such column."""
        return str(self.values.get(field) or "")

    def without(self, *, field: PartyField) -> PartyRow:
        """The row as if its cell of the field were not there."""
        return replace(self, values={name: value for name, value in self.values.items() if name is not field})


@dataclass(frozen=True, slots=True)
class CellFault:
    """The first cell of a row that cannot be read."""

    field: PartyField
    fault: TextFault


@dataclass(frozen=True, slots=True)
class ReadRows:
    """The rows of a list: those that can be read, those that cannot, and how many tax codes are unusual."""

    rows: tuple[PartyRow, ...]
    rejected: tuple[Rejection, ...]
    warnings: Mapping[str, int]


def read_rows(*, kind: ImportKind, table: SourceTable, columns: Mapping[PartyField, int], currency: str) -> ReadRows:
    """Every row of the table; a row is refused by the first cell that cannot be read, in the order of the columns."""
    readers = {field: _reader(kind, field, currency) for field in columns}
    rows: list[PartyRow] = []
    rejected = [
        Rejection(table.file_name, line, "", text, RejectionCode.SHIFTED_ROW.value) for line, text in table.shifted
    ]
    for line, cells in _cells(table, columns):
        row = _row(line, readers, cells)
        if isinstance(row, PartyRow):
            rows.append(row)
            continue
        header = table.header[columns[row.field]]
        rejected.append(Rejection(table.file_name, line, header, row.fault.value, row.fault.code.value))
    unusual = sum(row.unusual_tax_code for row in rows)
    warnings = {RowWarning.TAX_CODE_UNUSUAL.value: unusual} if unusual else {}
    return ReadRows(tuple(rows), tuple(sorted(rejected, key=lambda one: one.line)), warnings)


def _reader(kind: ImportKind, field: PartyField, currency: str) -> ReadCell:
    return NEEDED[field] if field in _MUST[kind] else reader_of(field=field, currency=currency)


def _cells(table: SourceTable, columns: Mapping[PartyField, int]) -> Iterator[tuple[int, tuple[str, ...]]]:
    names = [column(index=place) for place in columns.values()]
    for line, *cells in table.frame.select(LINE, *names).iter_rows():
        yield line, tuple(cells)


def _row(line: int, readers: Mapping[PartyField, ReadCell], cells: tuple[str, ...]) -> PartyRow | CellFault:
    values: dict[PartyField, Value] = {}
    for (field, read), text in zip(readers.items(), cells, strict=True):
        found = read(text)
        if isinstance(found, TextFault):
            return CellFault(field, found)
        values[field] = found
    code = read_tax_code(
        text=str(values.get(PartyField.TAX_CODE) or ""), country=str(values.get(PartyField.COUNTRY) or HOME)
    )
    if isinstance(code, TextFault):
        return CellFault(PartyField.TAX_CODE, code)
    if code.code:
        values[PartyField.TAX_CODE] = code.code
    return PartyRow(line, values, bool(code.warnings))
