"""Files that mean harm or are simply broken: a named fault each, never a crash, nothing dropped (TRUST I4, S6, S7)."""

import gzip
import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huikuan.integrations.bank_files.reader import SHEET_STRIDE, read_statement
from huikuan.integrations.bank_files.records import FileFault, ReadLimits, StatementFile

SAMPLES = Path(__file__).parent / "samples"
TABLE = "日期,摘要,收入,支出,余额\n2026-05-02,b,50,,150\n"


def _read(content, **options):
    data = content.encode() if isinstance(content, str) else content
    return read_statement(content=data, filename="x", **options)


def _code(content, **options):
    found = _read(content, **options)
    assert isinstance(found, FileFault), found
    return found.code


def _workbook(*sheets, hidden=()):
    """Make an XLSX of (name, rows) sheets."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write_datetime(row, column, cell, day)
                elif cell is not None:
                    sheet.write(row, column, cell)
        if name in hidden:
            sheet.hide()
    book.close()
    return stream.getvalue()


HEADER = [None, "交易日期", "摘要", "收入", "支出", "余额", "对方户名"]
ROWS = [
    [None] * 7,
    [None, "账号：", "6222 0000 1111"],
    HEADER,
    [None, date(2026, 5, 1), "货款", 1234.56, None, 1234.56, "甲"],
    [None, date(2026, 5, 2), "付", None, 0.1 + 0.2, 1234.26, "乙"],
    [None, "合计", None, 1234.56, 0.3],
]


def _repacked(content, change):
    """Rewrite the parts of a zip."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return stream.getvalue()


def _assert_workbook(found):
    assert isinstance(found, StatementFile), found.message
    (statement,) = found.statements
    assert (statement.account, statement.opening_minor, statement.closing_minor) == ("622200001111", 0, 123_426)
    assert [(line.position, line.booked_on.isoformat(), line.amount_minor) for line in statement.lines] == [
        (4, "2026-05-01", 123_456),
        (5, "2026-05-02", -30),
    ]
    assert [(fault.line, fault.code) for fault in found.skipped] == [(6, "FOOTER_ROW")]


def test_xlsx_with_days_and_binary_fractions():
    _assert_workbook(_read(_workbook(("明细", ROWS))))


def test_a_wrong_dimension_is_of_no_account():
    def lie(name, part):
        return re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', part) if "sheet1" in name else part

    changed = _repacked(_workbook(("明细", ROWS)), lie)
    assert b'"A1:A1"' in zipfile.ZipFile(io.BytesIO(changed)).read("xl/worksheets/sheet1.xml")
    _assert_workbook(_read(changed))


def test_two_far_cells_are_refused_before_anything_allocates_them():
    assert _code(_workbook(("a", [["x"], *[[]] * 1_048_574, [None] * 16_383 + ["y"]]))) == "TOO_MANY_CELLS"


def test_xls():
    book = xlwt.Workbook()
    sheet = book.add_sheet("a")
    for column, name in enumerate(["交易日期", "摘要", "收入金额", "支出金额", "余额"]):
        sheet.write(2, column, name)
    for row, cells in enumerate(
        [("20260501", None, "1,000.00", None, 1000), ("20260502", None, None, 0.07, 999.93)], start=3
    ):
        for column, cell in enumerate(cells):
            if cell is not None:
                sheet.write(row, column, cell)
    stream = io.BytesIO()
    book.save(stream)
    found = _read(stream.getvalue())
    assert isinstance(found, StatementFile)
    assert [(line.position, line.amount_minor) for line in found.statements[0].lines] == [(4, 100_000), (5, -7)]


