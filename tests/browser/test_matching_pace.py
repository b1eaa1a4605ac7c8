"""Sixty lines of the inbox by keys alone: one press a line, nothing waited for, and the books as the keys said."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.many import LINES
from tests.own_books import OwnBooks

if TYPE_CHECKING:
    from types import SimpleNamespace as Office

pytestmark = pytest.mark.browser
INBOX = "/matching/?q=个人付款"
REFUSED_AT, NOBODYS_AT, UNDONE_AT = 20, 10, 30


def open_row(page: Page) -> int:
    """The row that is open, once the panel beside it is its own."""
    row = page.locator("[data-list] tr.is-open")
    number = int(row.get_attribute("data-row") or 0)
    page.locator(f"#panel form[data-confirms='{number}']").first.wait_for()
    return number


def pressed(page: Page, *keys: str) -> int:
    """Press the keys of one line; they must lead on to another one."""
    before = open_row(page)
    for key in keys:
        page.keyboard.press(key)
    expect(page.locator(f"[data-list] tr[data-row='{before}']")).to_have_count(0)
    return len(keys)


def test_sixty_lines_by_keys_alone(open_as: Callable[..., Page], office: Office, installation: OwnBooks) -> None:
    lines: list[int] = json.loads(installation.run("-m", "tests.browser.many", "lay"))
    page, asked = open_as("colleague"), list[Request]()
    page.goto(INBOX)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    assert open_row(page) == lines[0]
    page.on("request", lambda one: asked.append(one))
    presses = sum(pressed(page, *keys_of(place)) for place in range(LINES - 1))
    page.locator(".toast", has_text="CNY 44.94").wait_for()  # what was pressed last has been carried out
    page.keyboard.press("z")
    page.locator(".toast", has_text="Allocation undone").wait_for()
    assert open_row(page) == lines[LINES - 2]
    presses += 1 + pressed(page, "y") + pressed(page, "Enter")
    page.locator(".listing", has_text="No receipt fits").wait_for()
    assert presses == LINES + 4  # two lines took two keys, one was undone and pressed again
    sent = [one for one in asked if one.method == "POST"]
    panels = [one for one in asked if "row=" in one.url and one.method == "GET"]
    lists = [one for one in asked if "/matching/" in one.url and one not in sent and one not in panels]
    assert len(sent) == LINES + 2  # a press each, one undone and pressed again
    assert len(panels) <= LINES + 6, len(panels)
    assert len(lists) <= 8, len(lists)
    told = json.loads(installation.run("-m", "tests.browser.many", "tell"))
    wanted = [[pk, [f"K{50_103 + 37 * place}"], 0, ""] for place, pk in enumerate(lines)]
    wanted[NOBODYS_AT] = [lines[NOBODYS_AT], [], 0, "BANK_INTEREST"]
    assert told == wanted


def keys_of(place: int) -> tuple[str, ...]:
    """Nearly always one key; once no customer's money, once a proposal chosen by its digit."""
    return {NOBODYS_AT: ("n", "Enter"), UNDONE_AT: ("1", "Enter")}.get(place, ("Enter",) if place % 2 else ("y",))


def test_what_somebody_else_has_used_meanwhile_comes_back_with_its_reason(
    open_as: Callable[..., Page], office: Office
) -> None:
    first, second = office.waiting[1:3]
    mine, other = open_as("colleague"), open_as("colleague")
    for page in (mine, other):
        page.goto(f"/matching/?row={first}")
        assert open_row(page) == first
    other.keyboard.press("1")
    other.keyboard.press("Enter")
    other.locator(".toast", has_text="allocated").wait_for()
    mine.keyboard.press("1")
    mine.keyboard.press("Enter")
    mine.locator(".toast.is-refused[role=alert]", has_text="CNY 0.00").wait_for()
    assert open_row(mine) == second  # the reader is left where he went on
    expect(mine.locator(f"tr[data-row='{first}']")).to_have_count(0)  # read anew: the money is used
    other.keyboard.press("u")
    other.locator(".toast", has_text="Allocation undone").wait_for()


def test_no_key_works_while_somebody_types(open_as: Callable[..., Page], office: Office) -> None:
    page = open_as("colleague")
    page.goto(f"/matching/?row={office.waiting[2]}")
    assert open_row(page) == office.waiting[2]
    assert page.evaluate("document.activeElement.closest('tr').dataset.row") == str(office.waiting[2])
    page.keyboard.press("/")
    page.keyboard.type("1jynsuzi")
    assert page.locator("#search").input_value() == "1jynsuzi"
    assert open_row(page) == office.waiting[2]
    expect(page.locator(".proposal.is-chosen")).to_have_count(0)
