"""Commands run in this process, on the test database, with a data folder of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from huikuan.cli.main import run as run_command


@dataclass
class Ran:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """Standard output as the one JSON document it must be."""
        return json.loads(self.out)


Huikuan = Callable[..., Ran]


@pytest.fixture
def huikuan(capsys: pytest.CaptureFixture[str], tmp_path: Path, settings: Any, monkeypatch: Any) -> Huikuan:
    """Run a command line."""
    settings.HOME = tmp_path / "home"
    settings.HOME.mkdir()
    monkeypatch.setenv("HUIKUAN_LANGUAGE", "en")

    def run(*words: object) -> Ran:
        capsys.readouterr()
        code = run_command(words=[str(word) for word in words])
        printed = capsys.readouterr()
        return Ran(code, printed.out, printed.err)

    return run
