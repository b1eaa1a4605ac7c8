"""Lists as text, and their import through the room itself, for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count

from huikuan.documents.files import write_file
from huikuan.imports.operations.carrying_out import ImportOutcome
from huikuan.imports.operations.lists import ImportOrder, import_file
from huikuan.imports.rules import CREDIT, Guess, ImportKind, Options
from huikuan.imports.tables import SourceTable, table_of_rows
from huikuan.kernel.actor import SYSTEM
from huikuan.receivables.invoice_fields import Field

NOW = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
TODAY = date(2026, 11, 22)
HEADER = ("发票号", "客户", "开票日期", "到期日", "金额")
COLUMNS = {
    Field.NUMBER: 0,
    Field.CUSTOMER_NAME: 1,
    Field.ISSUE_DATE: 2,
    Field.DUE_DATE: 3,
    Field.AMOUNT: 4,
}
_keys = count(1)


def table(rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER, name: str = "list.csv") -> SourceTable:
    """A table of rows; its text is kept as every imported file is."""
    text = "\n".join(",".join(row) for row in (header, *rows))
    sha256 = write_file(content=text.encode())
    return table_of_rows(file_name=name, sha256=sha256, header=header, rows=rows, lines=range(2, len(rows) + 2))


def order(
    company_id: int,
    rows: Sequence[Sequence[str]],
    *,
    kind: ImportKind = ImportKind.INVOICES,
    columns: Mapping[Field, int] = COLUMNS,
    header: Sequence[str] = HEADER,
    options: Options | None = None,
) -> ImportOrder:
    """An order to import the rows."""
    return ImportOrder(kind, company_id, table(rows, header), Guess(columns), options or Options())


def take(company_id: int, rows: Sequence[Sequence[str]], *, key: str = "", **more: object) -> ImportOutcome:
    """Import the rows under a fresh key."""
    wanted = order(company_id, rows, **more)  # type: ignore[arg-type]
    made = key or f"test-import-{next(_keys)}"
    return import_file(actor=SYSTEM, now=NOW, today=TODAY, key=made, order=wanted)


def refusals(outcome: ImportOutcome) -> list[tuple[int, str, str]]:
    """Line, column and code of each refused row."""
    return [(row.line, row.column, row.code) for row in outcome.counts.rejected]


def of_rows(outcome: ImportOutcome) -> dict[str, int]:
    """The warnings that count rows, without what credit control says."""
    return {code: count for code, count in outcome.counts.warnings.items() if not code.startswith(CREDIT)}
