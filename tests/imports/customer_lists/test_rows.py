"""Cells and rows of lists of customers and people."""

from __future__ import annotations

import pytest

from huikuan.imports.customer_lists.cells import reader_of
from huikuan.imports.customer_lists.fields import PartyField, party_columns
from huikuan.imports.customer_lists.rows import read_rows
from huikuan.imports.rules import ImportKind
from huikuan.imports.tables import table_of_rows
from huikuan.kernel.text_faults import TextFault

F = PartyField


@pytest.mark.parametrize(
    ("field", "text", "expected"),
    [
        (F.LIMIT, "", None),
        (F.LIMIT, "0", 0),
        (F.LIMIT, "1,234.50", 123_450),
        (F.LIMIT, "12万元", 12_000_000),
        (F.TERMS, "", None),
        (F.TERMS, "60 天", 60),
        (F.TERMS, "net 30", 30),
        (F.CUSTOMER_CLASS, "重点客户", "KEY"),
        (F.CUSTOMER_CLASS, "", ""),
        (F.COUNTRY, "", ""),
        (F.COUNTRY, "中国", "CN"),
        (F.COUNTRY, "de", "DE"),
        (F.LANGUAGE, "", ""),
        (F.LANGUAGE, "English", "en"),
        (F.REMINDERS, "是", True),
        (F.REMINDERS, "", None),
        (F.REMINDERS, "否", False),
        (F.EMAIL, "", ""),
        (F.EMAIL, "wang@example.com", "wang@example.com"),
        (F.ROLES, "付款人、财务", ("FINANCE", "PAYER")),
        (F.ROLES, "decides / pays; decides", ("DECISION_MAKER", "PAYER")),
        (F.ROLES, "", ()),
        (F.BASIS, "同意", "CONSENT"),
        (F.BASIS, "", ""),
        (F.REGION, "  华 东 ", "华 东"),
    ],
)
def test_cells_are_read(field, text, expected):
    assert reader_of(field=field, currency="CNY")(text) == expected


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        (F.LIMIT, "-1", "OUT_OF_RANGE"),
        (F.LIMIT, "a lot", "UNREADABLE"),
        (F.LIMIT, "0.005", "NEEDS_ROUNDING"),
        (F.TERMS, "soon", "UNREADABLE"),
        (F.TERMS, "9999", "OUT_OF_RANGE"),
        (F.CUSTOMER_CLASS, "蓝色", "UNREADABLE"),
        (F.COUNTRY, "Germany", "UNREADABLE"),
        (F.LANGUAGE, "fr", "UNREADABLE"),
        (F.REMINDERS, "maybe", "UNREADABLE"),
        (F.EMAIL, "wang@", "UNREADABLE"),
        (F.EMAIL, "a@b.com\nBcc: x@y.z", "UNREADABLE"),
        (F.ROLES, "财务、门卫", "UNREADABLE"),
        (F.BASIS, "because", "UNREADABLE"),
        (F.SHORT_NAME, "x" * 61, "TOO_LONG"),
    ],
)
def test_bad_cells_are_named(field, text, code):
    fault = reader_of(field=field, currency="CNY")(text)
    assert isinstance(fault, TextFault)
    assert fault.code == code


def _table(header, rows):
    return table_of_rows(file_name="客户.csv", sha256="0" * 64, header=header, rows=rows, lines=range(2, 2 + len(rows)))


def test_every_row_is_read_or_refused_with_line_column_and_value():
    header = ["编号", "名称", "税号", "额度"]
    table = _table(
        header,
        [
            ["K1", "甲公司", "91110000600037341L", "100"],
            ["", "乙公司", "", ""],
            ["K3", "丙公司", "911100006000373410", ""],
            ["K4", "丁公司", "", "-5"],
            ["K5", "戊公司"],
            ["K6", "己公司", "9111 0000-600037341l", ""],
        ],
    )
    columns = party_columns(kind=ImportKind.CUSTOMERS, header=header)
    read = read_rows(kind=ImportKind.CUSTOMERS, table=table, columns=columns, currency="CNY")
    assert [(row.line, row.text(field=F.NUMBER), row.text(field=F.TAX_CODE)) for row in read.rows] == [
        (2, "K1", "91110000600037341L"),
        (7, "K6", "91110000600037341L"),
    ]
    assert [(one.line, one.column, one.value, one.code) for one in read.rejected] == [
        (3, "编号", "", "BLANK"),
        (4, "税号", "911100006000373410", "WRONG_CHECK_CHARACTER"),
        (5, "额度", "-5", "OUT_OF_RANGE"),
        (6, "", "K5 | 戊公司", "SHIFTED_ROW"),
    ]
    assert len(read.rows) + len(read.rejected) == table.read


def test_an_unusual_tax_code_is_taken_and_counted():
    table = _table(["编号", "名称", "税号", "国家"], [["K1", "甲", "123", "DE"], ["K2", "乙", "DE136695976", "DE"]])
    columns = party_columns(kind=ImportKind.CUSTOMERS, header=table.header)
    read = read_rows(kind=ImportKind.CUSTOMERS, table=table, columns=columns, currency="CNY")
    assert [row.unusual_tax_code for row in read.rows] == [True, False]
    assert read.warnings == {"TAX_CODE_UNUSUAL": 1}
