"""Tokens and codes by themselves: long enough, made again from the key alone, nothing else."""

from __future__ import annotations

import pytest

from huikuan.guests.rules.letters import link_letter
from huikuan.guests.rules.tokens import (
    hash_of_code,
    hash_of_token,
    is_token,
    mark_of,
    marked_links,
    token_of,
    with_addresses,
)

SECRET = "s" * 50


def test_a_token_has_256_bits_and_follows_from_key_number_and_nonce_alone() -> None:
    token = token_of(secret=SECRET, link_id=12, nonce="ab" * 16)
    assert is_token(text=token) and len(token) == 43
    assert token == token_of(secret=SECRET, link_id=12, nonce="ab" * 16)
    others = {
        token_of(secret="t" * 50, link_id=12, nonce="ab" * 16),
        token_of(secret=SECRET, link_id=13, nonce="ab" * 16),
        token_of(secret=SECRET, link_id=12, nonce="cd" * 16),
    }
    assert token not in others and len(others) == 3
    assert len(hash_of_token(token=token)) == 64 and token not in hash_of_token(token=token)


def test_a_code_is_kept_under_a_key_and_for_one_link() -> None:
    kept = hash_of_code(secret=SECRET, link_id=1, salt="aa", code="123456")
    assert kept != hash_of_code(secret=SECRET, link_id=2, salt="aa", code="123456")
    assert kept != hash_of_code(secret="t" * 50, link_id=1, salt="aa", code="123456")


def test_a_text_holds_marks_until_it_leaves() -> None:
    text = f"一：{mark_of(link_id=3)} 二：{mark_of(link_id=41)}"
    assert marked_links(text=text) == {3, 41}
    assert with_addresses(text=text, addresses={3: "A", 41: "B"}) == "一：A 二：B"
    with pytest.raises(KeyError):
        with_addresses(text=text, addresses={3: "A"})
    assert marked_links(text="{portal-link:x} {portal-link:}") == frozenset()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_letter_holds_the_mark_and_escapes_names(language: str) -> None:
    from datetime import date

    letter = link_letter(
        link_id=5, company_name="甲 & <乙>", person="高<b>", language=language, valid_through=date(2026, 4, 1)
    )
    assert "{portal-link:5}" in letter.text and "{portal-link:5}" in letter.html
    assert "<b>" not in letter.html and "&lt;b&gt;" in letter.html
