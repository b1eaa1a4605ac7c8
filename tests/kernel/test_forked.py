"""Given an object in a copy of this process, when it is asked, then it answers from there, and ends with who began it."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

import pytest

from huikuan.kernel.forked import Forked, spare_cores

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are copied on Linux")


class Counter:
    """Counts on from what was known here."""

    def __init__(self, start: int = 0) -> None:
        self.value = start

    def add(self, by: int) -> int:
        self.value += by
        return self.value

    def fail(self) -> None:
        raise ValueError("no")

    def process(self) -> int:
        return os.getpid()

    def spare_cores(self) -> int:
        threading.active_count = lambda: 1  # only here: this is a copy
        return spare_cores()


def asked(copy: Forked, method: str, *arguments: object) -> object:
    copy.ask(method, *arguments)
    return copy.answer()


def test_it_lives_there_and_keeps_what_it_knows() -> None:
    here = Counter(40)
    with Forked(lambda: here) as copy:
        assert asked(copy, "process") != os.getpid()
        assert [asked(copy, "add", 1), asked(copy, "add", 1)] == [41, 42]
    assert here.value == 40


def test_what_it_raises_is_raised_here_and_it_goes_on() -> None:
    with Forked(Counter) as copy:
        with pytest.raises(ValueError, match="no"):
            asked(copy, "fail")
        assert asked(copy, "add", 3) == 3


def test_an_object_that_cannot_be_made_says_so_at_the_first_question() -> None:
    with Forked(lambda: Counter(int("x"))) as copy, pytest.raises(ValueError, match="'x'"):
        asked(copy, "add", 1)


def test_it_ends_with_who_began_it() -> None:
    with Forked(Counter) as copy:
        pid = asked(copy, "process")
        assert isinstance(pid, int)
        os.kill(pid, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_a_copy_that_died_is_no_answer() -> None:
    with Forked(Counter) as copy:
        pid = asked(copy, "process")
        assert isinstance(pid, int)
        os.kill(pid, signal.SIGKILL)
        with pytest.raises((EOFError, OSError)):
            asked(copy, "add", 1)


def test_a_process_with_threads_of_its_own_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2})
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    assert spare_cores() == 0
    done.set()
    thread.join()


def test_a_copy_makes_no_copies() -> None:
    with Forked(Counter) as copy:
        assert asked(copy, "spare_cores") == 0


def test_another_system_makes_no_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)  # the runner of the tests may have some of its own
    assert spare_cores() == len(os.sched_getaffinity(0)) - 1
    monkeypatch.setattr("sys.platform", "darwin")
    assert spare_cores() == 0


def test_it_ends_too_when_who_began_it_is_killed() -> None:
    """It waits for a question that never comes: the end of the other process is all that tells it."""
    told, telling = os.pipe()
    beginner = os.fork()
    if not beginner:
        copy = Forked(Counter)
        os.write(telling, str(asked(copy, "process")).encode())
        os.kill(os.getpid(), signal.SIGKILL)
    os.close(telling)
    pid = int(os.read(told, 20))
    os.close(told)
    os.waitpid(beginner, 0)
    until = time.monotonic() + 20
    while lives(pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert not lives(pid)


def lives(pid: int) -> bool:
    """Whether a process runs; one that ended and that nobody asked about does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_its_end_is_not_that_of_the_program() -> None:
    """A program that ends its work first when it is told to stop: its copy ends at once."""
    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        with Forked(Counter) as copy:
            pid = asked(copy, "process")
            assert isinstance(pid, int)
            os.kill(pid, signal.SIGTERM)
            with pytest.raises((EOFError, OSError)):
                asked(copy, "add", 1)
    finally:
        signal.signal(signal.SIGTERM, before)
