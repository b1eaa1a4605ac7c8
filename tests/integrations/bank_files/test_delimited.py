"""Lines → cells: separators, quotes, and quotes that were never closed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.integrations.bank_files.delimited import clean, physical_lines, rows_of, split_line
from huikuan.integrations.bank_files.records import ReadLimits


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("a,b,c", ("a", "b", "c")),
        ('a,"b,c",d', ("a", "b,c", "d")),
        ('"a","b"', ("a", "b")),
        ('"3985734"\t,"x"\t', ("3985734", "x")),
        ('"1,234.56           \t","-  "', ("1,234.56", "-")),
        ('点击底部"多多视频",7', ('点击底部"多多视频"', "7")),
        ('"面馆(""老店"")",7', ('面馆("老店")', "7")),
        ('"", "",x', ("", "", "x")),
        ('"a" b",c', ('a" b', "c")),
        (' "a,b" ,c', ("a,b", "c")),
        ("a,,", ("a", "", "")),
        ("`2016-05-04  02:18:18,`wx,01,`,`0", ("2016-05-04  02:18:18", "wx,01", "", "0")),
    ],
)
def test_split_line(line, cells):
    assert split_line(line=line, delimiter=",") == (cells, False)


@pytest.mark.parametrize("line", ['a,"b,c', '"a', 'x,"a""', 'x,"a"",y'])
def test_open_quote_is_told(line):
    assert split_line(line=line, delimiter=",")[1] is True


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("\t6222 \t", "6222"),
        ("　人民币　", "人民币"),
        ('="0012"', "0012"),
        ("`0.60%", "0.60%"),
        ("'5678", "5678"),
        ("'a'", "'a'"),
        ("\ufeffx", "x"),
    ],
)
def test_clean(cell, text):
    assert clean(text=cell) == text


def _rows(text, width=3):
    found = rows_of(lines=physical_lines(text=text), delimiter=",", start=0, width=width, limits=ReadLimits())
    return [(row.line, row.cells, row.fault.code if row.fault else None) for row in found]


def test_blank_lines_and_lines_of_separators_are_no_rows():
    assert _rows("a,b,c\n\n \t\n,,\n1,2,3\n") == [(1, ("a", "b", "c"), None), (5, ("1", "2", "3"), None)]


def test_a_cell_may_hold_a_line_break():
    assert _rows('a,"b\nb2",c\n1,2,3\n') == [(1, ("a", "b\nb2", "c"), None), (3, ("1", "2", "3"), None)]


def test_unpaired_quote_never_merges_rows():
    found = _rows('2026-05-01,"b,1\n2026-05-02,"x",2\n2026-05-03,y,3\n')
    assert [(line, fault) for line, _, fault in found] == [(1, "UNPAIRED_QUOTE"), (2, None), (3, None)]
    assert found[1][1] == ("2026-05-02", "x", "2")


def test_unpaired_quote_before_a_short_row_does_not_swallow_it():
    # The second row has fewer cells than the header, but it begins as a row does.
    found = _rows('2026-05-01,"b,1\n2026-05-02,"x"\n', width=3)
    assert [(line, fault) for line, _, fault in found] == [(1, "UNPAIRED_QUOTE"), (2, None)]


def test_unpaired_quote_on_the_last_line():
    assert _rows('1,2,3\n4,"5,6\n')[1][2] == "UNPAIRED_QUOTE"


def test_cell_too_long_is_a_fault():
    assert _rows("a,b," + "x" * 40_000)[0][2] == "CELL_TOO_LONG"


@pytest.mark.parametrize("text", ["a\r\nb", "a\rb", "a\nb", "a\nb\n"])
def test_physical_lines(text):
    assert physical_lines(text=text) == ["a", "b"]


def test_other_unicode_line_marks_stay_in_the_cell():
    assert physical_lines(text="a\u2028b\x0bc\n") == ["a\u2028b\x0bc"]


plain_cells = st.lists(
    st.text(alphabet=st.characters(codec="gb18030", exclude_categories=("C", "Z")), max_size=8), min_size=2, max_size=6
)


@given(cells=plain_cells, delimiter=st.sampled_from(",\t|;"))
def test_quoted_cells_come_back(cells, delimiter):
    line = delimiter.join('"' + cell.replace('"', '""') + '"' for cell in cells)
    found, is_open = split_line(line=line, delimiter=delimiter)
    # ""…"" at the edge of a cell may be read two ways; everything without quotes must come back as it was
    if '"' not in "".join(cells):
        assert (found, is_open) == (tuple(clean(text=cell) for cell in cells), False)


@given(text=st.text(alphabet='",\n ab1\t', max_size=60))
def test_no_text_breaks_the_splitter(text):
    lines = physical_lines(text=text)
    starts = [row.line for row in rows_of(lines=lines, delimiter=",", start=0, width=3, limits=ReadLimits())]
    assert starts == sorted(set(starts))
    assert all(1 <= start <= len(lines) for start in starts)


def test_quotes_cost_linear_time():
    begin = time.perf_counter()
    split_line(line='"' * 200_000, delimiter=",")
    split_line(line='"a' * 100_000, delimiter=",")
    split_line(line='" ' * 100_000, delimiter=",")
    assert time.perf_counter() - begin < 2
