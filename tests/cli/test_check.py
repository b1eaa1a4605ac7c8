"""`huikuan check` says which repair the SQLite in use lacks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huikuan.config.sqlite_library import SqliteChoice
from huikuan.documents.files import write_file
from huikuan.imports.operations.statements import import_statement
from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.operations.statements import BankAccountDraft, StatementSource, open_bank_account
from huikuan.receipts.rules import LineDraft, StatementDraft
from tests.books import NOW, new_books
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


def test_a_missing_statement_is_a_note_and_everything_holds(huikuan: Huikuan) -> None:
    books = new_books()
    draft = BankAccountDraft("工行", "CNY")
    account = open_bank_account(actor=SYSTEM, now=NOW, key="account", company_id=books.company_id, account=draft)
    for name, day, opening in (("one", 2, 100), ("three", 9, 650)):
        line = LineDraft(name, 1, date(2026, 3, day), 500, "CNY", None, "丁公司")
        statement = StatementDraft("", "CNY", "cn.generic", "balance", opening, opening + 500, (line,))
        source = StatementSource(write_file(content=name.encode()), (statement,), name)
        import_statement(actor=SYSTEM, now=NOW, key=name, bank_account_id=account["bank_account_id"], source=source)
    done = huikuan("check")
    assert "opens would follow at 600 and is 650" in done.out
    assert "Everything holds." in done.out
    document = huikuan("check", "--json").document
    assert (document["ok"], [note["invariant"] for note in document["notes"]]) == (True, ["J8"])
