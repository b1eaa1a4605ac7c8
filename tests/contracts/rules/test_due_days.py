"""When a milestone is due: by contract, and not later than decree 802 allows; golden cases by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huikuan.contracts.due_rules import Anchor, DueRule, Roll
from huikuan.contracts.rules.due_days import anchor_days, due_day, foreseen_due
from huikuan.contracts.rules.terms import Clauses, Settlement, Sizes, Trigger
from huikuan.kernel.calendar import BusinessCalendar
from tests.contracts.agreed import FIVE, SIGNED, part, terms

CALENDAR = BusinessCalendar()
DAY = date(2026, 3, 10)


def due(agreed, term, trigger=Trigger.DELIVERY, day=DAY, known=None):
    days = anchor_days(trigger=trigger, day=day, known=known or {})
    return due_day(terms=agreed, term=term, days=days, signed_on=SIGNED, calendar=CALENDAR)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (DueRule(Anchor.DELIVERY, days=30), date(2026, 4, 9)),
        (DueRule(Anchor.DELIVERY, roll=Roll.EOM, days=30), date(2026, 4, 30)),
        (DueRule(Anchor.DELIVERY, roll=Roll.NEXT_MONTH_1ST, days=30), date(2026, 5, 6)),
    ],
)
def test_monthly_terms_are_what_their_rule_says(rule, expected):
    """RULES_CN §3.1.4: 月结 30 天 after 03-10 is 04-09, 04-30 or 05-01, and 05-01…05-05 are holidays (CC 203)."""
    assert due(terms(), part(1, "款", Trigger.DELIVERY, 1000, rule=rule)).due == expected


def test_ninety_days_of_a_public_body_end_after_sixty():
    """Decree 802 art. 9(1): 03-10 + 60 days is 05-09, a make-up day of work; the contract's 90 days end on 06-08."""
    agreed = terms(sizes=Sizes("PUBLIC", "SMALL", SIGNED))
    found = due(agreed, part(1, "款", Trigger.DELIVERY, 1000, days=90))
    assert (found.due, found.contract_due, found.is_capped) == (date(2026, 5, 9), date(2026, 6, 8), True)
    assert [(notice.code.value, notice.article) for notice in found.notices] == [("OVER_CAP", "D802 9(1)")]


@pytest.mark.parametrize(
    "sizes", [Sizes("OTHER", "SMALL"), Sizes("PUBLIC", "LARGE")], ids=["another buyer", "a large seller"]
)
def test_others_are_not_capped(sizes):
    found = due(terms(sizes=sizes), part(1, "款", Trigger.DELIVERY, 1000, days=90))
    assert (found.due, found.statutory) == (date(2026, 6, 8), None)


def test_a_large_buyer_may_agree_a_reasonable_longer_term():
    """Decree 802 art. 9(2)."""
    term = part(1, "款", Trigger.DELIVERY, 1000, days=90)
    agreed = terms(sizes=Sizes("LARGE", "MICRO", SIGNED))
    assert due(agreed, term).due == date(2026, 5, 9)
    reasonable = replace(agreed, clauses=Clauses(long_term_reasonable=True))
    assert due(reasonable, term).due == date(2026, 6, 8)


def test_late_acceptance_does_not_stop_the_clock():
    """Decree 802 art. 10: delivered 03-10, ten days to inspect, accepted 04-20; 60 days run from 03-20."""
    agreed = terms(sizes=Sizes("PUBLIC", "SMALL", SIGNED), settlement=Settlement(inspection_days=10))
    term = part(1, "款", Trigger.ACCEPTANCE, 1000, days=60)
    found = due(agreed, term, Trigger.ACCEPTANCE, date(2026, 4, 20), {Trigger.DELIVERY: DAY})
    assert found.due == date(2026, 5, 19)
    assert found.contract_due == date(2026, 6, 22)


def test_advances_and_retention_have_no_statutory_term():
    agreed = terms(sizes=Sizes("PUBLIC", "SMALL", SIGNED))
    assert due(agreed, FIVE[0], Trigger.DATE).statutory is None
    assert due(agreed, FIVE[4], Trigger.RETENTION_RELEASE).statutory is None


def test_a_rule_that_runs_from_an_unknown_day_has_no_due_day():
    term = part(1, "款", Trigger.DELIVERY, 1000, rule=DueRule(Anchor.STATEMENT_CONFIRMED, days=30))
    assert due(terms(), term) is None
    known = {Trigger.STATEMENT_CONFIRMED: date(2026, 3, 1)}
    assert due(terms(), term, known=known).due == date(2026, 3, 31)


def test_foreseen_days_come_from_the_expected_ones():
    agreed = terms()
    signing, delivery = (foreseen_due(terms=agreed, term=FIVE[n], signed_on=SIGNED, calendar=CALENDAR) for n in (0, 1))
    assert signing is not None
    assert delivery is not None
    day, found = delivery
    assert signing[0] == SIGNED
    assert (day, found.due) == (date(2026, 2, 10), date(2026, 3, 12))
    silent = replace(FIVE[1], expected_on=None)
    assert foreseen_due(terms=agreed, term=silent, signed_on=SIGNED, calendar=CALENDAR) is None
