"""Every page of the route table fits: on the phone and on a small screen, in both languages, with unruly names in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_pages import look

if TYPE_CHECKING:
    from types import SimpleNamespace as Office

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("sqlite_only")]

STICKS_OUT = """() => {
    const root = document.documentElement;
    const boxes = [...document.querySelectorAll(".table-box, main, .panel")].filter((box) => box.clientWidth);
    const wide = boxes.filter((box) => box.scrollWidth > box.clientWidth + 1);
    return [root.scrollWidth - root.clientWidth, wide.map((box) => `${box.className} ${box.scrollWidth}`)];
}"""
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
SMALL = {"viewport": {"width": 1280, "height": 800}}


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_fits_the_phone(language: str, open_as: Callable[..., Page], office: Office) -> None:
    more = [
        (f"/customers/?row={office.hostile_customer}", "colleague"),
        (f"/receivables/?row={office.item}", "colleague"),
        (f"/receipts/?which=ALL&row={office.hostile_receipt}", "colleague"),
        (f"/matching/?row={office.waiting[0]}", "colleague"),
        (f"/customers/{office.hostile_customer}/", "colleague"),
        (f"/receivables/invoices/{office.hostile_invoice}/", "colleague"),
        (f"/receipts/{office.hostile_receipt}/", "colleague"),
    ]
    found = {}
    for who in ("colleague", "owner", "admin"):
        page = open_as(who, **PHONE)
        look(page, language, "light")
        for address in [address for address, reader in [*office.pages, *more] if reader == who]:
            page.goto(address)
            over, boxes = page.evaluate(STICKS_OUT)
            if over > 0 or boxes:
                found[address] = (over, boxes)
    assert found == {}


def test_every_page_fits_a_small_screen(open_as: Callable[..., Page], office: Office) -> None:
    page = open_as("colleague", **SMALL)
    look(page, "en", "light")  # whose words are the longer ones
    found = {}
    for address in [address for address, reader in office.pages if reader == "colleague"]:
        page.goto(address)
        over = page.evaluate(STICKS_OUT)[0]
        if over > 0:
            found[address] = over
    assert found == {}


def test_a_page_that_is_too_wide_would_be_found(open_as: Callable[..., Page]) -> None:
    page = open_as("colleague", **PHONE)
    page.evaluate("document.querySelector('main').style.minWidth = '474px'")
    assert page.evaluate(STICKS_OUT)[0] > 0


@pytest.mark.parametrize("size", [SMALL, PHONE], ids=["small", "phone"])
def test_how_a_figure_is_made_opens_within_the_page(
    size: dict[str, object], open_as: Callable[..., Page], office: Office
) -> None:
    page = open_as("owner", **size)
    figures = page.locator(".formula summary")
    expect(figures.first).to_be_visible()
    assert figures.count() > 1
    for figure in figures.all():
        figure.click()
        expect(page.locator(".formula[open]")).to_have_count(1)
        box = page.locator(".formula[open] .menu-box").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= page.evaluate("document.documentElement.clientWidth")
        assert page.evaluate(STICKS_OUT)[0] == 0
