"""From nothing to a worklist: the first link, an own company, an Excel ageing with a title above its header, today's work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PATIENCE_MS, serving
from tests.browser.fill import PASSWORD
from tests.own_books import OwnBooks

pytestmark = pytest.mark.browser

BUYERS = ("苏州恒通精密机械有限公司", "无锡明达电子有限公司", "杭州天工模具有限公司")


@pytest.fixture
def link(own_books: OwnBooks, words: None) -> Iterator[str]:
    """The link an empty installation prints when it starts."""
    with serving(own_books):
        found = re.search(r"http://\S+/link/\S+", (own_books.home / "server.log").read_text())
        assert found is not None
        yield found.group()


@pytest.fixture
def ageing(tmp_path: Path) -> Path:
    """Twelve late items under a title, a date line and a blank row; one amount with three decimals; a total."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["华东星河机电有限公司 应收账款账龄明细表"])
    sheet.append(["截止日期：2026-03-02", "", "", "", "", "单位：元"])
    sheet.append([])
    sheet.append(["序号", "客户名称", "发票号码", "开票日期", "到期日", "未收金额"])
    for number in range(12):
        issued = date(2026, 1, 1) + timedelta(days=number)
        due = issued + timedelta(days=30)
        written = due.isoformat() if number % 2 else f"{due:%Y年%m月%d日}"
        amount = 1234.567 if number == 5 else 1000.5 + number
        sheet.append([number + 1, BUYERS[number % 3], f"2532200000001040{number:04d}", issued, written, amount])
    sheet.append(["合计", "", "", "", "", 12_000])
    path = tmp_path / "账龄表.xlsx"
    book.save(path)
    return path


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(locale="zh-CN")
    context.set_default_timeout(PATIENCE_MS)
    yield context.new_page()
    context.close()


def test_from_the_first_link_to_the_worklist(page: Page, link: str, ageing: Path) -> None:
    page.goto(link)
    for name, value in (
        ("company", "华东星河机电有限公司"),
        ("name", "陈会计"),
        ("username", "chen"),
        ("new", PASSWORD),
    ):
        page.fill(f"[name={name}]", value)
    page.click("button.main")
    page.locator("h1", has_text="开始使用").wait_for()

    base = page.url.rstrip("/")
    for address in ("/customers/", "/receivables/", "/receipts/", "/matching/", "/insight/ageing/", "/imports/"):
        page.goto(base + address)
        expect(page.locator(".empty a.button.main"), address).to_have_count(1)

    page.goto(base)
    page.set_input_files(".drop input[type=file]", ageing)
    page.wait_for_url("**/look/**")
    expect(page.locator(".page-head")).to_contain_text("11 行可导入")
    expect(page.locator(".first-rows tbody tr")).to_have_count(5)
    assert page.locator(".first-rows thead th").nth(1).inner_text().split() == ["客户", "客户名称"]
    page.click(".offer a")
    page.locator(".page-head", has_text="12 行可导入").wait_for()
    page.click("main button.main")
    page.locator(".toast", has_text="已导入 12 行").wait_for()
    page.click("main a.button.main")
    page.locator("h1", has_text="今日").wait_for()
    # each who is late, and one line that nobody knows yet why
    expect(page.locator(".tasks tbody tr")).to_have_count(len(BUYERS) + 1)
    assert {name for name in BUYERS if name in page.locator(".tasks").inner_text()} == set(BUYERS)
