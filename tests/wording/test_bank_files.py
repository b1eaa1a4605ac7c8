"""Every code of a statement file has a sentence, and faults that really occur fill it in."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from huikuan.integrations.bank_files.fault_codes import FaultCode, worded_codes
from huikuan.integrations.bank_files.reader import read_statement
from huikuan.integrations.bank_files.records import FileFault, ReadLimits, RowFault
from huikuan.jobs.import_statement import refusal_of
from huikuan.wording.bank_files import SENTENCES
from huikuan.wording.sentences import sentence

SAMPLES = Path(__file__).parents[1] / "integrations" / "bank_files" / "samples"
TABLE = "日期,摘要,收入,支出,余额\n"
HEAD = ":20:A\n:25:1\n"
REFUSED = [
    "",
    "{}",
    "%PDF-1.4",
    "PK\x03\x04",
    "a,b,c",
    "a\0b",
    "日期~摘要~金额",
    "日期,金额,余额,余额",
    TABLE + "2026-05-01,a,5,,5\n2026-05-02,b,5,,11\n",
    HEAD + ":60F:C260101EUR1,00\n:62F:C260102EUR2,00\n",
    HEAD + ":60F:C260101EUR1,00\n:62F:C260102EUR1,00\n-\n" + HEAD + ":60F:C260102EUR2,00\n:62F:C260102EUR2,00\n",
    HEAD + HEAD,
    HEAD + ":25:2\n",
    HEAD + ":60F:X\n",
    HEAD + ":60F:C260101QQQ1,00\n",
    "<pain/>",
    "<Document><a></Document>",
    "<a>" * 70,
    "<!DOCTYPE a><Document/>",
    '<?xml version="1.0" encoding="utf-7"?><a/>',
    "OFXHEADER:100\n<OFX></OFX>",
    "OFXHEADER:100\n<OFX>",
    "OFXHEADER:100\n<OFX><STATUS><CODE>1<SEVERITY>ERROR<MESSAGE>no</STATUS></OFX>",
]
REJECTED = (
    TABLE + "2026-05-01,a,x,,\n2026-05-01,a,0,,\n2026-05-01,a,1,1,\n2026-05-01,a,,,\n,a,1,,\n2026-02-30,a,1,,\n"
    '2026-05-01,a,1,,,9\n2026-05-01,"a,1,,\n2026-05-01,a,1e5,,\n2026-05-01,a,1.001,,\n2026-05-01,a,1,,x\n合计,,9,,\n'
)


def _words(fault: RowFault) -> str:
    return sentence(code=f"STATEMENT_{fault.code}", parameters={"value": fault.value, **dict(fault.params)})


def test_every_code_has_a_sentence():
    assert {f"STATEMENT_{code}" for code in worded_codes()} - set(SENTENCES) == set()
    assert {f"STATEMENT_{code}" for code in FaultCode} - set(SENTENCES) == set()


@pytest.mark.parametrize("content", REFUSED, ids=range(len(REFUSED)))
def test_refused_files_are_worded(content):
    fault = read_statement(content=content.encode(), filename="x.csv")
    assert isinstance(fault, FileFault)
    refusal = refusal_of(fault=fault, file="x.csv")
    worded = sentence(code=refusal.code, parameters=refusal.parameters)
    assert "STATEMENT_" not in worded and "%(" not in worded


@pytest.mark.parametrize(
    ("content", "limits"),
    [
        (b"0" * 50, ReadLimits(max_bytes=10)),
        (TABLE.encode() * 9, ReadLimits(max_lines=3)),
        (gzip.compress(b"0" * 500), ReadLimits(max_bytes=100)),
        (TABLE.encode(), ReadLimits(max_columns=2)),
        ("日期,摘要,金额\n2026,工资\n".encode() + "货款乙公司\n".encode("gbk"), ReadLimits()),
    ],
    ids=["bytes", "lines", "unpacked bytes", "columns", "encodings"],
)
def test_bounds_are_worded(content, limits):
    fault = read_statement(content=content, filename="x.csv", limits=limits)
    assert isinstance(fault, FileFault)
    refusal = refusal_of(fault=fault, file="x.csv")
    assert "STATEMENT_" not in sentence(code=refusal.code, parameters=refusal.parameters)


def test_rejected_and_skipped_rows_and_remarks_are_worded():
    found = read_statement(content=REJECTED.encode(), filename="x.csv")
    assert not isinstance(found, FileFault)
    faults = [fault for one in found.statements for fault in one.rejected] + [*found.skipped, *found.notes]
    assert len(faults) > 10
    assert all("STATEMENT_" not in _words(fault) for fault in faults)


@pytest.mark.parametrize("path", sorted(SAMPLES.iterdir()), ids=lambda path: path.name)
def test_samples_are_worded(path):
    found = read_statement(content=path.read_bytes(), filename=path.name)
    assert not isinstance(found, FileFault)
    for fault in (*found.skipped, *found.notes, *(fault for one in found.statements for fault in one.rejected)):
        assert "STATEMENT_" not in _words(fault)
