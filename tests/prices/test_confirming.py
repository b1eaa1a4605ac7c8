"""What is wrong with a confirmation, what is the same item, which earlier one a later one replaces."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.contracts.due_rules import DueRule
from huikuan.prices.rules.confirming import (
    TRANSITIONS,
    ConfirmationDraft,
    Event,
    Fault,
    PriceLine,
    Span,
    State,
    faults_of,
    item_key,
    shortened,
)

PUMP = PriceLine("水泵", 1_250_000_000, "P-1", "DN50", "台")
DRAFT = ConfirmationDraft(1, "JG-001", "CNY", date(2026, 1, 1), date(2026, 12, 31), (PUMP,))


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, ()),
        ({"number": " "}, (Fault("PRICES_NUMBER_MISSING"),)),
        ({"currency": "RMB"}, (Fault("CURRENCY_UNKNOWN"),)),
        ({"valid_through": date(2025, 12, 31)}, (Fault("PRICES_DAYS_REVERSED"),)),
        ({"valid_through": date(2026, 1, 1)}, ()),
        ({"due_rule": DueRule(days=-1)}, (Fault("PRICES_TERM_FAULTY"),)),
        ({"lines": ()}, (Fault("PRICES_LINES_COUNT"),)),
        ({"term_text": "x" * 501}, (Fault("PRICES_TEXT_TOO_LONG"),)),
        ({"lines": (replace(PUMP, name=""),)}, (Fault("PRICES_LINE_UNNAMED", 1),)),
        ({"lines": (replace(PUMP, price_micros=0),)}, (Fault("PRICES_PRICE_OUT_OF_BOUNDS", 1),)),
        ({"lines": (replace(PUMP, tax_permille=1_001),)}, (Fault("PRICES_TAX_OUT_OF_BOUNDS", 1),)),
        ({"lines": (PUMP, replace(PUMP, item_code="ｐ-1"))}, (Fault("PRICES_ITEM_TWICE", 2, "水泵"),)),
    ],
)
def test_faults(changes: dict[str, Any], faults: tuple[Fault, ...]) -> None:
    assert faults_of(draft=replace(DRAFT, **changes)) == faults


def test_the_code_names_the_item_and_without_one_name_and_specification() -> None:
    assert item_key(item_code=" P-1 ", name="水泵", specification="") == item_key(
        item_code="p-1", name="泵", specification="x"
    )
    assert item_key(item_code="", name="水 泵", specification="dn50") == item_key(
        item_code="", name="水泵", specification="ＤＮ50"
    )
    assert item_key(item_code="", name="a", specification="b") != item_key(item_code="", name="ab", specification="")


def test_every_state_but_the_last_ones_can_be_left() -> None:
    assert {state for state, _ in TRANSITIONS} == {State.DRAFT, State.SENT, State.SIGNED}
    assert set(TRANSITIONS.values()) == set(State)
    assert (State.DRAFT, Event.SIGN) not in TRANSITIONS


@pytest.mark.parametrize(
    ("first", "last", "is_replaced"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), False),
        (date(2025, 1, 1), date(2026, 1, 1), True),
        (date(2026, 12, 31), date(2027, 12, 31), True),
        (date(2027, 1, 1), date(2027, 12, 31), False),
    ],
)
def test_a_later_one_replaces_what_it_overlaps(first: date, last: date, *, is_replaced: bool) -> None:
    before = date(2025, 12, 31)
    found = shortened(
        earlier=[Span(7, first, last)],
        valid_from=date(2026, 1, 1),
        valid_through=date(2026, 12, 31),
        day_before=before,
    )
    assert found == ((Span(7, first, before),) if is_replaced else ())


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_blanks_and_widths_never_make_another_item(code: str, name: str, specification: str) -> None:
    key = item_key(item_code=code, name=name, specification=specification)
    assert item_key(item_code=f" {code} ", name=f"{name} ", specification=f" {specification}") == key
