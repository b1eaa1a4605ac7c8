"""Rates read as of a day: the latest before it, with its age; a correction holds, what it corrected stays readable."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huikuan.accounts.operations.rates import RateDraft, enter_rates
from huikuan.accounts.rates import converted, rate_rows, rates_on
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.money import Money
from tests.books import NOW

pytestmark = pytest.mark.django_db
SOURCE = "中国外汇交易中心中间价"


def enter(key: str, *rates: tuple[str, str, int], to: str = "CNY", note: str = "") -> dict[str, Any]:
    drafts = [RateDraft(date.fromisoformat(day), code, to, micros, SOURCE, note) for day, code, micros in rates]
    return enter_rates(actor=SYSTEM, now=NOW, key=key, rates=drafts)


def test_the_latest_rate_on_or_before_the_day_holds() -> None:
    enter("a", ("2026-01-05", "USD", 7_000_000), ("2026-02-02", "USD", 7_100_000), ("2026-01-05", "JPY", 47_000))
    enter("b", ("2026-02-02", "USD", 900_000), to="EUR")
    assert rates_on(on=date(2026, 1, 4), to_currency="CNY") == {}
    january = rates_on(on=date(2026, 2, 1), to_currency="CNY")
    assert {code: (one.micros, one.age_days, one.is_stale) for code, one in january.items()} == {
        "USD": (7_000_000, 27, False),
        "JPY": (47_000, 27, False),
    }
    march = rates_on(on=date(2026, 3, 1), to_currency="CNY")
    assert (march["USD"].micros, march["USD"].is_stale, march["JPY"].is_stale) == (7_100_000, False, True)
    assert converted(money=Money(100, "USD"), rates=march, to_currency="CNY") == Money(710, "CNY")


def test_a_correction_holds_and_the_wrong_rate_stays_on_record() -> None:
    enter("a", ("2026-02-02", "USD", 7_100_000))
    enter("b", ("2026-02-02", "USD", 7_010_000), note="数字录反")
    assert rates_on(on=date(2026, 2, 2), to_currency="CNY")["USD"].micros == 7_010_000
    page = rate_rows()
    assert page.count == 2
    assert [(one.version, one.micros, one.note, one.is_in_force) for one in page.rows] == [
        (2, 7_010_000, "数字录反", True),
        (1, 7_100_000, "", False),
    ]


def test_the_list_is_narrowed_to_a_currency_on_either_side() -> None:
    enter("a", ("2026-02-02", "USD", 7_100_000), ("2026-02-02", "JPY", 47_000))
    enter("b", ("2026-02-02", "EUR", 1_200_000), to="USD")
    assert [one.currency for one in rate_rows(currency="USD").rows] == ["EUR", "USD"]


def test_reading_costs_two_queries(django_assert_num_queries: Any) -> None:
    enter(
        "a", *[(f"2026-01-{day:02}", code, 7_000_000 + day) for day in range(1, 29) for code in ("USD", "EUR", "GBP")]
    )
    with django_assert_num_queries(2):
        assert len(rates_on(on=date(2026, 2, 1), to_currency="CNY")) == 3
