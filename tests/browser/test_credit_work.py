"""Deciding without a mouse: a limit in the inbox of approvals, a held order; and the salesperson on the phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

if TYPE_CHECKING:
    from types import SimpleNamespace as Office

pytestmark = pytest.mark.browser


def opened(page: Page, row: int) -> None:
    """Go down the list by key until the row is marked, and open it."""
    for _ in range(page.locator("tbody tr").count()):
        page.keyboard.press("j")
        if page.locator("tr.is-here").get_attribute("data-row") == str(row):
            break
    page.keyboard.press("Enter")
    page.locator("#panel h2").wait_for()


def test_a_limit_is_approved_by_keyboard_and_stands_in_the_journal(
    open_as: Callable[..., Page], office: Office
) -> None:
    page = open_as("director")
    page.goto("/approvals/")
    opened(page, office.limit_request)
    page.keyboard.press("e")
    note = page.locator("#panel [name=note]")
    assert note.evaluate("element => element === document.activeElement")
    page.keyboard.type("同意")
    page.keyboard.press("Enter")
    page.locator(".toast").wait_for()
    expect(page.locator(f"tr[data-row='{office.limit_request}']")).to_have_count(0)
    page.goto(f"/limits/{office.asking_customer}/")
    expect(page.locator("main")).to_contain_text("800,000.00")
    expect(page.locator("main")).to_contain_text("同意")


def test_a_held_order_is_released_with_a_reason_and_by_nobody_else(
    open_as: Callable[..., Page], office: Office
) -> None:
    placer = open_as("owner", "narrow")
    placer.goto(f"/holds/?row={office.hold}")
    expect(placer.locator("#panel")).to_contain_text("SO-77701")
    expect(placer.locator("#panel button[value=release]")).to_have_count(0)
    page = open_as("director")
    page.goto("/holds/")
    opened(page, office.hold)
    expect(page.locator("#panel")).to_contain_text("SO-77701")
    page.locator("#panel button[value=release]").click()
    expect(page.locator("#panel .error-text, #panel .error-box, #panel [id$=_error]").first).to_be_visible()
    page.locator("#panel #id_reason").fill("客户已承诺周五付款")
    page.locator("#panel button[value=release]").click()
    page.locator(".toast").wait_for()
    expect(page.locator(f"tr[data-row='{office.hold}']")).to_have_count(0)


def test_the_calculators_answer_without_signing_in_and_without_scripts(
    open_as: Callable[..., Page], server: str
) -> None:
    page = open_as("owner", "narrow", java_script_enabled=False)
    page.context.clear_cookies()
    page.goto("/calculators/?tool=code&code=91110000600037341L")
    expect(page.locator("main")).to_contain_text("91110000600037341L")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