def test_further_sheets_are_statements_and_copies_are_skipped():
    other = [HEADER[1:], ["2026-06-01", "货款", "5.00", None, "5.00", "丙"]]
    found = _read(_workbook(("一", ROWS), ("二", ROWS), ("三", other), ("说明", [["x"]]), ("旧", other)))
    assert isinstance(found, StatementFile)
    assert found.rows_read == found.rows_accounted == 8
    first, second = found.statements
    assert len(first.lines) == 2
    assert [(line.position, line.amount_minor) for line in second.lines] == [(2 * SHEET_STRIDE + 2, 500)]
    copies = [(fault.line, fault.column) for fault in found.skipped if fault.code == "SHEET_REPEATED"]
    assert copies == [(4, "二!二"), (5, "二!二"), (2, "旧!旧")]


def test_hidden_sheets_are_not_read():
    other = [HEADER[1:], ["2026-06-01", "货款", "5.00", None, "5.00", "丙"]]
    _assert_workbook(_read(_workbook(("一", ROWS), ("二", other), hidden=("二",))))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "EMPTY"),
        (b" \r\n\t\n", "EMPTY"),
        (b"%PDF-1.4 x", "UNKNOWN_FORMAT"),
        (b"\x89PNG\r\n\x1a\n", "UNKNOWN_FORMAT"),
        (b'{"a": 1}', "UNKNOWN_FORMAT"),
        (b"{\\rtf1}", "UNKNOWN_FORMAT"),
        (b"a\0b,c\n1,2", "NUL_CHARACTER"),
        (b"/etc/passwd", "NO_HEADER"),
        (b"PK\x03\x04 broken", "CORRUPT"),
        (b"\x1f\x8b broken", "CORRUPT"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "CORRUPT"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "ENCRYPTED"),
        ("<html><body>no table</body></html>", "NO_HEADER"),
        ("<html><table>" + "<tr><td>" * 50_000, "NO_HEADER"),
    ],
)
def test_what_is_no_statement_is_named(content, code):
    assert _code(content) == code


def test_mixed_encodings_name_the_line():
    content = "日期,摘要,金额\n2026-05-01,工资,1\n".encode() + "2026-05-02,货款乙公司,2\n".encode("gb18030")
    fault = _read(content)
    assert isinstance(fault, FileFault)
    assert (fault.code, fault.line) == ("MIXED_ENCODINGS", 3)


def test_sizes_are_bounded():
    assert _code(TABLE, limits=ReadLimits(max_bytes=10)) == "TOO_LARGE"
    assert _code(TABLE * 3, limits=ReadLimits(max_lines=5)) == "TOO_MANY_ROWS"
    assert _code("日期,金额,余额," + "x," * 400, limits=ReadLimits()) == "TOO_MANY_COLUMNS"
    assert _code((SAMPLES / "camt053.xml").read_bytes(), limits=ReadLimits(max_lines=2)) == "TOO_MANY_ROWS"
    assert _code((SAMPLES / "mt940_german.sta").read_bytes(), limits=ReadLimits(max_lines=2)) == "TOO_MANY_ROWS"
    assert _code((SAMPLES / "ofx_sgml.ofx").read_bytes(), limits=ReadLimits(max_lines=1)) == "TOO_MANY_ROWS"
    assert _code((SAMPLES / "cn_page.xls.html").read_bytes(), limits=ReadLimits(max_lines=2)) == "TOO_MANY_ROWS"
    assert _code((SAMPLES / "cn_spreadsheet.xml").read_bytes(), limits=ReadLimits(max_lines=2)) == "TOO_MANY_ROWS"


def _zip(*members):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return stream.getvalue()


def test_wallet_archives():
    archive = _zip(("2026_业务明细.csv", TABLE.encode("gbk")), ("2026_业务明细(汇总).csv", b"x"), ("readme.doc", b"x"))
    found = _read(archive)
    assert isinstance(found, StatementFile)
    assert [line.amount_minor for line in found.statements[0].lines] == [5_000]
    assert _read(gzip.compress(TABLE.encode("gbk"))) == found


