"""Cycle times by hand (KPI.md): median and ninetieth by nearest rank, late whether ended or not."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huikuan.disputes.cycle_rules import Case, Cycle, cycle, cycles
from huikuan.disputes.rules import Decision, Ending, Event, Reason, State, ending_fault

DAY = date(2026, 3, 2)


def case(days: int | None, *, late_by: int = 0, ending: Ending | None = None, state: State = State.SETTLED) -> Case:
    ended = None if days is None else DAY + timedelta(days)
    deadline = (ended or DAY + timedelta(20)) - timedelta(late_by)
    return Case(Reason.PRICE, state, DAY, ended, deadline, 100, ending)


def test_by_hand() -> None:
    cases = [case(days, ending=Ending.CREDIT_NOTE) for days in (1, 2, 3, 4, 5, 6, 7, 8, 9)]
    cases += [case(40, late_by=1, state=State.REJECTED), case(None, late_by=1), case(None)]
    assert cycle(cases=cases, today=DAY + timedelta(20)) == Cycle(
        raised=12,
        raised_minor=1_200,
        holding=2,
        holding_minor=200,
        late=2,
        ended=10,
        median_days=5,
        ninetieth_days=9,
        endings={"CREDIT_NOTE": 9, "REJECTED": 1},
    )


def test_nothing_ended_has_no_days_and_reasons_stand_apart() -> None:
    found = cycles(cases=[case(None)], today=DAY)
    assert list(found) == [Reason.PRICE]
    assert (found[Reason.PRICE].median_days, found[Reason.PRICE].ninetieth_days) == (None, None)
    assert cycles(cases=[], today=DAY) == {}


@pytest.mark.parametrize(
    ("event", "ending", "credited", "code"),
    [
        (Event.SETTLE, None, 0, "DISPUTE_ENDING_NEEDED"),
        (Event.ACCEPT, Ending.PAID, 0, "DISPUTE_ENDING_TOO_EARLY"),
        (Event.REJECT, Ending.CREDIT_NOTE, 5, "DISPUTE_ENDING_TOO_EARLY"),
        (Event.SETTLE, Ending.CREDIT_NOTE, 0, "DISPUTE_CREDIT_NOTE_MISSING"),
        (Event.SETTLE, Ending.CREDIT_NOTE, 1, ""),
        (Event.SETTLE, Ending.REPLACEMENT, 0, ""),
        (Event.WITHDRAW, None, 0, ""),
    ],
)
def test_by_what_a_dispute_may_end(event: Event, ending: Ending | None, credited: int, code: str) -> None:
    assert ending_fault(decision=Decision(event, "查过", ending), credited_minor=credited) == code
