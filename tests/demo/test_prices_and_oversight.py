"""The demo's prices and what oversight finds in the demo: through real acts, the same for the same day."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from huikuan.accounts.rates import rates_on
from huikuan.demo.building import build
from huikuan.demo.business import invent
from huikuan.demo.oversight import fill_oversight
from huikuan.demo.prices import fill_prices
from huikuan.kernel.actor import SYSTEM
from huikuan.oversight.models import Flag
from huikuan.prices.models import Confirmation
from huikuan.prices.queries.differences import price_differences

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def test_prices_stand_in_every_state_and_a_few_flags_come_from_what_was_done() -> None:
    business = invent(today=TODAY)
    business.sales, business.past, business.recent = business.sales[-120:], [], []
    built = build(business=business, now=NOW, password="a password of the demo")
    fill_prices(built=built, now=NOW, today=TODAY)
    fill_oversight(built=built, now=NOW, today=TODAY)
    states = Counter(Confirmation.objects.values_list("state", flat=True))
    assert states == {"SIGNED": 13, "REPLACED": 3, "SENT": 2, "DRAFT": 1}
    found = price_differences(actor=SYSTEM, since=date(2026, 1, 1), through=TODAY)
    assert Counter(row.deviation.value for row in found) == {"BELOW": 2, "ABOVE": 1}
    kinds = Counter(Flag.objects.values_list("kind", flat=True))
    assert (kinds["CASH_UNMATCHED"], kinds["ROUND_TRIP"], kinds["PRICE_BELOW"]) == (2, 1, 1)
    assert kinds["BACK_DATED"] >= 1
    assert Flag.objects.get(kind="ROUND_TRIP").state == "EXPLAINED"
    assert set(rates_on(on=TODAY, to_currency="CNY")) == {"USD", "EUR", "JPY", "HKD"}
