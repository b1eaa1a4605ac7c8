"""Columns of amounts that nothing is read from: which they are, and when a list of open items may not be taken."""

from __future__ import annotations

import pytest

from huikuan.imports.amount_columns import refuse_doubtful_open, unused_amounts
from huikuan.imports.rules import ImportKind
from huikuan.imports.tables import SourceTable
from huikuan.kernel.refusal import Refused
from huikuan.receivables.invoice_fields import Field
from tests.imports.lists import HEADER, table

COLUMNS = {Field.NUMBER: 0, Field.CUSTOMER_NAME: 1, Field.ISSUE_DATE: 2, Field.DUE_DATE: 3, Field.AMOUNT: 4}
ROW = ["F1", "甲公司", "2026-01-10", "2026-02-09", "100.00"]


def with_column(header: str, *cells: str) -> SourceTable:
    return table([[*ROW, cell] for cell in cells], (*HEADER, header))


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("逾期金额", ["40.00", ""]),
        ("剩", ["40.00", "12.50"]),
        ("已收", ["60", "0"]),
        ("應收餘額", ["60", "0"]),
        ("OpenAmt", ["1,040", "-"]),
        ("税额", ["11.50"]),
        ("0-30天", ["40.50", ""]),
    ],
)
def test_a_column_of_amounts_is_found(header, cells):
    assert unused_amounts(table=with_column(header, *cells), columns=COLUMNS) == (5,)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("逾期天数", ["40", "12"]),
        ("DaysLate", ["40.50"]),
        ("税率", ["0.13"]),
        ("buisness_year", ["2020.0"]),
        ("posting_id", ["1.0"]),
        ("备注金额", ["见合同", "无"]),
        ("已收金额", ["0", "0.00"]),
        ("已收金额", ["", ""]),
        ("楼层", ["3", "12"]),
    ],
)
def test_other_columns_of_numbers_and_empty_ones_are_not(header, cells):
    assert unused_amounts(table=with_column(header, *cells), columns=COLUMNS) == ()


def refusal_of(kind: ImportKind, header: str, columns: dict[Field, int]) -> Refused | None:
    found = with_column(header, "40.00", "20.00")
    unused = unused_amounts(table=found, columns=columns)
    try:
        refuse_doubtful_open(kind=kind, table=found, columns=columns, unused=unused)
    except Refused as refused:
        return refused
    return None


def test_open_items_are_refused_where_the_open_amount_may_stand_elsewhere():
    refused = refusal_of(ImportKind.RECEIVABLES, "剩", COLUMNS)
    assert refused is not None
    assert (refused.code, refused.parameters) == ("OPEN_COLUMN_UNCLEAR", {"amount": "金额", "columns": "剩"})


@pytest.mark.parametrize(
    ("kind", "header", "columns"),
    [
        (ImportKind.INVOICES, "剩", COLUMNS),
        (ImportKind.RECEIVABLES, "剩", {**COLUMNS, Field.OPEN: 5}),
        (ImportKind.RECEIVABLES, "剩", {**COLUMNS, Field.OPEN: 4}),
        (ImportKind.RECEIVABLES, "税额", COLUMNS),
        (ImportKind.RECEIVABLES, "不含税金额", COLUMNS),
    ],
)
def test_lists_whose_open_amount_is_certain_are_not(kind, header, columns):
    assert refusal_of(kind, header, columns) is None
