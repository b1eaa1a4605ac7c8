"""Each file is read once in a run: its child process costs half a second, and its answer hangs on nothing but the file.

A command and the act behind it, or a preview and the import after it, give the child the same bytes and the same order. The
first time the real child reads them; after that its answer is given again. Who tests the child itself does not use this.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from copy import deepcopy
from importlib import import_module
from typing import IO

import pytest

from huikuan.integrations import sandbox

Reading = Callable[[], AbstractContextManager[None]]
_answers: dict[tuple[bytes, str, sandbox.Limits], sandbox.Reply | sandbox.SandboxFault] = {}


@pytest.fixture
def files_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bytes, order and limits a second time give the answer of the first child."""
    read = sandbox._run

    def once(order: bytes, content: IO[bytes], limits: sandbox.Limits) -> sandbox.Reply | sandbox.SandboxFault:
        key = order, hashlib.file_digest(content, "sha256").hexdigest(), limits  # type: ignore[arg-type]
        content.seek(0)
        if key not in _answers:
            _answers[key] = read(order, content, limits)
        return deepcopy(_answers[key])

    monkeypatch.setattr(sandbox, "_run", once)


@pytest.fixture
def read_here(monkeypatch: pytest.MonkeyPatch) -> Reading:
    """Within it, what the child would call is called here: for odd cells of formats whose reading by the child is tried too."""

    @contextmanager
    def here() -> Iterator[None]:
        with monkeypatch.context() as patched:
            patched.setattr(sandbox, "_run", _in_this_process)
            yield

    return here


def _in_this_process(order: bytes, content: IO[bytes], limits: sandbox.Limits) -> sandbox.Reply | sandbox.SandboxFault:
    asked = json.loads(order)
    module, _, name = asked["function"].partition(":")
    try:
        answer = getattr(import_module(module), name)(content=content.read(), **asked["arguments"])
    except Exception as error:  # as the child says it
        return sandbox.SandboxFault(sandbox.SandboxFaultCode.RAISED, f"{type(error).__name__}: {error}")
    document, blob = answer if isinstance(answer, tuple) else (answer, b"")
    return sandbox.Reply(json.loads(json.dumps(document)), bytes(blob), "")
