"""The command line itself: what there is, in which language, how it ends; and the small commands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pytest

from huikuan.accounts.models import Company, OneTimeLink, User
from huikuan.audit.sealing import seal_acts
from huikuan.receipts.models import BankAccount
from tests.books import NOW, new_books
from tests.cli.conftest import Huikuan

LIBRARIES = ("django", "polars", "pyarrow")


def fresh(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a fresh process without a data folder."""
    plain = {name: value for name, value in os.environ.items() if name not in ("LANG", "LC_ALL", "LANGUAGE")}
    code = "import sys; from huikuan.cli.main import run; code = run(words=sys.argv[1:]); print('LOADED', *sys.modules); sys.exit(code)"
    return subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, env={**plain, **environment}, check=False
    )


def test_help_is_in_the_language_of_the_terminal_and_loads_no_framework(tmp_path: Path) -> None:
    english = fresh("--help", LANG="C.UTF-8", HUIKUAN_HOME=str(tmp_path / "none"))
    chinese = fresh("import", "--help", LANG="zh_CN.UTF-8", HUIKUAN_HOME=str(tmp_path / "none"))
    assert english.returncode == chinese.returncode == 0
    assert "Prove the books" in english.stdout
    assert not (tmp_path / "none").exists()
    loaded = set(english.stdout.partition("LOADED")[2].split())
    assert "django" not in loaded


def test_it_says_its_version(tmp_path: Path) -> None:
    told = fresh("--version", HUIKUAN_HOME=str(tmp_path / "none")).stdout.splitlines()[0]
    assert told == f"huikuan {version('huikuan')}"


def test_matching_a_file_needs_no_books(tmp_path: Path) -> None:
    (tmp_path / "c.csv").write_text("id,name\n1,甲公司\n")
    (tmp_path / "o.csv").write_text(
        "id,number,customer_id,issue_date,due_date,open_minor\n1,F001,1,2026-01-10,2026-02-09,500\n"
    )
    (tmp_path / "s.csv").write_text("line_id,date,amount_minor,payer_name,reference\n1,2026-02-10,500,甲公司,F001\n")
    words = [
        "match",
        "try",
        "--customers",
        "c.csv",
        "--open-items",
        "o.csv",
        "--statement",
        "s.csv",
        "--out",
        "out.csv",
    ]
    ran = fresh(
        *(str(tmp_path / word) if word.endswith(".csv") else word for word in words),
        HUIKUAN_HOME=str(tmp_path / "none"),
    )
    assert ran.returncode == 0, ran.stderr
    assert "django" not in set(ran.stdout.partition("LOADED")[2].split())
    assert not (tmp_path / "none").exists()


def test_the_first_command_makes_the_database_and_says_so(tmp_path: Path) -> None:
    environment = {
        "HUIKUAN_HOME": str(tmp_path),
        "DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "huikuan.config.settings",
    }
    first = fresh("check", "--json", **environment)
    assert "database" in first.stderr
    assert json.loads(first.stdout.partition("LOADED")[0])["ok"] is True
    assert fresh("check", "--json", **environment).stderr == ""


@pytest.mark.django_db
def test_companies_people_and_accounts(huikuan: Huikuan) -> None:
    made = huikuan("company", "add", "甲方贸易有限公司", "--short-name", "甲方", "--currency", "cny", "--json")
    assert made.document == {"company_id": Company.objects.get().pk, "name": "甲方贸易有限公司", "currency": "CNY"}
    twice = huikuan("company", "add", "甲方贸易有限公司", "--json")
    assert (twice.code, twice.document["error"]["code"]) == (1, "COMPANY_EXISTS")
    person = huikuan(
        "user", "add", "li", "--name", "李娜", "--role", "ar_accountant", "--role", "COLLECTOR", "--json"
    ).document
    huikuan("user", "add", "zhao", "--role", "AUDITOR", "--email", " zhao@kehu.example ", "--json")
    assert list(User.objects.order_by("pk").values_list("email", flat=True)) == ["", "zhao@kehu.example"]
    user = User.objects.get(pk=person["user_id"])
    assert (user.name, sorted(role.role for role in user.roles.all())) == ("李娜", ["AR_ACCOUNTANT", "COLLECTOR"])
    assert person["link"].startswith("http://127.0.0.1:8000/link/")
    assert OneTimeLink.objects.earliest("pk").user_id == user.pk
    assert huikuan("user", "add", "li", "--role", "AUDITOR", "--json").document["error"]["code"] == "USERNAME_TAKEN"
    assert huikuan("user", "add", "wang").code == 2
    account = huikuan("account", "add", "工行", "--number", "6222", "--json").document
    assert BankAccount.objects.get().pk == account["bank_account_id"]
    assert huikuan("account", "add", "工行", "--json").document["error"]["code"] == "ACCOUNT_EXISTS"


@pytest.mark.django_db
def test_matching_twice_posts_once(huikuan: Huikuan) -> None:
    books = new_books()
    buyer = books.customer("苏州华锐机电有限公司")
    books.invoice(buyer, "26322000000010400001", 100_007)
    account = BankAccount.objects.create(company_id=books.company_id, name="工行", currency="CNY")
    name, text = "苏州华锐机电有限公司", "货款 26322000000010400001"
    books.receipt(100_007, bank_account_id=account.pk, payer_name=name, reference=text)
    first = huikuan("match", "run", "--json").document["companies"]
    second = huikuan("match", "run", "--json").document["companies"]
    assert [(one["looked"], one["applied"]) for one in (*first, *second)] == [(1, 1), (0, 0)]
    told = huikuan("match", "run", "--company", books.company_id).out
    assert "receipts looked at: 0, allocated: 0, proposed: 0, open: 0" in told


@pytest.mark.django_db
def test_the_worklist_of_a_day(huikuan: Huikuan) -> None:
    books = new_books()
    books.invoice(books.customer("乙公司"), "F001", 123_450, due=date(2026, 2, 9))
    found = huikuan("worklist", "--date", "2026-03-01", "--json").document
    (task,) = found["tasks"]
    assert (task["customer"], task["minor"], task["currency"]) == ("乙公司", 123_450, "CNY")
    assert task["reason"] and task["step"]
    assert "乙公司" in huikuan("worklist", "--date", "2026-03-01").out
    assert huikuan("worklist", "--user", "nobody", "--json").document["error"]["code"] == "PERSON_UNKNOWN"


@pytest.mark.django_db
def test_the_trail_verifies_and_a_foreign_anchor_does_not(huikuan: Huikuan) -> None:
    new_books().customer("乙公司")
    seal_acts(now=NOW)
    good = huikuan("audit", "verify", "--json")
    assert (good.code, good.document["ok"], good.document["sealed"]) == (0, True, 1)
    assert huikuan("audit", "verify", "--anchor", good.document["head"]).code == 0
    bad = huikuan("audit", "verify", "--anchor", "f" * 64, "--json")
    assert (bad.code, bad.document["faults"][0]["code"]) == (1, "ANCHOR_MISSING")


@pytest.mark.django_db
def test_a_broken_book_is_found_and_ends_with_one(huikuan: Huikuan) -> None:
    from huikuan.ledger.models import DayTotal

    books = new_books()
    books.invoice(books.customer("乙公司"), "F001", 100)
    assert huikuan("check").code == 0
    DayTotal.objects.filter(account="RECEIVABLE").update(minor=99)
    ran = huikuan("check", "--json")
    assert (ran.code, ran.document["ok"]) == (1, False)
    assert ran.document["broken"]
    assert "is broken" in huikuan("check").out
