"""The priority of the price of construction work: eighteen months from the day it was due (CC 807, 建工解释(一) 41), days off or not."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.clocks.legal_deadlines import deadlines
from huikuan.clocks.operations.ending import record_deadline
from huikuan.clocks.rules.deadlines import DeadlineDraft, DeadlineKind, deadline_fault, last_day
from huikuan.clocks.rules.warning import Level
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.calendar import BusinessCalendar
from tests.books import NOW
from tests.clocks.office import new_office

KIND, TODAY = DeadlineKind.CONSTRUCTION_PRIORITY, date(2026, 3, 2)


@pytest.mark.parametrize(
    ("basis", "named", "expected"),
    [
        (date(2026, 2, 2), None, date(2027, 8, 2)),
        (date(2026, 2, 28), None, date(2027, 8, 28)),  # a Saturday: a right that lapses is not lengthened by it
        (date(2024, 8, 17), None, date(2026, 2, 17)),  # Spring Festival
        (date(2025, 8, 31), None, date(2027, 2, 28)),  # the month's end, a Sunday
        (date(2026, 2, 2), date(2026, 8, 2), date(2026, 8, 2)),
    ],
)
def test_eighteen_months_from_the_day_the_price_was_due(basis: date, named: date | None, expected: date) -> None:
    assert last_day(kind=KIND, basis=basis, named=named, calendar=BusinessCalendar()) == expected


@pytest.mark.parametrize(
    ("basis", "named", "fault"),
    [
        (date(2026, 2, 2), date(2027, 8, 2), None),
        (date(2026, 2, 2), date(2027, 8, 3), "DEADLINE_NAMED"),
        (date(2026, 2, 2), date(2026, 2, 2), "DEADLINE_NAMED"),
        (date(2026, 3, 3), None, "DEADLINE_BASIS_AHEAD"),
    ],
)
def test_a_shorter_time_may_be_named_and_never_a_longer_one(basis: date, named: date | None, fault: str | None) -> None:
    draft = DeadlineDraft(1, 1, KIND, basis, named, "三号厂房")
    assert deadline_fault(draft=draft, today=TODAY) == fault


@pytest.mark.django_db
def test_it_stands_among_the_deadlines_with_its_article_and_is_warned_of_half_a_year_before() -> None:
    office = new_office()
    draft = DeadlineDraft(office.books.company_id, office.customer, KIND, date(2025, 2, 20), subject="三号厂房")
    record_deadline(actor=office.legal, now=NOW, today=TODAY, key="c", draft=draft)
    (row,) = deadlines(actor=SYSTEM, today=TODAY)
    assert (row.last_day, row.article, row.step) == (date(2026, 8, 20), "CONSTRUCTION 41", Level.FIRST)
