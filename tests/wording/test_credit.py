"""What credit control says, in words people know."""

from __future__ import annotations

import pytest

from huikuan.credit.rules.facts import OPEN, Opening
from huikuan.wording.credit import STANDINGS, credit_said


@pytest.mark.parametrize("standing", sorted(set(Opening) - OPEN))
def test_how_an_account_opening_stands_is_told_by_its_name(standing: Opening) -> None:
    said = credit_said(code="OPENING", parameters={"standing": standing.value})
    assert said == f"The account opening is not approved ({STANDINGS[standing.value]})."
    assert standing.value not in said


def test_other_parameters_are_filled_in_as_amounts() -> None:
    said = credit_said(code="CASH_ONLY", parameters={"over": 1_234, "currency": "CNY"})
    assert said == "Cash before delivery: CNY 12.34 is not covered by money received."
