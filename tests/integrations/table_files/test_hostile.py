"""The hostile corpus (TRUST §5.4): each file is made here, goes through the real door, and meets its expected verdict.

A verdict is the code of the fault, or the warnings under which the table is read. The caller is alive after each.
"""

import codecs

import pytest

from huikuan.integrations.table_files.faults import FileFault
from huikuan.integrations.table_files.read import read_table
from huikuan.integrations.table_files.table import TextTable
from huikuan.kernel.text_amounts import TextFault, parse_amount
from huikuan.kernel.text_dates import parse_date
from tests.integrations.table_files.workbooks import (
    HEADER_ROW,
    packed,
    raw_workbook,
    sparse_workbook,
    with_declared_size,
    with_flag,
    xls,
    xlsx,
)

SHEET = "xl/worksheets/sheet1.xml"
CSV = "客户名称,发票号码,金额,开票日期\n甲公司,F001,100.00,2026-01-05\n"
GOOD = raw_workbook(rows=HEADER_ROW)
ENTITIES = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'


def _rows_of_xml(count: int) -> str:
    return "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, count + 1))


REFUSED = {
    "empty file": (b"", "a.csv", "EMPTY"),
    "only blanks": (b" \n\t\n\n", "a.csv", "EMPTY"),
    "a mark and nothing else": (codecs.BOM_UTF8, "a.csv", "EMPTY"),
    "sparse workbook": (sparse_workbook(), "a.xlsx", "TOO_MANY_CELLS"),
    "sparse workbook called csv": (sparse_workbook(), "a.csv", "TOO_MANY_CELLS"),
    "1,048,577 rows": (
        raw_workbook(rows=_rows_of_xml(3) + '<row r="1048577"><c r="C1048577"><v>1</v></c></row>'),
        "a.xlsx",
        "TOO_MANY_CELLS",
    ),
    "zip bomb": (packed({"xl/workbook.xml": bytes(60_000_000)}), "a.xlsx", "PACKED_TOO_TIGHTLY"),
    "zip bomb in a sheet": (raw_workbook(rows=" " * 30_000_000), "a.xlsx", "PACKED_TOO_TIGHTLY"),
    "sizes that lie low": (with_declared_size(GOOD, SHEET, 1), "a.xlsx", "WRONG_SIZES"),
    "sizes that lie high": (with_declared_size(GOOD, SHEET, 2**32 - 2), "a.xlsx", "WRONG_SIZES"),
    "too many entries": (packed({f"xl/workbook{n}.xml": "" for n in range(1500)}), "a.xlsx", "TOO_MANY_ENTRIES"),
    "nested zip": (raw_workbook(rows=HEADER_ROW, extra={"xl/inner.zip": GOOD}), "a.xlsx", "NESTED_ARCHIVE"),
    "zip slip": (raw_workbook(rows=HEADER_ROW, extra={"../../../tmp/x": "x"}), "a.xlsx", "UNSAFE_NAME"),
    "encrypted entry": (with_flag(GOOD, SHEET, 1), "a.xlsx", "ENCRYPTED"),
    "encrypted office file": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(4096),
        "a.xlsx",
        "ENCRYPTED",
    ),
    "macros": (raw_workbook(rows=HEADER_ROW, extra={"xl/vbaProject.bin": b"\xcc\x61"}), "a.xlsm", "MACROS"),
    "macros in an old file": (xls([["a"]]) + "_VBA_PROJECT".encode("utf-16-le"), "a.xls", "MACROS"),
    "entities in a sheet": (packed({"xl/workbook.xml": "<a/>", SHEET: ENTITIES}), "a.xlsx", "XML_DECLARATIONS"),
    "not an archive after all": (b"PK\x03\x04" + b"xl/workbook" * 10, "a.xlsx", "CORRUPT"),
    "half a workbook": (GOOD[: len(GOOD) // 2], "a.xlsx", "CORRUPT"),
    "an archive": (packed({"a.csv": CSV}), "a.zip", "UNSUPPORTED_FORMAT"),
    "a PDF": (b"%PDF-1.7\n1 0 obj", "a.csv", "UNSUPPORTED_FORMAT"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(50), "a.xls", "UNSUPPORTED_FORMAT"),
    "XML": (b'<?xml version="1.0"?><Document/>', "a.xls", "UNSUPPORTED_FORMAT"),
    "billion laughs": (
        b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>',
        "a.csv",
        "UNSUPPORTED_FORMAT",
    ),
    "NUL": ((CSV + "乙\0,F,1,2\n").encode(), "a.csv", "NUL_CHARACTER"),
    "mixed encodings": (CSV.encode() + "乙公司,F002,5,2026-01-05\n".encode("gbk"), "a.csv", "MIXED_ENCODINGS"),
    "bytes of no encoding": (b"a,b\n\xff\xff\xfe,1\n", "a.csv", "UNDECODABLE"),
    "lone surrogates": (b"a,b\n\xed\xa0\x80,1\n" * 2, "a.csv", "UNDECODABLE"),
    "unclosed quote": ((CSV + '"乙公司,F002,5,2026-01-05\n').encode(), "a.csv", "UNCLOSED_QUOTE"),
    "text behind a quote": ((CSV + '"乙"公司,F002,5,2026-01-05\n').encode(), "a.csv", "BAD_QUOTE"),
    "10 MB field": ((CSV + "乙," + "x" * 10_000_000 + ",1,2\n").encode(), "a.csv", "FIELD_TOO_LONG"),
    "10 MB quoted field": ((CSV + '乙,"' + "x" * 10_000_000 + '",1,2\n').encode(), "a.csv", "FIELD_TOO_LONG"),
    "1,000 columns": ((",".join(f"c{n}" for n in range(1000)) + "\n").encode(), "a.csv", "TOO_MANY_COLUMNS"),
    "1,000 columns in a sheet": (xlsx([[f"c{n}" for n in range(1000)]]), "a.xlsx", "TOO_MANY_COLUMNS"),
    "a delimiter nobody uses": ("客户^发票^金额\n甲^F001^5\n".encode(), "a.csv", "NO_HEADER"),
    "numbers only": (b"1,2,3\n4,5,6\n", "a.csv", "NO_HEADER"),
    "250,000 rows": ((CSV + "甲公司,F001,100.00,2026-01-05\n" * 250_000).encode(), "a.csv", "TOO_MANY_ROWS"),
    "25 MB": (b"a,b\n" + b"1,2\n" * 6_500_000, "a.csv", "TOO_LARGE"),
    "tables in tables in tables": (b"<html>" + b"<table><tr><td>" * 5000, "a.xls", "CORRUPT"),
    "polyglot page and archive": (b"<html><table><tr><td>a" + GOOD, "a.xls", "UNDECODABLE"),
}


@pytest.mark.parametrize(("content", "filename", "code"), REFUSED.values(), ids=REFUSED)
def test_refused_with_a_name(content, filename, code):
    found = read_table(content=content, filename=filename)
    assert isinstance(found, FileFault), found
    assert found.code == code


READ = {
    "web page called xls": (
        "<html><table><tr><td>客户名称<td>金额<tr><td>甲<td>5</table>".encode(),
        "a.xls",
        {"NAME_DIFFERS_FROM_CONTENT"},
        [["甲", "5"]],
    ),
    "formulas without values": (
        xlsx([["客户名称", "金额"], ["甲", "=1+1"]]),
        "a.xlsx",
        {"FORMULA_WITHOUT_VALUE"},
        [["甲", ""]],
    ),
    "error cells": (xlsx([["客户名称", "金额"], ["甲", "#REF!"]]), "a.xlsx", {"ERROR_CELL"}, [["甲", "#REF!"]]),
    "merged cells": (
        raw_workbook(
            rows=HEADER_ROW + '<row r="2"><c r="A2"><v>1</v></c></row>',
            after='<mergeCells><mergeCell ref="A2:A3"/></mergeCells>',
        ),
        "a.xlsx",
        {"MERGED_CELLS"},
        [["1", ""]],
    ),
    "links to other files": (
        raw_workbook(
            rows=HEADER_ROW + '<row r="2"><c r="A2"><v>1</v></c></row>',
            extra={"xl/externalLinks/externalLink1.xml": "<a/>"},
        ),
        "a.xlsx",
        {"EXTERNAL_LINKS"},
        [["1", ""]],
    ),
    "duplicate headers": ("客户名称,金额,金额\n甲,1,2\n".encode(), "a.csv", {"DUPLICATE_HEADER"}, [["甲", "1", "2"]]),
    "shifted columns": (
        (CSV + "乙,公司,F002,5.00,2026-01-05\n").encode(),
        "a.csv",
        {"SHIFTED_ROW"},
        [["甲公司", "F001", "100.00", "2026-01-05"], ["乙", "公司", "F002", "5.00", "2026-01-05"]],
    ),
    "semicolons in a csv": ("客户名称;金额\n甲;1,50\n".encode(), "a.csv", set(), [["甲", "1,50"]]),
    "U+2028 and U+0085": ("客户名称,金额\n甲\u2028乙\x85丙,1\n".encode(), "a.csv", set(), [["甲\u2028乙\x85丙", "1"]]),
    "formula prefixes are text": (
        "客户名称,备注,金额\n=cmd|' /C calc'!A0,@SUM(A1),-5\n+A,-B,1\n".encode(),
        "a.csv",
        set(),
        [["=cmd|' /C calc'!A0", "@SUM(A1)", "-5"], ["+A", "-B", "1"]],
    ),
    "right-to-left marks inside a name": (
        "客户名称,金额\n\u202ebad\u202c公司,1\n".encode(),
        "a.csv",
        set(),
        [["bad公司", "1"]],
    ),
    "old Mac line ends": (
        CSV.replace("\n", "\r").encode(),
        "a.csv",
        set(),
        [["甲公司", "F001", "100.00", "2026-01-05"]],
    ),
    "a total": (
        (CSV + "合计,,100.00,\n").encode(),
        "a.csv",
        {"FOOTER_ROW"},
        [["甲公司", "F001", "100.00", "2026-01-05"]],
    ),
}


@pytest.mark.parametrize(("content", "filename", "codes", "rows"), READ.values(), ids=READ)
def test_read_under_warnings(content, filename, codes, rows):
    table = read_table(content=content, filename=filename)
    assert isinstance(table, TextTable), table
    assert {warning.code for warning in table.warnings} == codes
    assert table.rows == rows


CELLS = [
    ("1e400", "SCIENTIFIC_NOTATION", "UNREADABLE"),
    ("NaN", "NOT_A_NUMBER", "UNREADABLE"),
    ("Infinity", "NOT_A_NUMBER", "UNREADABLE"),
    ("9" * 4000, "TOO_LONG", "TOO_LONG"),
    ("9223372036854775808", "OUT_OF_RANGE", "UNREADABLE"),
    ("１２３", 12300, "UNREADABLE"),
    ("￥1,234.50", 123450, "UNREADABLE"),
    ("1.2万元", 1200000, "UNREADABLE"),
    ("壹佰元整", 10000, "UNREADABLE"),
    ("(1,000.00)", -100000, "UNREADABLE"),
    ("1.234,56", 123456, "UNREADABLE"),
    ("0.005", "NEEDS_ROUNDING", "UNREADABLE"),
    ("-0", 0, "UNREADABLE"),
    ("2026-02-30", "UNREADABLE", "NO_SUCH_DAY"),
    ("0000-00-00", "UNREADABLE", "NO_SUCH_DAY"),
    ("9999-12-31", "UNREADABLE", "OUT_OF_RANGE"),
    ("二〇二六年一月五日", "UNREADABLE", "UNREADABLE"),
]


def test_hostile_cells_arrive_as_written_and_get_their_verdict():
    text = "客户名称,金额,备注\n" + "".join(f'甲,"{cell}",x\n' for cell, _, _ in CELLS)
    table = read_table(content=text.encode(), filename="a.csv")
    assert isinstance(table, TextTable)
    assert [row[1] for row in table.rows] == [cell for cell, _, _ in CELLS]
    for cell, amount, day in CELLS:
        as_amount, as_day = parse_amount(text=cell), parse_date(text=cell)
        assert (as_amount.code if isinstance(as_amount, TextFault) else as_amount) == amount
        assert isinstance(as_day, TextFault) and as_day.code == day
