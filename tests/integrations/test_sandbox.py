"""The parser sandbox: every way a parser can die is a named fault, and the caller lives."""

import os
import time
from pathlib import Path

import pytest

from huikuan.integrations.sandbox import DEFAULT_LIMITS, Limits, Reply, SandboxFault, run_limited
from tests.integrations.sandbox_probes import MODULE, install_probes

PROBES = """
import ctypes, os, signal, socket, subprocess, sys, time

def echo(content, **arguments):
    return {"size": len(content), "head": bytes(content[:5]).decode(), "arguments": arguments}

def blob(content):
    return {"n": 3}, bytes(content) * 3

def chatter(content):
    print("noise"); os.write(1, b"more noise"); os.write(2, b"x" * 100_000)
    return "quiet"

def names(content):
    return {"environment": sorted(os.environ), "descriptors": len(os.listdir("/proc/self/fd")), "flags": sys.flags.isolated,
            "django": "django" in sys.modules, "threads": len(os.listdir("/proc/self/task"))}

def hungry(content, megabytes):
    held = [bytearray(1 << 20) for _ in range(megabytes)]
    return len(held)

def spin(content):
    while True: pass

def sleep(content):
    time.sleep(600)

def abort(content):
    os.abort()

def native_out_of_memory(content):
    os.write(2, b"memory allocation of 549755813888 bytes failed"); os.abort()

def segfault(content):
    ctypes.string_at(0)

def kill(content):
    os.kill(os.getpid(), signal.SIGKILL)

def leave(content):
    os._exit(3)

def leave_quietly(content):
    os._exit(0)

def fail(content):
    raise ValueError("secret text of the file")

def no_json(content):
    return object()

def flood(content):
    return {}, bytes(1 << 20) * 40

def write_file(content, path):
    with open(path, "wb") as target:
        target.write(b"x")
    return "written"

def python_socket(content):
    socket.create_connection(("127.0.0.1", 9), 1)

def program(content):
    subprocess.run(["/bin/true"])

def many_files(content):
    held = [open("/dev/null") for _ in range(500)]
    return len(held)
"""


@pytest.fixture
def probe(tmp_path, monkeypatch):
    named = install_probes(monkeypatch=monkeypatch, directory=tmp_path, source=PROBES)

    def run(name, payload=b"hello world", limits=DEFAULT_LIMITS, **arguments):
        return run_limited(function=named(name), payload=payload, arguments=arguments, limits=limits)

    return run


def test_answers_with_a_document(probe):
    found = probe("echo", sheet="一", rows=3)
    assert isinstance(found, Reply)
    assert found.document == {"size": 11, "head": "hello", "arguments": {"sheet": "一", "rows": 3}}
    assert found.blob == b""


def test_the_real_command_reaches_an_installed_function():
    found = run_limited(function="huikuan.integrations.sandbox_child:_write_all", payload=b"x", arguments={})
    assert isinstance(found, SandboxFault)
    assert found.code == "RAISED"
    assert found.detail.startswith("TypeError")


def test_a_path_and_an_empty_payload(probe, tmp_path):
    (tmp_path / "file").write_bytes(b"from disk")
    assert probe("echo", payload=tmp_path / "file").document["head"] == "from "
    assert probe("echo", payload=b"").document["size"] == 0


def test_answers_with_bytes_too(probe):
    found = probe("blob", payload=b"ab")
    assert (found.document, found.blob) == ({"n": 3}, b"ababab")


def test_noise_of_a_library_does_not_reach_the_answer(probe):
    assert probe("chatter").document == "quiet"


def test_the_child_inherits_nothing(probe, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")
    found = probe("names").document
    assert "DATABASE_URL" not in found["environment"]
    assert not [name for name in found["environment"] if name.startswith(("DJANGO", "HUIKUAN", "PYTHON", "PG"))]
    assert found["flags"] == 1
    assert found["django"] is False
    assert found["descriptors"] <= 6


LITTLE = 64 << 20


@pytest.mark.parametrize(
    ("name", "limits", "arguments", "code"),
    [
        ("hungry", Limits(memory_bytes=LITTLE), {"megabytes": 200}, "OUT_OF_MEMORY"),
        ("native_out_of_memory", Limits(), {}, "OUT_OF_MEMORY"),
        ("spin", Limits(cpu_seconds=1), {}, "CPU_TIME"),
        ("sleep", Limits(wall_seconds=1), {}, "WALL_TIME"),
        ("abort", Limits(), {}, "ABORTED"),
        ("segfault", Limits(), {}, "CRASHED"),
        ("kill", Limits(), {}, "KILLED"),
        ("leave", Limits(), {}, "CRASHED"),
        ("leave_quietly", Limits(), {}, "CRASHED"),
        ("fail", Limits(), {}, "RAISED"),
        ("no_json", Limits(), {}, "CRASHED"),
        ("flood", Limits(result_bytes=1 << 20), {}, "RESULT_TOO_LARGE"),
        ("python_socket", Limits(), {}, "RAISED"),
        ("program", Limits(), {}, "RAISED"),
        ("many_files", Limits(), {}, "RAISED"),
        ("unknown_function", Limits(), {}, "RAISED"),
    ],
)
def test_every_death_has_a_name_and_the_caller_lives(probe, name, limits, arguments, code):
    found = probe(name, limits=limits, **arguments)
    assert isinstance(found, SandboxFault), found
    assert found.code == code
    assert probe("echo").document["size"] == 11


def test_the_memory_limit_is_what_stops_the_hungry_one(probe):
    """Negative control: with a wider limit the same function answers."""
    assert probe("hungry", limits=Limits(memory_bytes=400 << 20), megabytes=200).document == 200


def test_the_wall_clock_is_kept(probe):
    started = time.monotonic()
    probe("sleep", limits=Limits(wall_seconds=1))
    assert time.monotonic() - started < 10


def test_no_file_can_be_written(probe, tmp_path):
    found = probe("write_file", path=str(tmp_path / "out"))
    assert isinstance(found, SandboxFault)
    assert "File too large" in found.detail
    assert (tmp_path / "out").stat().st_size == 0


def test_no_child_is_left_behind(probe):
    probe("sleep", limits=Limits(wall_seconds=1))
    assert not [
        entry
        for entry in Path("/proc").iterdir()
        if entry.name.isdigit() and _parent_of(entry) == os.getpid() and MODULE in _command_of(entry)
    ]


def _parent_of(entry):
    try:
        return int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _command_of(entry):
    try:
        return (entry / "cmdline").read_text()
    except OSError:
        return ""


def test_arguments_must_be_short():
    with pytest.raises(ValueError, match="payload"):
        run_limited(function="a:b", payload=b"", arguments={"text": "x" * 70_000})
