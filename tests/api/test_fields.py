"""Fields take exactly what they say: an amount no text, fraction or truth value; a day no number; a text no control."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from huikuan.api import fields
from huikuan.api.inputs import StatementState
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.statements.rules.states import State


def kind_of_fault(field: Any, value: object) -> str:
    try:
        TypeAdapter(field).validate_python(value)
    except ValidationError as error:
        return str(error.errors()[0]["type"])
    return ""


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        (1, ""),
        (DOCUMENT_MAX_MINOR, ""),
        (0, "greater_than_equal"),
        (-1, "greater_than_equal"),
        (DOCUMENT_MAX_MINOR + 1, "less_than_equal"),
        (2**63, "less_than_equal"),
        (10**40, "less_than_equal"),
        (True, "int_type"),
        (1.0, "int_type"),
        (1.5, "int_type"),
        ("12", "int_type"),
        (None, "int_type"),
        ([1], "int_type"),
    ],
)
def test_an_amount(value: object, fault: str) -> None:
    assert kind_of_fault(fields.Minor, value) == fault


@given(st.integers())
def test_an_amount_is_taken_exactly_within_its_bounds(value: int) -> None:
    assert (kind_of_fault(fields.Minor, value) == "") is (1 <= value <= DOCUMENT_MAX_MINOR)


@given(st.one_of(st.floats(), st.text(), st.booleans(), st.none()))
def test_nothing_else_is_an_amount(value: object) -> None:
    assert kind_of_fault(fields.Minor, value) == "int_type"


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("2026-02-28", ""),
        ("2024-02-29", ""),
        ("2023-02-29", "FIELD_NOT_A_DAY"),
        ("2026-2-1", "FIELD_NOT_A_DAY"),
        ("20260201", "FIELD_NOT_A_DAY"),
        ("1768003200", "FIELD_NOT_A_DAY"),  # pydantic reads it as seconds since 1970
        ("2026-02-01T00:00:00", "FIELD_NOT_A_DAY"),
        ("２０２６-02-01", "FIELD_NOT_A_DAY"),
        (1768003200, "FIELD_NOT_A_DAY"),
        (True, "FIELD_NOT_A_DAY"),
        (None, "FIELD_NOT_A_DAY"),
        ("1989-12-31", "FIELD_DAY_OUT_OF_RANGE"),
        ("2101-01-01", "FIELD_DAY_OUT_OF_RANGE"),
        ("0000-00-00", "FIELD_NOT_A_DAY"),
        ("9999-12-31", "FIELD_DAY_OUT_OF_RANGE"),
    ],
)
def test_a_day(value: object, fault: str) -> None:
    assert kind_of_fault(fields.Day, value) == fault


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_of_the_books_is_read_back(day: date) -> None:
    assert TypeAdapter(fields.Day).validate_python(day.isoformat()) == day


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("甲公司", ""),
        ("A b", ""),
        ("", "string_too_short"),
        (" ", "string_pattern_mismatch"),
        ("a ", "string_pattern_mismatch"),
        ("\u3000a", "string_pattern_mismatch"),
        ("a\nb", "string_pattern_mismatch"),
        ("a\n", "string_pattern_mismatch"),
        ("a\x00", "string_pattern_mismatch"),
        ("a\x7f", "string_pattern_mismatch"),
        ("a\u2028b", "string_pattern_mismatch"),
        ("gpj.\u202eexe", "string_pattern_mismatch"),
        ("a\ud800", "string_unicode"),
        ("a" * 201, "string_too_long"),
        (5, "string_type"),
        (b"a", "string_type"),
        (None, "string_type"),
    ],
)
def test_a_name(value: object, fault: str) -> None:
    assert kind_of_fault(fields.Name, value) == fault


@given(
    st.text(alphabet=st.characters(blacklist_categories=["Cc", "Cs", "Cf", "Zl", "Zp", "Zs"]), min_size=1, max_size=60)
)
def test_every_visible_text_is_a_number_of_a_document(text: str) -> None:
    assert kind_of_fault(fields.Number, text) == ""


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("1", ""),
        (str(2**63 - 1), ""),
        (str(2**63), "less_than_equal"),
        ("0", "greater_than_equal"),
        ("01", "FIELD_NOT_INTEGER"),
        ("-1", "FIELD_NOT_INTEGER"),
        ("+1", "FIELD_NOT_INTEGER"),
        ("1.0", "FIELD_NOT_INTEGER"),
        ("1_0", "FIELD_NOT_INTEGER"),
        (" 1", "FIELD_NOT_INTEGER"),
        ("1\n", "FIELD_NOT_INTEGER"),
        ("１", "FIELD_NOT_INTEGER"),
        ("9" * 30, "FIELD_NOT_INTEGER"),
        ("", "FIELD_NOT_INTEGER"),
    ],
)
def test_an_id_in_an_address(value: str, fault: str) -> None:
    assert kind_of_fault(fields.AddressId, value) == fault


@pytest.mark.parametrize(
    ("value", "fault"),
    [("CNY", ""), ("JPY", ""), ("cny", "FIELD_NOT_A_CURRENCY"), ("XXX", "FIELD_NOT_A_CURRENCY"), (156, "string_type")],
)
def test_a_currency(value: object, fault: str) -> None:
    assert kind_of_fault(fields.Currency, value) == fault


def test_every_state_of_a_statement_may_be_asked_for() -> None:
    assert [state.value for state in StatementState] == [state.value.lower() for state in State]
