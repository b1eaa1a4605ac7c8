"""One account, however it is written, has one number; it is the one that payers were learned by so far."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.kernel.account_numbers import bare_account


@pytest.mark.parametrize(
    ("number", "bare"),
    [
        ("6222 0200 0100", "622202000100"),
        ("６２２２０２", "622202"),
        ("工行6222001", "6222001"),
        (" １２０２-0001 abc ", "12020001ABC"),
        ("de89 3704", "DE893704"),
        ("＊＊＊＊3456", "3456"),
        ("ß1ı", "1"),
        ("支付宝", ""),
        ("", ""),
    ],
)
def test_an_account_has_one_number(number: str, bare: str) -> None:
    assert bare_account(number=number) == bare


@given(st.text(max_size=40))
def test_the_number_of_a_number_is_itself(number: str) -> None:
    bare = bare_account(number=number)
    assert bare_account(number=bare) == bare
    assert not bare or (bare.isascii() and bare.isalnum() and bare == bare.upper())
