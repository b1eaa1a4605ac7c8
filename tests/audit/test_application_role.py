"""docs/admin/application-role.sql: the role that serves does every act and cannot change what was done."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from huikuan.audit.append_only import append_only_tables
from huikuan.audit.sealing import seal_acts, verify_chain
from huikuan.jobs.checks import check_all, summary
from tests.books import NOW, new_books
from tests.postgresql_server import programs

SCRIPT = Path(__file__).parents[2] / "docs" / "admin" / "application-role.sql"
ROLE = "huikuan_test_app"
pytestmark = pytest.mark.django_db


@pytest.fixture
def role(django_db_setup: None) -> Iterator[str]:
    """A role with the rights of the script, taken by this connection."""
    if connection.vendor != "postgresql":
        pytest.skip("roles are a matter of PostgreSQL")
    settings = connection.settings_dict
    psql = [str(programs() / "psql"), "--quiet", f"--host={settings['HOST'] or settings['OPTIONS'].get('host', '')}"]
    psql += [f"--username={settings['USER']}", f"--dbname={settings['NAME']}"]
    subprocess.run([*psql, f"--command=CREATE ROLE {ROLE}"], check=True)
    try:
        subprocess.run([*psql, f"--variable=role={ROLE}", f"--file={SCRIPT}"], check=True, capture_output=True)
        yield ROLE
    finally:
        subprocess.run([*psql, f"--command=DROP OWNED BY {ROLE}", f"--command=DROP ROLE {ROLE}"], check=True)


def test_every_append_only_table_is_out_of_its_reach(role: str) -> None:
    with connection.cursor() as cursor:
        for table in append_only_tables():
            for right, has in (("SELECT", True), ("INSERT", True), ("UPDATE", False), ("DELETE", False)):
                cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [role, table, right])
                assert cursor.fetchone()[0] is has, (table, right)
        cursor.execute("SELECT has_table_privilege(%s, 'receivables_receivable', 'UPDATE')", [role])
        assert cursor.fetchone()[0] is True


def test_the_role_keeps_books_and_seals_them_and_changes_no_entry(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
    books = new_books()
    customer = books.customer("甲公司")
    books.invoice(customer, "F001", 1_000, due=date(2026, 2, 9))
    books.receipt(400, customer)
    assert seal_acts(now=NOW) > 0
    assert verify_chain().faults == ()
    assert summary(findings=check_all())[1] == []
    for statement in (
        "UPDATE ledger_entry SET minor = 1",
        "DELETE FROM audit_act",
        "TRUNCATE ledger_entry",
        "UPDATE audit_seal SET id = 5",
    ):
        refused = pytest.raises(DatabaseError, match=r"permission denied|append-only")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
