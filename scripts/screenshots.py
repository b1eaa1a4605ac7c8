"""Pictures of the pages on the demo company, for docs/images: both languages, light and dark, wide and narrow.

    .venv/bin/python scripts/screenshots.py [PART OF A NAME …]

The most seen pages are taken in all eight looks, the others in two. Everything runs on a data folder of its own.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "images"
WIDTHS = {1440: 900, 390: 844}
LANGUAGES = {"zh": "zh-hans", "en": "en"}
THEMES = ("light", "dark")
ALL_LOOKS = tuple((language, theme, width) for language in LANGUAGES for theme in THEMES for width in WIDTHS)
TWO_LOOKS = (("zh", "light", 1440), ("en", "dark", 390))
IN_THE_DOCS = (("zh", "light", 1440), ("en", "light", 1440), ("en", "dark", 390))
ON_A_PHONE = (("zh", "light", 390), ("en", "dark", 390))
START_SECONDS = 60
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<include ignore_missing="yes">/etc/fonts/fonts.conf</include>{}</fontconfig>""".format(
    "".join(
        f'<match><test name="family"><string>{name}</string></test><edit name="family" mode="prepend" binding="strong">'
        "<string>Noto Sans CJK SC</string></edit></match>"
        for name in ("system-ui", "sans", "sans-serif")
    )
)
"""A bare machine has no font for user interfaces: English pages are drawn with the letters of the Chinese ones."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A page: its name, its address, who looks at it, and what to open or unfold on it first."""

    name: str
    address: str
    who: str = "wu.jing"
    opens: str = ""
    opens_on_phone: bool = False
    unfolds: str = ""
    looks: tuple[tuple[str, str, int], ...] = TWO_LOOKS


