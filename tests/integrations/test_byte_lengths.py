"""Texts cut by bytes stay readable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.integrations.byte_lengths import cut_to_bytes


@pytest.mark.parametrize(
    ("text", "most", "cut"),
    [
        ("abc", 3, "abc"),
        ("abcd", 3, "…"),
        ("abcdefgh", 6, "abc…"),
        ("催款函", 9, "催款函"),
        ("催款函件", 11, "催款…"),
        ("催款函件", 9, "催款…"),
        ("e\u0301e\u0301e\u0301", 7, "e\u0301…"),
        ("ab 👨\u200d👩\u200d👧", 14, "ab…"),
        ("👍🏽👍🏽", 11, "👍🏽…"),
        ("👍🏽👍🏽", 10, "…"),
    ],
)
def test_cut(text: str, most: int, cut: str) -> None:
    assert cut_to_bytes(text=text, most=most) == cut


@given(st.text(), st.integers(3, 60))
def test_never_longer_and_always_a_beginning(text: str, most: int) -> None:
    cut = cut_to_bytes(text=text, most=most)
    assert len(cut.encode()) <= most
    assert cut == text or text.startswith(cut.removesuffix("…").rstrip())
