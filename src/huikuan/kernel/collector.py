"""PURE: rest for Python's collector of cycles where very many small records are made and none refers to itself."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Nobody looks for cycles inside; afterwards it is as before. What no longer is used is freed all the same.

    Looking through a million live records again and again takes a fifth to a third of the time that making them takes.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
