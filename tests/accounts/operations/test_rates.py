"""Entering rates: all or nothing, once a press, another rate for a known day only with the reason why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from huikuan.accounts.models import ExchangeRate
from huikuan.accounts.operations.rates import RateDraft, enter_rates
from huikuan.audit.models import Act
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import NotPermitted, Refused
from tests.books import NOW
from tests.people import new_people

pytestmark = pytest.mark.django_db
DOLLAR = RateDraft(date(2026, 2, 2), "USD", "CNY", 7_097_100, "中国外汇交易中心")


def test_a_press_counts_once() -> None:
    for _ in range(2):
        assert enter_rates(actor=SYSTEM, now=NOW, key="k", rates=[DOLLAR]) == {"entered": 1, "unchanged": 0}
    row = ExchangeRate.objects.get()
    assert (row.version, row.rate_micros, row.entered_by, row.entered_at) == (1, 7_097_100, "system", NOW)
    assert Act.objects.get().verb == "enter_rates"


def test_the_same_rate_again_changes_nothing() -> None:
    enter_rates(actor=SYSTEM, now=NOW, key="a", rates=[DOLLAR])
    both = [DOLLAR, replace(DOLLAR, currency="EUR")]
    assert enter_rates(actor=SYSTEM, now=NOW, key="b", rates=both) == {"entered": 1, "unchanged": 1}


def test_another_rate_for_a_known_day_says_why() -> None:
    enter_rates(actor=SYSTEM, now=NOW, key="a", rates=[DOLLAR])
    other = replace(DOLLAR, rate_micros=7_100_000)
    with pytest.raises(Refused, match="RATE_NEEDS_NOTE"):
        enter_rates(actor=SYSTEM, now=NOW, key="b", rates=[other, replace(DOLLAR, currency="EUR")])
    assert ExchangeRate.objects.count() == 1
    enter_rates(actor=SYSTEM, now=NOW, key="c", rates=[replace(other, note="录入有误")])
    enter_rates(actor=SYSTEM, now=NOW, key="d", rates=[replace(DOLLAR, note="第一次是对的")])
    versions = ExchangeRate.objects.order_by("version").values_list("version", "rate_micros")
    assert list(versions) == [(1, 7_097_100), (2, 7_100_000), (3, 7_097_100)]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"currency": "RMB"}, "CURRENCY_UNKNOWN"),
        ({"to_currency": "USD"}, "RATE_OF_ITSELF"),
        ({"rate_micros": 0}, "RATE_OUT_OF_BOUNDS"),
        ({"rate_micros": 10**13 + 1}, "RATE_OUT_OF_BOUNDS"),
        ({"source": " "}, "RATE_SOURCE_MISSING"),
        ({"source": "x" * 201}, "RATE_TEXT_TOO_LONG"),
        ({"note": "x" * 201}, "RATE_TEXT_TOO_LONG"),
        ({"day": date(2026, 3, 4)}, "DATED_AHEAD"),
    ],
)
def test_a_faulty_rate_is_refused_with_all_others(changes: dict[str, Any], code: str) -> None:
    good = replace(DOLLAR, currency="EUR")
    with pytest.raises(Refused, match=code):
        enter_rates(actor=SYSTEM, now=NOW, key="k", rates=[good, replace(DOLLAR, **changes)])
    assert ExchangeRate.objects.count() == 0


@pytest.mark.parametrize(("rates", "code"), [([], "RATES_MISSING"), ([DOLLAR, DOLLAR], "RATE_TWICE")])
def test_none_and_the_same_twice_are_refused(rates: list[RateDraft], code: str) -> None:
    with pytest.raises(Refused, match=code):
        enter_rates(actor=SYSTEM, now=NOW, key="k", rates=rates)


def test_only_policy_makers_enter_rates() -> None:
    people = new_people()
    for actor in (people.owner, people.manager, people.accountant, people.auditor, people.nobody):
        with pytest.raises(NotPermitted, match="VERB_MISSING"):
            enter_rates(actor=actor, now=NOW, key="k", rates=[DOLLAR])
    assert enter_rates(actor=people.director, now=NOW, key="k", rates=[DOLLAR])["entered"] == 1


def test_the_database_refuses_to_change_or_lose_a_rate() -> None:
    enter_rates(actor=SYSTEM, now=NOW, key="k", rates=[DOLLAR])
    for fault in (lambda: ExchangeRate.objects.update(rate_micros=1), lambda: ExchangeRate.objects.all().delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            fault()
