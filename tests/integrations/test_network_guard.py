"""The network is shut for a parser: by the kernel for all code, or by Python's audit hook where the kernel cannot."""

import platform
import sys

import pytest

from huikuan.integrations.sandbox import SandboxFault, run_limited
from tests.integrations.sandbox_probes import install_probes
from tests.integrations.table_files.verdicts import answered

FILTERED = sys.platform.startswith("linux") and platform.machine() in ("x86_64", "aarch64")
needs_filter = pytest.mark.skipif(not FILTERED, reason="the seccomp filter is for Linux on x86-64 and ARM")
SWITCH_OFF = "import huikuan.integrations.network_guard as guard; guard._install_filter = lambda: False"

PROBES = """
import ctypes, os, socket, subprocess

def python_socket(content):
    socket.create_connection(("127.0.0.1", 9), 1)

def resolve(content):
    socket.getaddrinfo("example.org", 80)

def program(content):
    subprocess.run(["/bin/true"])

def fork(content):
    return os.fork()

def system(content):
    return os.system("true")

def native_socket(content):
    libc = ctypes.CDLL(None, use_errno=True)
    return [libc.socket(2, 1, 0), libc.socket(1, 1, 0), ctypes.get_errno()]

def native_program(content):
    libc = ctypes.CDLL(None, use_errno=True)
    arguments = (ctypes.c_char_p * 2)(b"/bin/true", None)
    return [libc.execv(b"/bin/true", arguments), ctypes.get_errno()]

def threads(content):
    import threading
    seen = []
    worker = threading.Thread(target=lambda: seen.append(1)); worker.start(); worker.join()
    return seen
"""


@pytest.fixture(params=["filter", "hook"])
def guarded(request, tmp_path, monkeypatch):
    """Run a probe with both guards, and with the audit hook alone."""
    if request.param == "filter" and not FILTERED:
        pytest.skip("the seccomp filter is for Linux on x86-64 and ARM")
    before = SWITCH_OFF if request.param == "hook" else ""
    named = install_probes(monkeypatch=monkeypatch, directory=tmp_path, source=PROBES, before=before)
    return lambda name: run_limited(function=named(name), payload=b"x", arguments={})


@pytest.mark.parametrize("name", ["python_socket", "resolve", "program", "fork", "system"])
def test_python_code_gets_no_socket_and_no_program(guarded, name):
    found = guarded(name)
    assert isinstance(found, SandboxFault)
    assert found.code == "RAISED"
    assert "PermissionError" in found.detail


def test_threads_are_allowed(guarded):
    assert guarded("threads").document == [1]


@needs_filter
def test_native_code_gets_no_socket_and_no_program(tmp_path, monkeypatch):
    named = install_probes(monkeypatch=monkeypatch, directory=tmp_path, source=PROBES)
    found = answered(run_limited(function=named("native_socket"), payload=b"x", arguments={}))
    assert found.network_guard == "seccomp"
    assert found.document == [-1, -1, 1]
    program = answered(run_limited(function=named("native_program"), payload=b"x", arguments={}))
    assert program.document == [-1, 1]


def test_without_the_filter_native_code_does_get_a_socket(tmp_path, monkeypatch):
    """Negative control: the filter, and not something else on the machine, is what refuses."""
    named = install_probes(monkeypatch=monkeypatch, directory=tmp_path, source=PROBES, before=SWITCH_OFF)
    found = answered(run_limited(function=named("native_socket"), payload=b"x", arguments={}))
    assert found.network_guard == "audit hook"
    assert found.document[1] >= 0
