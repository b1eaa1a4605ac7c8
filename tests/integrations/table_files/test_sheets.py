"""Cells of workbooks: exact numbers, ISO days, row numbers of the sheet, and what is odd about a sheet."""

import datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.integrations.table_files.faults import FileFault
from huikuan.integrations.table_files.formats import FileFormat
from huikuan.integrations.table_files.sheets import cell_text, read_sheet
from huikuan.kernel.text_amounts import format_amount, parse_amount
from tests.integrations.table_files.workbooks import HEADER_ROW, packed, parts_of, raw_workbook, saved, xls, xlsx

DAY = datetime.date(2026, 1, 5)


def _read(content, *, sheet=None, max_records=1000):
    kind = FileFormat.XLSX if content.startswith(b"PK") else FileFormat.XLS
    return read_sheet(content=content, file_format=kind, sheet=sheet, max_records=max_records)


def _rows(content, **more):
    found = _read(content, **more)
    assert not isinstance(found, FileFault), found
    return [record.cells for record in found.records]


def _codes(content):
    found = _read(content)
    assert not isinstance(found, FileFault), found
    return {warning.code for warning in found.warnings}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (123456789.13, "123456789.13"),
        (99999999999.99, "99999999999.99"),
        (0.1 + 0.2, "0.3"),
        (2309.7899999999995, "2309.79"),
        (64982.589, "64982.589"),
        (1234567.891234567, "1234567.89123457"),
        (5.5e-17, "0"),
        (100.00000000001, "100"),
        (100.0, "100"),
        (-1234.5, "-1234.5"),
        (1e15, "1000000000000000"),
        ("007", "007"),
        ("1e5", "1e5"),
        ("123456789.129999995", "123456789.13"),
        (True, "true"),
        ("  x ", "  x "),
        ("a\nb", "a\nb"),
    ],
)
def test_a_cells_text_in_both_formats(value, text):
    assert _rows(xlsx([[value, "x"]])) == [[text, "x"]]
    assert _rows(xls([[value, "x"]])) == [[text, "x"]]


def test_days_and_times():
    moment = datetime.datetime.fromisoformat("2026-01-05T12:30:01")
    assert _rows(xlsx([[DAY, moment, datetime.time(12, 30)]])) == [["2026-01-05", "2026-01-05 12:30:01", "12:30:00"]]
    formats = {(0, 0): "YYYY-MM-DD", (0, 1): "YYYY-MM-DD HH:MM:SS"}
    assert _rows(xls([[DAY, moment]], formats=formats)) == [["2026-01-05", "2026-01-05 12:30:01"]]


def test_days_in_the_1904_system():
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.MAC_EPOCH
    book.active.append([DAY])
    assert _rows(saved(book)) == [["2026-01-05"]]


def test_a_day_written_in_chinese_is_a_day():
    book = openpyxl.Workbook()
    book.active["A1"] = 46027
    book.active["A1"].number_format = 'yyyy"年"m"月"d"日"'
    assert _rows(saved(book)) == [["2026-01-05"]]


@settings(max_examples=30)
@given(minors=st.lists(st.integers(-(10**13), 10**13), min_size=1, max_size=40))
def test_every_amount_survives_a_spreadsheet(minors):
    rows = _rows(xlsx([[minor / 100, "x"] for minor in minors]))
    assert [parse_amount(text=row[0]) for row in rows] == minors


@given(minor=st.integers(-(10**13), 10**13))
def test_the_noise_of_a_binary_fraction_is_taken_off(minor):
    assert cell_text(text=f"{minor / 100:.9f}".rstrip("0").rstrip(".")) == format_amount(
        minor=minor, grouped=False
    ).rstrip("0").rstrip(".")


def test_row_numbers_are_those_of_the_sheet():
    book = openpyxl.Workbook()
    book.active["C5"], book.active["D5"], book.active["C9"] = "客户", "金额", "甲"
    found = _read(saved(book))
    assert [(record.line, [cell for cell in record.cells if cell]) for record in found.records] == [
        (5, ["客户", "金额"]),
        (9, ["甲"]),
    ]


def test_the_first_visible_sheet_with_anything_in_it_is_read():
    book = openpyxl.Workbook()
    book.active.title = "空"
    book.create_sheet("隐").append(["x"])
    book["隐"].sheet_state = "hidden"
    book.create_sheet("明细").append(["a"])
    found = _read(saved(book))
    assert (found.sheet, found.sheets) == ("明细", ("空", "隐", "明细"))
    assert {warning.code for warning in found.warnings} == {"OTHER_SHEETS"}
    hidden = _read(saved(book), sheet="隐")
    assert [record.cells for record in hidden.records] == [["x"]]
    assert {warning.code for warning in hidden.warnings} == {"HIDDEN_SHEET"}


def test_error_cells_are_not_blank():
    content = xlsx([["#N/A", 1.5], ["a", "#DIV/0!"]])
    assert _rows(content) == [["#N/A", "1.5"], ["a", "#DIV/0!"]]
    assert "ERROR_CELL" in _codes(content)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (xlsx([["a", "=1+1"]]), "FORMULA_WITHOUT_VALUE"),
        (xlsx([["a", 123456789012345678]]), "LONG_NUMBER"),
        (raw_workbook(rows=HEADER_ROW, after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'), "MERGED_CELLS"),
        (raw_workbook(rows=HEADER_ROW, extra={"xl/externalLinks/externalLink1.xml": "<a/>"}), "EXTERNAL_LINKS"),
        (xlsx([["a"]], more={"b": [["c"]]}), "OTHER_SHEETS"),
    ],
)
def test_oddities_are_warnings(content, code):
    assert _codes(content) == {code}


def test_a_long_number_kept_as_text_is_whole_and_no_oddity():
    content = xlsx([["6228480402564890018", "x"]])
    assert _rows(content) == [["6228480402564890018", "x"]]
    assert _codes(content) == set()


@pytest.mark.parametrize(
    ("content", "more", "code"),
    [
        (xlsx([["a"]]), {"sheet": "none"}, "NO_SUCH_SHEET"),
        (xlsx([["a"]] * 30), {"max_records": 20}, "TOO_MANY_ROWS"),
        (xlsx([["a"] * 300]), {}, "TOO_MANY_COLUMNS"),
        (xlsx([["a" * 32_767, "b"]])[:-40], {}, "CORRUPT"),
        (packed({n: d for n, d in parts_of(rows=HEADER_ROW).items() if "sheet1" not in n}), {}, "CORRUPT"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), {}, "CORRUPT"),
    ],
)
def test_refused(content, more, code):
    found = _read(content, **more)
    assert isinstance(found, FileFault)
    assert found.code == code


def test_an_empty_workbook_has_no_rows():
    assert _rows(xlsx([])) == []
