"""Every page of the route table fits the phone, in both languages, with unruly names in it (other widths: test_pages)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from tests.browser import looking
from tests.browser.conftest import SIZES
from tests.browser.looking import look, sticks_out

if TYPE_CHECKING:
    from types import SimpleNamespace as Office

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("sqlite_only")]

PHONE = {"viewport": SIZES["narrow"], "is_mobile": True, "has_touch": True}
LANGUAGES = ("zh-hans", "en")


@pytest.mark.parametrize("language", LANGUAGES)  # each page in one of them, in turn: axe looks at the others
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
        own = [address for address, reader in office.pages if reader == who][LANGUAGES.index(language) :: 2]
        for address in [*own, *(address for address, reader in more if reader == who)]:
            page.goto(address)
            if wide := sticks_out(page):
                found[address] = wide
    assert found == {}


def test_a_page_that_is_too_wide_would_be_found(open_as: Callable[..., Page], monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_as("colleague", **PHONE)
    page.evaluate("document.querySelector('main').style.minWidth = '474px'")
    assert sticks_out(page)
    monkeypatch.setattr(looking, "DRAWN_ANEW_SECONDS", 0.2)
    assert sticks_out(page, SIZES["narrow"])
    assert not sticks_out(page, SIZES["small"])


@pytest.mark.parametrize("size", [{"viewport": SIZES["small"]}, PHONE], ids=["small", "phone"])
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
        assert not sticks_out(page)
