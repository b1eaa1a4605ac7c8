"""Amounts in Chinese capitals, both ways."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.kernel.amount_words import CapitalsFault, CapitalStyle, capitals, is_capital_amount, parse_capitals
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
    assert capitals(minor=minor) == words
    assert parse_capitals(text=words) == minor


@pytest.mark.parametrize(
    ("words", "minor"),
    [
        ("人民币壹佰元整", 10000),
        ("人民币壹佰圆正", 10000),
        ("壹仟陆佰捌拾元叁角贰分", 168032),
        ("壹拾万柒仟元零伍角叁分", 10700053),
        ("壹拾万零柒仟元伍角叁分", 10700053),
        ("壹拾万柒仟元伍角叁分", 10700053),
        ("零元零伍分", 5),
        ("零伍分", 5),
        ("零角伍分", 5),
        ("壹元零角伍分", 105),
        ("壹仟肆佰零玖元伍角整", 140950),
        ("貳仟陸佰參拾萬圓整", 263000000_0),
        ("壹万零壹亿元整", 10001 * 10**8 * 100),
        ("壹万亿零壹亿元整", 10001 * 10**8 * 100),
        ("人民币负贰角整", -20),
        ("（负数）柒万玖仟壹佰圆整", -7910000),
        ("  壹佰元整", 10000),
    ],
)
def test_other_lawful_spellings_are_read(words, minor):
    assert parse_capitals(text=words) == minor


@pytest.mark.parametrize(
    ("words", "reason", "position"),
    [
        ("", "EMPTY", 1),
        ("人民币", "EMPTY", 4),
        ("负", "EMPTY", 2),
        ("零" * 200, "TOO_LONG", 1),
        ("一百元整", "CHARACTER", 1),
        ("壹佰元整abc", "CHARACTER", 5),
        ("壹仟〇壹元整", "CHARACTER", 3),
        ("两佰元整", "CHARACTER", 1),
        ("人民币 壹佰元整", "GAP", 4),
        ("人民币：壹佰元整", "GAP", 4),
        ("壹 佰元整", "GAP", 2),
        ("壹贰叁元整", "NO_UNIT", 1),
        ("壹", "NO_UNIT", 1),
        ("拾元整", "NO_DIGIT", 1),
        ("元整", "NO_DIGIT", 1),
        ("壹拾佰元整", "NO_DIGIT", 3),
        ("壹佰元角伍分", "NO_DIGIT", 4),
        ("壹拾贰佰元整", "UNIT_ORDER", 4),
        ("壹元整壹角", "WHOLE_NOT_HERE", 3),
        ("壹角整壹元", "UNIT_ORDER", 5),
        ("壹元壹元", "UNIT_ORDER", 4),
        ("壹佰", "NO_YUAN", 3),
        ("壹佰壹元整", "ZERO_MISSING", 3),
        ("壹元伍分", "ZERO_MISSING", 3),
        ("壹万壹元整", "ZERO_MISSING", 3),
        ("壹零元整", "NO_UNIT", 1),
        ("壹佰零元整", "ZERO_TOO_MUCH", 3),
        ("壹拾元零伍元整", "UNIT_ORDER", 6),
        ("壹仟零零壹元整", "ZERO_TOO_MUCH", 4),
        ("零伍角", "ZERO_TOO_MUCH", 1),
        ("壹元零零伍分", "ZERO_TOO_MUCH", 4),
        ("壹佰元", "WHOLE_MISSING", 4),
        ("壹佰元零伍分整", "WHOLE_NOT_HERE", 7),
        ("玖仟玖仟万亿元整", "UNIT_ORDER", 4),
    ],
)
def test_unlawful_spellings_are_refused_with_reason_and_place(words, reason, position):
    found = parse_capitals(text=words)
    assert isinstance(found, CapitalsFault)
    assert (found.reason, found.position) == (reason, position)


@pytest.mark.parametrize(
    ("words", "minor"),
    [("壹佰元", 10000), ("人民币：壹佰圆正", 10000), ("壹 佰 元 整", 10000), ("壹仟〇兩元整", 100200)],
)
def test_lists_are_read_less_strictly(words, minor):
    assert parse_capitals(text=words, is_strict=False) == minor
    assert isinstance(parse_capitals(text=words), CapitalsFault)


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
    assert parse_capitals(text=capitals(minor=minor, style=style)) == minor


@given(text=st.text(alphabet="零壹贰玖拾佰仟万亿元角分整负", max_size=20))
def test_whatever_is_read_is_spelled_the_same_but_for_optional_characters(text):
    minor = parse_capitals(text=text)
    if isinstance(minor, TextFault):
        return
    bare = str.maketrans("", "", "零整元亿角")
    assert text.translate(bare).removeprefix("负") == capitals(minor=abs(minor)).translate(bare)


def test_sixteen_digits_of_yuan_are_the_end():
    with pytest.raises(ValueError, match="spelling"):
        capitals(minor=10**18)


def test_negative_zero_is_zero():
    assert parse_capitals(text="负零元整") == 0


def test_recognises_capitals():
    assert is_capital_amount(text="壹佰元整")
    assert not is_capital_amount(text="100元")


@given(minor=st.integers(0, 10**13), at=st.integers(0, 60))
def test_a_character_written_twice_never_reads_as_another_amount(minor, at):
    words = capitals(minor=minor)
    place = at % len(words)
    found = parse_capitals(text=words[: place + 1] + words[place:])
    assert isinstance(found, CapitalsFault) or found == minor
