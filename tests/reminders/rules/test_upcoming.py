"""What a salesperson hears before his customer: the letters that the rules of a run will decide, and debts foretold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from huikuan.reminders.rules.deciding import decided_messages
from huikuan.reminders.rules.gate import BankAccountState
from huikuan.reminders.rules.letters import LetterKind
from huikuan.reminders.rules.policy import Phase
from huikuan.reminders.rules.steps import Item, Track
from huikuan.reminders.rules.upcoming import (
    ComingLetter,
    ForetoldDebt,
    coming_letters,
    foretold_debts,
    is_foretold,
)
from tests.reminders.rules.test_deciding import CALENDAR, PAUSED, POLICIES, POLICY, TODAY, facts, item

TOMORROW = TODAY + timedelta(days=1)


def letters(*items: Item, today_too: frozenset[tuple[int, int, str]] = frozenset(), **more: Any):
    planned = decided_messages(facts=facts(*items, **more), policies=POLICIES, today=TOMORROW, calendar=CALENDAR)
    return coming_letters(planned=planned, today=TODAY, on=TOMORROW, going_today=today_too)


def test_the_next_step_of_each_customer_with_its_day_amount_and_age():
    found = letters(item(1, late=7), item(2, late=1, minor=300), item(3, customer=2, late=-4))
    assert found == (
        ComingLetter(1, 1, "CNY", LetterKind.OVERDUE, 2, TOMORROW, 1_300, 2, 8, "客户1"),
        ComingLetter(2, 1, "CNY", LetterKind.BEFORE_DUE, 1, TOMORROW, 1_000, 1, -3, "客户2"),
    )


def test_what_a_run_sends_today_is_not_called_tomorrow():
    (letter,) = letters(item(1), today_too=frozenset({(1, 1, "CNY")}))
    assert (letter.on, letter.days_overdue) == (TODAY, 1)


@pytest.mark.parametrize(
    "more",
    [
        {"unapplied": {(1, 1, "CNY"): 1_000}},
        {"messages": {1: {TOMORROW: 1}}},
        {"bank_accounts": {}},
        {"history": {(1, Phase.OVERDUE): Track(1, None)}},
        {"history": {(1, Phase.OVERDUE): Track(1, TODAY)}},
    ],
)
def test_what_will_be_kept_back_is_not_announced(more: dict[str, Any]):
    assert letters(item(1), **more) == ()


def test_a_pause_silences_it_and_bank_data_that_tomorrow_renews_does_not():
    assert letters(item(1, holds=(PAUSED,))) == ()
    old = {(1, "CNY"): (BankAccountState("行", TODAY - timedelta(days=4)),)}
    assert len(letters(item(1), bank_accounts=old)) == 1


@pytest.mark.parametrize(
    ("due", "told"),
    [
        (TODAY - timedelta(days=1), False),  # late: no forewarning any more
        (TODAY, True),
        (date(2026, 3, 12), True),  # ten days ahead
        (date(2026, 3, 13), False),
        (date(2026, 3, 17), False),
        (None, False),
    ],
)
def test_an_item_is_foretold_from_its_day_on(due: date | None, told: bool):
    one = replace(item(1), due_date=due)
    assert is_foretold(item=one, policy=POLICY, today=TODAY, calendar=CALENDAR) is told
    never = replace(POLICY, forewarn_days=0)
    assert not is_foretold(item=one, policy=never, today=TODAY, calendar=CALENDAR)


def foretold(*items: Item, **more: Any):
    return foretold_debts(facts=facts(*items, **more), policies=POLICIES, today=TODAY, on=TOMORROW, calendar=CALENDAR)


def test_debts_are_foretold_together_until_their_letter_is_the_next_one():
    assert foretold(item(1, late=-9), item(2, late=-10, minor=200), item(3, late=-4), item(4)) == (
        ForetoldDebt(1, 1, "CNY", 2, 1_200, date(2026, 3, 11), date(2026, 3, 6)),
    )


def test_a_debt_somebody_wrote_about_or_paused_is_not_foretold():
    assert foretold(item(1, late=-9), history={(1, Phase.BEFORE_DUE): Track(1, TODAY)}) == ()
    assert foretold(item(1, late=-9, holds=(PAUSED,))) == ()
    silent = {"STANDARD": replace(POLICY, before_due=())}
    assert (
        foretold_debts(facts=facts(item(1, late=-9)), policies=silent, today=TODAY, on=TOMORROW, calendar=CALENDAR)
        == ()
    )
