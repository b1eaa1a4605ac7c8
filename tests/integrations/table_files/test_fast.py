"""The fast reader gives what the careful one gives, or hands over to it."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.integrations.sandbox import SandboxFault, SandboxFaultCode, run_limited
from huikuan.integrations.table_files import fast, fast_child
from huikuan.integrations.table_files.fast import LINE, ColumnTable, column_name, from_text_table, read_columns_fast
from huikuan.integrations.table_files.faults import FileFault
from huikuan.integrations.table_files.parse import parse_table
from huikuan.integrations.table_files.table import TextTable, from_document
from tests.integrations.table_files.verdicts import refused
from tests.integrations.table_files.workbooks import xlsx

HEADER = "客户名称,发票号码,金额,备注\n"
CLEAN = HEADER + "".join(f"公司{n},F{n:03},{n}.50,x\n" for n in range(1, 50))


def _fast(text, encoding="utf-8"):
    """Run the child's half in this process, and the caller's half on its answer."""
    document, blob = fast_child.columns_document(content=text.encode(encoding), encoding=None)
    if not document["is_clean"]:
        return None
    head = from_document(document=document)
    assert isinstance(head, TextTable)
    return fast._from_columns(head, pl.read_ipc_stream(bytes(blob)), needs_cleaning=document["needs_cleaning"])


def _careful(text):
    table = parse_table(content=text.encode(), filename="a.csv")
    assert isinstance(table, TextTable)
    return from_text_table(table=table)


@pytest.mark.parametrize(
    "text",
    [
        CLEAN,
        CLEAN.replace("\n", "\r\n"),
        CLEAN.rstrip("\n"),
        CLEAN.replace(",", "\t"),
        "应收明细表,,,\n" + CLEAN,
        CLEAN.replace("公司7", '"公司,7"'),
        CLEAN.replace("公司7", '"公司""7"'),
        CLEAN.replace("公司7", " 公司7\u3000").replace("x", '="00123"').replace("F009", "'=1+1"),
        CLEAN.replace("公司7,F007,7.50,x", ",,,"),
        CLEAN.replace(",x\n", ",\n"),
        CLEAN.replace("公司7", "公司\u20287"),
    ],
)
def test_a_clean_file_is_read_fast_and_the_same(text):
    found, expected = _fast(text), _careful(text)
    assert found is not None
    assert found.is_fast
    assert found.frame.equals(expected.frame)
    assert (found.columns, found.header_line, found.blank_rows, found.preamble, found.delimiter) == (
        expected.columns,
        expected.header_line,
        expected.blank_rows,
        expected.preamble,
        expected.delimiter,
    )


@pytest.mark.parametrize(
    "text",
    [
        CLEAN + "公司50,F050,1.00\n",
        CLEAN + "公司50,F050,1.00,x,y\n",
        CLEAN + "合计,,1225.00,\n",
        CLEAN.replace("公司7,F007,7.50,x\n", "小计,,5,\n"),
        CLEAN + HEADER + "公司50,F050,1.00,x\n",
        CLEAN.replace("公司7", '"公司\n7"'),
        CLEAN.replace("公司7", '公"司7'),
        CLEAN.replace("公司7", '"公司"7'),
        CLEAN.replace("公司7", "公司7\0"),
        CLEAN.replace("\n", "\r"),
        CLEAN.replace("公司7", "公" * 33_000),
        "1,2\n3,4\n",
        "",
    ],
)
def test_a_file_that_is_not_clean_is_handed_over(text):
    assert _fast(text) is None


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8-sig", "utf-16-le"])
def test_other_encodings_are_read_fast_too(encoding):
    found = _fast(CLEAN, encoding)
    assert found is not None
    assert found.frame.equals(_careful(CLEAN).frame)
    assert found.frame.row(0) == (2, "公司1", "F001", "1.50", "x")


CELL = st.text(alphabet="ab甲 '=\"\t\f\u3000\u202e\u200b\xad\x85-1,", max_size=5)


@settings(max_examples=200)
@given(rows=st.lists(st.tuples(CELL, CELL, CELL, CELL), max_size=6), quoted=st.booleans())
def test_fast_means_the_same_on_any_rows(rows, quoted):
    def write(cell):
        return '"' + cell.replace('"', '""') + '"' if quoted else cell

    text = HEADER + "".join(",".join(write(cell) for cell in row) + "\n" for row in rows)
    found = _fast(text)
    if found is None:
        return
    expected = _careful(text)
    assert found.frame.equals(expected.frame)
    assert found.blank_rows == expected.blank_rows
    assert expected.shifted == ()


def test_the_door_reads_clean_files_fast(tmp_path):
    (tmp_path / "a.csv").write_text(CLEAN)
    found = read_columns_fast(source=tmp_path / "a.csv")
    assert isinstance(found, ColumnTable)
    assert found.is_fast
    assert found.frame.columns == [LINE, *(column_name(index=index) for index in range(4))]
    assert found.samples(rows=1) == [["公司1", "F001", "1.50", "x"]]


def test_the_door_reads_others_carefully():
    found = read_columns_fast(source=(CLEAN + "公司50,F050\n合计,,1,\n").encode(), filename="a.csv")
    assert isinstance(found, ColumnTable)
    assert not found.is_fast
    assert found.frame.height == 49
    assert [(row.line, row.cells) for row in found.shifted] == [(51, ("公司50", "F050"))]
    assert [row.line for row in found.footers] == [52]
    book = read_columns_fast(source=xlsx([["客户名称", "金额"], ["甲", 123456789.13]]), filename="a.xlsx")
    assert isinstance(book, ColumnTable)
    assert book.frame.row(0) == (2, "甲", "123456789.13")


def test_a_sheet_and_a_header_line_can_be_named():
    content = xlsx([["客户名称", "金额"], ["甲", 1]], more={"二": [["x", "y"], ["客户名称", "金额"], ["乙", 2]]})
    found = read_columns_fast(source=content, filename="a.xlsx", sheet="二", header_line=2)
    assert isinstance(found, ColumnTable)
    assert (found.sheet, found.sheets, found.header_line) == ("二", ("Sheet1", "二"), 2)
    assert found.frame.rows() == [(3, "乙", "2")]
    text = read_columns_fast(source=b"a,b\nc,d\n1,2\n", filename="a.csv", header_line=2)
    assert isinstance(text, ColumnTable)
    assert (text.columns, text.frame.rows()) == (("c", "d"), [(3, "1", "2")])


def test_a_workbook_never_starts_the_fast_reader(monkeypatch, tmp_path):
    seen = []

    def run(*, function, **more):
        seen.append(function)
        return run_limited(function=function, **more)

    monkeypatch.setattr(fast, "run_limited", run)
    (tmp_path / "a.xlsx").write_bytes(xlsx([["客户名称", "金额"], ["甲", 1]]))
    assert isinstance(read_columns_fast(source=tmp_path / "a.xlsx", filename="a.xlsx"), ColumnTable)
    assert seen == ["huikuan.integrations.table_files.parse:parse_table_document"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "EMPTY"),
        (b"%PDF-1.4", "UNSUPPORTED_FORMAT"),
        (b'a,b\n1,2\n"x,3\n', "UNCLOSED_QUOTE"),
        (b"a,b\n\xff\xff,2\n", "UNDECODABLE"),
    ],
)
def test_faults_are_those_of_the_careful_reader(content, code):
    found = read_columns_fast(source=content, filename="a.csv")
    assert isinstance(found, FileFault)
    assert found.code == code


def test_rows_are_bounded():
    assert refused(read_columns_fast(source=CLEAN.encode(), max_rows=10)).code == "TOO_MANY_ROWS"
    assert refused(read_columns_fast(source=(CLEAN + "short\n").encode(), max_rows=10)).code == "TOO_MANY_ROWS"


def test_sizes_are_bounded(monkeypatch):
    monkeypatch.setattr(fast, "MAX_FAST_BYTES", 10)
    assert refused(read_columns_fast(source=CLEAN.encode())).code == "TOO_LARGE"
    monkeypatch.setattr(fast, "MAX_FAST_BYTES", 10_000)
    monkeypatch.setattr(fast, "MAX_CAREFUL_BYTES", 10)
    assert refused(read_columns_fast(source=(CLEAN + "short\n").encode())).code == "TOO_LARGE"


def test_deaths_of_the_child_are_faults(monkeypatch):
    died = SandboxFault(code=SandboxFaultCode.OUT_OF_MEMORY, detail="")
    monkeypatch.setattr(fast, "run_limited", lambda **_: died)
    assert refused(read_columns_fast(source=CLEAN.encode())).code == "OUT_OF_MEMORY"


def test_a_fast_reader_that_raises_hands_over_to_the_careful_one(monkeypatch):

    def run(*, function, **more):
        if function.endswith("columns_document"):
            return SandboxFault(code=SandboxFaultCode.RAISED, detail="ArrowInvalid")
        return run_limited(function=function, **more)

    monkeypatch.setattr(fast, "run_limited", run)
    found = read_columns_fast(source=CLEAN.encode(), filename="a.csv")
    assert isinstance(found, ColumnTable)
    assert (found.is_fast, found.frame.height) == (False, 49)
