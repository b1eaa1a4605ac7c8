"""A statement read in the parser sandbox: the same records, and a named fault where the child fails."""

import gc
from pathlib import Path

import pytest

from huikuan.integrations.bank_files.documents import from_document, to_document
from huikuan.integrations.bank_files.limited import read_statement_limited, statement_document
from huikuan.integrations.bank_files.reader import read_statement
from huikuan.integrations.bank_files.records import FileFault, StatementFile
from huikuan.integrations.sandbox import Limits

SAMPLES = sorted((Path(__file__).parent / "samples").iterdir())


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_records_cross_the_border_unchanged(path):
    result = read_statement(content=path.read_bytes(), filename=path.name)
    document, block = to_document(result=result)
    assert from_document(document=document, block=block) == result


def test_faults_cross_the_border_unchanged():
    result = read_statement(content=b"a,b,c", filename="x")
    assert isinstance(result, FileFault)
    document, block = to_document(result=result)
    assert from_document(document=document, block=block) == result


def test_the_child_reads_what_we_read():
    path = SAMPLES[0].parent / "cn_boc_hisqry.txt"
    direct = read_statement(content=path.read_bytes(), filename=path.name)
    assert isinstance(direct, StatementFile)
    assert read_statement_limited(content=path.read_bytes(), filename=path.name) == direct
    assert read_statement_limited(content=path, filename=path.name) == direct


def test_the_childs_side_leaves_the_collector_as_it_was():
    before = gc.isenabled()
    document, block = statement_document(
        content=b"a,b,c", filename="x", account="", currency="CNY", check_balances=True
    )
    assert (document["fault"][0], block, gc.isenabled()) == ("NO_HEADER", b"", before)


def test_options_reach_the_child():
    content = "日期,摘要,金额,余额\n2026-05-02,b,50,50\n2026-05-03,b,-20,31\n".encode()
    refused = read_statement_limited(content=content, filename="x", account="9", currency="USD")
    assert isinstance(refused, FileFault)
    assert (refused.code, dict(refused.params)["currency"]) == ("BALANCE_BREAK", "USD")
    found = read_statement_limited(content=content, filename="x", account="9", currency="USD", check_balances=False)
    assert isinstance(found, StatementFile)
    assert (found.statements[0].account, found.statements[0].currency) == ("9", "USD")


def test_an_empty_file_in_the_child():
    assert read_statement_limited(content=b"", filename="x") == FileFault(code="EMPTY")


def test_a_child_out_of_time_is_a_named_fault():
    content = ("日期,摘要,金额\n" + "2026-05-02,b,50\n" * 150_000).encode()
    fault = read_statement_limited(content=content, filename="x", limits=Limits(cpu_seconds=1, wall_seconds=30))
    assert isinstance(fault, FileFault)
    assert fault.code == "TOO_SLOW"


def test_a_child_out_of_memory_is_a_named_fault():
    content = ("日期,摘要,金额\n" + "2026-05-02,b,50\n" * 150_000).encode()
    fault = read_statement_limited(content=content, filename="x", limits=Limits(memory_bytes=30_000_000))
    assert isinstance(fault, FileFault)
    assert fault.code == "OUT_OF_MEMORY"
