"""Words that files and people use for a class of customers."""

from __future__ import annotations

import pytest

from huikuan.customers.rules import CUSTOMER_CLASSES, class_named


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("KEY", "KEY"),
        (" key ", "KEY"),
        ("Ｖｉｐ 客户", "KEY"),
        ("重点客户", "KEY"),
        ("大客户", "KEY"),
        ("Key  customers", "KEY"),
        ("普通客户", "STANDARD"),
        ("standard", "STANDARD"),
        ("一般", "STANDARD"),
        ("关注客户", "WATCH"),
        ("Customers to watch", "WATCH"),
        ("A", None),
        ("重点客户二", None),
        ("", None),
    ],
)
def test_a_word_names_one_class_or_none(text, code):
    assert class_named(text=text) == code


def test_every_class_is_named_by_its_code():
    assert [class_named(text=code) for code in CUSTOMER_CLASSES] == list(CUSTOMER_CLASSES)
