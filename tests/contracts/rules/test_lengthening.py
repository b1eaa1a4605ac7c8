"""Which payments an amendment puts off: longer terms, other rules and triggers, later days; nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huikuan.contracts.due_rules import Anchor, DueRule, Roll
from huikuan.contracts.rules.lengthening import PutOff, days_of, payments_put_off
from huikuan.contracts.rules.terms import MilestoneTerm, Trigger
from huikuan.kernel.calendar import HolidayRoll
from tests.contracts.agreed import part, terms

WHOLE = part(1, "货款", Trigger.DELIVERY, 1000)
RULE = WHOLE.rule
FIXED = part(1, "货款", Trigger.DATE, 1000, on=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        (WHOLE, WHOLE, ()),
        (WHOLE, replace(WHOLE, title="尾款"), ()),
        (WHOLE, replace(WHOLE, rule=replace(RULE, days=20)), ()),
        (WHOLE, replace(WHOLE, rule=replace(RULE, days=31)), (PutOff("货款", 30, 31, False),)),
        (WHOLE, replace(WHOLE, rule=replace(RULE, months=2, days=0)), (PutOff("货款", 30, 60, False),)),
        (WHOLE, replace(WHOLE, rule=replace(RULE, grace_days=5)), (PutOff("货款", 30, 35, False),)),
        (WHOLE, replace(WHOLE, rule=replace(RULE, roll=Roll.EOM)), (PutOff("货款", 30, 30, True),)),
        (WHOLE, replace(WHOLE, rule=replace(RULE, anchor=Anchor.ACCEPTANCE)), (PutOff("货款", 30, 30, True),)),
        (WHOLE, replace(WHOLE, rule=replace(RULE, holiday_roll=HolidayRoll.NONE)), (PutOff("货款", 30, 30, True),)),
        (WHOLE, replace(WHOLE, trigger=Trigger.ACCEPTANCE), (PutOff("货款", 30, 30, True),)),
        (WHOLE, replace(WHOLE, number=2, rule=replace(RULE, days=90)), (PutOff("货款", 30, 90, False),)),
        (FIXED, replace(FIXED, on=date(2026, 3, 2)), (PutOff("货款", 30, 30, True),)),
        (FIXED, replace(FIXED, on=date(2026, 2, 28)), ()),
    ],
)
def test_what_is_put_off(old: MilestoneTerm, new: MilestoneTerm, found: tuple[PutOff, ...]) -> None:
    assert payments_put_off(before=terms(milestones=(old,)), after=terms(milestones=(new,))) == found


def test_a_payment_that_was_added_puts_nothing_off() -> None:
    half, rest = part(1, "货款", Trigger.DELIVERY, 500), part(2, "尾款", Trigger.ACCEPTANCE, 500, 90)
    assert payments_put_off(before=terms(milestones=(WHOLE,)), after=terms(milestones=(half, rest))) == ()


def test_the_days_of_a_rule() -> None:
    assert days_of(rule=DueRule(months=2, days=3, grace_days=4)) == 67
