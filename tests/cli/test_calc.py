"""`huikuan calc`: answers with their articles, without books, folder or database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Huikuan


@pytest.mark.parametrize(
    ("code", "is_valid", "errors", "warnings"),
    [
        ("91110000600037341L", True, [], []),
        ("9153000077859986x2", True, [], []),
        ("91110000600037341K", False, ["WRONG_CHECK_CHARACTER"], []),
        ("9111", False, ["WRONG_LENGTH"], []),
        ("9111000060003734IL", False, ["ILLEGAL_CHARACTER"], []),
        (" ", False, ["BLANK"], []),
    ],
)
def test_a_credit_code_is_answered_either_way(huikuan: Huikuan, code, is_valid, errors, warnings) -> None:
    done = huikuan("calc", "uscc", code, "--json")
    found = done.document
    assert (done.code, found["valid"], found["errors"], found["warnings"]) == (0, is_valid, errors, warnings)
    assert list(found["texts"]) == errors + warnings
    said = huikuan("calc", "uscc", code)
    assert (said.code, said.out.splitlines()[0]) == (0, f"The code is {'' if is_valid else 'not '}valid.")


def test_what_is_unusual_about_a_code_is_a_warning(huikuan: Huikuan) -> None:
    from huikuan.kernel.identity import credit_code_check

    first = "AZ99000060003734A".replace("Z", "8")
    found = huikuan("calc", "uscc", first + credit_code_check(first_seventeen=first), "--json").document
    assert (found["valid"], found["warnings"]) == (True, ["AUTHORITY", "REGION", "ORGANISATION_CHECK"])


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("--from 2026-09-01 --days 30", "2026-10-08"),
        ("--from 2026-09-01 --days 30 --no-holiday-roll", "2026-10-01"),
        ("--from 2026-01-31 --months 1", "2026-02-28"),
        ("--from 2026-03-10 --days 30 --roll eom", "2026-04-30"),
        ("--from 2026-03-10 --days 30 --roll next_month_1st --no-holiday-roll", "2026-05-01"),
        ("--from 2026-03-11 --months 1 --roll day:10", "2026-05-11"),
        ("--from 2026-03-10 --days 30 --grace 5", "2026-04-14"),
    ],
)
def test_due_days(huikuan: Huikuan, words, due) -> None:
    done = huikuan("calc", "due", *words.split(), "--json")
    assert (done.code, done.document["due"]) == (0, due)
    assert done.document["steps"][-1]["day"] == due
    assert all(step["text"] and step["article"] for step in done.document["steps"])
    assert huikuan("calc", "due", *words.split()).out.splitlines()[0] == f"Due on {due}"


@pytest.mark.parametrize(
    "words",
    [
        "--from 2026-03-10",
        "--from 2026-03-10 --days 30 --months 1",
        "--from 2026-02-30 --days 1",
        "--from 2026-03-10 --days -1",
        "--from 2026-03-10 --days 1 --roll day:32",
        "--from 2026-03-10 --days 1 --roll monthly",
        "--days 1",
    ],
)
def test_wrong_usage_of_due(huikuan: Huikuan, words) -> None:
    assert huikuan("calc", "due", *words.split(), "--json").code == 2


def test_a_statutory_term(huikuan: Huikuan) -> None:
    words = "--buyer public --seller small --delivered 2026-03-10 --contract-days 90".split()
    done = huikuan("calc", "statutory-term", *words, "--json")
    found = {name: done.document[name] for name in ("contract_due", "statutory_due", "interest_from", "warnings")}
    assert (done.code, found) == (
        0,
        {
            "contract_due": "2026-06-08",
            "statutory_due": "2026-05-09",
            "interest_from": "2026-05-10",
            "warnings": ["OVER_CAP"],
        },
    )
    assert {"D802 9(1)", "D802 3", "D802 17"} <= set(done.document["articles"])
    said = huikuan("calc", "statutory-term", *words)
    assert "Interest from: 2026-05-10" in said.out
    assert "Warning: The contract gives 90 days" in said.out


def test_without_a_cap_the_statutory_day_is_null(huikuan: Huikuan) -> None:
    words = "--buyer other --seller small --delivered 2026-03-10 --contract-days 90 --json".split()
    found = huikuan("calc", "statutory-term", *words).document
    assert (found["statutory_due"], found["notes"]) == (None, ["NOT_COVERED"])


def test_days_that_contradict_each_other_are_wrong_usage(huikuan: Huikuan) -> None:
    words = "--buyer public --seller small --delivered 2026-03-10 --contract-days 30 --accepted 2026-03-01".split()
    done = huikuan("calc", "statutory-term", *words)
    assert (done.code, "acceptance lies before the delivery" in done.err) == (2, True)


def test_no_folder_and_no_database_are_touched(tmp_path: Path) -> None:
    home = tmp_path / "home"
    kept = {**os.environ, "HUIKUAN_HOME": str(home), "HOME": str(tmp_path), "HUIKUAN_LANGUAGE": "en"}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-c", "from huikuan.cli.main import main; main()", "calc", "due"]
    ran = subprocess.run(
        [*command, "--from", "2026-09-01", "--days", "30", "--json"],
        env=kept,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(ran.stdout)["due"] == "2026-10-08"
    assert list(tmp_path.iterdir()) == []
