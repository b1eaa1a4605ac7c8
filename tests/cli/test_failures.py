"""A command that cannot work says so: one JSON document with a code, a sentence with the remedy, no traceback, 1."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, ProgrammingError
from psycopg.errors import InsufficientPrivilege

from huikuan.accounts.models import Company
from huikuan.audit.models import Act
from huikuan.cli import check
from huikuan.cli.failures import Failure, failure_of
from huikuan.receipts.models import BankAccount
from tests.books import new_books
from tests.cli.conftest import Huikuan

HUIKUAN = (sys.executable, "-c", "from huikuan.cli.main import main; main()")


def stranger(home: Path, *words: str, language: str = "en", **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a process and data folder of its own."""
    plain = {"PATH": os.environ["PATH"], "HOME": str(home.parent), "HUIKUAN_LANGUAGE": language}
    return subprocess.run(
        [*HUIKUAN, *words],
        capture_output=True,
        text=True,
        check=False,
        env={**plain, "HUIKUAN_HOME": str(home), **environment},
    )


@pytest.mark.parametrize(
    ("environment", "code", "remedy"),
    [
        ({"DATABASE_URL": "mysql://x"}, "SETTING_UNUSABLE", "postgresql or sqlite is needed"),
        ({"DATABASE_URL": "postgresql://x@/x?host=/nowhere"}, "DATABASE_UNUSABLE", "Look at DATABASE_URL"),
        ({"HUIKUAN_TIME_ZONE": "Mars"}, "SETTING_UNUSABLE", "Mars"),
        ({"HUIKUAN_SECRET_KEY": "short"}, "SETTING_UNUSABLE", "50 characters"),
    ],
)
def test_settings_that_cannot_be_used(tmp_path: Path, environment: dict[str, str], code: str, remedy: str) -> None:
    ran = stranger(tmp_path / "home", "check", "--json", **environment)
    document = json.loads(ran.stdout)
    assert (ran.returncode, document["error"]["code"]) == (1, code)
    assert remedy in document["error"]["message"]
    assert "Traceback" not in ran.stderr


def test_a_data_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("")
    ran = stranger(tmp_path / "home", "check", "--json", language="zh")
    error = json.loads(ran.stdout)["error"]
    assert (ran.returncode, error["code"]) == (1, "PLACE_UNUSABLE")
    assert error["message"].endswith("请修改权限，或换一个位置。")


def test_a_full_disk_under_standard_output(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full on this system")
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run([*HUIKUAN, "--help"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PermissionError(errno.EACCES, "Permission denied", "/x"), "PLACE_UNUSABLE"),
        (OSError(errno.ENOSPC, "No space left on device"), "DISK_FULL"),
        (OSError(errno.EIO, "Input/output error"), "SYSTEM_REFUSES"),
        (OperationalError("database is locked"), "DATABASE_UNUSABLE"),
        (OperationalError(), "DATABASE_UNUSABLE"),
    ],
)
def test_the_code_says_what_to_mend(error: Exception, code: str) -> None:
    found = failure_of(error=error)
    assert found is not None
    assert found.code == code


def test_a_role_without_the_right_is_told_whose_it_is() -> None:
    error = ProgrammingError("permission denied for schema public\nLINE 1: CREATE")
    error.__cause__ = InsufficientPrivilege("permission denied")
    found = failure_of(error=error)
    assert found is not None
    assert (found.code, found.parameters) == ("DATABASE_FORBIDS", {"reason": "permission denied for schema public"})


@pytest.mark.parametrize("error", [ValueError("x"), ProgrammingError("x"), DatabaseError("x"), KeyError("x")])
def test_a_fault_of_ours_is_not_explained_away(error: Exception) -> None:
    assert failure_of(error=error) is None


@pytest.mark.django_db
def test_a_fault_of_ours_still_answers_with_a_document(huikuan: Huikuan, monkeypatch: Any, capsys: Any) -> None:
    def broken() -> None:
        raise KeyError("ours")

    monkeypatch.setattr(check, "steps", broken)
    with pytest.raises(KeyError):
        huikuan("check", "--json")
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "INTERNAL_FAULT"


@pytest.mark.parametrize(
    "words",
    [
        ("ageing", "--as-of", "2026-02-30"),
        ("ageing", "--as-of", "9999-12-31"),
        ("ageing", "--as-of", "2026-1-1"),
        ("run-day", "--date", "0001-01-01"),
        ("worklist", "--date", "1989-12-31"),
        ("worker", "--at", "25:00"),
        ("worker", "--at", "9"),
        ("company", "add", "k" * 201),
        ("company", "add", " "),
        ("company", "add", ""),
        ("user", "add", "", "--role", "AUDITOR"),
        ("user", "add", "li", "--role", "AUDITOR", "--email", "li"),
        ("user", "add", "li", "--role", "AUDITOR", "--email", "li@example.com, wang@example.com"),
        ("account", "add", ""),
        ("match", "run", "--company", ""),
        ("import", "invoices", __file__, "--key", ""),
        ("user", "add", "a\0b", "--role", "AUDITOR"),
        ("account", "add", "工行", "--number", "6" * 61),
        ("import", "invoices", __file__, "--key", "k" * 201),
    ],
)
def test_a_value_that_cannot_be_is_wrong_usage(
    tmp_path: Path, words: tuple[str, ...], monkeypatch: Any, capsys: Any
) -> None:
    from huikuan.cli.main import run

    monkeypatch.setenv("HUIKUAN_HOME", str(tmp_path / "none"))
    assert run(words=[*words, "--json"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.strip()
    assert not (tmp_path / "none").exists()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["invoices", "receivables", "statement"])
def test_a_pipe_and_a_device_are_refused_before_a_byte_is_read(huikuan: Huikuan, tmp_path: Path, kind: str) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", "/dev/zero"):
        ran = huikuan("import", kind, path, "--json")
        assert (ran.code, ran.document["error"]["code"]) == (1, "NOT_A_FILE")


@pytest.mark.django_db
def test_a_statement_larger_than_is_read_is_refused_before_it_is_loaded(huikuan: Huikuan, tmp_path: Path) -> None:
    with (tmp_path / "big.csv").open("wb") as file:
        file.truncate(20_000_001)
    ran = huikuan("import", "statement", tmp_path / "big.csv", "--json")
    assert (ran.code, ran.document["error"]["code"]) == (1, "FILE_TOO_LARGE")


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["invoices", "receivables", "statement"])
def test_a_refused_first_import_leaves_no_company_and_no_account(huikuan: Huikuan, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("日期,摘要,收入,支出,余额\n2026-05-01,a,5,,5\n2026-05-02,b,5,,11\n")
    assert huikuan("import", kind, path, "--json").code == 1
    assert (Company.objects.count(), BankAccount.objects.count(), Act.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_an_unknown_currency_is_refused(huikuan: Huikuan) -> None:
    new_books()
    for words in (("ageing",), ("company", "add", "丙"), ("account", "add", "丙")):
        assert huikuan(*words, "--currency", "XYZ", "--json").document["error"]["code"] == "CURRENCY_UNKNOWN"
    assert huikuan("ageing", "--currency", "cny", "--json").code == 0


def test_a_failure_carries_its_parameters() -> None:
    assert Failure(code="A", message="b", path="c").parameters == {"path": "c"}
