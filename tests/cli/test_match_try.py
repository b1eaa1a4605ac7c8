"""Given three CSV files, when `huikuan match try` runs, then it says what it would do and stores nothing."""

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from huikuan.cli.failures import Failure
from huikuan.cli.main import run
from huikuan.cli.match_files import BadFile
from huikuan.cli.match_try import COLUMNS, match_files, try_match

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
    assert CliRunner().invoke(try_match, arguments).output.startswith("3 lines: 1 allocated, 1 proposed, 1 none; ")


@pytest.mark.parametrize(
    ("name", "text", "code", "where"),
    [
        ("customers", "", "FILE_EMPTY", {}),
        ("customers", "id,who\n1,x\n", "COLUMNS_MISSING", {"fields": "name"}),
        ("customers", "id,name\n1,x\n1,y\n", "REPEATED_ID", {"line": 3, "column": "id", "value": "1"}),
        ("customers", "id,name\n,x\n", "CELL_UNREADABLE", {"line": 2, "column": "id", "value": ""}),
        ("open_items", ITEMS.replace("1234567", "12.5"), "CELL_UNREADABLE", {"line": 2, "column": "open_minor"}),
        ("open_items", ITEMS.replace("500000", "1e400"), "CELL_UNREADABLE", {"line": 3, "value": "1e400"}),
        ("open_items", ITEMS.replace("500000", "NaN"), "CELL_UNREADABLE", {"line": 3, "value": "NaN"}),
        ("open_items", ITEMS.replace("500000", "9" * 30), "CELL_UNREADABLE", {"line": 3, "column": "open_minor"}),
        (
            "open_items",
            ITEMS.replace("2026-01-10", "10/01/2026"),
            "CELL_UNREADABLE",
            {"line": 2, "value": "10/01/2026"},
        ),
        ("open_items", ITEMS.replace("2026-03-05", "2026-02-30"), "CELL_UNREADABLE", {"line": 5, "column": "due_date"}),
        ("open_items", ITEMS.replace("104,", "101,"), "REPEATED_ID", {"line": 5, "value": "101"}),
        ("statement", STATEMENT.replace("2026-03-03", ""), "CELL_UNREADABLE", {"line": 4, "column": "date"}),
        ("statement", STATEMENT.replace("\n2,", "\n1,"), "REPEATED_ID", {"line": 3, "value": "1"}),
        ("statement", STATEMENT.encode("gb18030"), "FILE_UNREADABLE", {}),
    ],
)
def test_a_file_that_cannot_be_read_is_named_with_its_place(files, name, text, code, where):
    files[name].write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BadFile) as caught:
        match_files(**files)
    assert (caught.value.code, caught.value.parameters["file"]) == (code, f"{name}.csv")
    assert where.items() <= caught.value.parameters.items()
    assert not list(files["out"].parent.glob("out*")), "nothing is half-written"


def test_the_command_names_the_place_in_its_document_and_in_its_sentence(files, monkeypatch, capsys):
    monkeypatch.setenv("HUIKUAN_LANGUAGE", "en")
    files["open_items"].write_text(ITEMS.replace("500000", "5,00"), encoding="utf-8")
    words = ["match", "try", "--json", *(f"--{key.replace('_', '-')}={path}" for key, path in files.items())]
    assert run(words=words) == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)["error"]["code"] == "FILE_UNREADABLE"
    files["open_items"].write_text(ITEMS.replace("500000", "5.00"), encoding="utf-8")
    assert run(words=words) == 1
    printed = capsys.readouterr()
    assert "open_items.csv, line 3: open_minor cannot be read: 5.00." in json.loads(printed.out)["error"]["message"]


def test_a_pipe_is_not_waited_for(files, tmp_path):
    files["statement"].unlink()
    os.mkfifo(files["statement"])
    with pytest.raises(Failure, match="no regular file"):
        match_files(**files)


def test_a_file_that_was_there_stays_whole_until_the_new_one_is_written(files, monkeypatch):
    files["out"].write_text("old")
    with pytest.raises(OSError, match="No space"), monkeypatch.context() as patch:
        patch.setattr("huikuan.cli.match_try._rows", lambda _outcome: (_ for _ in ()).throw(OSError(28, "No space")))
        match_files(**files)
    assert files["out"].read_text() == "old"
    assert [path.name for path in files["out"].parent.glob("out*")] == ["out.csv"]


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


TRUTH = """line_id,kind,invoice_id,amount_minor
1,multi,101,1234567
1,multi,102,500000
2,name,103,431977
3,noise,,
"""


def test_with_the_truth_it_says_how_right_it_was(files, tmp_path, monkeypatch):
    monkeypatch.setenv("HUIKUAN_LANGUAGE", "en")
    truth = tmp_path / "truth.csv"
    truth.write_text(TRUTH, encoding="utf-8")
    arguments = [f"--{name.replace('_', '-')}={path}" for name, path in {**files, "truth": truth}.items()]
    score = json.loads(CliRunner().invoke(try_match, [*arguments, "--json"]).output)["score"]
    assert (score["payments"]["all"]["true"], score["payments"]["all"]["right"]) == (2, 1)
    assert score["payments"]["all"]["precision_permille"] == 1000
    assert (score["lines"]["all"]["true"], score["lines"]["all"]["right"]) == (3, 2)
    assert score["payments"]["noise"]["applied"] == 0
    assert score["right_minor"] == score["applied_minor"] == 1_734_567
    assert sum(row["count"] for row in score["reliability"]) == 1
    told = CliRunner().invoke(try_match, arguments).output
    assert "payments all: 2 true, 1 allocated, 1 right; precision 100.00 %, recall 50.00 %" in told


def test_a_wrong_answer_costs_precision(files, tmp_path):
    truth = tmp_path / "truth.csv"
    truth.write_text(TRUTH.replace("1,multi,102,500000\n", "1,multi,103,500000\n"), encoding="utf-8")
    found = match_files(**files, truth=truth).score
    assert found is not None
    assert (found.payments["multi"].applied, found.payments["multi"].right) == (1, 0)
    assert (found.lines["multi"].applied, found.lines["multi"].right) == (2, 1)
    assert found.right_minor == 1_234_567


def test_a_truth_without_its_columns_is_refused(files, tmp_path):
    truth = tmp_path / "truth.csv"
    truth.write_text("line_id,kind\n1,x\n", encoding="utf-8")
    with pytest.raises(BadFile) as refused:
        match_files(**files, truth=truth)
    assert refused.value.code == "COLUMNS_MISSING"
