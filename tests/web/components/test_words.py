"""Amounts and days as people read them, in both languages."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from huikuan.kernel.money import Money
from huikuan.kernel.text_amounts import parse_amount
from huikuan.web.components import amounts, days, tags


@pytest.mark.parametrize(
    ("minor", "zh", "en"),
    [
        (0, "0.00", "0.00"),
        (99_999, "999.99", "999.99"),
        (100_000, "1,000.00", "1.00K"),
        (999_999, "9,999.99", "10.00K"),
        (1_000_000, "1.00 万", "10.00K"),
        (123_456_789, "123.46 万", "1.23M"),
        (-755_390_000, "-755.39 万", "-7.55M"),
        (10_000_000_000, "1.00 亿", "100.00M"),
        (10**13, "1,000.00 亿", "100.00B"),
        (1_004_999, "1.00 万", "10.05K"),
        (1_005_000, "1.01 万", "10.05K"),
    ],
)
def test_tiles(minor: int, zh: str, en: str) -> None:
    with translation.override("zh-hans"):
        assert amounts.short(minor=minor, currency="CNY") == zh
    with translation.override("en"):
        assert amounts.short(minor=minor, currency="CNY") == en


def test_unknown_is_a_dash_and_zero_a_number() -> None:
    assert (amounts.exact(minor=None, currency="CNY"), amounts.exact(minor=0, currency="CNY")) == ("–", "0.00")
    assert (amounts.short(minor=None, currency="CNY"), tags.money(None), tags.day(None)) == ("–", "–", "–")
    assert amounts.exact(minor=1_234, currency="JPY") == "1,234"


@given(minor=st.integers(-(10**13), 10**13), currency=st.sampled_from(["CNY", "JPY", "KWD", "USD"]))
def test_what_is_shown_reads_back_exactly(minor: int, currency: str) -> None:
    assert parse_amount(text=amounts.exact(minor=minor, currency=currency), currency=currency) == minor


def test_the_exact_amount_is_there_for_those_who_hear() -> None:
    with translation.override("zh-hans"):
        html = tags.short_money(Money(1_917_518_173, "CNY"))
    assert 'title="CNY 19,175,181.73"' in html
    assert '<span aria-hidden="true">1,917.52 万</span>' in html
    assert '<span class="only-read">CNY 19,175,181.73</span>' in html


@pytest.mark.parametrize(
    ("late", "zh", "en", "tone"),
    [
        (12, "逾期 12 天", "overdue 12 days", "risk"),
        (1, "逾期 1 天", "overdue 1 day", "risk"),
        (0, "今日到期", "due today", "soon"),
        (-1, "1 天后", "in 1 day", "soon"),
        (-7, "7 天后", "in 7 days", "soon"),
        (-8, "8 天后", "in 8 days", "plain"),
    ],
)
def test_how_a_due_day_lies_to_today(late: int, zh: str, en: str, tone: str) -> None:
    for language, wanted in (("zh-hans", zh), ("en", en)):
        with translation.override(language):
            assert days.relation(days_overdue=late) == wanted
    assert days.tone(days_overdue=late) == tone


def test_days_and_moments() -> None:
    with translation.override("zh-hans"):
        assert days.with_weekday(day=date(2026, 3, 5)) == "2026-03-05 周四"
    with translation.override("en"):
        assert days.with_weekday(day=date(2026, 3, 5)) == "2026-03-05 Thu"
    assert days.moment(at=datetime(2026, 3, 4, 17, 30, tzinfo=UTC)) == "2026-03-05 01:30"


@pytest.mark.parametrize(
    ("number", "pages", "address", "before", "after"),
    [
        (1, 1, "", "", ""),
        (1, 3, "", "", "?page=2"),
        (2, 3, "/messages/?state=FAILED", "/messages/?state=FAILED&page=1", "/messages/?state=FAILED&page=3"),
        (3, 3, "/messages/", "/messages/?page=2", ""),
        (99, 3, "", "?page=3", ""),
    ],
)
def test_the_pages_before_and_after(number: int, pages: int, address: str, before: str, after: str) -> None:
    shown = tags.page_links(SimpleNamespace(number=number, pages=pages), address)
    assert shown == {"number": number, "pages": pages, "before": before, "after": after}
