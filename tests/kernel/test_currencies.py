"""Currency cells: the many words for one currency."""

import pytest

from huikuan.kernel.currencies import currencies_of_mark, currency_codes, marks, parse_currency
from huikuan.kernel.text_faults import TextFault


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CNY", "CNY"),
        (" usd ", "USD"),
        ("RMB", "CNY"),
        ("人民币", "CNY"),
        ("￥", "CNY"),
        ("$", "USD"),
        ("HK$", "HKD"),
        ("港币", "HKD"),
        ("ＥＵＲ", "EUR"),
        ("元", "CNY"),
    ],
)
def test_names_of_currencies(text, code):
    assert parse_currency(text=text) == code


@pytest.mark.parametrize(
    ("text", "code"), [("", "BLANK"), ("XYZ", "UNKNOWN_CURRENCY"), ("x" * 500, "UNKNOWN_CURRENCY")]
)
def test_unknown_names(text, code):
    found = parse_currency(text=text)
    assert isinstance(found, TextFault)
    assert found.code == code


def test_a_mark_may_stand_for_several_currencies():
    assert currencies_of_mark(mark="¥") == {"CNY", "JPY"}
    assert currencies_of_mark(mark="nonsense") == frozenset()


def test_marks_come_longest_first_and_every_code_is_one():
    lengths = [len(mark) for mark in marks()]
    assert lengths == sorted(lengths, reverse=True)
    assert currency_codes() <= set(marks())
    assert len(currency_codes()) > 150
