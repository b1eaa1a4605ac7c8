"""The first rows of a list under the names of the fields."""

from __future__ import annotations

from django.utils import translation

from huikuan.imports.rules import ImportKind
from huikuan.imports.tables import table_of_rows
from huikuan.receivables.invoice_fields import Field
from huikuan.web.pages.import_rows import FIRST_ROWS, first_rows

HEADER = ("序号", "未收", "客户", "票号")
COLUMNS = {Field.OPEN: 1, Field.CUSTOMER_NAME: 2, Field.NUMBER: 3}


def rows(count: int) -> list[tuple[str, ...]]:
    return [(str(number), f"{number},000.00", f"客户{number}", "") for number in range(1, count + 1)]


def test_the_columns_that_are_read_in_the_order_of_the_fields() -> None:
    table = table_of_rows(file_name="a.csv", sha256="a" * 64, header=HEADER, rows=rows(2), lines=[5, 7])
    shown = first_rows(kind=ImportKind.RECEIVABLES, table=table, columns=COLUMNS)
    with translation.override("en"):
        heads = [(str(head.title), head.column, head.is_amount) for head in shown.heads]
    assert heads == [("Customer", "客户", False), ("Document number", "票号", False), ("Open", "未收", True)]
    assert [(row.line, row.cells) for row in shown.rows] == [
        (5, (("客户1", False), ("", False), ("1,000.00", True))),
        (7, (("客户2", False), ("", False), ("2,000.00", True))),
    ]


def test_no_more_than_the_first() -> None:
    count = FIRST_ROWS + 3
    table = table_of_rows(
        file_name="a.csv", sha256="a" * 64, header=HEADER, rows=rows(count), lines=list(range(2, count + 2))
    )
    assert len(first_rows(kind=ImportKind.RECEIVABLES, table=table, columns=COLUMNS).rows) == FIRST_ROWS