GUEST = "a customer"
"""Looks at the portal, through a link instead of a password."""
LINK = """
import django; django.setup()
from huikuan.guests.models import PortalLink
from huikuan.guests.operations.links import address_to_copy
from huikuan.kernel.actor import SYSTEM
from huikuan.statements.models import Statement
answered = Statement.objects.filter(state="CONFIRMED").values("customer_id")
link = PortalLink.objects.filter(revoked_at=None, purpose="ACCOUNT", customer__in=answered).earliest("pk")
print(address_to_copy(actor=SYSTEM, link_id=link.pk))
"""
OFFERS = "/plans/compare/?rate=3.00&amount_0=100000.00&first_0=2027-11-30&chance_0=60&amount_1=92000.00&first_1=2026-12-15&chance_1=90"
INTEREST = "/calculators/?tool=interest&principal=1000000.00&due=2024-01-31&until=2025-09-30&basis=LPR_SEGMENTS&factor=1.5&year=365"
SHOTS = (
    Shot("home", "/", "wang.hong", looks=ALL_LOOKS),
    Shot("customers", "/customers/", looks=ALL_LOOKS),
    Shot("customer", "/customers/", opens="tbody tr:nth-child(3)", opens_on_phone=True, looks=ALL_LOOKS),
    Shot("receivables", "/receivables/?which=OVERDUE&sort=-open", opens="tbody tr:nth-child(2)", looks=ALL_LOOKS),
    Shot("matching", "/matching/", opens="tbody tr:nth-child(1)", opens_on_phone=True, looks=ALL_LOOKS),
    Shot("receipts", "/receipts/", opens="tbody tr:nth-child(1)"),
    Shot("ageing", "/insight/ageing/", "wang.hong", looks=ALL_LOOKS),
    Shot("reminders", "/reminders/", looks=ALL_LOOKS),
    Shot("reminder-run", "/reminders/runs/1/", "wang.hong", opens="tbody tr:nth-child(1)"),
    Shot("policies", "/reminders/policies/", "wang.hong"),
    Shot("policy", "/reminders/policies/STANDARD/", "wang.hong"),
    Shot("letters", "/reminders/letters/", "wang.hong"),
    Shot("letter", "/reminders/letters/OVERDUE/CLEAR/zh-hans/", "wang.hong"),
    Shot("ageing-items", "/insight/ageing/items/?bucket=3", "wang.hong"),
    Shot("allocations", "/insight/allocations/", "wang.hong"),
    Shot("messages", "/reminders/messages/"),
    Shot("imports", "/imports/"),
    Shot("import", "/imports/list/", looks=ALL_LOOKS),
    Shot("import-statement", "/imports/statement/"),
    Shot("search", "/search/?q=机电"),
    Shot("my-settings", "/settings/me/"),
    Shot("people", "/settings/people/", "admin"),
    Shot("own-companies", "/settings/companies/", "admin"),
    Shot("calendar", "/settings/calendar/?year=2027", "admin"),
    Shot("not-permitted", "/settings/people/", "zhao.min"),
    Shot("salesperson", "/", "zhao.min"),
    Shot("customer-360", "/customers/17/", "zhao.min", looks=ALL_LOOKS),
    Shot("customer-file", "/customers/17/file/", "he.ping"),
    Shot("customer-pays", "/customers/17/paying/", "he.ping"),
    Shot("score", "/customers/17/rating/", "he.ping"),
    Shot("limit-journal", "/limits/17/", "he.ping"),
    Shot("limits", "/limits/", "he.ping"),
    Shot("ratings", "/ratings/", "he.ping"),
    Shot("matrix", "/matrix/", "he.ping", looks=ALL_LOOKS),
    Shot("scorecard", "/scorecards/CREDIT/edit/", "he.ping"),
    Shot("approvals", "/approvals/", "he.ping", opens="tbody tr:nth-child(3)", looks=ALL_LOOKS),
    Shot("holds", "/holds/", "he.ping", opens="tbody tr:nth-child(1)", opens_on_phone=True, looks=ALL_LOOKS),
    Shot("openings", "/openings/", "he.ping"),
    Shot("contracts", "/contracts/", "he.ping"),
    Shot("contract", "/contracts/4/", "he.ping", looks=ALL_LOOKS),
    Shot("securities", "/securities/", "he.ping", opens="tbody tr:nth-child(5)"),
    Shot("prices", "/prices/differences/", "he.ping"),
    Shot("oversight", "/oversight/", "wang.hong", opens="tbody tr:nth-child(1)"),
    Shot("calculators", "/calculators/?tool=due&start=2026-03-10&days=30"),
    Shot("deliveries", "/deliveries/", opens="tbody tr:nth-child(1)"),
    Shot("not-invoiced", "/deliveries/not-invoiced/"),
    Shot("tax-invoices", "/tax-invoices/", opens="tbody tr:nth-child(1)"),
    Shot("vat-ahead", "/tax-invoices/advanced/", "wang.hong"),
    Shot("bills", "/bills/", opens="tbody tr:nth-child(1)"),
    Shot("acceptors", "/bills/acceptors/"),
    Shot("cash", "/cash/"),
    Shot("deposits", "/deposits/"),
    Shot("agreements", "/agreements/"),
    Shot("wallets", "/wallets/"),
    Shot("claims", "/claims/", "zhao.min"),
    Shot("statements", "/statements/", opens="tbody tr:nth-child(1)", looks=ALL_LOOKS),
    Shot("statement-coverage", "/statements/coverage/", "wang.hong"),
    Shot("disputes", "/disputes/", opens="tbody tr:nth-child(1)"),
    Shot("promises", "/promises/", opens="tbody tr:nth-child(1)"),
    Shot("trouble", "/customers/36/trouble/", "wang.hong", looks=IN_THE_DOCS),
    Shot("preparation", "/customers/36/preparation/", "wang.hong", looks=IN_THE_DOCS),
    Shot("contact", "/customers/7/contact/", "wu.jing", looks=ON_A_PHONE),
    Shot("causes", "/causes/", "wang.hong", opens="tbody tr:nth-child(1)"),
    Shot("conduct", "/customers/53/conduct/", "he.ping"),
    Shot("dispute-board", "/disputes/board/", "wang.hong"),
    Shot("promise-calendar", "/promises/calendar/", "wang.hong"),
    Shot("plans", "/plans/", "wang.hong"),
    Shot("plan", "/plans/3/", "wang.hong", looks=IN_THE_DOCS),
    Shot("offers", OFFERS, "wang.hong"),
    Shot("ladder", "/customers/36/sanctions/", "wang.hong", unfolds="main .card details summary", looks=IN_THE_DOCS),
    Shot("interest", "/interest/", "wu.jing", opens="tbody tr:nth-child(1)"),
    Shot("interest-calculator", INTEREST, looks=IN_THE_DOCS),
    Shot("clocks", "/clocks/", "wang.hong", looks=IN_THE_DOCS),
    Shot("deadlines", "/clocks/deadlines/", "wang.hong"),
    Shot("evidence", "/customers/7/evidence/", "wang.hong", looks=IN_THE_DOCS),
    Shot("cases", "/cases/", "wang.hong"),
    Shot("case", "/cases/1/", "wang.hong"),
    Shot("provisions", "/provisions/", "wang.hong"),
    Shot("write-offs", "/write-offs/", "wang.hong"),
    Shot("creditors", "/customers/49/creditors/", "wang.hong"),
    Shot("strategies", "/playbook/", "wang.hong"),
    Shot("channels", "/settings/channels/", "admin"),
    Shot("debt-order", "/settings/debt-order/", "wang.hong"),
    Shot("portal", "/portal/", GUEST, looks=ALL_LOOKS),
    Shot("portal-pay", "/portal/pay/", GUEST),
    Shot("portal-statements", "/portal/statements/", GUEST),
    Shot("portal-promise", "/portal/promise/", GUEST),
)


