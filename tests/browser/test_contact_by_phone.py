"""A contact is recorded on a telephone in at most eight touches, never without its next step, and by keys alone as well."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Locator, Page, expect

if TYPE_CHECKING:
    from types import SimpleNamespace as Office

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("sqlite_only")]
MOST_TOUCHES = 8
"""Twenty seconds at two and a half seconds a touch; the sentence is dictated and counts as one."""
PHONE = {"has_touch": True, "is_mobile": True}


class Hand:
    """A hand on a telephone that counts what it does."""

    def __init__(self, page: Page) -> None:
        self.page, self.touches = page, 0

    def tap(self, target: Locator) -> None:
        self.touches += 1
        target.tap()

    def choose(self, name: str) -> None:
        """Tap a choice by the words a reader hears."""
        self.tap(self.page.locator("label", has=self.page.get_by_role("radio", name=name, exact=True)))

    def say(self, text: str) -> None:
        self.touches += 1
        self.page.get_by_label("What was said").fill(text)


def test_from_the_customer_to_saved_in_eight_touches(open_as: Callable[..., Page], office: Office) -> None:
    page = open_as("colleague", "narrow", **PHONE)
    page.goto(f"/customers/{office.customer}/")
    hand = Hand(page)
    hand.tap(page.get_by_role("link", name="Record a contact").first)
    expect(page.get_by_role("radio", name="Call", exact=True)).to_be_checked()
    hand.choose("Reached")
    hand.say("王经理说周五安排付款")
    save = page.get_by_role("button", name="Record", exact=True)
    save.tap()  # without a next step, not counted: nothing is kept, nothing that was typed is lost
    expect(page.locator("form .error").first).to_be_visible()
    expect(page.get_by_label("What was said")).to_have_value("王经理说周五安排付款")
    hand.choose("Call again")
    hand.choose("Next business day")
    hand.tap(save)
    page.locator(".toast", has_text="Contact recorded.").wait_for()
    assert hand.touches <= MOST_TOUCHES, hand.touches
    expect(page.locator("main")).to_contain_text("王经理说周五安排付款")
    expect(page.locator("main")).to_contain_text("Call again")


def test_the_same_by_keys_alone_and_every_field_has_its_name(open_as: Callable[..., Page], office: Office) -> None:
    page = open_as("colleague")
    page.goto(f"/customers/{office.customer}/contact/")
    nameless = page.locator("main form").evaluate(
        "form => [...form.elements].filter(one => one.type != 'hidden' && one.tagName != 'FIELDSET'"
        " && !(one.labels && one.labels.length) && !one.getAttribute('aria-label') && !one.textContent.trim())"
        ".map(one => one.name)"
    )
    assert nameless == []
    page.locator("[name=kind]:checked").focus()
    wanted = ["outcome", "text", "next_what", "next_when"]
    for _ in range(40):
        page.keyboard.press("Tab")
        name = page.evaluate("document.activeElement.name")
        if wanted and name == wanted[0]:
            wanted.pop(0)
            page.keyboard.insert_text("按键录入") if name == "text" else page.keyboard.press("Space")
        if page.evaluate("document.activeElement.matches('button.main')"):
            break
    assert wanted == []
    page.keyboard.press("Enter")
    page.locator(".toast", has_text="Contact recorded.").wait_for()
    expect(page.locator("main")).to_contain_text("按键录入")
