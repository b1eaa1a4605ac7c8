"""Given money for items of another own company or another currency, then it is proposed with its reason, never applied."""

from datetime import date

import pytest

from huikuan.receipts.matching.reasons import ReasonCode as Why
from huikuan.receipts.matching.records import OpenItem, Rate, SplitKind
from huikuan.receipts.matching.splitting import OwnItem, across_companies, across_currencies
from tests.receipts.matching.small_books import ITEMS, PAYERS, TODAY, line

OURS, SISTER = 100, 200
NAME = "杭州瑞恒机电有限公司"
OF_SISTER = OpenItem(61, "SX-2026-000123", 1, 888_123, "CNY", date(2026, 2, 1), date(2026, 3, 1))
BOOKS = [*(OwnItem(OURS, item) for item in ITEMS), OwnItem(SISTER, OF_SISTER)]
RATES = [
    Rate("CNY", "USD", date(2026, 3, 10), 138_000),
    Rate("CNY", "USD", date(2026, 3, 19), 140_000),
    Rate("CNY", "USD", date(2026, 3, 25), 200_000),  # of a later day
]
OWED = 1_999_001
PAID = OWED * 1_000_000 // 140_000


def companies(*lines):
    return across_companies(company_id=OURS, lines=lines, items=BOOKS, payers=PAYERS)


def currencies(*lines, rates=RATES, items=ITEMS):
    return across_currencies(lines=lines, items=items, payers=PAYERS, rates=rates)


def test_money_for_a_sister_company_is_proposed():
    (split,) = companies(line(minor=888_123, name=NAME, text="货款 SX-2026-000123"))
    assert (split.kind, split.customer_id) == (SplitKind.COMPANY, 1)
    (share,) = split.shares
    assert (share.company_id, share.item_id, share.minor, share.paid_minor) == (SISTER, 61, 888_123, 888_123)
    assert Why.NUMBER_EXACT in {reason.code for reason in split.reasons}
    assert dict(split.against[-1].params) == {"company": str(SISTER), "companies": 1}


def test_one_payment_for_two_companies_is_split_by_company():
    text = "SX-2026-000123,INV-202601-00040356"
    (split,) = companies(line(minor=888_123 + 500_000, name=NAME, text=text))
    assert {(share.company_id, share.item_id, share.minor) for share in split.shares} == {
        (OURS, 12, 500_000),
        (SISTER, 61, 888_123),
    }


def test_money_of_our_own_is_no_split():
    assert companies(line(minor=500_000, name=NAME, text="INV-202601-00040356")) == []


def test_yuan_for_dollars_at_the_last_rate_known_on_the_day():
    (split,) = currencies(line(minor=PAID, name="Acme Trading", text="FP20260012"))
    assert split.kind is SplitKind.CURRENCY
    assert split.rate is not None
    assert split.rate.day == date(2026, 3, 19)
    (share,) = split.shares
    assert (share.item_id, share.minor, share.currency, share.paid_minor) == (41, OWED, "USD", PAID)
    assert {Why.EXCHANGED, Why.NUMBER_EXACT} <= {reason.code for reason in split.reasons}
    assert Why.OTHER_CURRENCY in {reason.code for reason in split.against}


@pytest.mark.parametrize(("moved", "found"), [(990, 0), (995, 1), (1_005, 1), (1_020, 0)])
def test_the_tolerance_of_a_rate(moved, found):
    minor = PAID * moved // 1_000
    assert len(currencies(line(minor=minor, name="Acme Trading", text="FP20260012"))) == found


def test_without_a_rate_or_a_payer_there_is_nothing():
    assert currencies(line(minor=PAID, name="Acme Trading"), rates=[]) == []
    assert currencies(line(minor=PAID, name="陌生人公司")) == []
    late = [Rate("CNY", "USD", TODAY.replace(day=21), 140_000)]
    assert currencies(line(minor=PAID, name="Acme Trading"), rates=late) == []


def test_two_items_that_fit_are_none():
    other = OpenItem(43, "FP20260099", 4, OWED + 1_000, "USD", date(2026, 2, 2), date(2026, 3, 4))
    assert len(currencies(line(minor=PAID, name="Acme Trading"))) == 1
    assert currencies(line(minor=PAID, name="Acme Trading"), items=[*ITEMS, other]) == []
