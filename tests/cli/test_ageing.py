"""`huikuan ageing`: one JSON document or a table, messages on standard error, 0, 1 or 2 to the shell."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import time_machine
from click.testing import CliRunner, Result
from django.utils import translation

from huikuan.cli import main
from huikuan.cli.ageing import ageing_command
from huikuan.ledger.models import DayTotal
from tests.books import Books, new_books

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.HOME = tmp_path
    monkeypatch.setenv("HUIKUAN_LANGUAGE", "en")


@pytest.fixture
def books() -> Books:
    made = new_books()
    buyer = made.customer("乙公司", region="山东")
    made.invoice(buyer, "F001", 123_400, date(2026, 3, 30))
    made.invoice(buyer, "F002", 600, date(2026, 4, 30))
    made.receipt(70)
    return made


def run(*arguments: str) -> Result:
    with translation.override("en"):
        return CliRunner().invoke(ageing_command, list(arguments), terminal_width=200)


@pytest.mark.parametrize("engine", ["mirror", "database"])
def test_the_document(books: Books, engine: str) -> None:
    result = run("--as-of", "2026-03-31", "--buckets", "0,30", "--engine", engine, "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    document = json.loads(result.stdout)
    amounts = {
        "total_minor": 124_000,
        "unapplied_minor": 0,
        "buckets": [
            {"from_days": None, "to_days": 0, "minor": 600},
            {"from_days": 1, "to_days": 30, "minor": 123_400},
            {"from_days": 31, "to_days": None, "minor": 0},
        ],
    }
    customer_id = document["rows"][0].pop("customer_id")
    assert document == {
        "as_of": "2026-03-31",
        "basis": "due",
        "by": ["customer"],
        "view": "named",
        "engine": engine,
        "rows": [
            {"customer_code": "C-乙公司", "customer": "乙公司", "currency": "CNY", **amounts},
            {
                "customer_id": None,
                "customer_code": "",
                "customer": "",
                "currency": "CNY",
                "total_minor": 0,
                "unapplied_minor": 70,
                "buckets": [{**bucket, "minor": 0} for bucket in amounts["buckets"]],  # type: ignore[attr-defined]
            },
        ],
        "totals": {"CNY": {**amounts, "unapplied_minor": 70}},
        "ties": True,
        "positions": {str(books.company_id): 3},
        "rule_version": "ageing-1",
    }
    assert customer_id > 0


def test_items_without_due_date_are_a_bucket_without_bounds(books: Books) -> None:
    books.invoice(books.customer("丙公司"), "F003", 5, None)
    document = json.loads(run("--as-of", "2026-03-31", "--json").stdout)
    buckets = document["totals"]["CNY"]["buckets"]
    assert buckets[-1] == {"from_days": None, "to_days": None, "minor": 5}
    assert sum(bucket["minor"] for bucket in buckets) == document["totals"]["CNY"]["total_minor"]


def test_options_reach_the_report(books: Books) -> None:
    arguments = ["--as-of", "2026-03-31", "--basis", "invoice", "--by", "region,company", "--view", "fifo"]
    more = ["--currency", "CNY", "--company", str(books.company_id), "--known-at", "2026-03-02T09:30:00+08:00"]
    document = json.loads(run(*arguments, *more, "--json").stdout)
    assert (document["basis"], document["view"], document["by"]) == ("invoice", "fifo", ["region", "company"])
    assert document["rows"][0]["region"] == "山东"
    assert document["rows"][0]["company"] == "甲方贸易有限公司"
    assert document["totals"]["CNY"]["total_minor"] == 124_000
    early = json.loads(run(*arguments, "--known-at", "2026-03-02T09:29:59+08:00", "--json").stdout)
    assert early["totals"] == {}


@time_machine.travel("2026-03-31T20:00:00Z", tick=False)  # 1 April in Shanghai
def test_today_is_the_day_of_the_company(books: Books) -> None:
    assert json.loads(run("--json").stdout)["as_of"] == "2026-04-01"


def test_the_table(books: Books) -> None:
    result = run("--as-of", "2026-03-31")
    assert result.exit_code == 0
    for words in ("乙公司", "1,240.00", "1,234.00", "6.00", "0.70", "Σ"):
        assert words in result.stdout
    assert "…" not in result.stdout
    assert "Region" in run("--as-of", "2026-03-31", "--by", "region,currency").stdout


def test_a_long_table_says_what_it_leaves_out(books: Books) -> None:
    for number in range(60):
        books.invoice(books.customer(f"客户{number}"), "F001", 100)
    result = run("--as-of", "2026-03-31")
    assert "12 more rows" in result.stderr


def test_the_workbook(books: Books, tmp_path: Path) -> None:
    target = tmp_path / "ageing.xlsx"
    assert run("--as-of", "2026-03-31", "--xlsx", str(target), "--json").exit_code == 0
    assert openpyxl.load_workbook(target).active.max_row == 5


@pytest.mark.parametrize(
    "arguments",
    [
        ["--basis", "dew"],
        ["--by", "weather"],
        ["--buckets", "0,x"],
        ["--as-of", "31.3.2026"],
        ["--engine", "abacus"],
        ["--known-at", "yesterday"],
        ["--known-at", "2026-03-31T09:00"],
        ["--nonsense"],
    ],
)
def test_what_cannot_be_understood_is_exit_code_2(arguments: list[str]) -> None:
    result = run(*arguments, "--json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error" in result.stderr


def test_what_is_refused_is_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(words=["ageing", "--buckets", "30,0", "--json"]) == 1
    printed = capsys.readouterr()
    assert json.loads(printed.out)["error"]["code"] == "BUCKETS_INVALID"
    assert "30,0" in printed.err


def test_the_command_is_mounted(books: Books, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(words=["ageing", "--as-of", "2026-03-31", "--company", "甲方", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["totals"]["CNY"]["total_minor"] == 124_000


def test_a_report_that_does_not_tie_is_exit_code_1(books: Books) -> None:
    DayTotal.objects.filter(account="RECEIVABLE").update(minor=1)
    result = run("--as-of", "2026-03-31", "--json")
    assert result.exit_code == 1
    document = json.loads(result.stdout)
    assert (document["ties"], document["rows"], document["totals"]) == (False, [], {})
    assert document["differences"] == [
        {"company_id": books.company_id, "currency": "CNY", "account": "RECEIVABLE", "difference_minor": 123_999}
    ]
    assert "does not tie" in result.stderr
