"""Days in text: what each spelling means, and what is refused and why."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.kernel.text_dates import (
    DateOrder,
    TextFault,
    date_order_evidence,
    detect_date_order,
    excel_serial_date,
    parse_date,
)

FIFTH = date(2026, 1, 5)
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))

READ = [
    "2026-01-05",
    "2026-1-5",
    "2026/1/5",
    "2026/01/05",
    "2026.1.5",
    "20260105",
    "20260105.0",
    "20260105123000",
    "20260105 12:30:00",
    "2026年1月5日",
    "2026年01月05号",
    "2026年 1 月 5 日 12:30",
    "2026-01-05 12:30",
    "2026-01-05 12:30:59",
    "2026-01-05 23:59:60",
    "2026/1/5 0:00:00",
    "2026/1/5 12:00:00 AM",
    "2026-01-05T12:30:00.123456Z",
    "2026-01-05T12:30:00+08:00",
    "２０２６－０１－０５",
    "２０２６年１月５日",
    "\u200e2026-01-05\u200e",
    "5-Jan-2026",
    "05 January 2026",
    "5th Jan. 2026",
    "Jan 5, 2026",
    "january 5 2026",
]

REFUSED = [
    ("", "BLANK"),
    ("-", "BLANK"),
    ("2026-02-30", "NO_SUCH_DAY"),
    ("2023-02-29", "NO_SUCH_DAY"),
    ("2026-13-01", "NO_SUCH_DAY"),
    ("0000-00-00", "NO_SUCH_DAY"),
    ("20260230", "NO_SUCH_DAY"),
    ("2026年2月30日", "NO_SUCH_DAY"),
    ("32/1/2026", "NO_SUCH_DAY"),
    ("30-Feb-2026", "NO_SUCH_DAY"),
    ("1989-12-31", "OUT_OF_RANGE"),
    ("2101-01-01", "OUT_OF_RANGE"),
    ("9999-12-31", "OUT_OF_RANGE"),
    ("10000-01-01", "UNREADABLE"),
    ("3/4/2026", "AMBIGUOUS_ORDER"),
    ("1/2/13", "TWO_DIGIT_YEAR"),
    ("46027", "EXCEL_SERIAL"),
    ("46027.5", "EXCEL_SERIAL"),
    ("二〇二六年一月五日", "UNREADABLE"),
    ("٢٠٢٦-٠١-٠٥", "UNREADABLE"),
    ("2026-01/05", "UNREADABLE"),
    ("2026-01-05 25:00", "UNREADABLE"),
    ("2026-01-05 12:60", "UNREADABLE"),
    ("2026-01", "UNREADABLE"),
    ("2026", "UNREADABLE"),
    ("tomorrow", "UNREADABLE"),
    ("2026-01-05\x00", "UNREADABLE"),
    ("2" * 400, "TOO_LONG"),
]


@pytest.mark.parametrize("text", READ)
def test_reads_the_fifth_of_january(text):
    assert parse_date(text=text) == FIFTH


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_refuses_with_a_named_fault(text, code):
    found = parse_date(text=text)
    assert isinstance(found, TextFault)
    assert found.code == code


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("3/4/2026", DateOrder.MDY, date(2026, 3, 4)),
        ("3/4/2026", DateOrder.DMY, date(2026, 4, 3)),
        ("3/4/2026", DateOrder.YMD, "AMBIGUOUS_ORDER"),
        ("3/4/2026", DateOrder.AMBIGUOUS, "AMBIGUOUS_ORDER"),
        ("4/4/2026", None, date(2026, 4, 4)),
        ("13/4/2026", None, date(2026, 4, 13)),
        ("4/13/2026", None, date(2026, 4, 13)),
        ("13/4/2026", DateOrder.MDY, "NO_SUCH_DAY"),
        ("4/13/2026", DateOrder.DMY, "NO_SUCH_DAY"),
        ("2026-03-04", DateOrder.DMY, date(2026, 3, 4)),
        ("3.4.2026", DateOrder.DMY, date(2026, 4, 3)),
        ("1/2/13", DateOrder.MDY, date(2013, 1, 2)),
        ("1/2/13", DateOrder.DMY, date(2013, 2, 1)),
        ("13/1/2", DateOrder.YMD, date(2013, 1, 2)),
        ("1/2/95", DateOrder.MDY, date(1995, 1, 2)),
        ("1/2/2013 0:00", DateOrder.MDY, date(2013, 1, 2)),
        ("3-Apr-2026", DateOrder.MDY, date(2026, 4, 3)),
    ],
)
def test_the_order_of_the_column_decides(text, order, expected):
    found = parse_date(text=text, date_order=order)
    assert (found.code if isinstance(found, TextFault) else found) == expected


@pytest.mark.parametrize(
    ("text", "epoch", "expected"),
    [
        ("46027", 1900, FIFTH),
        ("44565", 1904, FIFTH),
        ("46027.75", 1900, FIFTH),
        ("32874", 1900, date(1990, 1, 1)),
        ("32873", 1900, "OUT_OF_RANGE"),
        ("99999", 1900, "OUT_OF_RANGE"),
        ("60", 1900, "UNREADABLE"),
        ("2026-01-05", 1900, "UNREADABLE"),
    ],
)
def test_excel_serials(text, epoch, expected):
    found = excel_serial_date(text=text, excel_epoch=epoch)
    assert (found.code if isinstance(found, TextFault) else found) == expected


def test_five_digits_are_a_serial_only_when_the_caller_says_so():
    assert parse_date(text="46027", excel_epoch=1900) == FIFTH
    assert parse_date(text="2026-01-05", excel_epoch=1900) == FIFTH
    assert isinstance(parse_date(text="46027"), TextFault)


SPELLINGS = [
    (DateOrder.YMD, lambda day: day.isoformat()),
    (DateOrder.YMD, lambda day: f"{day.year}/{day.month}/{day.day}"),
    (DateOrder.YMD, lambda day: f"{day.year}年{day.month}月{day.day}日"),
    (DateOrder.YMD, lambda day: f"{day:%Y%m%d}"),
    (DateOrder.MDY, lambda day: f"{day.month}/{day.day}/{day.year}"),
    (DateOrder.DMY, lambda day: f"{day:%d.%m.%Y}"),
    (None, lambda day: f"{day.day}-{day:%b}-{day.year}"),
]


@given(day=DAYS, spelling=st.sampled_from(SPELLINGS))
def test_reading_what_was_written_gives_the_same(day, spelling):
    order, write = spelling
    assert parse_date(text=write(day), date_order=order) == day


@given(days=st.lists(DAYS, min_size=1, max_size=20), order=st.sampled_from([DateOrder.MDY, DateOrder.DMY]))
def test_a_detected_order_reads_every_day_of_the_column(days, order):
    written = [f"{d.month}/{d.day}/{d.year}" if order is DateOrder.MDY else f"{d.day}/{d.month}/{d.year}" for d in days]
    found = detect_date_order(samples=written)
    if found in (DateOrder.MDY, DateOrder.DMY):
        assert found is order
        assert [parse_date(text=text, date_order=found) for text in written] == days


@given(text=st.text(max_size=70))
def test_any_text_gives_a_day_or_a_fault(text):
    found = parse_date(text=text)
    assert isinstance(found, TextFault) or 1990 <= found.year <= 2100


@pytest.mark.parametrize(
    ("samples", "verdict"),
    [
        (["2026-01-05", "2026/3/4"], "YMD"),
        (["1/2/2013", "1/26/2013"], "MDY"),
        (["1/2/2013", "26/1/2013"], "DMY"),
        (["1/2/2013", "3/4/2013"], "AMBIGUOUS"),
        (["1/26/2013", "26/1/2013"], "AMBIGUOUS"),
        (["5/5/2013"], "YMD"),
        (["2026-01-05", "1/26/2013"], "MDY"),
        (["32/13/2013", "40/40/2013", "x" * 200], "YMD"),
        (["", "5-Jan-2026"], "YMD"),
        ([], "YMD"),
        (["05/03/26"], "AMBIGUOUS"),
        (["2026-01-05", "05/03/26"], "AMBIGUOUS"),
        (["26-03-05"], "AMBIGUOUS"),
        (["99-12-31"], "YMD"),
        (["31/12/99", "05/03/26"], "DMY"),
        (["31/12/25"], "AMBIGUOUS"),
        (["12/31/25", "05/03/26"], "MDY"),
        (["40/40/40"], "YMD"),
    ],
)
def test_the_column_shows_its_order(samples, verdict):
    assert detect_date_order(samples=samples) == verdict


def test_evidence_names_the_first_samples():
    evidence = date_order_evidence(samples=["3/4/2026", "3/14/2026", "14/3/2026", "2026-01-05"])
    assert evidence.either == ("3/4/2026",)
    assert evidence.month_first == ("3/14/2026",)
    assert evidence.day_first == ("14/3/2026",)
    assert evidence.year_first == ("2026-01-05",)
