"""Mutated files: whatever is changed, the parser answers with a table or a named fault, and nothing else ever comes out."""

import random

import pytest

from huikuan.integrations.sandbox import run_limited
from huikuan.integrations.table_files.faults import FileFault, FileFaultCode
from huikuan.integrations.table_files.read import read_table
from huikuan.integrations.table_files.table import TextTable
from tests.integrations.sandbox_probes import install_probes
from tests.integrations.table_files.verdicts import answered
from tests.integrations.table_files.workbooks import xls, xlsx

ROWS: list[list[object]] = [
    ["客户名称", "发票号码", "金额", "开票日期"],
    *([f"客户{n}", f"F{n:03}", n * 1.5, "2026-01-05"] for n in range(20)),
]
TEXT = "\n".join(",".join(map(str, row)) for row in ROWS)
PAGE = "<html><table>" + "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in ROWS) + "</table>"

MUTATE = """
def mutated(data, chance):
    data = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 5, 20])):
        kind, place = chance.random(), chance.randrange(len(data))
        if kind < 0.4:
            data[place] = chance.randrange(256)
        elif kind < 0.6:
            del data[place : place + chance.randrange(1, 20)]
        elif kind < 0.8:
            data[place:place] = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 8)))
        else:
            other = chance.randrange(len(data))
            data[place : place + 8] = data[other : other + 8]
        data = data or bytearray(b"a")
    return bytes(data)
"""
PROBES = (
    MUTATE
    + """
import collections, io, random, zipfile
from huikuan.integrations.table_files.parse import parse_table

def repacked(data, chance):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(parts))
    parts[name] = mutated(parts[name], chance)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()

def fuzz(content, seed, count, inside):
    chance = random.Random(seed)
    seen = collections.Counter()
    for _ in range(count):
        data = repacked(bytes(content), chance) if inside else mutated(bytes(content), chance)
        found = parse_table(content=data, filename="a.xls")
        seen[type(found).__name__] += 1
    return seen
"""
)


@pytest.mark.parametrize(
    ("content", "inside"),
    [
        (TEXT.encode(), False),
        (TEXT.encode("gb18030"), False),
        (TEXT.encode("utf-16"), False),
        (PAGE.encode(), False),
        (xlsx(ROWS), False),
        (xlsx(ROWS), True),
    ],
    ids=["utf-8", "gb18030", "utf-16", "page", "workbook", "inside a workbook"],
)
def test_mutated_files_end_in_a_table_or_a_fault(tmp_path, monkeypatch, content, inside):
    named = install_probes(monkeypatch=monkeypatch, directory=tmp_path, source=PROBES)
    arguments = {"seed": 20260105, "count": 150, "inside": inside}
    found = answered(run_limited(function=named("fuzz"), payload=content, arguments=arguments))
    assert set(found.document) <= {"TextTable", "FileFault"}
    assert sum(found.document.values()) == 150


@pytest.mark.parametrize("seed", range(8))
def test_mutated_old_workbooks_go_through_the_door(seed):
    """The reader of old workbooks follows broken chains for ever; one child each, and its death has a name."""
    space: dict[str, object] = {}
    exec(MUTATE, space)
    mutated = space["mutated"]
    assert callable(mutated)
    found = read_table(content=mutated(xls(ROWS), random.Random(seed)), filename="a.xls")
    assert isinstance(found, TextTable | FileFault)
    if isinstance(found, FileFault):
        assert found.code in set(FileFaultCode)
