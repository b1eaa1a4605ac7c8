"""The screens of late debts with something on them: none is looked at empty, and a contact is recorded on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from types import SimpleNamespace as Office

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("sqlite_only")]

SCREENS = {
    r"/": ".tasks tbody tr",
    r"/customers/\d+/trouble/": "#ladder, [aria-labelledby=la] li, ol li",
    r"/customers/\d+/preparation/": ".checks tr:nth-child(5)",
    r"/disputes/board/": ".board article",
    r"/promises/calendar/\?month=2026-03": ".month td p a",
    r"/plans/\d+/": "figure svg, .chart svg, svg.chart, [data-chart]",
    r"/customers/\d+/sanctions/": "tbody tr:nth-child(6)",
    r"/clocks/\?.*|/clocks/": "tbody tr",
    r"/customers/\d+/evidence/": "tbody th a",
    r"/provisions/": "tbody tr",
    r"/interest/\d+/": "tbody tr",
}
"""A screen's address, and what stands on it only where there is something to show."""
INTEREST = (
    "/calculators/?tool=interest&principal=1000000.00&due=2026-01-31&until=2026-03-02&basis=LPR_AT_DEFAULT&year=365"
)


def test_every_screen_shows_something(open_as: Callable[..., Page], office: Office) -> None:
    page = open_as("colleague")
    addresses = [address for address, _ in office.pages]
    found = {}
    for pattern, datum in SCREENS.items():
        address = next((one for one in addresses if re.fullmatch(pattern, one)), "/" if pattern == "/" else "")
        page.goto(address)
        found[pattern] = (bool(address), page.locator("main").locator(datum).count() > 0)
    assert {pattern: seen for pattern, seen in found.items() if seen != (True, True)} == {}
    page.goto(INTEREST)
    expect(page.locator("main")).to_contain_text("3,205.48")


def test_a_contact_takes_four_taps_and_a_line_on_a_phone(open_as: Callable[..., Page], office: Office) -> None:
    """Which way is chosen already; who, result, next step and day are a tap each, in reach of a thumb."""
    page = open_as("owner", "narrow", has_touch=True, is_mobile=True)
    page.goto(f"/customers/{office.customer}/contact/")
    for name, value in (("outcome", "REACHED"), ("next_what", "CALL"), ("next_when", "THREE")):
        tapped = page.locator(f"label:has(input[name={name}][value={value}])")
        box = tapped.bounding_box()
        assert box is not None
        assert box["height"] >= 40
        tapped.tap()
    page.fill("[name=text]", "王经理说单子在财务总监处，周五能付")
    page.locator("form.taps button.main").tap()
    page.wait_for_url(re.compile(r"/customers/\d+/$"))
    expect(page.locator("main")).to_contain_text("单子在财务总监处")
