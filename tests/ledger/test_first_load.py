"""The first large load: plain indexes are made last, and are always there afterwards; PostgreSQL only."""

from __future__ import annotations

import pytest
from django.db import connection

from huikuan.imports.batches import BOOKS
from huikuan.ledger import first_load
from huikuan.ledger.first_load import indexed_last
from huikuan.ledger.staging import query, run
from tests.books import new_books

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _only_postgresql(monkeypatch: pytest.MonkeyPatch) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite keeps its indexes as it goes")
    monkeypatch.setattr(first_load, "LARGE", 2)


def indexes(table: str) -> dict[str, tuple[bool, str]]:
    """The indexes of a table: whether unique, and how they are made."""
    rows = query(
        sql="SELECT indexrelid::regclass::text, indisunique, pg_get_indexdef(indexrelid) FROM pg_index "
        "WHERE indrelid = %s::regclass AND indisvalid",
        parameters=[table],
    )
    return {name: (unique, made) for name, unique, made in rows}


def test_plain_indexes_are_made_last_and_keys_stand_all_the_time() -> None:
    before = {table: indexes(table) for table in BOOKS}
    with indexed_last(tables=BOOKS, rows=2):
        for table in BOOKS:
            assert indexes(table) == {name: one for name, one in before[table].items() if one[0]}
    assert {table: indexes(table) for table in BOOKS} == before
    assert sum(not unique for table in before.values() for unique, _ in table.values()) >= 10


def test_a_small_load_and_tables_with_rows_keep_theirs() -> None:
    before = {table: indexes(table) for table in BOOKS}
    with indexed_last(tables=BOOKS, rows=1):
        assert {table: indexes(table) for table in BOOKS} == before
    books = new_books()
    books.invoice(books.customer("乙公司"), "F001", 100)
    with indexed_last(tables=BOOKS, rows=2):
        kept = {table for table in BOOKS if indexes(table) == before[table]}
    assert kept == {"ledger_posting", "ledger_entry", "receivables_invoice", "receivables_receivable"}


@pytest.mark.parametrize(
    "becoming",
    [
        ("CREATE ROLE huikuan_guest",),
        (
            "CREATE ROLE huikuan_owner_of_tests",
            "ALTER TABLE ledger_entry OWNER TO huikuan_owner_of_tests",
            "CREATE ROLE huikuan_guest NOINHERIT IN ROLE huikuan_owner_of_tests",
        ),
    ],
    ids=["no owner", "a member without the owner's rights"],
)
def test_a_role_without_the_owners_rights_leaves_the_tables_alone(becoming: tuple[str, ...]) -> None:
    before = indexes("ledger_entry")
    for statement in becoming:
        run(sql=statement)
    run(sql="GRANT ALL ON ALL TABLES IN SCHEMA public TO huikuan_guest")
    run(sql="SET LOCAL ROLE huikuan_guest")
    with indexed_last(tables=("ledger_entry",), rows=2):
        assert indexes("ledger_entry") == before
    run(sql="RESET ROLE")


def test_a_table_that_somebody_uses_keeps_its_indexes() -> None:
    before = {table: indexes(table) for table in ("ledger_entry", "ledger_posting")}
    other = connection.copy()
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("LOCK TABLE ledger_entry IN ACCESS SHARE MODE")
        with indexed_last(tables=tuple(before), rows=2):
            assert {table for table in before if indexes(table) == before[table]} == {"ledger_entry"}
    finally:
        other.close()


def test_an_error_in_between_is_not_swallowed() -> None:
    with pytest.raises(LookupError), indexed_last(tables=BOOKS, rows=2):
        raise LookupError
