"""Units and currencies in headers: 金额(万元) must never be read as yuan."""

import pytest

from huikuan.integrations.table_files.headers import NO_UNIT, Unit, parse_header, parse_unit, unit_of_preamble


@pytest.mark.parametrize(
    ("header", "words", "unit"),
    [
        ("客户名称", "客户名称", NO_UNIT),
        ("* 客户名称：", "客户名称", NO_UNIT),
        ("InvoiceDate", "invoicedate", NO_UNIT),
        ("invoice_date", "invoicedate", NO_UNIT),
        ("客户名称（必填）", "客户名称", NO_UNIT),
        ("开票日期(yyyy-mm-dd)", "开票日期", NO_UNIT),
        ("金额(不含税)", "金额不含税", NO_UNIT),
        ("金额(元)", "金额", Unit(power=0)),
        ("金额（万元）", "金额", Unit(power=4)),
        ("金额【千元】", "金额", Unit(power=3)),
        ("应收金额(人民币万元)", "应收金额", Unit(power=4, currency="CNY")),
        ("金额(万美元)", "金额", Unit(power=4, currency="USD")),
        ("金额(美元)", "金额", Unit(power=0, currency="USD")),
        ("Amount (USD)", "amount", Unit(power=0, currency="USD")),
        ("Amount ($'000)", "amount", Unit(power=3)),
        ("Amount (in thousands)", "amount", Unit(power=3)),
        ("Amount (USD million)", "amount", Unit(power=6, currency="USD")),
        ("金额(分)", "金额", Unit(is_minor=True)),
    ],
)
def test_words_and_unit(header, words, unit):
    first = parse_header(text=header)[0]
    assert (first.words, first.unit) == (words, unit)


@pytest.mark.parametrize(
    ("header", "words", "unit"),
    [
        ("金额_万元", "金额", Unit(power=4)),
        ("金额:元", "金额", Unit(power=0)),
        ("converted_usd", "converted", Unit(power=0, currency="USD")),
        ("amount_minor", "amount", Unit(is_minor=True)),
        ("Amount in EUR", "amount", Unit(power=0, currency="EUR")),
    ],
)
def test_the_second_reading_takes_the_unit_from_the_end(header, words, unit):
    second = parse_header(text=header)[1]
    assert (second.words, second.unit) == (words, unit)


@pytest.mark.parametrize("text", ["", "客户", "到期", "abc", "万客户", "人民币美元", "单位"])
def test_no_unit(text):
    assert parse_unit(text=text) is None


@pytest.mark.parametrize("header", ["", "***", "()", "—"])
def test_a_header_without_words_has_no_reading(header):
    assert parse_header(text=header) == ()


@pytest.mark.parametrize(
    ("lines", "unit"),
    [
        ((), NO_UNIT),
        (("应收账款明细表", "单位：万元"), Unit(power=4)),
        (("金额单位:人民币元",), Unit(power=0, currency="CNY")),
        (("单位：元 币种：美元",), Unit(power=0, currency="USD")),
        (("编制单位：甲公司",), NO_UNIT),
        (("Amounts are in USD thousands",), Unit(power=3, currency="USD")),
        (("All figures in millions",), Unit(power=6)),
        (("Currency: HKD",), Unit(currency="HKD")),
        (("单位：分",), Unit(is_minor=True)),
    ],
)
def test_the_unit_above_the_table(lines, unit):
    assert unit_of_preamble(lines=lines) == unit


@pytest.mark.parametrize(
    ("unit", "currency", "power"),
    [
        (NO_UNIT, "CNY", 0),
        (Unit(power=4), "CNY", 4),
        (Unit(is_minor=True), "CNY", -2),
        (Unit(is_minor=True), "JPY", 0),
        (Unit(is_minor=True), "KWD", -3),
    ],
)
def test_the_power_parse_amount_needs(unit, currency, power):
    assert unit.power_in(currency=currency) == power
