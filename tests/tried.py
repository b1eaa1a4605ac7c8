"""Many cases on the same rows: each is tried as if it were the first, and every one that goes wrong is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from django.db import transaction


def wrong(looks: Mapping[str, Callable[[], object]]) -> dict[str, object]:
    """What each look finds wrong, by the name of its case; nothing if it finds nothing. What a look writes is taken back."""
    found = {}
    for name, look in looks.items():
        with undone():
            told = look()
        if told:
            found[name] = told
    return found


@contextmanager
def undone() -> Iterator[None]:
    """Whatever is written inside is taken back."""
    before = transaction.savepoint()
    yield
    transaction.savepoint_rollback(before)
