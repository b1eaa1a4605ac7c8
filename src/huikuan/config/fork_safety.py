"""A forked child must never use its parent's database connections.

Two processes on one PostgreSQL socket read each other's answers and then hang; a SQLite connection carried over a fork
drops the file locks of the parent. So a child forgets them, unclosed, and opens its own at the first query.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from typing import Any

_kept_alive: list[Any] = []  # closing them here would end the parent's sessions


@cache
def forget_connections_in_children() -> None:
    """From now on every forked child starts without connections and pools; calling it again changes nothing."""
    os.register_at_fork(after_in_child=forget_connections)


def forget_connections() -> None:
    """Drop this process's open connections and pools without closing them; a database in memory is kept."""
    if "django.db" not in sys.modules:
        return
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        if connection.connection is None or _lives_in_memory(connection):
            continue
        _kept_alive.append(connection.connection)
        connection.connection = None
    postgresql = sys.modules.get("django.db.backends.postgresql.base")
    if postgresql is not None:
        pools = postgresql.DatabaseWrapper._connection_pools
        _kept_alive.append(dict(pools))
        pools.clear()


def _lives_in_memory(connection: Any) -> bool:
    return bool(connection.vendor == "sqlite" and connection.is_in_memory_db())
