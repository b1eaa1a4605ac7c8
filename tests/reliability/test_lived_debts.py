"""Four years of two hundred customers in three zones every day; thirty before a release (`test_thirty_years.py`)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huikuan.reminders.rules.policy import Phase
from huikuan.securities.rules import WARN_DAYS
from tests.reliability.lived_debts import (
    BEGIN,
    CLOCK,
    POLICY,
    REMIND,
    RUNG,
    RUNGS,
    Debt,
    doubled,
    lived,
    lost,
    too_soon,
)

pytestmark = pytest.mark.reliability
ZONES = ("Asia/Shanghai", "America/New_York", "Australia/Lord_Howe")


@pytest.mark.usefixtures("sqlite_only")  # no database at all
@pytest.mark.parametrize("zone", ZONES)
def test_nothing_is_doubled_hurried_or_lost(zone: str) -> None:
    debts, last = lived(zone, years=4)
    assert len(debts) > 600
    assert {kind.split()[0] for debt in debts for kind, _ in debt.taken} == {
        Phase.BEFORE_DUE.value,
        REMIND,
        RUNG,
        CLOCK,
    }
    assert (doubled(debts), too_soon(debts), lost(debts, last)) == (0, [], [])


@pytest.mark.usefixtures("sqlite_only")
def test_without_the_claim_steps_are_doubled_and_without_a_scheduler_lost() -> None:
    debts, _ = lived("Asia/Shanghai", years=1, guarded=False)
    assert doubled(debts) > 50
    quiet = [Debt(1, BEGIN.date(), BEGIN.date(), None)]
    assert len(lost(quiet, BEGIN.date() + timedelta(days=4_000))) == len(POLICY.overdue) + len(WARN_DAYS) + len(RUNGS)
