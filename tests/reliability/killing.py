"""Kill -9 at random moments: a template database, a fresh copy for each life, a child that dies, and the books after it.

The children are forked from one process that has Django loaded, so that a life costs milliseconds.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import connections

LONGEST_SECONDS = 60
KILLS = {"sqlite": 50, "postgresql": 20}
"""Kills of one kind in a run, 300 in both runs with those of delivery.

A copy of a PostgreSQL database costs a second, one of a file nothing.
"""


@dataclass
class Lives:
    """A database of the test's own as template, and copies of it; nothing of it is ever flushed or rolled back."""

    folder: Path
    count: int = 0
    template: str = ""

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Point Django at a new, migrated template."""
        before = connections["default"].settings_dict["NAME"]
        self.template = self._new("template")
        try:
            self._point_at(self.template)
            call_command("migrate", verbosity=0)
            yield
        finally:
            self._point_at(before)
            self._drop(self.template)

    @contextmanager
    def fresh(self) -> Iterator[None]:
        """Point Django at a copy of the template for one life."""
        self.count += 1
        connections["default"].close()
        name = self._new(f"life_{self.count}", copied=True)
        self._point_at(name)
        try:
            yield
        finally:
            self._point_at(self.template)
            connections["default"].close()
            self._drop(name)

    def _point_at(self, name: str) -> None:
        connections["default"].close()
        connections["default"].settings_dict["NAME"] = name

    def _new(self, name: str, *, copied: bool = False) -> str:
        if connections["default"].vendor == "sqlite":
            path = str(self.folder / name)
            if copied:
                shutil.copyfile(self.template, path)
            return path
        self._maintain(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{self.template}"' if copied else ""))
        return name

    def _drop(self, name: str) -> None:
        if connections["default"].vendor == "sqlite":
            for path in self.folder.glob(f"{Path(name).name}*"):
                path.unlink()
        else:
            self._maintain(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _maintain(self, statement: str) -> None:
        settings = connections["default"].settings_dict
        where = ["-h", settings["HOST"] or settings["OPTIONS"].get("host", ""), "-U", settings["USER"]]
        subprocess.run(["psql", "-q", *where, "-d", "postgres", "-c", statement], check=True)


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
