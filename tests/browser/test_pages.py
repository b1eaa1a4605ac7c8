"""Pages in a browser: accessible, within the budget, steady, under a strict policy, in both languages and both themes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SIZES
from tests.browser.looking import look, sticks_out

if TYPE_CHECKING:
    from types import SimpleNamespace as Office

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("sqlite_only")]

BUDGET_BYTES = 250_000
CHARTS = "/dist/charts"
SCREENS = [
    "/",
    "/customers/",
    "/customers/1/",
    "/receivables/",
    "/insight/ageing/",
    "/matching/",
    "/reminders/",
    "/imports/",
]
REFUSED = ("/settings/people/", "/nothing/")
LOOK_OTHERWISE = {
    "owner": ["/", "/customers/"],
    "admin": ["/", "/reminders/policies/STANDARD/", "/reminders/letters/OVERDUE/CLEAR/en/"],
}
"""Pages that a salesperson sees with less on them, and an administrator with more, than the accountant."""
VIOLATIONS_ONLY = {"resultTypes": ["violations"]}
LOOKS = [("en", "light", "wide"), ("zh-hans", "dark", "narrow")]


def addresses(office: Office) -> list[str]:
    """Every page the accountant may see, by the route table, with a row open beside each list, and two he may not."""
    return [
        *[address for address, reader in office.pages if reader == "colleague"],
        f"/customers/?row={office.customer}",
        "/receivables/?which=ALL",
        f"/receivables/?row={office.item}",
        "/receipts/?which=ALL",
        f"/receipts/?row={office.receipt}",
        f"/receipts/{office.unknown_receipt}/?who=乙",
        f"/matching/?row={office.waiting[0]}",
        *REFUSED,
    ]


def violations(page: Page, addresses: list[str]) -> list[str]:
    """What axe finds, a line for each element, and what is too wide."""
    from axe_playwright_python.sync_playwright import Axe

    axe, found = Axe(), []
    for address in addresses:
        page.goto(address)
        found += [f"{address} {wide}" for wide in sticks_out(page)]
        found += [
            f"{address} {one['id']}: {node['html'][:160]}"
            for one in axe.run(page, options=VIOLATIONS_ONLY).response["violations"]
            for node in one["nodes"]
        ]
    return found


@pytest.mark.parametrize(("language", "theme", "size"), LOOKS)  # each page in one of them, in turn
def test_axe_finds_nothing(language: str, theme: str, size: str, open_as: Callable[..., Page], office: Office) -> None:
    page = open_as("colleague", size, bypass_csp=True)
    look(page, language, theme)
    own = addresses(office)[LOOKS.index((language, theme, size)) :: len(LOOKS)]
    assert not (found := violations(page, own)), "\n".join(found)


@pytest.mark.parametrize("who", ["owner", "admin"])
def test_axe_finds_nothing_on_the_pages_of_others(who: str, open_as: Callable[..., Page], office: Office) -> None:
    page = open_as(who, "narrow", bypass_csp=True)
    look(page, "en", "dark")
    own = [address for address, reader in office.pages if reader == who]
    assert not (found := violations(page, [*own, *LOOK_OTHERWISE[who]])), "\n".join(found)


MOVED = """async () => {
    const shifts = await new Promise((done) => {
        new PerformanceObserver((list) => done(list.getEntries().map((entry) => entry.value)))
            .observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done([]), 60);
    });
    return shifts.reduce((sum, one) => sum + one, 0);
}"""


def test_nothing_runs_that_is_not_ours_nothing_moves_and_nothing_sticks_out(
    open_as: Callable[..., Page], office: Office
) -> None:
    page = open_as("colleague")
    seen: list[str] = []
    page.on("console", lambda message: seen.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: seen.append(str(error)))
    page.on("dialog", lambda dialog: seen.append(dialog.message))
    more = [
        f"/customers/{office.hostile_customer}/",
        f"/customers/?row={office.hostile_customer}",
        f"/receivables/invoices/{office.hostile_invoice}/",
        f"/receipts/{office.hostile_receipt}/",
        "/search/?q=onerror",
    ]
    look(page, "en", "light")  # whose words are the longer ones
    found = {}
    for address in [*addresses(office), *more]:
        before = len(seen)
        page.set_viewport_size(SIZES["wide"])
        page.goto(address)  # nothing is fetched after the load
        shift = page.evaluate(MOVED)
        wide = {size: sticks_out(page, SIZES[size]) for size in ("wide", "small", "narrow")}
        if shift > 0.02 or any(wide.values()):
            found[address] = (shift, wide)
        if address in REFUSED:
            del seen[before:]  # the refusal itself is an error there
    expect(page.locator("img")).to_have_count(0)
    assert (found, seen) == ({}, [])


@pytest.mark.parametrize("address", SCREENS)
def test_the_first_load_keeps_the_budget(address: str, open_as: Callable[..., Page], office: Office) -> None:
    page = open_as("colleague")
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    names: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on("Network.requestWillBeSent", lambda event: names.update({event["requestId"]: event["request"]["url"]}))
    session.on(
        "Network.loadingFinished", lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])})
    )
    page.goto(address, wait_until="networkidle")
    assert len(sizes) > 5
    assert sum(size for name, size in sizes.items() if CHARTS not in names.get(name, "")) < BUDGET_BYTES
