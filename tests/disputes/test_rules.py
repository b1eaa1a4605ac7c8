"""Disputes by themselves: faults, what stops, deadlines, the table of states."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.disputes.rules import (
    ENDS,
    HOLDING,
    SHIPPED_DAYS,
    TRANSITIONS,
    DisputedItem,
    DisputeDraft,
    DisputePolicy,
    Event,
    OpenItem,
    Reason,
    State,
    deadline_of,
    draft_faults,
    free_minor,
    item_faults,
    policy_fault,
    stopped_minor,
)
from huikuan.kernel.calendar import BusinessCalendar

DRAFT = DisputeDraft(1, 2, "CNY", Reason.PRICE, "单价不符", (DisputedItem(7, 300),))
ITEM = OpenItem(7, 1, 2, "CNY", 1_000, 600)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, ""),
        ({"text": " "}, "DISPUTE_TEXT_MISSING"),
        ({"text": "长" * 2_001}, "DISPUTE_TEXT_TOO_LONG"),
        ({"items": ()}, "DISPUTE_ITEMS_COUNT"),
        ({"items": (DisputedItem(7, 1), DisputedItem(7, 2))}, "DISPUTE_ITEM_TWICE"),
        ({"files": (("a", b""),) * 11}, "DISPUTE_FILES_COUNT"),
    ],
)
def test_what_is_wrong_with_a_draft(changes: dict[str, object], code: str) -> None:
    faults = draft_faults(draft=replace(DRAFT, **changes))  # type: ignore[arg-type]
    assert [fault.code for fault in faults] == ([code] if code else [])


@pytest.mark.parametrize(
    ("item", "known", "code"),
    [
        (DisputedItem(7, 400), ITEM, ""),
        (DisputedItem(7, 401), ITEM, "DISPUTE_MORE_THAN_OPEN"),
        (DisputedItem(7, 0), ITEM, "DISPUTE_MORE_THAN_OPEN"),
        (DisputedItem(7, 1), replace(ITEM, customer_id=9), "DISPUTE_ITEM_NOT_THEIRS"),
        (DisputedItem(7, 1), replace(ITEM, company_id=9), "DISPUTE_ITEM_NOT_THEIRS"),
        (DisputedItem(7, 1), replace(ITEM, currency="USD"), "DISPUTE_ITEM_NOT_THEIRS"),
        (DisputedItem(8, 1), ITEM, "DISPUTE_ITEM_NOT_THEIRS"),
    ],
)
def test_only_what_is_open_and_theirs_is_disputed(item: DisputedItem, known: OpenItem, code: str) -> None:
    faults = item_faults(draft=replace(DRAFT, items=(item,)), known={7: known})
    assert [fault.code for fault in faults] == ([code] if code else [])


@given(st.integers(0, 10**13), st.integers(0, 10**13))
def test_what_stops_and_what_is_free_never_exceed_what_is_open(open_minor: int, disputed: int) -> None:
    stopped = stopped_minor(open_minor=open_minor, disputed_minor=disputed)
    free = free_minor(item=replace(ITEM, open_minor=open_minor, disputed_minor=disputed))
    assert 0 <= stopped <= min(open_minor, disputed) and stopped + free == open_minor


def test_the_deadline_counts_business_days_after_the_day_it_was_raised() -> None:
    friday = date(2026, 3, 6)
    due = deadline_of(
        policy=DisputePolicy(), reason=Reason.PAID_ALREADY, opened_on=friday, calendar=BusinessCalendar({})
    )
    assert due == date(2026, 3, 10)


def test_a_policy_names_every_reason_within_bounds() -> None:
    assert policy_fault(days=SHIPPED_DAYS) == ""
    assert policy_fault(days={Reason.PRICE: 5}) == "DISPUTE_POLICY_DAYS"
    assert policy_fault(days={**SHIPPED_DAYS, Reason.PRICE: 121}) == "DISPUTE_POLICY_DAYS"


def test_nothing_happens_to_what_has_ended_and_each_end_is_reached() -> None:
    assert set(HOLDING) | set(ENDS) == set(State) and not set(HOLDING) & set(ENDS)
    assert {before for before, _ in TRANSITIONS} == set(HOLDING)
    assert set(TRANSITIONS.values()) == set(State)
    assert (State.ACCEPTED, Event.REJECT) not in TRANSITIONS