def main(parts: list[str]) -> int:
    """Take the pictures whose names hold one of `parts` (all without any); the exit code."""
    from playwright.sync_api import sync_playwright

    wanted = [shot for shot in SHOTS if not parts or any(part in shot.name for part in parts)]
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="huikuan-pictures-") as folder:
        environment = {**os.environ, "HUIKUAN_HOME": folder}
        environment.pop("DATABASE_URL", None)
        subprocess.run([_program(), "demo", "--no-serve"], cwd=ROOT, env=environment, check=True)
        password = (Path(folder) / "demo-password").read_text().strip()
        with _serving(environment) as address, sync_playwright() as playwright:
            fonts = Path(folder) / "fonts.conf"
            fonts.write_text(FONTS)
            browser = playwright.chromium.launch(
                executable_path=_chromium(),
                args=["--no-sandbox", "--disable-gpu"],
                env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
            )
            for who in sorted({shot.who for shot in wanted}):
                secret = _link(environment) if who == GUEST else password
                _take(browser, address, (who, secret), [shot for shot in wanted if shot.who == who])
            browser.close()
    return 0


def _take(browser: Browser, address: str, person: tuple[str, str], shots: list[Shot]) -> None:
    for look in ALL_LOOKS:
        due = [shot for shot in shots if look in shot.looks]
        if not due:
            continue
        language, theme, width = look
        screen: ViewportSize = {"width": width, "height": WIDTHS[width]}
        context = browser.new_context(base_url=address, viewport=screen)
        page = context.new_page()
        if person[0] == GUEST:
            _open_link(page, person[1], language, theme)
        else:
            _sign_in(page, *person)
            _choose(page, address, language, theme)
        for shot in due:
            page.goto(shot.address)
            if shot.opens and (width > 1000 or shot.opens_on_phone):
                page.locator(f"{shot.opens} a.open").last.click()
                page.locator("#panel h2").wait_for()
            if shot.unfolds:
                page.locator(shot.unfolds).first.click()
            page.wait_for_load_state("networkidle")
            path = TARGET / f"{shot.name}-{language}-{theme}-{width}.png"
            page.screenshot(path=str(path), animations="disabled")
            print(path.relative_to(ROOT))
        context.close()


def _link(environment: dict[str, str]) -> str:
    """The path of a link of the demo company that is open."""
    environment = {**environment, "DJANGO_SETTINGS_MODULE": "huikuan.config.settings"}
    ran = subprocess.run([sys.executable, "-c", LINK], cwd=ROOT, env=environment, check=True, capture_output=True)
    return urlsplit(ran.stdout.decode().strip()).path


def _open_link(page: Page, path: str, language: str, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.goto(path)
    other = page.locator(f"button[name=language][value={LANGUAGES[language]}]")
    if other.count():
        other.click()
        page.wait_for_load_state()


def _sign_in(page: Page, username: str, password: str) -> None:
    page.goto("/sign-in/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    page.click("button.main")
    page.wait_for_load_state()


def _choose(page: Page, address: str, language: str, theme: str) -> None:
    token = page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
    for path, name, value in (("/language/", "language", LANGUAGES[language]), ("/theme/", "theme", theme)):
        sent = {name: value, "csrfmiddlewaretoken": token, "next": "/settings/me/"}
        page.request.post(path, form=dict(sent), headers={"Referer": f"{address}/"})


@contextmanager
def _serving(environment: dict[str, str]) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [_program(), "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def _program() -> str:
    return str(Path(sys.executable).parent / "huikuan")


def _chromium() -> str:
    path = next(filter(None, map(shutil.which, ("chromium-headless-shell", "chromium", "google-chrome"))), None)
    if path is None:
        raise SystemExit("chromium is needed: scripts/system_packages.sh")
    return path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
