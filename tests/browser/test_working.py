"""Working in a list: keys, the panel, allocating and undoing; and the same without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from types import SimpleNamespace as Office

pytestmark = pytest.mark.browser


def test_keys_in_a_list(open_as: Callable[..., Page], office: Office) -> None:
    page = open_as("colleague")
    page.goto("/customers/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    here = page.locator("tr.is-here")
    expect(here).to_have_count(1)
    assert here.get_attribute("data-row") == page.locator("tbody tr").nth(1).get_attribute("data-row")
    page.keyboard.press("k")
    page.keyboard.press("x")
    expect(page.locator("[data-chosen]")).to_have_text("1")
    expect(page.locator("[data-bulk]")).to_be_visible()
    page.keyboard.press("Enter")
    page.locator("#panel h2").wait_for()
    assert "row=" in page.url
    page.keyboard.press("Escape")
    expect(page.locator("#panel h2")).to_have_count(0)
    assert "row=" not in page.url
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    assert page.locator("#search").evaluate("element => element === document.activeElement")


def test_search_shows_what_it_finds_while_one_types(open_as: Callable[..., Page], office: Office) -> None:
    page = open_as("colleague")
    page.keyboard.press("/")
    page.keyboard.type("乙方")
    page.locator("#found a").first.click()
    page.wait_for_url(f"**/customers/{office.customer}/")


def leave_only(page: Page, share: Locator, amount: str) -> None:
    """Empty what the order of debts filled in, and allocate `amount` to one item."""
    for one in page.locator("#panel input[data-share]").all():
        one.fill("")
    share.fill(amount)


def test_allocating_beside_the_list_and_undoing_by_key(open_as: Callable[..., Page], office: Office) -> None:
    page = open_as("colleague")
    page.goto("/receipts/?which=UNAPPLIED")
    page.locator(f"tr[data-row='{office.receipt}'] a.open").click()
    share = page.locator(f"#panel input[name=share_{office.item}]")
    share.wait_for()
    page.keyboard.press("e")
    first = page.locator("#panel input[data-share]").first
    assert first.evaluate("element => element === document.activeElement")
    expect(page.locator("#panel [data-remaining]")).to_have_text("0.00")
    leave_only(page, share, "650.5")
    expect(page.locator("#panel [data-remaining]")).to_have_text("49.50")
    share.fill("700.01")
    assert "over" in (page.locator("#panel .remaining").get_attribute("class") or "")
    share.fill("700")
    page.keyboard.press("Enter")
    page.locator(".toast").wait_for()
    expect(page.locator(".toast")).to_contain_text("Allocated")
    page.keyboard.press("u")
    page.locator(".toast", has_text="Allocation undone").wait_for()
    expect(page.locator(f"input[name=share_{office.item}]")).to_have_count(1)


def test_the_address_of_an_open_row_can_be_sent(open_as: Callable[..., Page], office: Office) -> None:
    page = open_as("colleague")
    page.goto("/receivables/?which=ALL&sort=-open")
    page.locator(f"tr[data-row='{office.item}'] a.open").click()
    page.locator("#panel h2").wait_for()
    other = open_as("owner")
    other.goto(page.url.replace(page.url.split("/receivables")[0], ""))
    expect(other.locator("#panel h2")).to_contain_text("F001")


def test_without_scripts(open_as: Callable[..., Page], office: Office) -> None:
    page = open_as("colleague", java_script_enabled=False)
    page.goto("/receipts/?which=UNAPPLIED")
    page.locator(f"tr[data-row='{office.receipt}'] a.open").click()
    leave_only(page, page.locator(f"#panel input[name=share_{office.item}]"), "700")
    page.locator("#panel .allocation button.main").click()
    page.locator(".toast [data-undo] button").click()
    expect(page.locator(".toast")).to_contain_text("Allocation undone")
    page.goto("/customers/")
    page.locator("#filter-q").fill("丙方")
    page.locator(".filters button").first.click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("#search").fill("乙方")
    page.locator("#search").press("Enter")
    expect(page.locator("main")).to_contain_text("乙方机电有限公司")


def test_two_presses_of_a_button_make_one_customer(open_as: Callable[..., Page], office: Office) -> None:
    page = open_as("colleague")
    page.goto("/customers/add/")
    page.fill("[name=name]", "双击公司")
    page.fill("[name=code]", "D1")
    page.locator("main button.main").dblclick()
    page.locator("h1", has_text="双击公司").wait_for()
    page.goto("/customers/?which=ALL&q=双击公司")
    expect(page.locator("tbody tr")).to_have_count(1)


def test_a_wrong_form_keeps_what_was_typed(open_as: Callable[..., Page], office: Office) -> None:
    page = open_as("colleague")
    page.goto(f"/customers/{office.customer}/invoice/")
    page.fill("[name=number]", "F888")
    page.fill("[name=amount]", "12,34.5")
    page.locator("main button.main").click()
    page.locator(".field.wrong").wait_for()
    assert page.input_value("[name=number]") == "F888"
    assert page.input_value("[name=amount]") == "12,34.5"
    assert page.locator("[name=amount]").get_attribute("aria-invalid") == "true"
