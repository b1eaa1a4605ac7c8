"""What is in force on any day as known at any time comes from the journal alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.limits.rules import (
    Entry,
    LimitDraft,
    LimitInForce,
    LimitKind,
    LimitSource,
    Standing,
    is_near_end,
    limit_fault,
    limit_in_force,
)

DAY = date(2026, 3, 2)
START = datetime(2026, 3, 1, tzinfo=UTC)
PERMANENT, TEMPORARY, ORDER = LimitKind.PERMANENT, LimitKind.TEMPORARY, LimitKind.SINGLE_ORDER


def day(number: int | None) -> date | None:
    return None if number is None else DAY + timedelta(number)


def entry(
    number: int,
    minor: int | None,
    kind: LimitKind = PERMANENT,
    *,
    begins: int = 0,
    ends: int | None = None,
    order: str = "",
    hours: int | None = None,
) -> Entry:
    source = LimitSource.REVOCATION if minor is None else LimitSource.REQUEST
    at = START + timedelta(hours=number if hours is None else hours)
    return Entry(number, kind, minor, "CNY", DAY + timedelta(begins), day(ends), order, source, at)


def found(*entries: Entry, on: int = 0, order: str = "", known: int | None = None) -> LimitInForce:
    moment = None if known is None else START + timedelta(hours=known)
    return limit_in_force(
        customer_id=7, entries=entries, on=DAY + timedelta(on), currency="CNY", order_number=order, known_at=moment
    )


# Entries of a journal, the day, the order: the amount in force, how the customer stands. Worked out by hand.
CASES = [
    ((), 0, "", None, Standing.NONE),
    ((entry(1, 500),), 0, "", 500, Standing.IN_FORCE),
    ((entry(1, 0),), 0, "", 0, Standing.IN_FORCE),  # cash only is not none (D12)
    ((entry(1, 500, begins=3),), 2, "", None, Standing.NONE),
    ((entry(1, 500, ends=3),), 3, "", 500, Standing.IN_FORCE),  # the last day counts
    ((entry(1, 500, ends=3),), 4, "", None, Standing.EXPIRED),
    ((entry(1, 500), entry(2, 200)), 0, "", 200, Standing.IN_FORCE),
    ((entry(1, 500), entry(2, 200, begins=5)), 4, "", 500, Standing.IN_FORCE),
    ((entry(1, 500), entry(2, 200, ends=1)), 2, "", None, Standing.EXPIRED),  # what was replaced never comes back
    ((entry(1, 500, begins=5), entry(2, 200, begins=0)), 6, "", 200, Standing.IN_FORCE),  # made last, rules
    ((entry(1, 500), entry(2, None)), 0, "", None, Standing.REVOKED),
    ((entry(1, 500), entry(2, None), entry(3, 100)), 0, "", 100, Standing.IN_FORCE),
    ((entry(1, 500, begins=3), entry(2, None)), 3, "", None, Standing.REVOKED),  # also one that has not begun
    ((entry(1, 500), entry(2, 900, TEMPORARY, ends=5)), 5, "", 900, Standing.IN_FORCE),
    ((entry(1, 500), entry(2, 900, TEMPORARY, ends=5)), 6, "", 500, Standing.IN_FORCE),
    ((entry(1, 500), entry(2, 300, TEMPORARY, ends=5)), 5, "", 500, Standing.IN_FORCE),  # never lowers
    ((entry(1, 500), entry(2, 900, TEMPORARY, ends=5), entry(3, None, TEMPORARY)), 0, "", 500, Standing.IN_FORCE),
    ((entry(1, 900, TEMPORARY, ends=5),), 6, "", None, Standing.EXPIRED),
    ((entry(1, 500, ends=1), entry(2, 900, TEMPORARY, ends=5)), 3, "", 900, Standing.IN_FORCE),
    ((entry(1, 500), entry(2, 900, ORDER, order="A1")), 0, "", 500, Standing.IN_FORCE),
    ((entry(1, 500), entry(2, 900, ORDER, order="A1")), 0, "A1", 900, Standing.IN_FORCE),
    ((entry(1, 500), entry(2, 900, ORDER, order="A1")), 0, "A2", 500, Standing.IN_FORCE),
    ((entry(1, 900, ORDER, order="A1"),), 0, "", None, Standing.NONE),  # another order's limit is none of this one's
    ((entry(1, 0), entry(2, 900, ORDER, order="A1")), 0, "A1", 900, Standing.IN_FORCE),
]


@pytest.mark.parametrize(("entries", "on", "order", "minor", "standing"), CASES, ids=range(len(CASES)))
def test_what_is_in_force(entries, on, order, minor, standing):
    limit = found(*entries, on=on, order=order)
    assert (limit.amount_minor, limit.standing) == (minor, standing)
    assert limit.has_expired is (standing in (Standing.EXPIRED, Standing.REVOKED))
    assert limit.is_cash_only is (minor == 0)


def test_it_is_as_was_known_at_the_time():
    entries = entry(1, 500), entry(5, 900)
    assert [found(*entries, known=hour).amount_minor for hour in (0, 1, 4, 5, 9)] == [None, 500, 500, 900, 900]


def test_equal_times_go_by_id():
    first, second = entry(1, 500, hours=3), entry(2, 900, hours=3)
    assert found(first, second).entry_id == found(second, first).entry_id == 2


def test_another_currency_is_never_compared():
    limit = limit_in_force(customer_id=7, entries=[entry(1, 500)], on=DAY, currency="EUR")
    assert (limit.amount_minor, limit.standing) == (None, Standing.EXPIRED)


ENTRIES = st.lists(
    st.tuples(
        st.sampled_from([PERMANENT, TEMPORARY, ORDER]),
        st.none() | st.integers(0, 1_000),
        st.integers(-5, 5),
        st.none() | st.integers(0, 8),
        st.integers(0, 3),
    ),
    max_size=6,
).map(
    lambda rows: [
        entry(
            number,
            minor,
            kind,
            begins=begins,
            ends=None if length is None else begins + length,
            order="A1" if kind is ORDER else "",
            hours=hours,
        )
        for number, (kind, minor, begins, length, hours) in enumerate(rows, 1)
    ]
)


@given(entries=ENTRIES, on=st.integers(-6, 15), order=st.sampled_from(["", "A1", "A2"]), turns=st.integers(0, 7))
def test_the_order_of_reading_does_not_matter(entries, on, order, turns):
    shuffled = [*entries[turns:], *entries[:turns]][::-1]
    assert found(*entries, on=on, order=order) == found(*shuffled, on=on, order=order)


@given(entries=ENTRIES, on=st.integers(-6, 15), order=st.sampled_from(["", "A1"]))
def test_no_more_is_in_force_than_was_ever_entered_for_that_day(entries, on, order):
    limit = found(*entries, on=on, order=order)
    running = [
        one.amount_minor
        for one in entries
        if one.amount_minor is not None
        and one.valid_from <= DAY + timedelta(on)
        and (one.valid_through is None or one.valid_through >= DAY + timedelta(on))
    ]
    assert limit.amount_minor is None or limit.amount_minor in running
    assert (limit.amount_minor is None) is (limit.standing is not Standing.IN_FORCE)


@given(entries=ENTRIES, on=st.integers(-6, 15), known=st.integers(0, 3))
def test_what_is_learned_later_changes_nothing_of_what_was_known(entries, on, known):
    until = [one for one in entries if one.at <= START + timedelta(hours=known)]
    assert found(*entries, on=on, known=known) == found(*until, on=on)


@given(entries=ENTRIES, on=st.integers(-6, 15), minor=st.integers(0, 1_000))
def test_a_temporary_limit_never_lowers(entries, on, minor):
    before = found(*entries, on=on).amount_minor
    fresh = [one for one in entries if one.kind is not TEMPORARY]
    raised = found(*fresh, entry(99, minor, TEMPORARY, begins=-9), on=on).amount_minor
    assert raised is not None
    assert raised >= (found(*fresh, on=on).amount_minor or 0)
    assert before is None or before >= 0


@pytest.mark.parametrize(
    ("ends", "days", "expected"), [(None, 30, False), (30, 30, True), (31, 30, False), (0, 30, True)]
)
def test_near_its_end(ends, days, expected):
    assert is_near_end(limit=found(entry(1, 5, ends=ends)), on=DAY, days=days) is expected
    assert not is_near_end(limit=found(), on=DAY)


def draft(**more: object) -> LimitDraft:
    values: dict[str, object] = {
        "customer_id": 7,
        "kind": PERMANENT,
        "amount_minor": 1,
        "currency": "CNY",
        "valid_from": DAY,
        "reason": "旺季备货",
    }
    return LimitDraft(**(values | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, None),
        ({"amount_minor": 0}, None),
        ({"amount_minor": 10**13}, None),
        ({"valid_through": DAY}, None),
        ({"kind": TEMPORARY, "valid_through": DAY}, None),
        ({"kind": ORDER, "order_number": "A1"}, None),
        ({"amount_minor": None}, "LIMIT_AMOUNT_MISSING"),
        ({"amount_minor": -1}, "LIMIT_AMOUNT"),
        ({"amount_minor": 10**13 + 1}, "LIMIT_AMOUNT"),
        ({"currency": "USD"}, "LIMIT_CURRENCY"),
        ({"currency": ""}, "LIMIT_CURRENCY"),
        ({"kind": TEMPORARY, "amount_minor": 0, "valid_through": DAY}, "LIMIT_ZERO_ADDS_NOTHING"),
        ({"kind": TEMPORARY}, "LIMIT_END_MISSING"),
        ({"valid_through": DAY - timedelta(1)}, "LIMIT_ENDS_BEFORE_START"),
        ({"valid_from": date(2026, 1, 1), "valid_through": date(2026, 2, 1)}, "LIMIT_PERIOD_OVER"),
        ({"kind": ORDER}, "LIMIT_ORDER_NUMBER"),
        ({"order_number": "A1"}, "LIMIT_ORDER_NUMBER"),
        ({"kind": ORDER, "order_number": "A" * 61}, "LIMIT_ORDER_NUMBER_LONG"),
        ({"reason": " "}, "LIMIT_REASON_MISSING"),
        ({"reason": "x" * 1_001}, "LIMIT_REASON_LONG"),
    ],
)
def test_a_bad_draft_says_what_is_wrong(more, code):
    fault = limit_fault(draft=draft(**more), today=DAY, currency="CNY")
    assert (fault.code if fault else None) == code
