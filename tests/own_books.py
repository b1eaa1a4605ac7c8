"""Books of a test's own, worked on by processes of their own: a data folder and a database in which commits are real.

Making the tables takes a second, so it is done once in a session; the books, and the database of the tests themselves, are copies.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.postgresql_server import programs

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 300
LAY_OUT = "import django; django.setup(); from huikuan.jobs.laying_out import lay_out; lay_out()"
"""The program that makes the tables of an empty database."""


@dataclass(frozen=True)
class OwnBooks:
    """A data folder and the database that goes with it; `name` is the database's, which on SQLite is its path."""

    home: Path
    url: str
    name: str

    @property
    def is_on_postgresql(self) -> bool:
        """Whether the database is one of PostgreSQL's."""
        return self.url.startswith("postgresql")

    @property
    def environment(self) -> dict[str, str]:
        """The variables under which a program works on these books."""
        return os.environ | {
            "HUIKUAN_HOME": str(self.home),
            "DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "huikuan.config.settings",
            "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        }

    def run(self, *arguments: str) -> str:
        """Python with these arguments, to its end; what it printed."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def start(self, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        """Python with these arguments, beside the test, under these variables too; all its streams are pipes."""
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [sys.executable, *arguments],
            env=self.environment | variables, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True,
        )  # fmt: skip

    def crew(self, module: str, *arguments: str, count: int) -> Counter[str]:
        """Let `count` programs work on these books at once; what they counted, added up (see `tests.crew`)."""
        process = self.start("-m", "tests.crew", module, str(count), *arguments)
        output, errors = process.communicate(timeout=3 * SECONDS)
        assert process.returncode == 0, errors[-3000:]
        return sum((Counter(json.loads(line)) for line in output.splitlines()), Counter())


@dataclass
class Shelf:
    """Makes books on the database of this run; `server` is the URL of PostgreSQL's, empty on SQLite."""

    folder: Path
    server: str
    count: int = 0

    def new(self, *, like: OwnBooks | None = None) -> OwnBooks:
        """Books without a row, or a copy of others that nobody works on."""
        return self._copied(like or self._first)

    def lay_out(self, *, name: str) -> None:
        """A database without a row under this name: on SQLite the path of its file."""
        if self.server:
            self._maintain("createdb", "-T", self._first.name, name)
        else:
            shutil.copyfile(self._first.name, name)

    def bare(self) -> OwnBooks:
        """Books that have not even a table."""
        books = self._named(self._next())
        books.home.mkdir()
        if self.server:
            self._maintain("createdb", books.name)
        return books

    def drop(self, books: OwnBooks) -> None:
        """Take books away, also from processes that still work on them."""
        shutil.rmtree(books.home, ignore_errors=True)
        if self.server:
            self._maintain("dropdb", "--force", books.name)

    @cached_property
    def _first(self) -> OwnBooks:
        books = self.bare()
        books.run("-c", LAY_OUT)
        return books

    def _copied(self, like: OwnBooks) -> OwnBooks:
        books = self._named(self._next())
        shutil.copytree(like.home, books.home)
        if self.server:
            self._maintain("createdb", "-T", like.name, books.name)
        return books

    def _next(self) -> str:
        self.count += 1
        return f"books_{self.count}"

    def _named(self, name: str) -> OwnBooks:
        home = self.folder / name
        if not self.server:
            path = home / "huikuan.sqlite3"
            return OwnBooks(home, f"sqlite:///{path}", str(path))
        before, _, after = self.server.rpartition("/huikuan?")
        return OwnBooks(home, f"{before}/{name}?{after}", name)

    def _maintain(self, program: str, *arguments: str) -> None:
        """Run a program of PostgreSQL's client on the server."""
        account, _, folder = self.server.removeprefix("postgresql://").partition("@/huikuan?host=")
        subprocess.run([str(programs() / program), "-h", folder, "-U", account, *arguments], check=True)
