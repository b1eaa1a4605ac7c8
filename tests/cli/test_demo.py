"""The demo company is built in one process and served by another: columns that were computed do not survive a fork."""

from __future__ import annotations

import os
import sys
from typing import Any

import pytest

from huikuan.cli import demo
from tests.cli.conftest import Huikuan

pytestmark = pytest.mark.django_db


@pytest.fixture
def replaced(monkeypatch: Any, settings: Any, huikuan: Huikuan) -> list[list[str]]:
    """The command lines that took the process's place; the building of the company is left out."""
    monkeypatch.setenv("HUIKUAN_HOME", str(settings.HOME))
    monkeypatch.setenv("HUIKUAN_BASE_URL", "http://127.0.0.1:8123")
    (settings.HOME / demo.PASSWORD_FILE).write_text("secret")
    monkeypatch.setattr(demo, "_build", lambda *_: [])
    monkeypatch.setattr(demo, "_day", lambda *_: [])
    found: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda program, words: found.append([program, *words]))
    return found


def test_a_fresh_process_serves(huikuan: Huikuan, replaced: list[list[str]]) -> None:
    ran = huikuan("demo", "--port", 8123)
    assert (ran.code, ran.err) == (0, "")
    assert "AR accountant" in ran.out
    assert "AR_ACCOUNTANT" not in ran.out
    ((program, name, *words),) = replaced
    assert program == name == sys.executable
    assert words[0] == "-c"
    assert words[2:] == ["serve", "--port", "8123"]


def test_nothing_is_served_where_nobody_asked_for_it(huikuan: Huikuan, replaced: list[list[str]]) -> None:
    assert huikuan("demo", "--no-serve").code == 0
    assert replaced == []


def test_a_folder_named_empty_is_none_and_not_the_users_own(
    huikuan: Huikuan, replaced: list[list[str]], monkeypatch: Any
) -> None:
    monkeypatch.setenv("HUIKUAN_HOME", "")
    huikuan("demo", "--no-serve")
    assert os.environ["HUIKUAN_HOME"] == str(demo.DEMO_FOLDER.expanduser())
