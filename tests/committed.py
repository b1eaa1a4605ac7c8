"""Reads as they go outside a transaction, which a test never is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from huikuan.receivables.queries.balances import KeptBalances, _memory


class Kept:
    """What the process would have kept; `balances` is None as long as nothing is."""

    @property
    def balances(self) -> KeptBalances | None:
        return _memory.kept


@contextmanager
def as_committed() -> Iterator[Kept]:
    """What was written counts as committed, and nothing is kept before or afterwards. Nothing can be written inside."""
    inside, connection.in_atomic_block, _memory.kept = connection.in_atomic_block, False, None
    try:
        yield Kept()
    finally:
        connection.in_atomic_block, _memory.kept = inside, None
