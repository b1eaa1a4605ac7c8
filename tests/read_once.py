"""Each file is read once in a run: its child process costs half a second, and its answer hangs on nothing but the file.

A command and the act behind it, or a preview and the import after it, give the child the same bytes and the same order. The
first time the real child reads them; after that its answer is given again. Who tests the child itself does not use this.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from copy import deepcopy
from typing import IO

import pytest

from huikuan.integrations import sandbox

_answers: dict[tuple[bytes, str, sandbox.Limits], sandbox.Reply | sandbox.SandboxFault] = {}


@pytest.fixture
def files_read_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The same bytes, order and limits a second time give the answer of the first child."""
    read = sandbox._run

    def once(order: bytes, content: IO[bytes], limits: sandbox.Limits) -> sandbox.Reply | sandbox.SandboxFault:
        key = order, hashlib.file_digest(content, "sha256").hexdigest(), limits  # type: ignore[arg-type]
        content.seek(0)
        if key not in _answers:
            _answers[key] = read(order, content, limits)
        return deepcopy(_answers[key])

    monkeypatch.setattr(sandbox, "_run", once)
    yield
