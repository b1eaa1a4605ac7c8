"""Amounts in text: what each spelling means, and what is refused and why."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.kernel.currencies import currency_codes, exponent_of
from huikuan.kernel.text_amounts import (
    NumberFormat,
    TextFault,
    detect_number_format,
    format_amount,
    number_format_evidence,
    parse_amount,
    round_amount,
)

READ = [
    ("1234", 123400),
    ("1234.5", 123450),
    ("1,234.50", 123450),
    ("1，234．50", 123450),
    ("1.234,56", 123456),
    ("1.234.567,8", 123456780),
    ("1.234.567", 123456700),
    ("12,34", 1234),
    ("1,234", 123400),
    ("1'234.50", 123450),
    ("1’234.50", 123450),
    ("1 234,50", 123450),
    ("1\u00a0234.50", 123450),
    (".5", 50),
    ("5.", 500),
    ("0.10", 10),
    ("007", 700),
    ("123.4500", 12345),
    ("１２３．４５", 12345),
    ("￥1,234.50", 123450),
    ("¥ 1,234.50", 123450),
    ("CNY 1,000", 100000),
    ("1000 rmb", 100000),
    ("人民币100元整", 10000),
    ("1,234.50元", 123450),
    ("1.2万", 1200000),
    ("1.2345万元", 1234500),
    ("1.234万元", 1234000),
    ("3亿元", 30000000000),
    ("1千万元", 1000000000),
    ("(1,000.00)", -100000),
    ("（1,000.00）", -100000),
    ("(¥1,000.00)", -100000),
    ("1,000.00-", -100000),
    ("-1,000.00", -100000),
    ("−5", -500),
    ("¥-5", -500),
    ("-¥5", -500),
    ("+5.00", 500),
    ("-0", 0),
    ("-0.00", 0),
    ("0", 0),
    ("\u202a1,234.50\u202c", 123450),
    ("\ufeff12", 1200),
    ("  12\t", 1200),
    ("壹佰元整", 10000),
    ("人民币壹仟肆佰零玖元伍角", 140950),
    ("负壹角", -10),
    ("100000000000", 10**13),
    ("-100000000000.00", -(10**13)),
]

REFUSED = [
    ("", "BLANK"),
    ("   ", "BLANK"),
    ("\u3000", "BLANK"),
    ("-", "BLANK"),
    ("NaN", "NOT_A_NUMBER"),
    ("nan", "NOT_A_NUMBER"),
    ("Inf", "NOT_A_NUMBER"),
    ("-Infinity", "NOT_A_NUMBER"),
    ("NULL", "NOT_A_NUMBER"),
    ("#N/A", "NOT_A_NUMBER"),
    ("#VALUE!", "NOT_A_NUMBER"),
    ("true", "NOT_A_NUMBER"),
    ("1e400", "SCIENTIFIC_NOTATION"),
    ("1.23E+05", "SCIENTIFIC_NOTATION"),
    ("0.005", "NEEDS_ROUNDING"),
    ("0.1万分", "UNREADABLE"),
    ("64982.589", "NEEDS_ROUNDING"),
    ("2309.7899999999995", "NEEDS_ROUNDING"),
    ("1.2345678万", "NEEDS_ROUNDING"),
    ("1.234", "AMBIGUOUS_SEPARATOR"),
    ("1,23,456", "BAD_GROUPING"),
    ("1,234,56", "BAD_GROUPING"),
    ("12,345.67.8", "BAD_GROUPING"),
    ("1.2.3", "BAD_GROUPING"),
    ("1,234 567.00", "BAD_GROUPING"),
    ("100000000000.01", "OUT_OF_RANGE"),
    ("9223372036854775808", "OUT_OF_RANGE"),
    ("99万亿", "OUT_OF_RANGE"),
    ("玖佰玖拾玖万亿元整", "OUT_OF_RANGE"),
    ("9" * 4000, "TOO_LONG"),
    ("$5", "CURRENCY_DIFFERS"),
    ("1,000 USD", "CURRENCY_DIFFERS"),
    ("100日元", "CURRENCY_DIFFERS"),
    ("--5", "UNREADABLE"),
    ("-5-", "UNREADABLE"),
    ("(-5)", "UNREADABLE"),
    ("(5", "UNREADABLE"),
    ("5)", "UNREADABLE"),
    (".", "UNREADABLE"),
    ("abc", "UNREADABLE"),
    ("12abc", "UNREADABLE"),
    ("0x1F", "UNREADABLE"),
    ("1_000", "UNREADABLE"),
    ("١٢٣", "UNREADABLE"),
    ("②", "UNREADABLE"),
    ("5²", "UNREADABLE"),
    ("1\u200b000", "UNREADABLE"),
    ("1\x000", "UNREADABLE"),
    ("=1+1", "UNREADABLE"),
    ("100元5角", "UNREADABLE"),
    ("壹佰壹元整", "UNREADABLE"),
    ("5 %", "UNREADABLE"),
]


@pytest.mark.parametrize(("text", "minor"), READ)
def test_reads_exactly(text, minor):
    assert parse_amount(text=text) == minor


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_refuses_with_a_named_fault(text, code):
    found = parse_amount(text=text)
    assert isinstance(found, TextFault)
    assert found.code == code
    assert found.value == text or (found.value.endswith("…") and len(found.value) == 80)


@pytest.mark.parametrize(
    ("text", "currency", "number_format", "expected"),
    [
        ("1.234", "CNY", NumberFormat.COMMA, 123400),
        ("1.234", "CNY", NumberFormat.POINT, "NEEDS_ROUNDING"),
        ("1.200", "CNY", NumberFormat.POINT, 120),
        ("1.200", "CNY", None, "AMBIGUOUS_SEPARATOR"),
        ("1.234,56", "CNY", NumberFormat.POINT, "BAD_GROUPING"),
        ("1,234.56", "CNY", NumberFormat.COMMA, "BAD_GROUPING"),
        ("1234.56", "CNY", NumberFormat.COMMA, "BAD_GROUPING"),
        ("1,23", "CNY", NumberFormat.POINT, "BAD_GROUPING"),
        ("1,23", "CNY", NumberFormat.COMMA, 123),
        ("1,234", "CNY", NumberFormat.COMMA, "NEEDS_ROUNDING"),
        ("1,234", "CNY", NumberFormat.AMBIGUOUS, 123400),
        ("1,234", "JPY", None, 1234),
        ("1.234", "JPY", None, "AMBIGUOUS_SEPARATOR"),
        ("1234.5", "JPY", None, "NEEDS_ROUNDING"),
        ("¥1,234", "JPY", None, 1234),
        ("￥1,234", "CNY", None, 123400),
        ("1.234", "KWD", None, 1234),
        ("1,234", "KWD", None, "AMBIGUOUS_SEPARATOR"),
        ("1,234", "KWD", NumberFormat.POINT, 1234000),
        ("1.2345", "CLF", None, 12345),
        ("$1,234.50", "USD", None, 123450),
        ("US$1,234.50", "USD", None, 123450),
        ("$5", "HKD", None, 500),
        ("HK$5", "USD", None, "CURRENCY_DIFFERS"),
        ("€1.234,50", "EUR", None, 123450),
        ("5元", "USD", None, "CURRENCY_DIFFERS"),
        ("5美元", "USD", None, 500),
        ("1.5万美元", "USD", None, 1500000),
        ("壹佰元整", "USD", None, "CURRENCY_DIFFERS"),
        ("5", "XYZ", None, "UNKNOWN_CURRENCY"),
        ("5", "cny", None, "UNKNOWN_CURRENCY"),
        ("1e400", "JPY", None, "SCIENTIFIC_NOTATION"),
    ],
)
def test_currency_and_number_format_decide(text, currency, number_format, expected):
    found = parse_amount(text=text, currency=currency, number_format=number_format)
    assert (found.code if isinstance(found, TextFault) else found) == expected


@pytest.mark.parametrize(
    ("text", "currency", "power", "expected"),
    [
        ("1.2", "CNY", 4, 1200000),
        ("(1,234.5678)", "CNY", 4, -1234567800),
        ("1.234", "CNY", 4, 1234000),
        ("1.2345678", "CNY", 4, "NEEDS_ROUNDING"),
        ("1.2万元", "CNY", 4, 1200000),
        ("1.2亿", "CNY", 4, 12000000000),
        ("12元", "CNY", 4, "UNIT_DIFFERS"),
        ("¥12", "CNY", 4, 12000000),
        ("壹万元整", "CNY", 4, "UNIT_DIFFERS"),
        ("123450", "CNY", -2, 123450),
        ("-5", "CNY", -2, -5),
        ("1.5", "CNY", -2, "NEEDS_ROUNDING"),
        ("123,450", "CNY", -2, 123450),
        ("5", "KWD", -3, 5),
        ("5", "JPY", 0, 5),
        ("12", "USD", 3, 1200000),
    ],
)
def test_the_unit_of_the_column_counts(text, currency, power, expected):
    found = parse_amount(text=text, currency=currency, unit_power=power)
    assert (found.code if isinstance(found, TextFault) else found) == expected


@given(
    minor=st.integers(-(10**13), 10**13),
    currency=st.sampled_from(sorted(currency_codes())),
    number_format=st.sampled_from([NumberFormat.POINT, NumberFormat.COMMA]),
    grouped=st.booleans(),
)
def test_reading_what_was_written_gives_the_same(minor, currency, number_format, grouped):
    text = format_amount(minor=minor, currency=currency, number_format=number_format, grouped=grouped)
    assert parse_amount(text=text, currency=currency, number_format=number_format) == minor


@given(minor=st.integers(-(10**13), 10**13), currency=st.sampled_from(["CNY", "USD", "JPY", "KWD"]))
def test_the_default_spelling_needs_no_number_format(minor, currency):
    assert parse_amount(text=format_amount(minor=minor, currency=currency), currency=currency) == minor


@given(text=st.text(max_size=120))
def test_any_text_gives_an_amount_or_a_fault(text):
    found = parse_amount(text=text)
    assert isinstance(found, TextFault) or abs(found) <= 10**13


@given(text=st.text(alphabet="0123456789.,-()' 万元¥$", max_size=30))
def test_what_the_column_format_reads_agrees_with_the_free_reading(text):
    free = parse_amount(text=text)
    if isinstance(free, TextFault):
        return
    readings = [parse_amount(text=text, number_format=kind) for kind in (NumberFormat.POINT, NumberFormat.COMMA)]
    assert free in readings


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (123450, "CNY", "1,234.50"),
        (-5, "CNY", "-0.05"),
        (0, "CNY", "0.00"),
        (1234, "JPY", "1,234"),
        (1234, "KWD", "1.234"),
        (10**13, "CNY", "100,000,000,000.00"),
    ],
)
def test_format(minor, currency, text):
    assert format_amount(minor=minor, currency=currency) == text


def test_format_refuses_an_unknown_currency():
    with pytest.raises(ValueError, match="XYZ"):
        format_amount(minor=1, currency="XYZ")


@pytest.mark.parametrize(
    ("samples", "verdict"),
    [
        (["1,234.56", "99.10", "5"], "POINT"),
        (["64982.589", "94"], "POINT"),
        (["1.234,56", "99,10"], "COMMA"),
        (["1.234.567"], "COMMA"),
        (["1,234,567"], "POINT"),
        (["1.234,56", "1,234.56"], "AMBIGUOUS"),
        (["1.234", "2.345"], "AMBIGUOUS"),
        (["1,234", "2,345"], "AMBIGUOUS"),
        (["1,234", "2,345", "7.50"], "POINT"),
        (["100", "200"], "POINT"),
        (["", "abc", "9" * 500], "POINT"),
        ([], "POINT"),
    ],
)
def test_the_column_shows_its_decimal_mark(samples, verdict):
    assert detect_number_format(samples=samples) == verdict


def test_evidence_names_the_first_samples():
    evidence = number_format_evidence(samples=["1,234", "0.5", "x", "0,5", *[f"{n}.25" for n in range(9)]])
    assert evidence.either == ("1,234",)
    assert evidence.point_only == ("0.5", "0.25", "1.25", "2.25", "3.25")
    assert evidence.comma_only == ("0,5",)


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("0.005", 1),
        ("-0.005", -1),
        ("0.0049", 0),
        ("64982.589", 6498259),
        ("2309.7899999999995", 230979),
        ("12.34", 1234),
        ("12", 1200),
        ("1,234.565", 123457),
    ],
)
def test_rounding_only_when_asked(text, minor):
    assert round_amount(text=text) == minor


def test_rounding_keeps_the_other_faults():
    assert isinstance(round_amount(text="NaN"), TextFault)
    assert isinstance(round_amount(text="1", currency="XYZ"), TextFault)


@pytest.mark.parametrize("hostile", ["(" * 99, "1" + "," * 99, " " * 99 + "x", "1 " * 49 + "x", "1'" * 50, "-" * 100])
def test_no_text_makes_the_pattern_slow(hostile):
    started = time.perf_counter()
    parse_amount(text=hostile)
    assert time.perf_counter() - started < 0.1


@pytest.mark.parametrize(
    ("currency", "exponent"), [("CNY", 2), ("JPY", 0), ("KWD", 3), ("CLF", 4), ("XYZ", None), ("cny", None)]
)
def test_exponents(currency, exponent):
    assert exponent_of(currency=currency) == exponent
