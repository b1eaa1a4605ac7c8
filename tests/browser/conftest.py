"""Chromium against `huikuan serve` on a data folder of its own with an office in it.

The server is a process of its own, as in production: with gunicorn, whitenoise and the append-only triggers. A machine
without Chromium skips these tests; in continuous integration they fail then.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.fill import PASSWORD
from tests.own_books import ROOT, OwnBooks, Shelf

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

SIZES: dict[str, ViewportSize] = {
    "wide": {"width": 1440, "height": 900},
    "small": {"width": 1280, "height": 800},
    "narrow": {"width": 390, "height": 844},
}
PATIENCE_MS = 30_000
START_SECONDS = 120


@pytest.fixture(scope="module")  # its event loop must be gone before the next file: Django refuses to work beside one
def chromium() -> Iterator[Browser]:
    from playwright.sync_api import expect, sync_playwright

    path = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))), None)
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("the browser tests are part of the gate: install chromium")
        pytest.skip("there is no chromium on this machine")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def words() -> None:
    """The catalogue of the screens' Chinese is compiled."""
    subprocess.run([sys.executable, "scripts/translations.py", "compile"], cwd=ROOT, check=True)


@pytest.fixture(scope="session")
def installation(shelf: Shelf, words: None) -> OwnBooks:
    """The one with the office in it."""
    return shelf.new()


@pytest.fixture(scope="session")
def office(installation: OwnBooks) -> SimpleNamespace:
    """The ids of what it holds."""
    return SimpleNamespace(**json.loads(installation.run("-m", "tests.browser.fill").splitlines()[-1]))


@pytest.fixture(scope="session")
def server(installation: OwnBooks, office: SimpleNamespace) -> Iterator[str]:
    """The address of the running program."""
    with serving(installation) as address:
        yield address


@contextmanager
def serving(installation: OwnBooks) -> Iterator[str]:
    """The program on an installation, its words in `server.log` there; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from huikuan.cli.main import main; main()", "serve", "--port", str(port)]
    with (installation.home / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=installation.environment, stdout=log, stderr=log)
        try:
            _wait_for(port, process, installation.home)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=START_SECONDS)


@pytest.fixture
def open_as(chromium: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """Gives a page on which somebody is signed in; options of the browser context as keywords."""
    contexts: list[BrowserContext] = []

    def open_page(who: str, size: str = "wide", **options: Any) -> Page:
        context = chromium.new_context(**{"base_url": server, "viewport": SIZES[size], **options})
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.goto("/sign-in/")
        page.fill("[name=username]", who)
        page.fill("[name=password]", PASSWORD)
        page.click("button.main")
        page.wait_for_url(f"{server}/")
        return page

    yield open_page
    for context in contexts:
        context.close()


def _wait_for(port: int, process: subprocess.Popen[bytes], home: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail((home / "server.log").read_text())
