"""A statement of the server ends after ten seconds, one of an import or of another command when it is done (TRUST S24)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import OperationalError, connection

from huikuan.jobs.long_statements import limit_statements, without_statement_limit


@pytest.fixture(autouse=True)
def no_transaction(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """On the database as it is: nothing is written, and a connection can be closed and opened."""
    with django_db_blocker.unblock():
        yield
        connection.close()


def limit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return str(cursor.fetchone()[0])


@pytest.fixture
def limited() -> Iterator[None]:
    """As after the start of the server; only PostgreSQL knows a limit."""
    if connection.vendor != "postgresql":
        pytest.skip("belongs to the PostgreSQL run")
    before = connection.settings_dict["OPTIONS"]
    limit_statements()
    yield
    connection.settings_dict["OPTIONS"] = before
    connection.close()


def test_a_command_has_no_limit_and_the_server_ten_seconds(request: pytest.FixtureRequest) -> None:
    if connection.vendor == "postgresql":
        assert limit() == "0"
    request.getfixturevalue("limited")
    assert limit() == "10s"


def test_a_longer_statement_ends(limited: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 50")
        with pytest.raises(OperationalError, match="statement timeout"):
            cursor.execute("SELECT pg_sleep(1)")


def test_an_import_lifts_it_and_puts_it_back_also_after_a_fault(limited: None) -> None:
    with without_statement_limit():
        assert limit() == "0"
    assert limit() == "10s"
    with pytest.raises(ZeroDivisionError), without_statement_limit():
        raise ZeroDivisionError
    assert limit() == "10s"


def test_other_databases_go_on_as_before(sqlite_only: None) -> None:
    before = dict(connection.settings_dict["OPTIONS"])
    limit_statements()
    assert connection.settings_dict["OPTIONS"] == before
    with without_statement_limit(), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
