"""Shuts the network for this process, for good: the kernel refuses sockets and new programs to all code in it.

On Linux a seccomp filter makes socket(), connect(), execve(), fork(), ptrace() and io_uring fail with EPERM, for native
code too, without privileges and inside containers. Where the filter cannot be installed, Python's audit hook refuses
the same events, which holds against Python code only; `shut_network` says which of the two holds.
"""

import ctypes
import errno
import platform
import struct
import sys

_LOAD = 0x20  # BPF_LD | BPF_W | BPF_ABS
_EQUAL = 0x15  # BPF_JMP | BPF_JEQ | BPF_K
_AT_LEAST = 0x35  # BPF_JMP | BPF_JGE | BPF_K
_RETURN = 0x06  # BPF_RET | BPF_K
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | errno.EPERM
_SYSTEM_CALL, _ARCHITECTURE = 0, 4  # offsets in struct seccomp_data
_PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _FILTER_MODE = 38, 22, 2
_FIRST_X32_CALL = 0x40000000

# audit architecture, then socket, connect, execve, execveat, fork, vfork, ptrace, io_uring_setup where they exist
_MACHINES = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 57, 58, 101, 425)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 117, 425)),
}
_REFUSED_EVENTS = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system", "pty.")


def shut_network() -> str:
    """Refuse sockets and programs from now on; return "seccomp" or "audit hook", whichever guard holds."""
    sys.addaudithook(_refuse_event)
    return "seccomp" if _install_filter() else "audit hook"


def _refuse_event(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_REFUSED_EVENTS):
        raise PermissionError(errno.EPERM, f"{event} is refused in a parser")


def _install_filter() -> bool:
    machine = _MACHINES.get(platform.machine())
    if machine is None or not sys.platform.startswith("linux"):
        return False
    instructions = _program(*machine)
    code = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *step) for step in instructions))
    head = ctypes.create_string_buffer(struct.pack("<HxxxxxxQ", len(instructions), ctypes.addressof(code)))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    zero = ctypes.c_ulong(0)
    if prctl(_PR_SET_NO_NEW_PRIVS, ctypes.c_ulong(1), zero, zero, zero) != 0:
        return False
    return bool(prctl(_PR_SET_SECCOMP, ctypes.c_ulong(_FILTER_MODE), head, zero, zero) == 0)


def _program(architecture: int, refused: tuple[int, ...]) -> list[tuple[int, int, int, int]]:
    """Return the filter: foreign architectures and the named calls are refused, all others allowed."""
    last = len(refused) + 5  # index of the refusing instruction
    steps = [(_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 0, last - 2, architecture), (_LOAD, 0, 0, _SYSTEM_CALL)]
    steps.append((_AT_LEAST, last - 4, 0, _FIRST_X32_CALL))
    for call in refused:
        steps.append((_EQUAL, last - len(steps) - 1, 0, call))
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return steps
