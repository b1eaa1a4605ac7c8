"""Amounts in Chinese capitals, both ways."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.kernel.capital_amounts import (
    CapitalStyle,
    format_bill_date,
    format_capital_amount,
    is_capital_amount,
    parse_capital_amount,
)
from huikuan.kernel.text_faults import TextFault

CANONICAL = [
    (0, "零元整"),
    (1, "壹分"),
    (10, "壹角"),
    (11, "壹角壹分"),
    (101, "壹元零壹分"),
    (140950, "壹仟肆佰零玖元伍角"),
    (600714, "陆仟零柒元壹角肆分"),
    (1640902, "壹万陆仟肆佰零玖元零贰分"),
    (32504, "叁佰贰拾伍元零肆分"),
    (168032, "壹仟陆佰捌拾元零叁角贰分"),
    (10700053, "壹拾万柒仟元零伍角叁分"),
    (10_000_00, "壹万元整"),
    (10_001_00, "壹万零壹元整"),
    (10_010_00, "壹万零壹拾元整"),
    (100_100_00, "壹拾万零壹佰元整"),
    (110_000_00, "壹拾壹万元整"),
    (100_000_001_00, "壹亿零壹元整"),
    (100_010_000_00, "壹亿零壹万元整"),
    (1_000_000_000_001_00, "壹万亿零壹元整"),
    (-123, "负壹元贰角叁分"),
]


@pytest.mark.parametrize(("minor", "words"), CANONICAL)
def test_canonical_spelling_both_ways(minor, words):
    assert format_capital_amount(minor=minor) == words
    assert parse_capital_amount(text=words) == minor


@pytest.mark.parametrize(
    ("words", "minor"),
    [
        ("人民币壹佰元整", 10000),
        ("人民币：壹佰圆正", 10000),
        ("壹佰元", 10000),
        ("壹仟陆佰捌拾元叁角贰分", 168032),
        ("壹拾万柒仟元零伍角叁分", 10700053),
        ("壹拾万零柒仟元伍角叁分", 10700053),
        ("壹拾万柒仟元伍角叁分", 10700053),
        ("零元零伍分", 5),
        ("零伍分", 5),
        ("壹元零角伍分", 105),
        ("壹仟肆佰零玖元伍角整", 140950),
        ("貳仟陸佰參拾萬圓整", 263000000_0),
        ("壹万零壹亿元整", 10001 * 10**8 * 100),
        ("壹 佰 元 整", 10000),
        ("人民币负贰角整", -20),
    ],
)
def test_other_allowed_spellings_are_read(words, minor):
    assert parse_capital_amount(text=words) == minor


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", "BLANK"),
        ("人民币", "BLANK"),
        ("壹佰壹元整", "UNREADABLE"),
        ("壹元伍分", "UNREADABLE"),
        ("壹零元整", "UNREADABLE"),
        ("拾元整", "UNREADABLE"),
        ("壹佰元伍分整", "UNREADABLE"),
        ("壹佰", "UNREADABLE"),
        ("壹拾佰元整", "UNREADABLE"),
        ("壹贰叁元整", "UNREADABLE"),
        ("元整", "UNREADABLE"),
        ("壹元整壹角", "UNREADABLE"),
        ("一百元", "UNREADABLE"),
        ("壹佰元整abc", "UNREADABLE"),
        ("元元", "UNREADABLE"),
        ("壹亿亿亿元整", "UNREADABLE"),
        ("玖仟玖仟万亿元整", "UNREADABLE"),
        ("零" * 200, "TOO_LONG"),
    ],
)
def test_wrong_spellings_are_refused(words, code):
    found = parse_capital_amount(text=words)
    assert isinstance(found, TextFault)
    assert found.code == code


STYLES = st.builds(
    CapitalStyle,
    prefix=st.booleans(),
    yuan=st.sampled_from("元圆"),
    whole_after_jiao=st.booleans(),
    zero_yuan=st.booleans(),
    zero_before_jiao=st.booleans(),
)


@given(minor=st.integers(-(10**18) + 1, 10**18 - 1), style=STYLES)
def test_reading_what_was_written_gives_the_same(minor, style):
    assert parse_capital_amount(text=format_capital_amount(minor=minor, style=style)) == minor


@given(text=st.text(alphabet="零壹贰玖拾佰仟万亿元角分整负", max_size=20))
def test_whatever_is_read_is_spelled_the_same_but_for_optional_characters(text):
    minor = parse_capital_amount(text=text)
    if isinstance(minor, TextFault):
        return
    bare = str.maketrans("", "", "零整元亿")
    assert text.translate(bare).removeprefix("负") == format_capital_amount(minor=abs(minor)).translate(bare)


def test_sixteen_digits_of_yuan_are_the_end():
    with pytest.raises(ValueError, match="spelling"):
        format_capital_amount(minor=10**18)


def test_negative_zero_is_zero():
    assert parse_capital_amount(text="负零元整") == 0


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 10, 20), "贰零贰陆年零壹拾月零贰拾日"),
        (date(2026, 1, 15), "贰零贰陆年零壹月壹拾伍日"),
        (date(2026, 2, 12), "贰零贰陆年零贰月壹拾贰日"),
        (date(2026, 11, 30), "贰零贰陆年壹拾壹月零叁拾日"),
        (date(2026, 12, 9), "贰零贰陆年壹拾贰月零玖日"),
        (date(2026, 3, 31), "贰零贰陆年叁月叁拾壹日"),
    ],
)
def test_days_of_bills(day, words):
    assert format_bill_date(day=day) == words


def test_recognises_capitals():
    assert is_capital_amount(text="壹佰元整")
    assert not is_capital_amount(text="100元")
