"""Delimited text: delimiters, quotes, line ends, and the line a fault stands on."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.integrations.table_files.delimited import DELIMITERS, read_records, sniff_delimiter
from huikuan.integrations.table_files.faults import FileFault


def _read(text, delimiter=",", max_records=1000):
    found = read_records(text=text, delimiter=delimiter, max_records=max_records)
    return found if isinstance(found, FileFault) else [(record.line, record.cells) for record in found]


@pytest.mark.parametrize(
    ("text", "records"),
    [
        ("a,b\n1,2\n", [(1, ["a", "b"]), (2, ["1", "2"])]),
        ("a,b\r\n1,2", [(1, ["a", "b"]), (2, ["1", "2"])]),
        ("a,b\r1,2\r", [(1, ["a", "b"]), (2, ["1", "2"])]),
        ("a\n\nb\n", [(1, ["a"]), (2, []), (3, ["b"])]),
        ('a,"b\nc"\n1,2\n', [(1, ["a", "b\nc"]), (3, ["1", "2"])]),
        ('"a,b","c""d"\n', [(1, ["a,b", 'c"d'])]),
        ('5" pipe,2\n', [(1, ['5" pipe', "2"])]),
        ('a, "b,c"\n', [(1, ["a", "b,c"])]),
        ('"3985734"\t,"x"\n', [(1, ["3985734", "x"])]),
        ('"1"\t\n"2"  ,"3"', [(1, ["1"]), (2, ["2", "3"])]),
        ("a\u2028b,c\x85d\x0be\n", [(1, ["a\u2028b", "c\x85d\x0be"])]),
        ("", []),
    ],
)
def test_records_with_their_lines(text, records):
    assert _read(text) == records


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ('a,b\n1,2\n"x,3\n4,5\n', "UNCLOSED_QUOTE", 3),
        ('a,"b', "UNCLOSED_QUOTE", 1),
        ('a,b\n"x"y,1\n', "BAD_QUOTE", 2),
        ("a,b\n1," + "x" * 40_000 + "\n", "FIELD_TOO_LONG", 2),
        ("a,b\n1," + "x" * 10_000_000 + "\n", "FIELD_TOO_LONG", 2),
        ("a\n" + ",".join("c" * 257) + "\n", "TOO_MANY_COLUMNS", 2),
        ("a\n" * 1001, "TOO_MANY_ROWS", None),
    ],
)
def test_faults_name_the_line(text, code, line):
    found = _read(text)
    assert isinstance(found, FileFault)
    assert (found.code, found.line) == (code, line)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n3,5;4,5\n", ";"),
        ("客户\t金额\t日期\n甲\t1,234.50\t2026-01-05\n乙\t2,000.00\t2026-01-06\n", "\t"),
        ("a|b|c\n1|2|3\n", "|"),
        ("应收账款明细表\n单位：元\n\n客户,金额,日期\n甲,1,2\n乙,3,4\n", ","),
        ('"a,b";"c"\n"d,e";"f"\n', ";"),
        ("one column\nonly\n", ","),
        ("", ","),
    ],
)
def test_the_delimiter_is_sniffed(text, delimiter):
    assert sniff_delimiter(text=text) == delimiter


CELL = st.text(alphabet=st.characters(exclude_characters="\0\r", exclude_categories=["Cs"]), max_size=8)


@given(
    rows=st.lists(st.lists(CELL, min_size=2, max_size=5), min_size=1, max_size=8), delimiter=st.sampled_from(DELIMITERS)
)
def test_what_a_writer_quotes_is_read_back(rows, delimiter):
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows(rows)
    found = _read(target.getvalue(), delimiter)
    assert not isinstance(found, FileFault)
    assert [cells for _, cells in found] == rows


@given(text=st.text(alphabet='ab",;\n\r\t ', max_size=60))
def test_any_text_gives_records_or_a_fault(text):
    found = _read(text)
    if not isinstance(found, FileFault):
        assert [line for line, _ in found] == sorted({line for line, _ in found})
