"""The next version of a policy inside an open act: one editor wins, the other one looks again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from huikuan.kernel.refusal import Changed


@contextmanager
def next_version(*, seen: int, newest: Callable[[], int], code: str) -> Iterator[int]:
    """The number after the one the editor saw, for the row written inside.

    Raises Changed `code` with the number in force where another one is the newest, also where it is written at the same
    moment: then the number, which is unique, is taken, and what was written inside is gone.
    """
    before = newest()
    if before != seen:
        raise Changed(code, number=before)
    try:
        with transaction.atomic():
            yield before + 1
    except IntegrityError as error:
        now = newest()
        if now == before:
            raise
        raise Changed(code, number=now) from error
