"""Header, data, totals, remarks: every row below the header is one of them and is counted."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.integrations.table_files.delimited import Record
from huikuan.integrations.table_files.faults import FileFault
from huikuan.integrations.table_files.shape import Source, shape_table

TEXT = Source(encoding="utf-8", delimiter=",")
SHEET = Source(sheet="Sheet1")
HEADER = ["客户名称", "发票号码", "金额", "开票日期"]
ROW = ["甲公司", "F001", "100.00", "2026-01-05"]


def _shape(rows, source=TEXT, max_rows=1000, header_line=None):
    records = [Record(line=number, cells=list(cells)) for number, cells in enumerate(rows, start=1)]
    return shape_table(records=records, source=source, max_rows=max_rows, header_line=header_line)


def _warned(table, code):
    return [(warning.line, dict(warning.details)) for warning in table.warnings if warning.code == code]


@pytest.mark.parametrize(
    ("rows", "header_line"),
    [
        ([HEADER, ROW], 1),
        ([["应收账款明细表"], ["单位：元", "", "2026年1月"], [], HEADER, ROW, ROW], 4),
        ([["客户：", "甲公司", "币种：", "人民币"], HEADER, ROW], 2),
        ([["Code", "Colour", "Weight"], ["A1", "red", "5"], ["A2", "blue", "6"]], 1),
        ([["Report of today"], ["Code", "Colour", "Weight"], ["A1", "red", "5"], ["A2", "blue", "6"]], 2),
        ([["x"]] * 29 + [HEADER, ROW], 30),
        ([["客户名称"], ["甲公司"], ["乙公司"]], 1),
        ([["2026-01-05", "5"], HEADER, ROW], 2),
    ],
)
def test_the_header_is_found(rows, header_line):
    table = _shape(rows)
    assert table.header_line == header_line
    assert table.columns == tuple(cell for cell in rows[header_line - 1])


@pytest.mark.parametrize(
    ("rows", "header_line", "code"),
    [
        ([], None, "EMPTY"),
        ([["", " "], []], None, "EMPTY"),
        ([["1", "2"], ["3", "4"]], None, "NO_HEADER"),
        ([["1", "2"]] * 31 + [HEADER], None, "NO_HEADER"),
        ([HEADER, ROW], 3, "NO_SUCH_HEADER_LINE"),
        ([HEADER, *([ROW] * 5)], None, "TOO_MANY_ROWS"),
    ],
)
def test_refused(rows, header_line, code):
    found = _shape(rows, max_rows=4, header_line=header_line)
    assert isinstance(found, FileFault)
    assert found.code == code


def test_a_given_header_line_is_taken():
    table = _shape([HEADER, ["a", "b", "c", "d"], ROW], header_line=2)
    assert table.columns == ("a", "b", "c", "d")
    assert table.rows == [ROW]
    assert table.preamble == ("客户名称 发票号码 金额 开票日期",)


def test_lines_above_the_header_are_kept():
    assert _shape([["应收明细"], ["单位：", "万元"], HEADER, ROW]).preamble == ("应收明细", "单位： 万元")


@pytest.mark.parametrize(
    "footer",
    [
        ["合计", "", "100.00", ""],
        ["", "合  计", "100.00", ""],
        ["合计：", "", "100.00", ""],
        ["小计(共3条)", "", "5", ""],
        ["甲公司小计", "", "5", ""],
        ["Total", "", "100.00", ""],
        ["GRAND TOTAL:", "", "100.00", ""],
        ["Sub-total", "", "1", ""],
        ["制表人：张三", "", "", ""],
        ["导出时间：2026-01-05 12:00", "", "", ""],
        ["共 3 条", "", "", ""],
        ["Page 1 of 3", "", "", ""],
    ],
)
def test_totals_and_remarks_are_set_apart(footer):
    table = _shape([HEADER, ROW, ROW, footer])
    assert table.rows == [ROW, ROW]
    assert [(row.line, list(row.cells)) for row in table.footers] == [(4, footer)]
    assert len(_warned(table, "FOOTER_ROW")) == 1


@pytest.mark.parametrize(
    "row",
    [
        ["Total", "F001", "100.00", "2026-01-05"],
        ["合计", "F001", "100.00", "2026-01-05"],
        ["合计软件有限公司", "", "100.00", ""],
        ["Total Energies", "F001", "100.00", ""],
        ["说明书印刷厂", "F001", "5", ""],
    ],
)
def test_a_customer_called_total_is_data(row):
    table = _shape([HEADER, ROW, ROW, row])
    assert table.rows[-1] == row
    assert table.footers == ()


def test_a_header_repeated_on_each_page_is_no_row():
    table = _shape([HEADER, ROW, HEADER, ROW])
    assert table.rows == [ROW, ROW]
    assert table.line_numbers == [2, 4]
    assert _warned(table, "REPEATED_HEADER") == [(3, {})]


def test_blank_rows_are_counted():
    table = _shape([HEADER, [], ROW, ["", " ", "\t", ""], ROW])
    assert (table.blank_rows, table.line_numbers) == (2, [3, 5])


def test_duplicate_and_blank_headers_are_reported():
    table = _shape([["客户名称", "金额", "", "金额"], ["甲", "1", "x", "2"]])
    assert _warned(table, "DUPLICATE_HEADER") == [(1, {"header": "金额", "first": 2, "second": 4})]
    assert _warned(table, "BLANK_HEADER") == [(1, {"column": 3})]


def test_a_shifted_row_of_a_text_file_stays_as_it_is_and_is_named():
    long, short = [*ROW, "extra"], ROW[:3]
    table = _shape([HEADER, ROW, long, short])
    assert table.rows == [ROW, long, short]
    assert table.shifted_lines == {3, 4}
    assert _warned(table, "SHIFTED_ROW") == [(3, {"expected": 4, "found": 5}), (4, {"expected": 4, "found": 3})]


def test_blanks_beyond_the_header_are_no_shift():
    table = _shape([[*HEADER, "", ""], [*ROW, "", ""], [*ROW, ""], ROW])
    assert table.rows == [ROW, ROW, ROW]
    assert table.shifted_lines == frozenset()


def test_nameless_columns_that_hold_data_are_columns():
    table = _shape([[*HEADER, ""], [*ROW, "x"], [*ROW, "y"]])
    assert table.columns == (*HEADER, "")
    assert table.rows[0][-1] == "x"


def test_a_sheets_short_row_is_filled_up():
    table = _shape([HEADER, ROW[:2]], source=SHEET)
    assert table.rows == [["甲公司", "F001", "", ""]]
    assert table.shifted_lines == frozenset()


def test_many_warnings_are_cut_and_counted():
    table = _shape([HEADER, *([ROW[:3]] * 200)])
    warnings = _warned(table, "SHIFTED_ROW")
    assert len(warnings) == 51
    assert warnings[-1] == (None, {"in_all": 200})
    assert len(table.shifted_lines) == 200


ROWS = st.lists(
    st.one_of(
        st.just(ROW),
        st.just([]),
        st.just(HEADER),
        st.just(["合计", "", "1", ""]),
        st.lists(st.sampled_from(["a", ""]), max_size=6),
    ),
    max_size=30,
)


@given(rows=ROWS, source=st.sampled_from([TEXT, SHEET]))
def test_every_row_below_the_header_is_counted_once(rows, source):
    table = _shape([HEADER, *rows], source=source)
    repeated = len([warning for warning in table.warnings if warning.code == "REPEATED_HEADER"])
    assert table.header_line == 1
    assert len(table.rows) + len(table.footers) + table.blank_rows + repeated == len(rows)
    assert len(table.rows) == len(table.line_numbers)
