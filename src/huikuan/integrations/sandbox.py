"""Parsers of other people's files run in a child process with limits; whatever the file does, the caller lives (TRUST S7).

The child is a fresh interpreter (`python -I`), not a fork: it shares no database connection, no settings and no threads.
Nothing is unpickled: the answer is JSON plus at most one block of bytes.
"""

import contextlib
import fcntl
import json
import os
import selectors
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO, Any

MEGABYTE = 1 << 20
STDERR_KEPT = 4096
LONGEST_ORDER = 60_000  # fits into a pipe, so that it can be written before the child starts
FRAME = struct.Struct("<QQ")
_OUT_OF_MEMORY_MARKS = (b"memory allocation of", b"bad_alloc", b"MemoryError", b"out of memory")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost. Memory counts what the file causes, on top of the interpreter and the loaded parser."""

    memory_bytes: int = 512 * MEGABYTE
    cpu_seconds: int = 20
    wall_seconds: int = 60
    result_bytes: int = 256 * MEGABYTE
    open_files: int = 64


DEFAULT_LIMITS = Limits()


class SandboxFaultCode(StrEnum):
    """The ways in which a parser may end without an answer."""

    OUT_OF_MEMORY = "OUT_OF_MEMORY"
    CPU_TIME = "CPU_TIME"
    WALL_TIME = "WALL_TIME"
    RESULT_TOO_LARGE = "RESULT_TOO_LARGE"
    ABORTED = "ABORTED"
    KILLED = "KILLED"
    CRASHED = "CRASHED"
    RAISED = "RAISED"


@dataclass(frozen=True, slots=True)
class SandboxFault:
    """Why there is no answer; `detail` is for the log, never for the user's screen."""

    code: SandboxFaultCode
    detail: str


@dataclass(frozen=True, slots=True)
class Reply:
    """The parser's answer: a JSON document, a block of bytes (may be empty), and which guard kept the network shut."""

    document: Any
    blob: bytes
    network_guard: str


def run_limited(
    *,
    function: str,
    payload: bytes | Path,
    arguments: Mapping[str, Any],
    limits: Limits = DEFAULT_LIMITS,
) -> Reply | SandboxFault:
    """Run `module:function(content=payload, **arguments)` in a limited child and return its answer or a named fault.

    The function returns a JSON document or a pair (document, bytes). A payload given as a path is opened by the child's
    standard input, not copied.
    """
    order = json.dumps(
        {
            "function": function,
            "arguments": dict(arguments),
            "memory_bytes": limits.memory_bytes,
            "cpu_seconds": limits.cpu_seconds,
            "open_files": limits.open_files,
        }
    ).encode()
    if len(order) > LONGEST_ORDER:
        raise ValueError("the arguments of a sandboxed parser must be short: pass the file as the payload")
    with _opened(payload) as content:
        return _run(order, content, limits)


def _opened(payload: bytes | Path) -> IO[bytes]:
    if isinstance(payload, Path):
        return payload.open("rb")
    if hasattr(os, "memfd_create"):
        held: IO[bytes] = os.fdopen(os.memfd_create("payload"), "w+b")
    else:
        held = tempfile.TemporaryFile()  # noqa: SIM115  (the caller closes it)
    held.write(payload)
    held.seek(0)
    return held


def _run(order: bytes, content: IO[bytes], limits: Limits) -> Reply | SandboxFault:
    order_read, order_write = os.pipe()
    os.write(order_write, order)
    os.close(order_write)
    try:
        child = subprocess.Popen(
            _command(order_read),
            stdin=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            pass_fds=(order_read,),
            env=_environment(),
            cwd="/",
            start_new_session=True,
        )
    finally:
        os.close(order_read)
    with child:
        try:
            output, errors, stopped = _collect(child, limits)
        finally:
            _kill_group(child)
        return _judge(output, errors, stopped, child.wait())


def _command(order_descriptor: int) -> list[str]:
    return [sys.executable, "-I", "-m", "huikuan.integrations.sandbox_child", str(order_descriptor)]


def _environment() -> dict[str, str]:
    """Return an environment without database settings or secrets; few threads and arenas keep the address space small."""
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "MALLOC_ARENA_MAX": "2",
        "RUST_BACKTRACE": "0",
        "OMP_NUM_THREADS": "1",
        "POLARS_MAX_THREADS": "2",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
    }


def _collect(child: subprocess.Popen[bytes], limits: Limits) -> tuple[bytes, bytes, SandboxFaultCode | None]:
    """Read both pipes until the child closes them, the wall clock runs out or the answer grows too large."""
    assert child.stdout is not None and child.stderr is not None  # noqa: S101  (both were asked for as pipes)
    _widen(child.stdout)
    deadline = time.monotonic() + limits.wall_seconds
    chunks: list[bytes] = []
    size, errors = 0, b""
    with selectors.DefaultSelector() as selector:
        selector.register(child.stdout, selectors.EVENT_READ)
        selector.register(child.stderr, selectors.EVENT_READ)
        while selector.get_map():
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                return b"", errors, SandboxFaultCode.WALL_TIME
            for key, _ in selector.select(remaining):
                data = os.read(key.fd, MEGABYTE)
                if not data:
                    selector.unregister(key.fileobj)
                elif key.fileobj is child.stderr:
                    errors = (errors + data)[-STDERR_KEPT:]
                else:
                    chunks.append(data)
                    size += len(data)
            if size > limits.result_bytes:
                return b"", errors, SandboxFaultCode.RESULT_TOO_LARGE
    return b"".join(chunks), errors, None


def _widen(pipe: IO[bytes]) -> None:
    """Let a big answer flow in megabytes; a system that refuses only makes it slower."""
    with contextlib.suppress(OSError, AttributeError):
        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, MEGABYTE)


def _kill_group(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


def _judge(output: bytes, errors: bytes, stopped: SandboxFaultCode | None, status: int) -> Reply | SandboxFault:
    detail = errors.decode("utf-8", "replace").strip()[-400:]
    if stopped is not None:
        return SandboxFault(code=stopped, detail=detail)
    if status == -signal.SIGXCPU:
        return SandboxFault(code=SandboxFaultCode.CPU_TIME, detail=detail)
    if status != 0 and any(mark in errors for mark in _OUT_OF_MEMORY_MARKS):
        return SandboxFault(code=SandboxFaultCode.OUT_OF_MEMORY, detail=detail)
    if status == -signal.SIGABRT:
        return SandboxFault(code=SandboxFaultCode.ABORTED, detail=detail)
    if status == -signal.SIGKILL:
        return SandboxFault(code=SandboxFaultCode.KILLED, detail=detail)
    if status != 0:
        return SandboxFault(code=SandboxFaultCode.CRASHED, detail=f"status {status}: {detail}")
    return _unframed(output, detail)


def _unframed(output: bytes, detail: str) -> Reply | SandboxFault:
    try:
        document_size, blob_size = FRAME.unpack_from(output)
        envelope = json.loads(output[FRAME.size : FRAME.size + document_size])
    except (struct.error, ValueError):
        return SandboxFault(code=SandboxFaultCode.CRASHED, detail=f"no answer: {detail}")
    start = FRAME.size + document_size
    blob = output[start:] if start else b""
    if len(blob) != blob_size:
        return SandboxFault(code=SandboxFaultCode.CRASHED, detail=f"the answer is cut off: {detail}")
    if envelope["fault"] is not None:
        return SandboxFault(code=SandboxFaultCode(envelope["fault"]), detail=envelope["detail"])
    return Reply(document=envelope["document"], blob=blob, network_guard=envelope["network_guard"])
