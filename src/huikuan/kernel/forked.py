"""An object that lives in a copy of this process: ask it something, go on with one's own work, fetch the answer."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any


def spare_cores() -> int:
    """How many cores more than this one a copy may work on; 0 where a process must not be copied as it is.

    That is everywhere but on Linux, where other threads run here (a copy has their locks and not them), and in a copy.
    """
    if sys.platform != "linux" or threading.active_count() > 1 or multiprocessing.current_process().daemon:
        return 0
    return len(os.sched_getaffinity(0)) - 1


class Forked:
    """What `make` returns, made and kept in a copy of this process. It is asked by the name of a method, one question at a time.

    Arguments and answers travel; what the copy knows besides is what this process knew when it began. It must not touch
    connections or files that are open here. Use it in a `with`: the copy ends with it.
    """

    def __init__(self, make: Callable[[], object]) -> None:
        context = multiprocessing.get_context("fork")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(make, theirs, self._pipe), daemon=True)
        self._process.start()
        theirs.close()

    def __enter__(self) -> Forked:
        return self

    def __exit__(self, *_: object) -> None:
        self._pipe.close()
        self._process.terminate()
        self._process.join()

    def ask(self, method: str, *arguments: object) -> None:
        """Begin; every question is followed by `answer`."""
        self._pipe.send((method, arguments))

    def answer(self) -> Any:
        """What the method returned. Raises what it raised, EOFError if the copy is gone."""
        problem, value = self._pipe.recv()
        if problem is not None:
            raise problem
        return value


def _serve(make: Callable[[], object], pipe: Connection, theirs: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who began it ends it
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # what this program does at its own end is not the copy's to do
    theirs.close()  # else the end of the other process would not be seen here
    problem, made = _tried(make)
    with suppress(EOFError):
        while True:
            method, arguments = pipe.recv()
            pipe.send((problem, None) if problem else _tried(getattr(made, method), *arguments))


def _tried(work: Callable[..., Any], *arguments: object) -> tuple[Exception | None, Any]:
    try:
        return None, work(*arguments)
    except Exception as problem:
        return problem, None
