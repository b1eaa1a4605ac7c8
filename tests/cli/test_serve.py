"""The program serving for itself: behind a proxy on another machine, its first link, its log, what is too large.

Every address of 127.0.0.0/8 is this machine's, so one of them plays the proxy and another one a stranger.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from huikuan.cli.serve import bound_to, reached_at
from tests.own_books import Shelf

PROXY, STRANGER = "127.0.0.2", "127.0.0.3"
PATIENCE = 60


class Served:
    """A running program and what it said."""

    def __init__(self, home: Path, port: int, process: subprocess.Popen[bytes]) -> None:
        self.home, self.port, self.process = home, port, process

    def said(self) -> str:
        return (self.home / "said").read_text()

    def ask(self, source: str, method: str = "GET", **headers: str) -> HTTPResponse:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE, source_address=(source, 0))
        sent = {"Host": "huikuan.example.com", **{name.replace("_", "-"): value for name, value in headers.items()}}
        connection.request(method, "/sign-in/", headers=sent)
        return connection.getresponse()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, shelf: Shelf) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("served")
    if not shelf.server:
        shelf.lay_out(name=str(home / "huikuan.sqlite3"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "HUIKUAN_HOME": str(home),
        "DATABASE_URL": "",
        "HUIKUAN_LANGUAGE": "en",
        "HUIKUAN_BASE_URL": "https://huikuan.example.com/",
        "HUIKUAN_HOSTS": "huikuan.example.com, 127.0.0.1",
        "HUIKUAN_TRUSTED_PROXIES": f"10.1.2.3, {PROXY}",
    }
    command = [sys.executable, "-c", "from huikuan.cli.main import main; main()", "serve", "--port", str(port)]
    with (home / "said").open("wb") as said:
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=said)
        try:
            _wait(port, process)
            yield Served(home, port, process)
        finally:
            process.terminate()
            process.wait(timeout=PATIENCE)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(PATIENCE * 10):
        if process.poll() is not None:
            break
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("it does not serve")


def test_a_trusted_proxy_is_believed_that_the_caller_spoke_tls(served: Served) -> None:
    answer = served.ask(PROXY, X_Forwarded_Proto="https", X_Forwarded_For="192.0.2.7")
    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "__Host-csrf" in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(("source", "headers"), [(STRANGER, {"X_Forwarded_Proto": "https"}), (PROXY, {})])
def test_nobody_else_is(source: str, headers: dict[str, str], served: Served) -> None:
    answer = served.ask(source, **headers)
    assert (answer.status, answer.headers["Location"]) == (301, "https://huikuan.example.com/sign-in/")


def test_the_first_link_is_under_the_configured_address(served: Served) -> None:
    assert re.search(r"^https://huikuan\.example\.com/link/[\w-]+/$", served.said(), re.MULTILINE)


def test_a_large_body_of_a_stranger_is_answered_before_it_comes(served: Served) -> None:
    """He says that 30 MB follow and sends none of them; whoever waited for them would not answer."""
    headers = {"X_Forwarded_Proto": "https", "X_Forwarded_For": "192.0.2.66", "Content_Length": "30000000"}
    answer = served.ask(PROXY, "POST", Content_Type="multipart/form-data; boundary=x", **headers)
    assert answer.status == 413
    assert list((served.home / "incoming").iterdir()) == []
    line = next(json.loads(line) for line in served.said().splitlines() if "192.0.2.66" in line)
    assert (line["event"], line["code"], line["user_id"]) == ("denied", "BODY_TOO_LARGE", None)
    assert line["time"].endswith("+00:00")


@pytest.mark.parametrize(
    ("host", "bind", "found"),
    [
        ("127.0.0.1", "127.0.0.1:9000", "http://127.0.0.1:9000"),
        ("0.0.0.0", "0.0.0.0:9000", "http://127.0.0.1:9000"),
        ("::", "[::]:9000", "http://127.0.0.1:9000"),
        ("192.0.2.5", "192.0.2.5:9000", "http://192.0.2.5:9000"),
        ("::1", "[::1]:9000", "http://[::1]:9000"),
    ],
)
def test_without_an_address_configured_links_are_for_this_machine(host: str, bind: str, found: str) -> None:
    assert (bound_to(host=host, port=9000), reached_at(host=host, port=9000)) == (bind, found)