def test_an_archive_of_several_days_is_one_file():
    found = _read(_zip(("1.csv", TABLE), ("2.csv", TABLE.replace("05-02", "05-03"))))
    assert isinstance(found, StatementFile)
    assert [one.lines[0].position for one in found.statements] == [2, SHEET_STRIDE + 2]
    assert found.rows_read == found.rows_accounted == 2


REFUSED_ARCHIVES = [
    (_zip(("readme.doc", b"x")), "ARCHIVE_WITHOUT_STATEMENT"),
    (_zip(("1.csv", TABLE), ("2.csv", (SAMPLES / "alipay_account.csv").read_bytes())), "ARCHIVE_OF_SEVERAL"),
    (_zip(("1.csv", b"a,b,c")), "NO_HEADER"),
    (_zip(("1.zip", _zip(("1.csv", TABLE)))), "NESTED_ARCHIVE"),
    (_zip(("../../1.csv", TABLE)), "UNSAFE_NAME"),
    (_zip(("1.csv", b"0" * 30_000_000)), "PACKED_TOO_TIGHTLY"),
    (_zip(*[(f"{number}.csv", TABLE) for number in range(30)]), "TOO_MANY_ENTRIES"),
    (gzip.compress(gzip.compress(b"x")), "NESTED_ARCHIVE"),
    (gzip.compress(b"0" * 30_000_000), "UNPACKS_TOO_LARGE"),
    (gzip.compress(TABLE.encode())[:-9], "CORRUPT"),
]


# A packed file holds the time of its making: its bytes are no name for a test.
@pytest.mark.parametrize(("content", "code"), REFUSED_ARCHIVES, ids=[code for _, code in REFUSED_ARCHIVES])
def test_archives_that_are_refused(content, code):
    assert _code(content) == code


def test_markup_inside_a_page_is_text():
    page = (
        "<html><script>alert(1)</script><table><tr><th>日期</th><th>摘要</th><th>金额</th></tr>"
        "<tr><td>2026-05-01</td><td>&lt;b&gt;<script>x</script>&nbsp;a<br>b</td><td>5</td></tr></table></html>"
    )
    found = _read(page)
    assert isinstance(found, StatementFile)
    assert found.statements[0].lines[0].purpose == "<b> a b"


def test_a_cell_that_spans_columns_keeps_the_others_in_place():
    names = "<tr><th>日期</th><th>摘要</th><th>附言</th><th>金额</th></tr>"
    page = f"<table>{names}<tr><td>2026-05-01</td><td colspan=2>a</td><td>5</td></tr></table>"
    found = _read("<html>" + page)
    assert isinstance(found, StatementFile)
    assert found.statements[0].lines[0].amount_minor == 500


BYTES = [path.read_bytes() for path in sorted(SAMPLES.iterdir())]


@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_no_mutation_crashes_the_reader_or_drops_a_row(data):
    content = bytearray(data.draw(st.sampled_from(BYTES)))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(content) - 1))
        kind = data.draw(st.sampled_from(["cut", "byte", "double", "end"]))
        length = data.draw(st.integers(1, 40))
        if kind == "cut":
            del content[place : place + length]
        elif kind == "byte":
            content[place : place + 1] = bytes([data.draw(st.sampled_from(b'",\n\r\t|;<>&-0.9\x80\xff\x00A '))])
        elif kind == "double":
            content[place:place] = content[place : place + length]
        else:
            del content[place:]
        if not content:
            break
    found = read_statement(content=bytes(content), filename="x", check_balances=data.draw(st.booleans()))
    if isinstance(found, StatementFile):
        assert found.rows_read == found.rows_accounted
        assert all(line.amount_minor for one in found.statements for line in one.lines)
        positions = [line.position for one in found.statements for line in (*one.lines, *one.pending)]
        assert len(positions) == len(set(positions))
    else:
        assert found.message


@settings(max_examples=200)
@given(content=st.binary(max_size=200))
def test_no_bytes_crash_the_reader(content):
    read_statement(content=content, filename="x")
