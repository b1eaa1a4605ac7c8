"""Web pages called .xls: the largest table, merged cells once, scripts never."""

import pytest

from huikuan.integrations.table_files.faults import FileFault
from huikuan.integrations.table_files.html_tables import read_html_table


def _rows(text, max_records=100):
    found = read_html_table(text=text, max_records=max_records)
    return found if isinstance(found, FileFault) else [record.cells for record in found]


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ("<table><tr><th>客户<th>金额<tr><td>甲<td>1&nbsp;234.50</table>", [["客户", "金额"], ["甲", "1\xa0234.50"]]),
        (
            "<table><tr><td colspan=3>标题</td></tr><tr><td>a</td><td>b</td><td>c</td></tr>",
            [["标题", "", ""], ["a", "b", "c"]],
        ),
        ("<table><td>a<td>b</table>", [["a", "b"]]),
        ("<table><tr><td>a<br/>b<td>&lt;i&gt;</table>", [["a b", "<i>"]]),
        ("<table><tr><td>x<script>alert(1)</script><style>td{}</style></table>", [["x"]]),
        ("<table><tr><td>menu</table><table><tr><td>a<td>b<tr><td>c<td>d</table>", [["a", "b"], ["c", "d"]]),
        ("<table><tr><td>outer<table><tr><td>a<td>b</table></table>", [["a", "b"]]),
        ("<table><tr><td colspan=abc>a<td colspan=0>b<td>c</table>", [["a", "b", "c"]]),
        ("<table><tr><td>unclosed", [["unclosed"]]),
    ],
)
def test_rows_of_the_largest_table(page, rows):
    assert _rows(page) == rows


def test_rows_know_their_lines():
    found = read_html_table(text="<table>\n<tr><td>a\n\n<tr><td>b\n</table>", max_records=10)
    assert not isinstance(found, FileFault)
    assert [record.line for record in found] == [2, 4]


@pytest.mark.parametrize(
    ("page", "code"),
    [
        ("<html><p>no table", "NO_HEADER"),
        ("<table>" * 40 + "<tr><td>a", "CORRUPT"),
        ("<table>" + "<tr><td>a" * 101, "TOO_MANY_ROWS"),
        ("<table><tr>" + "<td>a" * 300, "TOO_MANY_COLUMNS"),
        ("<table><tr><td colspan=9999><td colspan=9999>", "TOO_MANY_COLUMNS"),
    ],
)
def test_refused(page, code):
    found = _rows(page)
    assert isinstance(found, FileFault)
    assert found.code == code
