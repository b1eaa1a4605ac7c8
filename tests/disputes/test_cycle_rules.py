"""Cycle times by hand (KPI.md): median and ninetieth by nearest rank, late whether ended or not."""

from __future__ import annotations

from datetime import date, timedelta

from huikuan.disputes.cycle_rules import Case, Cycle, cycle, cycles
from huikuan.disputes.rules import Ending, Reason, State

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
