"""States of a message: nothing leaves the table, nothing that may have arrived is ever sent again by a machine."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.outbox.rules import (
    BACKOFF,
    LEASE,
    MAY_HAVE_ARRIVED,
    TRANSITIONS,
    Accepted,
    Event,
    Permanent,
    Phase,
    Retryable,
    State,
    Uncertain,
    address_fault,
    event_of,
    header_fault,
    states_before,
    wait_after,
)

PERSONS = {Event.CONFIRM_SENT, Event.CONFIRM_LOST, Event.SEND_AGAIN}


def test_what_may_have_arrived_is_sent_again_only_by_a_person():
    for (before, event), after in TRANSITIONS.items():
        if before in (State.SENT, State.SUPPRESSED):
            pytest.fail(f"{before} is final")
        if before is State.UNCERTAIN:
            assert event in PERSONS
        if before is State.SENDING and after is State.PLANNED:
            assert event is Event.DEFER  # a clear refusal by the server
    assert {State.SENDING, State.SENT, State.UNCERTAIN} == MAY_HAVE_ARRIVED


def reachable(state: State, without: set[Event]) -> set[State]:
    found, new = set(), {state}
    while new:
        found |= new
        new = {
            after for (before, event), after in TRANSITIONS.items() if before in new and event not in without
        } - found
    return found


def test_every_planned_message_can_end_and_no_other_state_is_reached():
    assert reachable(State.PLANNED, set()) == set(State)
    assert State.PLANNED not in reachable(State.UNCERTAIN, PERSONS)
    assert State.PLANNED not in reachable(State.FAILED, PERSONS)


@pytest.mark.parametrize("pair", list(product(State, Event)))
def test_the_table_is_all_there_is(pair):
    state, event = pair
    assert (state in states_before(event=event)) == (pair in TRANSITIONS)


@pytest.mark.parametrize(
    ("outcome", "attempts", "event"),
    [
        (Accepted("250"), 1, Event.ACCEPT),
        (Retryable(451, Phase.END, ""), 1, Event.DEFER),
        (Retryable(451, Phase.END, ""), len(BACKOFF), Event.DEFER),
        (Retryable(451, Phase.END, ""), len(BACKOFF) + 1, Event.REJECT),
        (Retryable(550, Phase.SENDER, ""), len(BACKOFF) + 1, Event.REJECT),
        (Retryable(0, Phase.CONNECT, ""), 9_999, Event.DEFER),
        (Retryable(535, Phase.SIGN_IN, ""), 9_999, Event.DEFER),
        (Permanent(550, Phase.RECIPIENT, ""), 1, Event.REJECT),
        (Uncertain(Phase.END, ""), 99, Event.LOSE),
    ],
)
def test_outcomes(outcome, attempts, event):
    assert event_of(outcome=outcome, attempts=attempts) is event


def test_waits_grow_and_end():
    waits = [wait_after(attempts=number) for number in range(12)]
    assert waits[0] == waits[1] == timedelta(minutes=1)
    assert waits == sorted(waits) and waits[-1] == timedelta(days=1)
    assert timedelta(seconds=1_000) < LEASE  # the longest conversation ends within the lease


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("", "NO_RECIPIENT"),
        ("wang@kehu.example", ""),
        ("a.b+c'd@mail.kehu.com.cn", ""),
        ("wang@kehu", "ADDRESS_INVALID"),
        ("wang@@kehu.example", "ADDRESS_INVALID"),
        ("wang@kehu.example\r\nBcc: x@y.example", "ADDRESS_INVALID"),
        ("wang@kehu.example\n", "ADDRESS_INVALID"),
        ("王@kehu.example", "ADDRESS_INVALID"),
        ("a" * 245 + "@kehu.example", "ADDRESS_INVALID"),
    ],
)
def test_addresses(address, fault):
    assert address_fault(address=address) == fault


def test_the_address_pattern_is_linear():
    for text in ("a" * 254, "a." * 127, "a@" + "b." * 126, "a@" + "b-" * 126, "!" * 254 + "@"):
        assert address_fault(address=text) == "ADDRESS_INVALID"


@pytest.mark.parametrize(
    ("text", "fault"),
    [("a" * 300, ""), ("a" * 301, "HEADER_TOO_LONG"), ("催" * 301, "HEADER_TOO_LONG"), ("a\nb", "HEADER_UNSAFE")],
)
def test_a_header_line_is_short_and_one(text, fault):
    assert header_fault(text=text) == fault


@given(st.text())
def test_a_header_line_has_no_break(text):
    if header_fault(text=text) == "":
        assert len(text.splitlines()) <= 1 and len(text) <= 300
