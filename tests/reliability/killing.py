"""Kill -9 at random moments: a template database, a fresh copy for each life, a child that dies, and the books after it.

The children are forked from one process that has Django loaded, so that a life costs milliseconds.
"""

from __future__ import annotations

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connections

from tests.own_books import Shelf

LONGEST_SECONDS = 60
KILLS = {"import": 20, "matching": 30, "delivery": 150}
"""How often processes die in a run of all tests, by what they were doing: two hundred times in all."""
KILLS_ON_POSTGRESQL = 6
"""Of imports and matching runs there, before a release: a copy of its database costs a second, one of a file nothing."""


def kills(*, of: str) -> int:
    """So many of a kind on the database of this run."""
    return KILLS[of] if connections["default"].vendor == "sqlite" else KILLS_ON_POSTGRESQL


@dataclass
class Lives:
    """Books of the test's own as template, and copies of them; nothing of it is ever flushed or rolled back."""

    shelf: Shelf

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Point Django at new books, the template."""
        before = connections["default"].settings_dict["NAME"]
        self.template = self.shelf.new()
        try:
            self._point_at(self.template.name)
            yield
        finally:
            self._point_at(before)
            self.shelf.drop(self.template)

    @contextmanager
    def fresh(self) -> Iterator[None]:
        """Point Django at a copy of the template for one life."""
        connections["default"].close()
        books = self.shelf.new(like=self.template)
        self._point_at(books.name)
        try:
            yield
        finally:
            self._point_at(self.template.name)
            self.shelf.drop(books)

    def _point_at(self, name: str) -> None:
        connections["default"].close()
        connections["default"].settings_dict["NAME"] = name


def live_and_die(*, work: Callable[[], object], chance: random.Random, longest: float) -> bool:
    """Run `work` in a forked child and kill it at a random moment within `longest` seconds; True if it was killed."""
    connections["default"].close()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    time.sleep(chance.random() * longest)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "the work failed by itself"
    return os.WIFSIGNALED(status)


def length_of(*, work: Callable[[], object]) -> float:
    """Seconds that `work` takes undisturbed."""
    start = time.monotonic()
    work()
    return min(time.monotonic() - start, LONGEST_SECONDS)
