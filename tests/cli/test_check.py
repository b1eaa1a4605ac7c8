"""`huikuan check` says which repair the SQLite in use lacks."""

from __future__ import annotations

from typing import Any

import pytest

from huikuan.config.sqlite_library import SqliteChoice
from tests.cli.conftest import Huikuan

pytestmark = pytest.mark.django_db
FAULTY = SqliteChoice((3, 40, 1), "sqlite3", wal_safe=False)
SOUND = SqliteChoice((3, 53, 4), "pysqlite3", wal_safe=True)


@pytest.mark.parametrize(("choice", "said"), [(FAULTY, True), (SOUND, False), (None, False)])
def test_a_sqlite_with_the_fault_is_said(
    huikuan: Huikuan, settings: Any, choice: SqliteChoice | None, said: bool
) -> None:
    settings.SQLITE_IN_USE = choice
    out = huikuan("check").out
    assert ("SQLite 3.40.1 (module sqlite3) has the WAL-reset fault" in out) is said
    assert huikuan("check", "--json").document["ok"] is True
