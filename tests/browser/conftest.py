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

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[2]
SIZES = {"wide": {"width": 1440, "height": 900}, "narrow": {"width": 390, "height": 844}}
PATIENCE_MS = 10_000
START_SECONDS = 30


@pytest.fixture(scope="module")  # its event loop must be gone before the next file: Django refuses to work beside one
def chromium() -> Iterator[Browser]:
    from playwright.sync_api import expect, sync_playwright

    path = shutil.which("chromium") or shutil.which("google-chrome")
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
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    subprocess.run([sys.executable, "scripts/translations.py", "compile"], cwd=ROOT, check=True)
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="session")
def office(home: Path) -> SimpleNamespace:
    """The ids of what the data folder holds."""
    command = [sys.executable, "-m", "tests.browser.fill"]
    done = subprocess.run(command, cwd=ROOT, env=_environment(home), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return SimpleNamespace(**json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="session")
def server(home: Path, office: SimpleNamespace) -> Iterator[str]:
    """The address of the running program."""
    with serving(home) as address:
        yield address


@contextmanager
def serving(home: Path) -> Iterator[str]:
    """The program on a data folder, its words in `server.log` there; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", "from huikuan.cli.main import main; main()", "serve", "--port", str(port)]
    with (home / "server.log").open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=_environment(home), stdout=log, stderr=log)
        try:
            _wait_for(port, process, home)
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


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DJANGO_SETTINGS_MODULE")}
    return {**kept, "HUIKUAN_HOME": str(home), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}


def _wait_for(port: int, process: subprocess.Popen[bytes], home: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail((home / "server.log").read_text())
