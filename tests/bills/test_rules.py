"""Numbers and ranges, interest of discounting, clocks, the list of acceptors, and when a bill counts: tables counted by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.bills.rules.dates import Clock, Duty, Facts, clocks, discount, matures, recourse_minor
from huikuan.bills.rules.life import TRANSITIONS, UNDONE_BY, Counted, Event, Happened, State, collected_minor
from huikuan.bills.rules.numbers import BillNumber, BillRange, NumberFault, RangeFault, parse_number, parse_range, tiles
from huikuan.bills.rules.other_forms import DepositKind, SetOffKind, effective_earnest, forfeitable, set_off_fault
from huikuan.bills.rules.policy import SHIPPED
from huikuan.bills.rules.watching import LONGEST_LIST, ListFault, ListingKind, ListRead, read_list
from huikuan.kernel.calendar import BusinessCalendar
from huikuan.receipts.rules import ReceiptMethod

CALENDAR = BusinessCalendar()
NUMBER = "510210009999620260115000001234"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1-100000", BillRange(1, 100_000)),
        ("100001 - 250000", BillRange(100_001, 250_000)),
        ("１-１０", BillRange(1, 10)),
        ("7-7", BillRange(7, 7)),
        ("0", None),
        ("", None),
        ("5-3", RangeFault.ORDER),
        ("0-3", RangeFault.ORDER),
        ("1-1234567890123", RangeFault.SHAPE),
        ("1-100000000001", RangeFault.TOO_LARGE),
        ("abc", RangeFault.SHAPE),
    ],
)
def test_ranges_as_printed(text: str, found: BillRange | RangeFault | None) -> None:
    assert parse_range(text=text) == found


@pytest.mark.parametrize(
    ("start", "end", "minor"), [(1, 100_000, 100_000), (300_001, 1_000_000, 700_000), (5, 5, 1), (1, 10**11, 10**11)]
)
def test_a_unit_is_one_fen(start: int, end: int, minor: int) -> None:
    assert BillRange(start, end).amount_minor == minor


@given(st.integers(1, 10**11), st.integers(0, 10**6), st.data())
def test_what_is_split_off_and_what_is_left_are_the_whole(start: int, more: int, data: st.DataObject) -> None:
    whole = BillRange(start, start + more)
    first = data.draw(st.integers(whole.start, whole.end))
    part = BillRange(first, data.draw(st.integers(first, whole.end)))
    pieces = (*whole.without(part), part)
    assert sum(one.amount_minor for one in pieces) == whole.amount_minor
    assert tiles(whole=whole, parts=pieces)
    assert not tiles(whole=whole, parts=(*pieces, part))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            NUMBER,
            BillNumber(NUMBER, frozenset({ReceiptMethod.BANK_BILL, ReceiptMethod.FINANCE_BILL}), date(2026, 1, 15)),
        ),
        ("6" + NUMBER[1:], BillNumber("6" + NUMBER[1:], frozenset({ReceiptMethod.COMMERCIAL_BILL}), date(2026, 1, 15))),
        ("9" + NUMBER[1:], NumberFault.TYPE),
        (NUMBER[:13] + "20261315" + NUMBER[21:], NumberFault.DAY),
        (NUMBER[:-1], NumberFault.SHAPE),
        ("ABC", NumberFault.SHAPE),
    ],
)
def test_numbers(text: str, found: BillNumber | NumberFault) -> None:
    assert parse_number(text=text) == found


def test_an_old_paper_number_is_taken_with_a_caution() -> None:
    found = parse_number(text="3020005 3 2161 5421")
    assert isinstance(found, BillNumber)
    assert (found.number, found.is_old, len(found.kinds)) == ("3020005321615421", True, 3)


@pytest.mark.parametrize(
    ("face", "rate_ppm", "on", "matures_on", "other_city", "days", "interest"),
    [
        # 1,000,000.00 × 3 % × 90 / 360
        (100_000_000, 30_000, date(2026, 4, 16), date(2026, 7, 15), False, 90, 750_000),
        # Saturday 2026-07-18 runs to Monday: 95 days; 10,000.00 × 2.4 % × 95 / 360 = 63.333…
        (1_000_000, 24_000, date(2026, 4, 16), date(2026, 7, 18), False, 95, 6_333),
        # another city: three days more; 1,000.00 × 3.6 % × 93 / 360 = 9.30
        (100_000, 36_000, date(2026, 4, 16), date(2026, 7, 15), True, 93, 930),
        # half a fen is one: 1.00 × 1.8 % × 100 / 360 = 0.005
        (100, 18_000, date(2026, 4, 6), date(2026, 7, 15), False, 100, 1),
        (100, 17_999, date(2026, 4, 6), date(2026, 7, 15), False, 100, 0),
        (1_000_000, 24_000, date(2026, 7, 15), date(2026, 7, 15), False, 0, 0),
    ],
)
def test_discount_interest(
    face: int, rate_ppm: int, on: date, matures_on: date, other_city: bool, days: int, interest: int
) -> None:
    found = discount(
        face_minor=face,
        rate_ppm=rate_ppm,
        days=(on, matures_on),
        policy=SHIPPED,
        calendar=CALENDAR,
        is_other_city=other_city,
    )
    assert (found.days, found.interest_minor, found.net_minor) == (days, interest, face - interest)


def test_maturity_goes_from_month_end_to_month_end() -> None:
    assert matures(issued_on=date(2026, 8, 31), months=6) == date(2027, 2, 28)
    assert matures(issued_on=date(2026, 1, 15), months=6) == date(2026, 7, 15)


def test_what_may_be_asked_in_recourse() -> None:
    # 10,000.00 + 3 % for 73 days of 365 = 60.00, + costs 25.00
    day = date(2026, 7, 15)
    asked = recourse_minor(face_minor=1_000_000, since=day, on=date(2026, 9, 26), costs_minor=2_500, policy=SHIPPED)
    assert asked == 1_000_000 + 6_000 + 2_500


def ends(facts: Facts) -> dict[Duty, date]:
    return {one.duty: one.last_day for one in clocks(facts=facts, policy=SHIPPED, calendar=CALENDAR)}


def test_clocks() -> None:
    issued, due, no = date(2026, 1, 15), date(2026, 7, 15), date(2026, 7, 17)
    assert ends(Facts(State.HELD, issued, due)) == {Duty.PRESENT: date(2026, 7, 27)}  # 25 July is a Saturday
    assert ends(Facts(State.HELD, issued, None)) == {Duty.PRESENT: date(2026, 2, 24)}  # the Spring Festival is over
    assert ends(Facts(State.ENDORSED, issued, due)) == {Duty.ENDS: date(2026, 7, 27)}
    assert ends(Facts(State.DISHONOURED, issued, due, no)) == {
        Duty.GIVE_NOTICE: date(2026, 7, 20),
        Duty.RECOURSE: date(2027, 1, 17),
        Duty.ACCEPTOR: date(2028, 7, 15),
    }
    assert ends(Facts(State.IN_RECOURSE, issued, due, no, no))[Duty.RE_RECOURSE] == date(2026, 10, 17)
    assert ends(Facts(State.SETTLED, issued, due)) == {}
    assert Clock(Duty.PRESENT, due, date(2026, 7, 27), "NIL 53").days_left(today=date(2026, 7, 25)) == 2


def test_after_dishonour_nothing_is_passed_on() -> None:
    stopped = {State.PRESENTED, State.DISHONOURED, State.IN_RECOURSE, State.SETTLED}
    transfers = {Event.ENDORSE, Event.DISCOUNT, Event.PLEDGE}
    assert not {key for key in TRANSITIONS if key[0] in stopped and key[1] in transfers}
    assert Event.DISHONOUR not in UNDONE_BY


@pytest.mark.parametrize(("counted", "collected"), [(Counted.RECEIVED, 600), (Counted.CASH, 300), (Counted.MATURED, 0)])
def test_what_waits_is_taken_off_first(counted: Counted, collected: int) -> None:
    events = [Happened(None, State.HELD, 1_000), Happened(State.HELD, State.DISCOUNTED, 700)]
    assert collected_minor(allocated=600, happenings=events, counted=counted) == collected


def test_a_dishonoured_part_waits_for_nothing() -> None:
    events = [
        Happened(None, State.HELD, 1_000),
        Happened(State.HELD, State.PRESENTED, 1_000),
        Happened(State.PRESENTED, State.DISHONOURED, 400),
        Happened(State.PRESENTED, State.SETTLED, 600),
    ]
    for counted in Counted:
        assert collected_minor(allocated=600, happenings=events, counted=counted) == 600


def test_the_list_of_acceptors_accounts_for_every_row() -> None:
    header, *rows = (
        "承兑人 名称,统一社会信用代码,类别,起始日期,截止日期\n"
        "恒昌置业发展有限公司,,持续逾期,2026-01-31,\n"
        "恒昌置业发展有限公司,,持续逾期,2026-01-31,\n"
        "金盛建设,,承兑人逾期,2026-02-28,2026-08-31\n"
        ",,承兑人逾期,2026-02-28,\n"
        "宏达,,别的,2026-02-28,\n"
        "宏达,,承兑人逾期,下周,\n"
        "宏达,,承兑人逾期,2026-02-28,2026-01-01"
    ).split("\n")
    found = read_list(
        columns=header.split(","),
        rows=[(line, row.split(",")) for line, row in enumerate(rows, 2)],
        shifted=[(9, ("宏达", "承兑人逾期"))],
    )
    assert isinstance(found, ListRead)
    assert (found.read, len(found.accepted), found.duplicate, len(found.rejected)) == (8, 2, 1, 5)
    assert [(one.line, one.column, one.code) for one in found.rejected] == [
        (5, "name", "WATCH_LIST_NAME"),
        (6, "kind", "WATCH_LIST_KIND"),
        (7, "from_day", "WATCH_LIST_DAY"),
        (8, "through_day", "WATCH_LIST_DAY"),
        (9, "", "ROW_SHIFTED_ROW"),
    ]
    assert [one.kind for one in found.accepted] == [ListingKind.PERSISTENT, ListingKind.OVERDUE]


@pytest.mark.parametrize(
    ("header", "count", "code"),
    [("名称,起始日", 1, "WATCH_LIST_COLUMN"), ("名称,类别,起始日", LONGEST_LIST + 1, "WATCH_LIST_TOO_LONG")],
)
def test_a_list_that_cannot_be_read(header: str, count: int, code: str) -> None:
    found = read_list(columns=header.split(","), rows=[(2, ("甲", "逾期", "2026-01-01"))] * count)
    assert isinstance(found, ListFault)
    assert found.code == code


@pytest.mark.parametrize(
    ("kind", "minor", "contract", "most"),
    [
        (DepositKind.EARNEST, 30_000, 100_000, 20_000),
        (DepositKind.EARNEST, 10_000, 100_000, 10_000),
        (DepositKind.EARNEST, 30_000, None, 30_000),
        (DepositKind.EARNEST, 30_000, 99_999, 19_999),
        (DepositKind.SECURITY, 30_000, 100_000, 30_000),
        (DepositKind.ADVANCE, 30_000, 100_000, 0),
    ],
)
def test_what_of_a_deposit_can_be_kept(kind: DepositKind, minor: int, contract: int | None, most: int) -> None:
    assert forfeitable(kind=kind, amount_minor=minor, contract_minor=contract, permille=200) == most
    assert effective_earnest(amount_minor=minor, contract_minor=None, permille=200) == minor


def test_a_notice_of_set_off_needs_both_debts_due_and_of_one_kind() -> None:
    assert set_off_fault(kind=SetOffKind.NOTICE, is_due=False, is_same_kind=True) == "SET_OFF_NOT_DUE"
    assert set_off_fault(kind=SetOffKind.NOTICE, is_due=True, is_same_kind=False) == "SET_OFF_OTHER_KIND"
    assert set_off_fault(kind=SetOffKind.NOTICE, is_due=True, is_same_kind=True) is None
    assert set_off_fault(kind=SetOffKind.AGREEMENT, is_due=False, is_same_kind=False) is None
