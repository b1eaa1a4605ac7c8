"""Unified social credit codes: one wrong character is found, unusual but possible codes are warned of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.kernel.identity import (
    CreditCode,
    CreditCodeWarning,
    credit_code_check,
    organisation_code_check,
    parse_credit_code,
)
from huikuan.kernel.text_faults import TextFault

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
VALID = "91110000600037341L"


def _code(first_sixteen: str) -> str:
    """Complete sixteen characters with both check characters."""
    seventeen = first_sixteen + organisation_code_check(first_eight=first_sixteen[8:])
    return seventeen + credit_code_check(first_seventeen=seventeen)


@pytest.mark.parametrize(
    "text",
    [VALID, "9153000077859986X2", VALID.lower(), " 9111 0000 6000 37341L ", "９１１１００００６０００３７３４１Ｌ"],
)
def test_valid_codes_in_several_spellings(text):
    found = parse_credit_code(text=text)
    assert isinstance(found, CreditCode)
    assert found.code in (VALID, "9153000077859986X2")
    assert found.warnings == ()


def test_parts_of_a_code():
    found = parse_credit_code(text=VALID)
    assert isinstance(found, CreditCode)
    assert found.region == "110000"
    assert found.organisation_code == "600037341"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "BLANK"),
        ("12345", "WRONG_LENGTH"),
        (VALID + "0", "WRONG_LENGTH"),
        ("9111000060003IOZSV", "ILLEGAL_CHARACTER"),
        ("91110000600037341.", "ILLEGAL_CHARACTER"),
        ("91110000600037341M", "WRONG_CHECK_CHARACTER"),
        ("9" * 100, "TOO_LONG"),
    ],
)
def test_refused_codes(text, code):
    found = parse_credit_code(text=text)
    assert isinstance(found, TextFault)
    assert found.code == code


@given(position=st.integers(0, 17), character=st.sampled_from(ALPHABET))
def test_any_single_wrong_character_is_found(position, character):
    changed = VALID[:position] + character + VALID[position + 1 :]
    found = parse_credit_code(text=changed)
    assert isinstance(found, CreditCode) == (changed == VALID)


@pytest.mark.parametrize(
    ("first_sixteen", "warnings"),
    [
        ("A111000060003734", ()),
        ("N2441900MF000001", ()),
        ("B111000060003734", (CreditCodeWarning.AUTHORITY,)),
        ("9811000060003734", (CreditCodeWarning.AUTHORITY,)),
        ("9199000060003734", (CreditCodeWarning.REGION,)),
        ("91AB000060003734", (CreditCodeWarning.REGION,)),
        ("9411000060003734", (CreditCodeWarning.AUTHORITY,)),
    ],
)
def test_letters_are_legal_in_front_and_oddities_are_warnings(first_sixteen, warnings):
    found = parse_credit_code(text=_code(first_sixteen))
    assert isinstance(found, CreditCode)
    assert found.warnings == warnings


def test_a_wrong_organisation_check_is_a_warning():
    seventeen = VALID[:16] + "2"
    found = parse_credit_code(text=seventeen + credit_code_check(first_seventeen=seventeen))
    assert isinstance(found, CreditCode)
    assert found.warnings == (CreditCodeWarning.ORGANISATION_CHECK,)


@pytest.mark.parametrize(("first_eight", "check"), [("60003734", "1"), ("77859986", "X"), ("00000000", "0")])
def test_organisation_check(first_eight, check):
    assert organisation_code_check(first_eight=first_eight) == check
