"""The pictures of docs/images: the main pages of the demo company, in both languages, wide and narrow, light and dark.

Builds a demo company in a temporary data folder, serves it on a free local port, signs in and takes the pictures.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
HUIKUAN = [sys.executable, "-c", "from huikuan.cli.main import main; main()"]
PAGES = {
    "home": "/",
    "customers": "/customers/",
    "receivables": "/receivables/?which=OVERDUE",
    "ageing": "/insight/ageing/",
    "matching": "/matching/",
    "reminders": "/reminders/runs/1/",
    "import": "/imports/list/",
}
LANGUAGES = {"zh": "zh-hans", "en": "en"}
LOOKS = (("light", 1440), ("light", 390), ("dark", 1440))
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]


def main() -> int:
    """Take every picture; exit code 1 without Chromium."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.stderr.write("There is no Chromium: apt-get install chromium\n")
        return 1
    home = Path(tempfile.mkdtemp(prefix="huikuan-pictures-"))
    port = _free_port()
    environment = os.environ | {"HUIKUAN_HOME": str(home), "DATABASE_URL": ""}
    subprocess.run([*HUIKUAN, "demo", "--no-serve"], env=environment, check=True)
    with (home / "server.log").open("w") as log:
        server = subprocess.Popen([*HUIKUAN, "serve", "--port", str(port)], env=environment, stdout=log, stderr=log)
        try:
            _wait(port)
            _take(f"http://127.0.0.1:{port}", (home / "demo-password").read_text(), chromium)
        finally:
            server.terminate()
            server.wait(timeout=30)
            shutil.rmtree(home, ignore_errors=True)
    return 0


def _take(base: str, password: str, chromium: str) -> None:
    from playwright.sync_api import sync_playwright

    IMAGES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for short, language in LANGUAGES.items():
            for theme, width in LOOKS:
                context = browser.new_context(
                    viewport={"width": width, "height": 900},
                    color_scheme="dark" if theme == "dark" else "light",
                    locale="zh-CN" if short == "zh" else "en-US",
                )
                page = context.new_page()
                _sign_in(page, base, password, language)
                for name, path in PAGES.items():
                    page.goto(base + path)
                    page.wait_for_load_state("networkidle")
                    page.screenshot(path=str(IMAGES / f"{name}-{short}-{theme}-{width}.png"))
                context.close()
        browser.close()


def _sign_in(page: Any, base: str, password: str, language: str) -> None:
    page.goto(f"{base}/sign-in/")
    page.context.add_cookies([{"name": "django_language", "value": language, "url": base}])
    page.fill("input[name=username]", "wu.jing")
    page.fill("input[name=password]", password)
    page.click("main button")
    page.wait_for_load_state("networkidle")
    button = page.locator(f"button[name=language][value={language}]").first
    if button.count() and button.is_visible():
        button.click()
        page.wait_for_load_state("networkidle")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(port: int) -> None:
    for _ in range(120):
        try:
            urlopen(f"http://127.0.0.1:{port}/sign-in/", timeout=2)
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("the server did not start")


if __name__ == "__main__":
    raise SystemExit(main())
