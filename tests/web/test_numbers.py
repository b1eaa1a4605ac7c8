"""Numbers in addresses and forms: plain digits only, and no more than fit."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from huikuan.web.numbers import number_in, page_asked


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", 12),
        ("0", 0),
        ("007", 7),
        ("9" * 15, 10**15 - 1),
        ("9" * 16, None),
        ("-1", None),
        ("+1", None),
        ("1_0", None),
        (" 1", None),
        ("1.0", None),
        ("１", None),
        ("²", None),
        ("", None),
        (None, None),
    ],
)
def test_plain_digits_are_a_number(text, number):
    assert number_in(text=text) == number


def test_no_more_digits_than_asked_for():
    assert (number_in(text="123", digits=3), number_in(text="1234", digits=3)) == (123, None)


@pytest.mark.parametrize(
    ("query", "page"), [("", 1), ("?page=3", 3), ("?page=0", 1), ("?page=x", 1), ("?page=1234567", 1)]
)
def test_the_page_an_address_names(query, page):
    assert page_asked(request=RequestFactory().get(f"/{query}")) == page
