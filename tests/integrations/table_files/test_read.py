"""The door: parsing happens in the child, every death of it is a named fault, the caller lives."""

import pytest

from huikuan.integrations.sandbox import Limits, SandboxFault, SandboxFaultCode, run_limited
from huikuan.integrations.table_files import read
from huikuan.integrations.table_files.faults import FileFault
from huikuan.integrations.table_files.read import fault_of, read_table
from huikuan.integrations.table_files.table import TextTable
from tests.integrations.sandbox_probes import install_probes
from tests.integrations.table_files.verdicts import answered, died, refused
from tests.integrations.table_files.workbooks import sparse_workbook, xlsx

TEXT = "客户名称,发票号码,金额\n甲公司,F001,100.00\n"
UNCHECKED = """
def load(content):
    import fastexcel
    return fastexcel.read_excel(bytes(content)).load_sheet(0, header_row=None, dtypes="string").height
"""


def test_reads_through_the_child():
    table = read_table(content=TEXT.encode("gb18030"), filename="应收.csv")
    assert isinstance(table, TextTable)
    assert table.rows == [["甲公司", "F001", "100.00"]]
    assert table.encoding == "gb18030"


def test_arguments_reach_the_parser():
    content = xlsx([["客户名称", "金额"], ["甲", 1.5]], more={"二": [["x", "y"], ["客户名称", "金额"], ["乙", 2.5]]})
    table = read_table(content=content, filename="a.xlsx", sheet="二", header_line=2)
    assert isinstance(table, TextTable)
    assert (table.sheet, table.rows) == ("二", [["乙", "2.5"]])
    assert refused(read_table(content=TEXT.encode(), filename="a.csv", encoding="klingon")).code == "UNKNOWN_ENCODING"
    assert (
        refused(read_table(content=(TEXT + "a,b,c\n" * 200).encode(), filename="a.csv", max_rows=5)).code
        == "TOO_MANY_ROWS"
    )


def test_refused_before_any_child_starts(monkeypatch):
    monkeypatch.setattr(read, "run_limited", None)
    assert refused(read_table(content=b"", filename="a.csv")).code == "EMPTY"
    assert refused(read_table(content=b"x" * 20_000_001, filename="a.csv")).code == "TOO_LARGE"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("OUT_OF_MEMORY", "OUT_OF_MEMORY"),
        ("RESULT_TOO_LARGE", "OUT_OF_MEMORY"),
        ("CPU_TIME", "TOO_SLOW"),
        ("WALL_TIME", "TOO_SLOW"),
        ("CRASHED", "PARSER_FAILED"),
        ("RAISED", "PARSER_FAILED"),
        ("ABORTED", "PARSER_FAILED"),
        ("KILLED", "PARSER_FAILED"),
    ],
)
def test_deaths_have_names_for_the_user(code, shown):
    fault = fault_of(fault=SandboxFault(code=SandboxFaultCode(code), detail="/secret/path"))
    assert (fault.code, dict(fault.details)) == (shown, {"reason": code})


def test_a_child_that_dies_is_a_fault(monkeypatch):
    died_slowly = SandboxFault(code=SandboxFaultCode.WALL_TIME, detail="")
    monkeypatch.setattr(read, "run_limited", lambda **_: died_slowly)
    assert refused(read_table(content=b"a,b", filename="a.csv")).code == "TOO_SLOW"


def test_the_sparse_workbook_is_refused_by_the_check():
    fault = read_table(content=sparse_workbook(), filename="a.xlsx")
    assert isinstance(fault, FileFault)
    assert (fault.code, fault.details["found"]) == ("TOO_MANY_CELLS", 16384 * 1048576)


def test_without_the_check_the_memory_limit_stops_it(tmp_path, monkeypatch):
    """Negative control of the cell check: unchecked, the reader asks for 512 GiB, and the second guard ends it."""
    named = install_probes(monkeypatch=monkeypatch, directory=tmp_path, source=UNCHECKED)
    found = run_limited(function=named("load"), payload=sparse_workbook(), arguments={})
    assert isinstance(found, SandboxFault)
    assert found.code == "OUT_OF_MEMORY"
    assert "549755813888" in found.detail


def test_the_sparse_workbook_needs_more_than_any_sensible_limit(tmp_path, monkeypatch):
    """Negative control of the memory limit: eight times as much does not let it through either, an honest file it does."""
    named = install_probes(monkeypatch=monkeypatch, directory=tmp_path, source=UNCHECKED)
    wide = Limits(memory_bytes=4 << 30)
    assert (
        died(run_limited(function=named("load"), payload=sparse_workbook(), arguments={}, limits=wide)).code
        == "OUT_OF_MEMORY"
    )
    assert answered(run_limited(function=named("load"), payload=xlsx([["a"], ["b"]]), arguments={})).document == 2
