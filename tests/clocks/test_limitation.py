"""The limitation period by hand with its articles, and what holds for every chain of events."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huikuan.clocks.rules.guarantees import guarantee
from huikuan.clocks.rules.kinds import MEANINGS, SPELLINGS, Effect, EventKind, Strength, kind_of
from huikuan.clocks.rules.limitation import (
    ClockEvent,
    LimitationClock,
    Why,
    limitation_clock,
    with_strength,
)
from huikuan.kernel.calendar import BusinessCalendar

CALENDAR = BusinessCalendar()


def clock(due: str, *events: str) -> LimitationClock:
    """The clock of debts due on days with blanks between them; an event is written DAY KIND EVIDENCE or FIRST/LAST KIND EVIDENCE."""
    return limitation_clock(
        due_days=[date.fromisoformat(day) for day in due.split()],
        events=[event(one) for one in events],
        calendar=CALENDAR,
    )


def event(text: str) -> ClockEvent:
    days, kind, *evidence = text.split()
    first, slash, last = days.partition("/")
    since = date.fromisoformat(first) if slash else None
    return ClockEvent(date.fromisoformat(last or first), EventKind(kind), " ".join(evidence), since)


@pytest.mark.parametrize(
    ("due", "expires"),
    [
        ("2022-03-10", "2025-03-10"),  # CC 188, 201: the due day itself is not counted
        ("2021-02-28", "2024-02-28"),  # CC 202: the corresponding day, not the month's end
        ("2020-02-29", "2023-02-28"),  # CC 202: no 29 February in 2023, so the month's end
        ("2024-02-29", "2027-03-01"),  # the month's end is a Sunday (CC 203)
        ("2022-08-31", "2025-09-01"),  # 31 August 2025 is a Sunday
        ("2023-02-13", "2026-02-13"),
        ("2023-02-14", "2026-02-14"),  # a Saturday that is worked, before Spring Festival
        ("2023-02-15", "2026-02-24"),  # Spring Festival 2026: 15 to 23 February are off
        ("2023-02-23", "2026-02-24"),
        ("2023-02-28", "2026-02-28"),  # a Saturday that is worked, after Spring Festival
        ("2022-05-01", "2025-05-06"),
        ("2022-10-01", "2025-10-09"),
        ("2021-06-30 2021-03-31 2021-09-30", "2024-09-30"),  # CC 189: from the last instalment
    ],
)
def test_three_years_from_the_due_day(due: str, expires: str) -> None:
    found = clock(due)
    assert found.expires == date.fromisoformat(expires)
    assert found.counted_from == max(map(date.fromisoformat, due.split())) + timedelta(days=1)
    assert (found.strength, found.last_event) == (None, None)


@pytest.mark.parametrize(
    ("happened", "whys", "expires"),
    [
        # Due 2021-03-10, so 2024-03-11 (10 March 2024 is a Sunday) where nothing counts.
        ("2022-06-01 letter waybill", "COUNTS", "2025-06-03"),  # 1 June 2025 is a Sunday, 2 June Dragon Boat Festival
        ("2022-06-01 letter", "NO_EVIDENCE", "2024-03-11"),
        ("2022-06-01 part_payment receipt", "COUNTS", "2025-06-03"),
        ("2022-06-01 statement_confirmed paper", "COUNTS", "2025-06-03"),
        ("2022-06-01 call", "NO_EVIDENCE", "2024-03-11"),
        ("2022-06-01 call_unanswered log", "NEVER", "2024-03-11"),
        ("2021-03-10 letter waybill", "BEFORE_DUE", "2024-03-11"),
        ("2021-03-11 letter waybill", "COUNTS", "2024-03-11"),
        ("2024-03-11 letter waybill", "COUNTS", "2027-03-11"),
        ("2024-03-12 letter waybill", "AFTER_EXPIRY", "2024-03-11"),
        ("2024-03-12 part_payment receipt", "AFTER_EXPIRY", "2024-03-11"),
        ("2024-03-12 statement_confirmed paper", "AFTER_EXPIRY", "2024-03-11"),
        ("2024-03-12 demand_signed paper", "REVIVES", "2027-03-12"),  # limitation rules 19
        ("2024-03-12 new_agreement paper", "REVIVES", "2027-03-12"),  # CC 192
        ("2024-03-12 new_agreement", "NO_EVIDENCE", "2024-03-11"),
        ("2022-06-01 refusal paper", "NOT_NEEDED", "2024-03-11"),
        ("2022-06-01 procedure_ended ruling", "NO_PROCEDURE", "2024-03-11"),
        ("2021-03-15 suit case; 2025-06-20 procedure_ended ruling", "COUNTS ENDS_PROCEDURE", "2028-06-20"),
        ("2022-02-01/2022-04-30 suspension notice", "NOT_IN_LAST_MONTHS", "2024-03-11"),
        ("2024-01-10/2024-04-20 suspension notice", "SUSPENDS", "2024-10-21"),  # six months after it ended (CC 194)
        ("2023-01-10/2023-09-11 suspension notice", "SUSPENDS", "2024-03-11"),
        ("2024-04-01/2024-04-20 suspension notice", "AFTER_EXPIRY", "2024-03-11"),
        ("2022-06-01 letter a; 2025-06-03 email b; 2028-06-06 plan c", "COUNTS COUNTS REVIVES", "2031-06-06"),
    ],
)
def test_what_counts_and_why(happened: str, whys: str, expires: str) -> None:
    found = clock("2021-03-10", *happened.split("; "))
    assert [one.why for one in found.events] == whys.split()
    assert found.expires == date.fromisoformat(expires)


def test_twenty_years_end_it_whatever_interrupts() -> None:
    demands = [f"{year}-06-01 letter waybill" for year in range(2007, 2027, 2)]
    found = clock("2006-03-10", *demands)
    assert found.longest == found.expires == date(2026, 3, 10)
    assert [one.why for one in found.events] == [*["COUNTS"] * 10]
    late = clock("2006-03-10", *demands, "2026-03-11 new_agreement paper")
    assert (late.events[-1].why, late.expires) == (Why.AFTER_LONGEST, date(2026, 3, 10))


def test_a_debt_without_a_due_day_begins_with_a_refusal_or_the_end_of_a_grace() -> None:
    nothing = clock("", "2022-06-01 letter waybill", "2022-06-02 call_unanswered log", "2022-06-03 demand")
    assert (nothing.expires, [one.why for one in nothing.events]) == (None, ["BEFORE_DUE", "NEVER", "NO_EVIDENCE"])
    found = clock(
        "", "2022-06-01 letter waybill", "2022-07-01 grace_ended letter", "2022-08-01 refusal note", "2023-01-05 plan p"
    )
    assert [one.why for one in found.events] == ["BEFORE_DUE", "BEGINS", "NOT_NEEDED", "COUNTS"]
    assert (found.basis, found.expires) == (date(2022, 7, 1), date(2026, 1, 5))


def test_a_year_without_published_holidays_is_told() -> None:
    assert clock("2024-03-11").unpublished == (2027,)
    assert clock("2022-03-10").unpublished == ()


def test_weak_evidence_can_be_left_out() -> None:
    events = [event("2022-06-01 letter waybill"), event("2023-06-01 email receipt"), event("2022-01-04 suit case")]
    assert with_strength(events=events, least=Strength.WEAK) == tuple(events)
    assert [one.kind for one in with_strength(events=events, least=Strength.FAIR)] == ["letter", "suit"]
    assert [one.kind for one in with_strength(events=events, least=Strength.STRONG)] == ["suit"]
    assert ClockEvent(date(2022, 1, 1), EventKind.EMAIL, "seal", strength=Strength.STRONG).stands is Strength.STRONG


def test_words_for_kinds() -> None:
    assert [kind_of(text=text) for text in ("Part-Payment", " lawsuit ", "phone call", "carrier pigeon")] == [
        EventKind.PART_PAYMENT,
        EventKind.SUIT,
        EventKind.CALL,
        None,
    ]
    assert set(MEANINGS) == set(EventKind)
    assert not set(SPELLINGS) & {kind.value for kind in EventKind}


@pytest.mark.parametrize(
    ("due", "until", "paid", "expires", "article"),
    [
        ("2025-08-31", None, False, "2026-02-28", "CC 692"),  # a Saturday that is worked
        ("2025-07-31", None, False, "2026-02-02", "CC 692"),  # 31 January 2026 is a Saturday (CC 203)
        ("2025-08-18", None, False, "2026-02-24", "CC 692"),  # in the Spring Festival of 2026
        ("2025-07-31", "2026-01-31", False, "2026-01-31", "CC 692"),  # as agreed
        ("2025-08-31", "2026-12-31", False, "2026-12-31", "CC 692"),
        ("2025-08-31", "2025-08-31", False, "2026-02-28", "CC 692"),  # an end not after the due day counts as none
        ("2025-08-31", "2030-12-31", True, "2026-02-28", "SECURITY 32"),
        ("2023-08-31", None, False, "2024-02-29", "CC 692"),
    ],
)
def test_a_guarantors_clock(due: str, until: str | None, paid: bool, expires: str, article: str) -> None:
    end = date.fromisoformat(until) if until else None
    found = guarantee(principal_due=date.fromisoformat(due), calendar=CALENDAR, until=end, until_paid=paid)
    assert (found.expires, found.article) == (date.fromisoformat(expires), article)
    assert (found.ordinary, found.joint) == ("SUE", "DEMAND")
    assert found.act_by <= found.expires


DUE = date(2012, 2, 29)
DAYS = st.dates(DUE - timedelta(days=400), DUE + timedelta(days=366 * 22))
KINDS = st.sampled_from(EventKind)


@st.composite
def events_of(draw: st.DrawFn, evidence: st.SearchStrategy[str]) -> ClockEvent:
    on = draw(DAYS)
    since = on - timedelta(days=draw(st.integers(0, 900))) if draw(st.booleans()) else None
    kind = draw(KINDS)
    return ClockEvent(on, kind, draw(evidence), since if MEANINGS[kind].effect is Effect.SUSPENDS else None)


PROVED = st.lists(events_of(evidence=st.just("paper")), max_size=8)
UNPROVED = st.lists(events_of(evidence=st.sampled_from(("", "  "))), max_size=8)


def ends(events: list[ClockEvent]) -> date:
    found = limitation_clock(due_days=[DUE], events=events, calendar=CALENDAR)
    assert found.expires is not None
    assert found.longest is not None
    assert found.expires <= found.longest
    return found.expires


@settings(max_examples=100, deadline=None)
@given(proved=PROVED, unproved=UNPROVED)
def test_the_clock_never_moves_without_evidence(proved: list[ClockEvent], unproved: list[ClockEvent]) -> None:
    assert ends(proved + unproved) == ends(proved)
    assert ends(unproved) == ends([])


@settings(max_examples=100, deadline=None)
@given(proved=PROVED, more=events_of(evidence=st.just("paper")), data=st.data())
def test_more_evidence_never_shortens_it_and_order_does_not_matter(
    proved: list[ClockEvent], more: ClockEvent, data: st.DataObject
) -> None:
    assert ends([*proved, more]) >= ends(proved)
    assert ends(data.draw(st.permutations(proved))) == ends(proved)
