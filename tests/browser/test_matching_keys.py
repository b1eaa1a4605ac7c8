"""The matching inbox without a mouse: go on, confirm, undo, split, help; what is shown is always the row that is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, Route, expect

if TYPE_CHECKING:
    from types import SimpleNamespace as Office

pytestmark = pytest.mark.browser


def panel_of(page: Page, receipt: int) -> None:
    """Wait until the panel shows the receipt."""
    page.locator(f"#panel a[data-split][href^='/receipts/{receipt}/']").wait_for()


def undo(page: Page, receipt: int) -> None:
    """Take the confirmation back by key: the money waits again, its proposal beside it."""
    expect(page.locator(f"tr[data-row='{receipt}']")).to_have_count(0)
    page.keyboard.press("u")
    page.locator(".toast", has_text="Allocation undone").wait_for()
    panel_of(page, receipt)
    expect(page.locator(f"tr[data-row='{receipt}']")).to_have_count(1)
    assert page.locator("#panel .proposal").count() > 0


def opened(open_as: Callable[..., Page], **options: object) -> Page:
    page = open_as("colleague", **options)
    page.goto("/matching/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator("#panel h2").wait_for()
    return page


def test_confirming_going_on_and_taking_back(open_as: Callable[..., Page], office: Office) -> None:
    following = office.waiting[0]
    page = opened(open_as)
    panel_of(page, office.sure)
    page.keyboard.press("j")
    panel_of(page, following)
    page.keyboard.press("k")
    panel_of(page, office.sure)
    page.keyboard.press("Enter")
    page.locator(".toast", has_text="allocated").wait_for()
    panel_of(page, following)
    undo(page, office.sure)


def test_a_guess_takes_more_than_one_key(open_as: Callable[..., Page], office: Office) -> None:
    guess = office.waiting[0]
    page = opened(open_as)
    page.keyboard.press("j")
    panel_of(page, guess)
    page.keyboard.press("Enter")
    panel_of(page, guess)
    expect(page.locator(".toast")).to_have_count(0)
    page.keyboard.press("e")
    page.keyboard.press("Enter")
    page.locator(".toast", has_text="allocated").wait_for()
    panel_of(page, office.waiting[1])
    undo(page, guess)


def test_splitting_by_hand_comes_back_to_the_inbox(open_as: Callable[..., Page], office: Office) -> None:
    third = office.waiting[2]
    page = open_as("colleague")
    page.goto(f"/matching/?which=UNAPPLIED&row={third}")
    page.keyboard.press("s")
    page.wait_for_url(f"**/receipts/{third}/**")
    page.keyboard.press("e")
    page.keyboard.type("60")
    page.keyboard.press("Enter")
    page.locator(".toast", has_text="Allocated").wait_for()
    assert page.url.endswith(f"/matching/?which=UNAPPLIED&row={third}")
    page.keyboard.press("u")
    page.locator(".toast", has_text="Allocation undone").wait_for()


def test_the_keys_are_shown(open_as: Callable[..., Page], office: Office) -> None:
    page = opened(open_as)
    expect(page.locator(".key-hints")).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_contain_text("Split the money by hand")
    page.keyboard.press("Escape")
    expect(page.locator("#panel h2")).to_have_count(1)
    page.goto("/customers/")
    page.keyboard.press("?")
    assert "Split the money by hand" not in page.locator("#keys").inner_text()


def test_back_closes_the_panel_and_forward_opens_it(open_as: Callable[..., Page], office: Office) -> None:
    page = opened(open_as)
    page.keyboard.press("j")
    panel_of(page, office.waiting[0])
    page.go_back()
    page.locator("#panel h2").wait_for(state="detached")
    assert page.url.endswith("/matching/")
    page.go_forward()
    panel_of(page, office.waiting[0])
    page.keyboard.press("Escape")
    page.locator("#panel h2").wait_for(state="detached")
    assert page.evaluate("document.activeElement.classList.contains('open')")


def test_a_late_answer_for_another_row_is_not_shown(open_as: Callable[..., Page], office: Office) -> None:
    first, second, _third = office.waiting
    page = open_as("colleague")
    page.goto("/matching/")

    def late(route: Route) -> None:
        page.wait_for_timeout(400)
        route.continue_()

    page.route(f"**/matching/?row={first}", late)
    page.locator(f"tr[data-row='{first}'] a.open").click()
    page.locator(f"tr[data-row='{second}'] a.open").click()
    panel_of(page, second)
    page.wait_for_timeout(600)
    panel_of(page, second)


def test_what_cannot_be_shown_says_why(open_as: Callable[..., Page], office: Office) -> None:
    page = open_as("colleague")
    page.goto("/matching/")
    page.locator("tbody tr a.open").first.evaluate("link => { link.href = '/matching/?row=98765'; }")
    page.locator("tbody tr a.open").first.click()
    page.locator(".message h1").wait_for()


def test_on_the_phone_the_reader_is_taken_into_the_panel(open_as: Callable[..., Page], office: Office) -> None:
    page = open_as("colleague", "narrow")
    page.goto("/matching/")
    page.locator("tbody tr a.open").first.click()
    page.locator("#panel h2").wait_for()
    page.locator("#panel h2:focus").wait_for()
