"""Statements of a request end after ten seconds; an import in a request may take as long as it needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


def limit_statements() -> None:
    """From here on a statement of this process and its children ends after ten seconds (TRUST S24).

    For the server only: other commands and the worker take as long as they need. SQLite has no such limit; one in
    DATABASE_URL stands. Raises OperationalError in whoever asks for more.
    """
    connection.settings_dict["OPTIONS"] = settings.SERVING_DATABASE_OPTIONS
    connection.close()


@contextmanager
def without_statement_limit() -> Iterator[None]:
    """Lift the limit of PostgreSQL's statements for what is done inside, outside of any transaction; SQLite has none."""
    if connection.vendor != "postgresql":
        yield
        return
    _run("SET statement_timeout = 0")
    try:
        yield
    finally:
        _run("RESET statement_timeout")  # back to what the connection began with


def _run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
