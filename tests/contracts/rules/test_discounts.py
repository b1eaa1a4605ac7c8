"""When a discount for early payment is earned."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.contracts.rules.discounts import AgreedDiscount


@pytest.mark.parametrize(("paid_on", "earned"), [("2026-03-12", True), ("2026-03-13", False), ("2026-02-27", True)])
def test_the_tenth_day_still_counts_and_the_next_one_does_not(paid_on: str, earned: bool) -> None:
    agreed = AgreedDiscount(permille=20, days=10)
    assert agreed.is_earned(issue_date=date(2026, 3, 2), paid_on=date.fromisoformat(paid_on)) is earned
