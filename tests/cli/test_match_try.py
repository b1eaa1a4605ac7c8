"""Given three CSV files, when `huikuan match try` runs, then it says what it would do and stores nothing."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from huikuan.cli.match_try import COLUMNS, BadFile, match_files, try_match

CUSTOMERS = "id,name\n1,杭州瑞恒机电有限公司\n2,上海宏达化工股份有限公司\n"
ITEMS = """id,number,customer_id,issue_date,due_date,open_minor
101,INV-202601-00040017,1,2026-01-10,2026-02-09,1234567
102,INV-202601-00040356,1,2026-01-15,2026-02-14,500000
103,INV-202602-00041789,2,2026-02-03,,431977
104,INV-202602-00041790,2,,2026-03-05,431977
"""
STATEMENT = """line_id,date,amount_minor,payer_name,reference
1,2026-03-02,1734567,杭州瑞恒机电有限公司,"货款 INV-202601-00040017,INV-202601-00040356"
2,2026-03-02,431977,上海宏达化工股份有限公司,货款
3,2026-03-03,8,,结息
"""


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    texts = {"customers": CUSTOMERS, "open_items": ITEMS, "statement": STATEMENT}
    for name, text in texts.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return {name: tmp_path / f"{name}.csv" for name in (*texts, "out")}


def test_one_row_for_each_line_and_item(files):
    summary = match_files(**files)
    assert (summary.lines, summary.applied, summary.proposed, summary.none) == (3, 1, 1, 1)
    with files["out"].open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert tuple(header) == COLUMNS
    assert [row[:5] for row in rows] == [
        ["1", "applied", "101", "1234567", "0.999"],
        ["1", "applied", "102", "500000", "0.999"],
        ["2", "proposed", "103", "431977", "0.499"],
        ["3", "none", "", "", "0.000"],
    ]
    assert rows[0][5].endswith("NAME_EXACT known_as=杭州瑞恒机电有限公司; AMOUNT_SUM items=2")
    assert rows[2][5].endswith("but SAME_AMOUNT items=2")


def test_optional_columns_are_read(files):
    files["customers"].write_text("id,name,aliases,accounts\n1,甲公司,王建国|李四,111|222\n", encoding="utf-8")
    files["open_items"].write_text(
        "id,number,customer_id,issue_date,due_date,open_minor,currency\na,X-1,1,,,7123,USD\n", encoding="utf-8"
    )
    files["statement"].write_text(
        "line_id,date,amount_minor,payer_name,reference,payer_account,currency\n"
        "1,2026-03-02,7123,李四,,,USD\n2,2026-03-02,7123,,,222,CNY\n",
        encoding="utf-8",
    )
    summary = match_files(**files)
    assert (summary.applied, summary.none) == (1, 1)


def test_the_command_prints_one_json_document(files, monkeypatch):
    monkeypatch.setenv("HUIKUAN_LANGUAGE", "en")
    arguments = [f"--{name.replace('_', '-')}={path}" for name, path in files.items()]
    result = CliRunner().invoke(try_match, [*arguments, "--json"])
    assert result.exit_code == 0
    summary = json.loads(result.output)
    assert (summary["lines"], summary["applied"], summary["proposed"], summary["none"]) == (3, 1, 1, 1)
    assert summary["lines_per_second"] > 0
    assert CliRunner().invoke(try_match, arguments).output.startswith("3 lines: 1 applied, 1 proposed, 1 none; ")


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("customers", "", "customers.csv: empty CSV"),
        ("customers", "id,who\n1,x\n", "customers.csv: no column name"),
        ("customers", "id,name\n1,x\n1,y\n", "a payer comes twice"),
        ("open_items", ITEMS.replace("1234567", "12.5"), "open_items.csv: "),
        ("open_items", ITEMS.replace("2026-01-10", "10/01/2026"), "open_items.csv: "),
        ("statement", STATEMENT.replace("2026-03-03", ""), "statement.csv: a line has no date"),
        ("statement", STATEMENT.replace("\n2,", "\n1,"), "a line comes twice"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(files, name, text, message):
    files[name].write_text(text, encoding="utf-8")
    with pytest.raises(BadFile, match=message):
        match_files(**files)
    result = CliRunner().invoke(try_match, [f"--{key.replace('_', '-')}={path}" for key, path in files.items()])
    assert result.exit_code == 1
    assert message in result.output
    assert not files["out"].exists()


def test_neither_django_nor_a_hash_seed_plays_a_part(files):
    script = (
        "import sys; from pathlib import Path; from huikuan.cli.match_try import match_files\n"
        "match_files(**{n: Path(sys.argv[1]) / f'{n}.csv' for n in ('customers', 'open_items', 'statement', 'out')})\n"
        "assert not any(name.split('.')[0] == 'django' for name in sys.modules)\n"
    )
    written = set()
    for seed in ("0", "1", "12345"):
        subprocess.run(
            [sys.executable, "-c", script, str(files["out"].parent)], check=True, env={"PYTHONHASHSEED": seed}
        )
        written.add(files["out"].read_text(encoding="utf-8"))
    assert len(written) == 1
