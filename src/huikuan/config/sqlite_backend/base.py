"""Django's SQLite backend on the library that `sqlite_library` chose (Django asks for a module of this name).

Django binds its backend to the module `sqlite3` when it is imported. This one opens connections, makes cursors and
knows errors by the chosen module, and leaves everything else to Django. See docs/decisions/0002.
"""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from time import sleep
from typing import TYPE_CHECKING, Any

from django.db.backends.sqlite3 import base as django_base
from django.db.backends.sqlite3._functions import register as register_functions
from django.utils.dateparse import parse_date, parse_datetime, parse_time

from huikuan.config.sqlite_library import sqlite_module

if TYPE_CHECKING:
    from sqlite3 import dbapi2 as Database
else:
    Database = sqlite_module()

PAUSES = (0.01, 0.05, 0.2, 1.0, 2.0, 5.0)
"""Seconds before a locked file is asked again; the settings' own patience follows."""

# Typed loosely, as Django hands over what the driver itself checks.
Parameters = Any

Database.register_converter("bool", b"1".__eq__)
Database.register_converter("date", django_base.decoder(parse_date))
Database.register_converter("time", django_base.decoder(parse_time))
Database.register_converter("datetime", django_base.decoder(parse_datetime))
Database.register_converter("timestamp", django_base.decoder(parse_datetime))
Database.register_adapter(decimal.Decimal, str)
Database.register_adapter(datetime.date, django_base.adapt_date)
Database.register_adapter(datetime.datetime, django_base.adapt_datetime)


class SqliteCursor(Database.Cursor):
    """A cursor that takes Django's %s and %(name)s placeholders."""

    def execute(self, sql: str, parameters: Parameters = None, /) -> SqliteCursor:
        """Run one statement."""
        if parameters is None:
            super().execute(sql)
        else:
            super().execute(_in_sqlite_style(sql, parameters), parameters)
        return self

    def executemany(self, sql: str, parameters: Iterable[Parameters], /) -> SqliteCursor:
        """Run one statement for each set of parameters, which may come from a generator."""
        rows: Iterator[Parameters] = iter(parameters)
        first = next(rows, None)
        if first is not None:
            super().executemany(_in_sqlite_style(sql, first), chain([first], rows))
        return self


class DatabaseWrapper(django_base.DatabaseWrapper):
    """One connection of Django to a SQLite file."""

    Database = Database
    init_commands: list[str]

    def get_new_connection(self, conn_params: dict[str, Any]) -> Database.Connection:
        """Open the file with Django's functions, foreign keys on, and the PRAGMAs of the settings."""
        connection: Database.Connection = Database.connect(**conn_params)
        register_functions(connection)
        for command in ("PRAGMA foreign_keys = ON", "PRAGMA legacy_alter_table = OFF", *self.init_commands):
            if command.strip():
                _execute(connection, command)
        return connection

    def create_cursor(self, name: str | None = None) -> SqliteCursor:
        """A cursor of this connection."""
        cursor: SqliteCursor = self.connection.cursor(factory=SqliteCursor)
        return cursor


def _execute(connection: Database.Connection, command: str) -> None:
    """Run a PRAGMA. The journal of a new file is not changed while another opens it: SQLite refuses at once, without waiting."""
    for pause in PAUSES:
        try:
            connection.execute(command)
            return
        except Database.OperationalError as refusal:
            if "locked" not in str(refusal):
                raise
            sleep(pause)
    connection.execute(command)


def _in_sqlite_style(sql: str, parameters: Parameters) -> str:
    if isinstance(parameters, Mapping):
        return sql % {name: f":{name}" for name in parameters}
    return django_base.FORMAT_QMARK_REGEX.sub("?", sql).replace("%%", "%")
