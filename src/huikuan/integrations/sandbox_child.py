"""The child's side of the parser sandbox: take the limits, shut the network, run one function, answer, end.

Started by `sandbox.run_limited` only. The order is read from the descriptor named on the command line, the file from
standard input; the answer is a frame of two lengths, a JSON envelope and a block of bytes on standard output.
"""

import importlib
import json
import mmap
import os
import resource
import sys
from pathlib import Path
from typing import Any

from huikuan.integrations.network_guard import shut_network
from huikuan.integrations.sandbox import FRAME

LONGEST_DETAIL = 400
_STATM = Path("/proc/self/statm")


def main() -> None:
    """Do what the order says and write the answer; every failure Python can see becomes a named fault."""
    order = _read_order(int(sys.argv[1]))
    answer = os.dup(1)
    os.dup2(2, 1)  # whatever a library prints must not get between the answer's bytes
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NOFILE, order["open_files"])
    resource.setrlimit(resource.RLIMIT_CPU, (order["cpu_seconds"], order["cpu_seconds"] + 1))
    guard = shut_network()
    document, blob, fault, detail = _call(order)
    envelope = {"document": document, "fault": fault, "detail": detail[:LONGEST_DETAIL], "network_guard": guard}
    encoded = json.dumps(envelope, ensure_ascii=False).encode("utf-8", "replace")
    for part in (FRAME.pack(len(encoded), len(blob)), encoded, blob):
        _write_all(answer, part)
    # Threads of a parser must not keep the process alive after the answer.
    os._exit(0)


def _read_order(descriptor: int) -> dict[str, Any]:
    with os.fdopen(descriptor, "rb") as source:
        order: dict[str, Any] = json.load(source)
    return order


def _limit(kind: int, value: int) -> None:
    """Set a limit for good; a lower one the system already sets stays."""
    _, hard = resource.getrlimit(kind)
    lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (lowest, lowest))


def _call(order: dict[str, Any]) -> tuple[Any, bytes | memoryview, str | None, str]:
    try:
        module, _, name = order["function"].partition(":")
        function = getattr(importlib.import_module(module), name)
        content = _content()
        _limit_memory(order["memory_bytes"])
        result = function(content=content, **order["arguments"])
    except MemoryError:
        return None, b"", "OUT_OF_MEMORY", "MemoryError"
    except BaseException as error:  # a panic of a native parser is a BaseException
        return None, b"", "RAISED", f"{type(error).__name__}: {error}"
    if isinstance(result, tuple):
        return result[0], result[1], None, ""
    return result, b"", None, ""


def _content() -> bytes | mmap.mmap:
    """Return standard input without copying it; an empty file cannot be mapped."""
    if os.fstat(0).st_size == 0:
        return b""
    return mmap.mmap(0, 0, access=mmap.ACCESS_READ)


def _limit_memory(growth: int) -> None:
    """Bound what may be mapped on top of interpreter, libraries and the file itself, which are not the file's doing.

    Only Linux tells the present size and keeps the limit; elsewhere CPU and wall time remain.
    """
    if _STATM.exists():
        pages = int(_STATM.read_text(encoding="ascii").split()[0])
        _limit(resource.RLIMIT_AS, pages * resource.getpagesize() + growth)


def _write_all(descriptor: int, data: bytes | memoryview) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


if __name__ == "__main__":
    main()
