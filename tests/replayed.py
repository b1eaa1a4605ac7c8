"""A world made once and written again: what a maker wrote the first time is repeated statement by statement.

Half the time of a page's test went into filling its office through the acts. On SQLite numbers begin anew with each test, so
the same statements make the same rows, with every trigger and CHECK as the first time. PostgreSQL counts on: there it is made
anew each time.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection

P = ParamSpec("P")
Made = TypeVar("Made")
Statement = tuple[str, Any, bool]
WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def replayed(make: Callable[P, Made]) -> Callable[P, Made]:
    """A maker that finds the books as a call before it found them repeats what that one wrote, and gives a copy of its answer."""
    known: dict[str, tuple[list[Statement], Made]] = {}

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> Made:
        if connection.vendor != "sqlite":
            return make(*args, **kwargs)
        ground = f"{_numbers_given()} {args} {kwargs}"
        if ground not in known:
            kept: list[Statement] = []
            with connection.execute_wrapper(_keeping(kept)):
                first = make(*args, **kwargs)
            known[ground] = (kept, deepcopy(first))
            return first
        statements, first = known[ground]
        _write(statements)
        return deepcopy(first)

    return made


def _keeping(kept: list[Statement]) -> Callable[..., Any]:
    def keep(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if many:
            params = list(params)
        if sql.lstrip().upper().startswith(WRITES):
            kept.append((sql, params, many))
        return execute(sql, params, many, context)

    return keep


def _write(statements: list[Statement]) -> None:
    with connection.cursor() as cursor:
        for sql, params, many in statements:
            (cursor.executemany if many else cursor.execute)(sql, params)


def _numbers_given() -> list[Any]:
    """The highest number that each table ever gave: what was in the books before."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, seq FROM sqlite_sequence WHERE seq > 0 ORDER BY name")
        return list(cursor.fetchall())
