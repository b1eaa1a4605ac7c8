"""An obstacle that lasts still (CC 194): the period stays open while it does, people are warned by what a paper shows."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.clocks.checks import check_clocks
from huikuan.clocks.models import DebtClock
from huikuan.clocks.operations.refreshing import refresh_clocks
from huikuan.clocks.queries import debt_view
from huikuan.clocks.rules.interrupting import EventDraft, event_fault
from huikuan.clocks.rules.kinds import EventKind
from huikuan.clocks.rules.limitation import ClockEvent, Why, limitation_clock
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.calendar import BusinessCalendar
from tests.clocks.office import new_office

DUE = date(2021, 3, 10)
"""Its three years end on 11 March 2024: the 10th is a Sunday."""
TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("begun", "as_of", "why", "expires"),
    [
        # Within the last six months it holds the end open, six months beyond the day of looking.
        (date(2024, 1, 10), date(2024, 2, 20), Why.LASTS, date(2024, 8, 20)),
        (date(2024, 1, 10), date(2025, 6, 3), Why.LASTS, date(2025, 12, 3)),
        (date(2022, 2, 1), date(2024, 2, 20), Why.LASTS, date(2024, 8, 20)),
        # Without a day of looking it lasts no longer than was shown.
        (date(2024, 1, 10), None, Why.LASTS, date(2024, 7, 10)),
        (date(2022, 2, 1), date(2022, 5, 1), Why.LAST_MONTHS_TO_COME, date(2024, 3, 11)),
        (date(2024, 3, 12), date(2025, 6, 3), Why.AFTER_EXPIRY, date(2024, 3, 11)),
        # Never beyond twenty years.
        (date(2024, 1, 10), date(2045, 6, 3), Why.LASTS, date(2041, 3, 11)),
    ],
)
def test_an_obstacle_that_lasts(begun: date, as_of: date | None, why: Why, expires: date) -> None:
    event = ClockEvent(begun, EventKind.OBSTACLE, "notice")
    clock = limitation_clock(due_days=[DUE], events=[event], calendar=BusinessCalendar(), as_of=as_of)
    assert (clock.events[0].event, clock.events[0].why, clock.expires) == (event, why, expires)


def test_without_evidence_it_holds_nothing_and_its_recorded_end_counts_instead_of_today() -> None:
    bare = ClockEvent(date(2024, 1, 10), EventKind.OBSTACLE)
    ended = ClockEvent(date(2024, 4, 19), EventKind.SUSPENSION, "notice", date(2024, 1, 10))
    lasts = ClockEvent(date(2024, 1, 10), EventKind.OBSTACLE, "notice")
    days = {"due_days": [DUE], "calendar": BusinessCalendar(), "as_of": date(2025, 6, 3)}
    assert limitation_clock(events=[bare], **days).expires == date(2024, 3, 11)  # type: ignore[arg-type]
    assert limitation_clock(events=[lasts, ended], **days).expires == date(2024, 10, 21)  # type: ignore[arg-type]


def test_one_day_is_asked_of_it() -> None:
    draft = EventDraft(1, 1, EventKind.OBSTACLE, TODAY, (1,))
    assert event_fault(draft=draft, today=TODAY) is None
    assert event_fault(draft=EventDraft(1, 1, EventKind.OBSTACLE, TODAY, (1,), since=TODAY), today=TODAY) == (
        "CLOCK_EVENT_SINCE"
    )


@pytest.mark.django_db
def test_the_clock_stays_open_day_by_day_and_people_are_warned_by_the_paper() -> None:
    office = new_office()
    item = office.late("F9", due=date(2023, 3, 10))
    office.happened(EventKind.OBSTACLE, date(2026, 1, 12), items=(item.pk,))
    for today, expires in ((TODAY, date(2026, 9, 2)), (date(2026, 4, 1), date(2026, 10, 8))):
        refresh_clocks(today=today)
        row = DebtClock.objects.get(invoice_id=item.invoice_id)
        assert (row.expires, row.safe, row.last_kind) == (expires, date(2026, 7, 13), "obstacle")
        assert check_clocks()[0].broken == ()
    debt = debt_view(actor=SYSTEM, invoice_id=item.invoice_id, as_of=TODAY).debt
    assert (debt.clock.expires, debt.safe) == (date(2026, 9, 2), date(2026, 7, 13))
    # A later paper shows that it still lasts; its end, once it is known, holds.
    office.happened(EventKind.OBSTACLE, date(2026, 2, 20), items=(item.pk,))
    assert debt_view(actor=SYSTEM, invoice_id=item.invoice_id, as_of=TODAY).debt.safe == date(2026, 8, 20)
    office.happened(EventKind.SUSPENSION, date(2026, 2, 25), since=date(2026, 1, 12), items=(item.pk,))
    debt = debt_view(actor=SYSTEM, invoice_id=item.invoice_id, as_of=TODAY).debt
    assert (debt.clock.expires, debt.safe) == (date(2026, 8, 25), date(2026, 8, 25))
