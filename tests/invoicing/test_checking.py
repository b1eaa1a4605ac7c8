"""The cross-checks, each by hand: what breaks, its severity, and that nothing else is said."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.invoicing.rules.advanced import tax_in_open
from huikuan.invoicing.rules.checking import Blue, Debt, Facts, Known, findings, is_blocked
from huikuan.invoicing.rules.records import EInvoice, Format, Kind, Line, Party
from huikuan.invoicing.rules.states import WAYS, Way, WayEvent
from huikuan.invoicing.rules.tax_rates import rate_in_force
from huikuan.invoicing.rules.wishes import Wishes, wish_findings

NUMBER = "26312000002160569446"
INVOICE = EInvoice(
    format=Format.CN_XML,
    number=NUMBER,
    net_minor=100_000,
    tax_minor=13_000,
    gross_minor=113_000,
    kind=Kind.SPECIAL,
    issue_date=date(2026, 2, 10),
    seller=Party("甲方贸易有限公司", "91310000MA1K35XX1A"),
    buyer=Party("蓝天机械有限公司", "91310000100000001X"),
    lines=(Line("*通用设备*水泵", 100_000, 13_000, 130_000, 10_000_000),),
    words="壹仟壹佰叁拾圆整",
)
FACTS = Facts(
    today=date(2026, 3, 2),
    own=Known(frozenset({"甲方贸易有限公司"}), "91310000MA1K35XX1A"),
    customer_id=7,
    customer=Known(frozenset({"蓝天机械有限公司"}), "91310000100000001X"),
)
RED = replace(
    INVOICE,
    is_red=True,
    net_minor=-100_000,
    tax_minor=-13_000,
    gross_minor=-113_000,
    lines=(Line("*通用设备*水泵", -100_000, -13_000, 130_000),),
    original_number="26312000002160569001",
    confirmation_number="26040000000000000001",
)
BLUE = Blue(7, 200_000, 0, date(2026, 1, 5), is_booked=True)


def said(invoice, facts=FACTS):
    return [(one.severity.value, one.code) for one in findings(invoice=invoice, facts=facts)]


def test_a_right_invoice_has_nothing_to_mend():
    assert said(INVOICE) == []
    assert said(RED, replace(FACTS, blue=BLUE)) == []


@pytest.mark.parametrize(
    ("changes", "severity", "code"),
    [
        ({"gross_minor": 113_002, "words": ""}, "ERROR", "EINVOICE_SUMS_DIFFER"),
        ({"gross_minor": 113_001, "words": ""}, "NOTE", "EINVOICE_ROUNDED"),
        ({"lines": (Line("x", 99_998, 13_000),)}, "ERROR", "EINVOICE_LINES_DIFFER"),
        ({"lines": (Line("x", 100_000, 12_998),)}, "WARNING", "EINVOICE_LINE_TAX_DIFFERS"),
        ({"words": "壹仟壹佰叁拾壹圆整"}, "ERROR", "EINVOICE_WORDS_DIFFER"),
        ({"words": "壹千元"}, "WARNING", "EINVOICE_WORDS_UNREADABLE"),
        ({"words": "ⓧ壹仟壹佰叁拾圆整"}, "", ""),
        ({"number": "123"}, "WARNING", "EINVOICE_NUMBER_UNUSUAL"),
        ({"number": "12345678", "code": "3100204130"}, "", ""),
        ({"seller": Party("乙公司", "91310000MA1K35XX1B")}, "ERROR", "EINVOICE_SELLER_NOT_US"),
        ({"seller": Party("甲方贸易有限公司", "")}, "", ""),
        ({"buyer": Party("蓝天机械有限公司", "91310000100000009X")}, "ERROR", "EINVOICE_BUYER_CODE_DIFFERS"),
        ({"buyer": Party("蓝天机械有限公司", "")}, "ERROR", "EINVOICE_BUYER_CODE_MISSING"),
        ({"buyer": Party("蓝天机械", "91310000100000001X")}, "WARNING", "EINVOICE_BUYER_NAME_DIFFERS"),
        ({"issue_date": None}, "ERROR", "EINVOICE_DATE_MISSING"),
        ({"issue_date": date(2026, 3, 3)}, "ERROR", "EINVOICE_DATE_AHEAD"),
        ({"lines": (Line("x", 100_000, 13_000, 170_000),)}, "WARNING", "EINVOICE_RATE_DIFFERS"),
        ({"format": Format.PDF_TEXT}, "WARNING", "EINVOICE_READ_FROM_TEXT"),
        ({"is_tax_stated": False}, "WARNING", "EINVOICE_TAX_NOT_STATED"),
    ],
)
def test_what_is_wrong_with_an_invoice(changes, severity, code):
    found = [one for one in said(replace(INVOICE, **changes)) if one[1] != "EINVOICE_RATE_NOT_IN_FORCE"]
    assert found == ([(severity, code)] if code else [])


@pytest.mark.parametrize(
    ("changes", "severity", "code"),
    [
        ({"customer": None, "customer_id": None}, "ERROR", "EINVOICE_CUSTOMER_UNKNOWN"),
        ({"is_number_of_other": True}, "ERROR", "EINVOICE_NUMBER_TAKEN"),
        ({"fitting_debts": 2}, "ERROR", "EINVOICE_MILESTONE_UNCLEAR"),
        ({"debt": Debt("HT-1-1", 113_000, 1)}, "ERROR", "EINVOICE_ABOVE_MILESTONE"),
        ({"debt": Debt("HT-1-1", 113_001, 0)}, "NOTE", "EINVOICE_BELOW_MILESTONE"),
        ({"debt": Debt("HT-1-1", 113_000, 0)}, "", ""),
        ({"contract_known": False}, "WARNING", "EINVOICE_CONTRACT_UNKNOWN"),
        ({"price_deviations": 1}, "WARNING", "EINVOICE_PRICES_DIFFER"),
        ({"delivered_on": date(2026, 2, 11)}, "WARNING", "EINVOICE_BEFORE_DELIVERY"),
        ({"delivered_on": date(2026, 2, 10)}, "", ""),
    ],
)
def test_what_does_not_fit_the_books(changes, severity, code):
    assert said(INVOICE, replace(FACTS, **changes)) == ([(severity, code)] if code else [])


@pytest.mark.parametrize(
    ("blue", "code"),
    [
        (None, "EINVOICE_BLUE_UNKNOWN"),
        (replace(BLUE, is_booked=False), "EINVOICE_BLUE_UNKNOWN"),
        (replace(BLUE, customer_id=8), "EINVOICE_BLUE_OF_OTHER"),
        (replace(BLUE, red_minor=87_001), "EINVOICE_RED_ABOVE_BLUE"),
        (replace(BLUE, issue_date=date(2026, 2, 11)), "EINVOICE_RED_BEFORE_BLUE"),
    ],
)
def test_a_red_one_takes_from_its_blue_one_what_is_left(blue, code):
    assert said(RED, replace(FACTS, blue=blue)) == [("ERROR", code)]
    assert said(RED, replace(FACTS, blue=replace(BLUE, red_minor=87_000))) == []


def test_errors_come_first_and_block():
    found = findings(invoice=replace(INVOICE, words="壹元整", number="9"), facts=FACTS)
    assert [one.severity.value for one in found] == ["ERROR", "WARNING"]
    assert is_blocked(found=found)
    assert not is_blocked(found=found[1:])


@pytest.mark.parametrize(
    ("rate", "on", "is_known"),
    [
        (130_000, date(2026, 1, 1), True),
        (50_000, date(2025, 12, 31), True),
        (50_000, date(2026, 1, 1), False),
        (170_000, date(2026, 1, 1), False),
    ],
)
def test_rates_hold_on_their_days(rate, on, is_known):
    assert (rate_in_force(rate_micros=rate, on=on) is not None) is is_known


@pytest.mark.parametrize(
    ("wishes", "severity", "code"),
    [
        (Wishes(title="蓝天机械（上海）有限公司"), "ERROR", "WISH_TITLE"),
        (Wishes(form="ORDINARY"), "ERROR", "WISH_FORM"),
        (Wishes(most_minor=112_999), "ERROR", "WISH_MOST"),
        (Wishes(remark="订单号"), "WARNING", "WISH_REMARK"),
        (Wishes(rate_hundredths=600), "WARNING", "WISH_RATE"),
        (Wishes(deadline_day=9), "WARNING", "WISH_DEADLINE"),
    ],
)
def test_what_the_customer_wants(wishes, severity, code):
    found = wish_findings(invoice=INVOICE, wishes=wishes)
    assert [(one.severity.value, one.code) for one in found] == [(severity, code)]
    same = Wishes("SPECIAL", "蓝天机械有限公司", 1_300, 10, "", 113_000)
    assert wish_findings(invoice=INVOICE, wishes=same) == ()


@given(tax=st.integers(0, 10**9), gross=st.integers(1, 10**10), left=st.integers(-5, 10**10))
def test_the_tax_in_what_is_open_lies_between_nothing_and_all(tax, gross, left):
    found = tax_in_open(tax_minor=tax, gross_minor=gross, open_minor=left)
    assert 0 <= found <= tax
    if left >= gross:
        assert found == tax
    if left <= 0:
        assert found == 0


def test_every_way_ends_at_the_customer_or_goes_on():
    assert set(WAYS.values()) == set(Way)
    assert WAYS[Way.SENT, WayEvent.RECEIVE] is Way.RECEIVED
    assert (Way.RECEIVED, WayEvent.QUEUE) not in WAYS
