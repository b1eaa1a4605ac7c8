"""A page in a language, a theme and a size, and what of it is too wide there."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Page, ViewportSize

STICKS_OUT = """() => {
    const root = document.documentElement;
    const boxes = [...document.querySelectorAll(".table-box, main, .panel")].filter((box) => box.clientWidth);
    const wide = boxes.filter((box) => box.scrollWidth > box.clientWidth + 1);
    return [root.scrollWidth - root.clientWidth, wide.map((box) => `${box.className} ${box.scrollWidth}`)];
}"""
PHONE_WIDTH = 390
DRAWN_ANEW_SECONDS = 5
"""A chart is drawn anew some time after the window changed, on a busy machine later."""


def look(page: Page, language: str, theme: str) -> None:
    token = page.locator("input[name=csrfmiddlewaretoken]").first.get_attribute("value")
    origin = page.url.split("/", 3)[:3]
    for address, fields in (("/language/", {"language": language}), ("/theme/", {"theme": theme})):
        sent: dict[str, Any] = {**fields, "csrfmiddlewaretoken": token, "next": "/settings/me/"}
        answer = page.request.post(address, form=sent, headers={"Referer": "/".join(origin) + "/"})
        assert answer.ok


def sticks_out(page: Page, size: ViewportSize | None = None) -> list[str]:
    """What is wider than the window, and on a phone what is wider than its box; wider screens have tables that scroll."""
    if size is None:
        return _too_wide(page)
    page.set_viewport_size(size)
    until = time.monotonic() + DRAWN_ANEW_SECONDS
    while (found := _too_wide(page)) and time.monotonic() < until:
        page.wait_for_timeout(50)
    return found


def _too_wide(page: Page) -> list[str]:
    over, boxes = page.evaluate(STICKS_OUT)
    width = page.evaluate("document.documentElement.clientWidth")
    return [f"the page by {over}"] * (over > 0) + (boxes if width <= PHONE_WIDTH else [])
