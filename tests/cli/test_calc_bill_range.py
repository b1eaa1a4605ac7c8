"""`huikuan calc bill-range`: what a sub-range is worth, and ranges that are worth nothing."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Huikuan


@pytest.mark.parametrize(
    ("start", "end", "minor"), [("1", "100000", 100_000), ("300001", "1000000", 700_000), ("7", "7", 1)]
)
def test_a_range_is_its_units(huikuan: Huikuan, start: str, end: str, minor: int) -> None:
    done = huikuan("calc", "bill-range", start, end, "--json")
    assert (done.code, done.document) == (0, {"amount_minor": minor})
    assert huikuan("calc", "bill-range", start, end).out.strip() == f"CNY {minor // 100:,}.{minor % 100:02d}"


@pytest.mark.parametrize(
    ("start", "end"), [("0", "0"), ("5", "3"), ("0", "9"), ("1", "1234567890123"), ("1", "200000000000")]
)
def test_a_range_that_has_no_amount(huikuan: Huikuan, start: str, end: str) -> None:
    assert huikuan("calc", "bill-range", start, end).code == 2
