"""Millionths: read exactly, written without idle zeros, fractions rounded half away from zero."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.kernel.micros import MICROS_MAX, format_micros, parse_micros, rounded_half_up
from huikuan.kernel.text_faults import TextFault


@pytest.mark.parametrize(
    ("text", "micros"),
    [
        ("7.0971", 7_097_100),
        ("0.000001", 1),
        ("1,234.5", 1_234_500_000),
        ("１２．５", 12_500_000),
        ("-3", -3_000_000),
        ("1.5000000", 1_500_000),
        ("1,000,000,000", MICROS_MAX),
    ],
)
def test_a_number_is_read_exactly(text: str, micros: int) -> None:
    assert parse_micros(text=text) == micros


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "BLANK"),
        ("7.09710001", "NEEDS_ROUNDING"),
        ("1,00", "UNREADABLE"),
        ("1e3", "UNREADABLE"),
        ("nan", "UNREADABLE"),
        ("1.", "UNREADABLE"),
        ("1000000000.000001", "OUT_OF_RANGE"),
        ("9" * 41, "TOO_LONG"),
    ],
)
def test_what_is_no_number_is_a_fault(text: str, code: str) -> None:
    fault = parse_micros(text=text)
    assert isinstance(fault, TextFault)
    assert fault.code == code


@pytest.mark.parametrize(
    ("micros", "least", "text"),
    [(7_097_100, 0, "7.0971"), (5_000_000, 2, "5.00"), (-1, 0, "-0.000001"), (1_234_000_000, 0, "1,234")],
)
def test_millionths_are_written(micros: int, least: int, text: str) -> None:
    assert format_micros(micros=micros, least_decimals=least) == text


@given(st.integers(-MICROS_MAX, MICROS_MAX), st.integers(0, 6))
def test_what_is_written_is_read_again(micros: int, least: int) -> None:
    assert parse_micros(text=format_micros(micros=micros, least_decimals=least)) == micros


@pytest.mark.parametrize(
    ("top", "bottom", "whole"), [(5, 2, 3), (-5, 2, -3), (4, 3, 1), (-4, 3, -1), (0, 7, 0), (1, 2, 1)]
)
def test_halves_go_away_from_zero(top: int, bottom: int, whole: int) -> None:
    assert rounded_half_up(numerator=top, denominator=bottom) == whole


@given(st.integers(-(10**20), 10**20), st.integers(1, 10**12))
def test_rounding_is_never_further_than_a_half(top: int, bottom: int) -> None:
    assert abs(2 * (rounded_half_up(numerator=top, denominator=bottom) * bottom - top)) <= bottom
