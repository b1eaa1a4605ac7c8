"""Days of bills in capitals, both ways."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.kernel.bill_dates import format_bill_date, parse_bill_date
from huikuan.kernel.text_faults import TextFault

DAYS = [
    (date(2026, 10, 20), "贰零贰陆年零壹拾月零贰拾日"),
    (date(2026, 1, 15), "贰零贰陆年零壹月壹拾伍日"),
    (date(2026, 2, 12), "贰零贰陆年零贰月壹拾贰日"),
    (date(2026, 11, 30), "贰零贰陆年壹拾壹月零叁拾日"),
    (date(2026, 12, 9), "贰零贰陆年壹拾贰月零玖日"),
    (date(2026, 3, 31), "贰零贰陆年叁月叁拾壹日"),
]


@pytest.mark.parametrize(("day", "words"), DAYS)
def test_official_spellings_both_ways(day, words):
    assert format_bill_date(day=day) == words
    assert parse_bill_date(text=words) == day
    without_year = words.partition("年")[2]
    assert format_bill_date(day=day, with_year=False) == without_year
    assert parse_bill_date(text=without_year, year=2026) == day


def test_a_zero_before_the_third_month_is_harmless():
    assert parse_bill_date(text="贰零贰陆年零叁月叁拾壹日") == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", "BLANK"),
        ("贰零贰陆年壹月壹拾伍日", "UNREADABLE"),
        ("贰零贰陆年壹拾月零贰拾日", "UNREADABLE"),
        ("贰零贰陆年零壹月拾伍日", "UNREADABLE"),
        ("贰零贰陆年零壹月伍日", "UNREADABLE"),
        ("贰零贰陆年零壹月贰拾日", "UNREADABLE"),
        ("2026年1月15日", "UNREADABLE"),
        ("零壹月壹拾伍日", "UNREADABLE"),
        ("贰零贰陆年零贰月叁拾壹日", "NO_SUCH_DAY"),
        ("零零零零年零贰月零贰日", "NO_SUCH_DAY"),
    ],
)
def test_what_a_bank_may_refuse_is_refused(words, code):
    found = parse_bill_date(text=words)
    assert isinstance(found, TextFault)
    assert found.code == code


@given(day=st.dates())
def test_reading_what_was_written_gives_the_same_day(day):
    assert parse_bill_date(text=format_bill_date(day=day)) == day
