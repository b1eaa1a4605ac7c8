"""Files of every kind into the same table; the content decides, the name only warns."""

import pytest

from huikuan.integrations.table_files.faults import FileFault
from huikuan.integrations.table_files.parse import parse_table, parse_table_document
from huikuan.integrations.table_files.table import TextTable, from_document
from tests.integrations.table_files.workbooks import xls, xlsx

ROWS = [["客户名称", "发票号码", "金额", "开票日期"], ["北京华中机电有限公司", "F001", "1,234.50", "2026-01-10"]]
TEXT = '客户名称,发票号码,金额,开票日期\r\n北京华中机电有限公司,F001,"1,234.50",2026-01-10\r\n'
PAGE = "<html><meta charset=gb2312><table>" + "".join(
    "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in ROWS
)


def _parse(content, filename="a.csv", **more):
    return parse_table(content=content, filename=filename, **more)


@pytest.mark.parametrize(
    ("content", "filename", "encoding", "delimiter", "sheet"),
    [
        (TEXT.encode(), "a.csv", "utf-8", ",", None),
        (TEXT.encode("utf-8-sig"), "a.csv", "utf-8", ",", None),
        (TEXT.encode("gb18030"), "a.csv", "gb18030", ",", None),
        (TEXT.encode("utf-16"), "a.txt", "utf-16-le", ",", None),
        (TEXT.replace('"1,234.50"', "1234.50").replace(",", "\t").encode(), "a.tsv", "utf-8", "\t", None),
        (TEXT.replace('"1,234.50"', "1234.50").replace(",", ";").encode(), "a.csv", "utf-8", ";", None),
        (TEXT.replace('"1,234.50"', "1234.50").replace(",", "|").encode(), "a.txt", "utf-8", "|", None),
        (xlsx(ROWS), "a.xlsx", None, None, "Sheet1"),
        (xls(ROWS), "a.xls", None, None, "Sheet1"),
        (PAGE.encode("gb18030"), "a.xls", "gb18030", None, None),
        (PAGE.encode(), "a.html", "utf-8", None, None),
    ],
)
def test_the_same_table_from_every_format(content, filename, encoding, delimiter, sheet):
    table = _parse(content, filename)
    assert isinstance(table, TextTable), table
    assert (table.encoding, table.delimiter, table.sheet) == (encoding, delimiter, sheet)
    assert table.columns == tuple(ROWS[0])
    assert [cell.replace(",", "") for cell in table.rows[0]] == [
        "北京华中机电有限公司",
        "F001",
        "1234.50",
        "2026-01-10",
    ]


def test_the_name_warns_and_does_not_decide():
    table = _parse(PAGE.encode(), "报表.xls")
    assert [(w.code, dict(w.details)) for w in table.warnings] == [
        ("NAME_DIFFERS_FROM_CONTENT", {"name": "xls", "found": "html"})
    ]
    assert _parse(TEXT.encode(), "a.xlsx").rows == [["北京华中机电有限公司", "F001", "1,234.50", "2026-01-10"]]


def test_a_guessed_encoding_is_told():
    assert {warning.code for warning in _parse(TEXT.encode("gb18030")).warnings} == {"ENCODING_GUESSED"}


def test_a_footer_does_not_become_a_row():
    table = _parse((TEXT + "合计,,1234.50,\r\n").encode())
    assert (len(table.rows), len(table.footers)) == (1, 1)


@pytest.mark.parametrize(
    ("content", "more", "code"),
    [
        (b"", {}, "EMPTY"),
        (b"\n\n", {}, "EMPTY"),
        (b"%PDF-1.4", {}, "UNSUPPORTED_FORMAT"),
        (b"<?xml version='1.0'?><a/>", {}, "UNSUPPORTED_FORMAT"),
        (b"just some words\nand more words\n", {}, "NO_HEADER"),
        (TEXT.encode(), {"encoding": "utf-16"}, "NO_HEADER"),
        (TEXT.encode("gb18030"), {"encoding": "utf-8"}, "UNDECODABLE"),
        (xlsx(ROWS), {"sheet": "none"}, "NO_SUCH_SHEET"),
        (TEXT.encode(), {"header_line": 9}, "NO_SUCH_HEADER_LINE"),
        ((TEXT + "a,b,c,d\n" * 20).encode(), {"max_rows": 10}, "TOO_MANY_ROWS"),
        (b"<html><p>nothing here", {}, "NO_HEADER"),
        (b"a,b\n1,2\n\x00,3\n", {}, "NUL_CHARACTER"),
        (b'a,b\n"1,2\n', {}, "UNCLOSED_QUOTE"),
    ],
)
def test_refused(content, more, code):
    found = _parse(content, **more)
    assert isinstance(found, FileFault), found
    assert found.code == code


def test_the_document_for_the_sandbox_holds_the_same():
    document, rows = parse_table_document(content=TEXT.encode(), filename="a.csv", max_rows=10)
    assert from_document(document=document, rows=rows) == _parse(TEXT.encode(), max_rows=10)
    refused = from_document(document=parse_table_document(content=TEXT.encode(), filename="a.csv", max_bytes=5)[0])
    assert isinstance(refused, FileFault)
    assert refused.code == "TOO_LARGE"
