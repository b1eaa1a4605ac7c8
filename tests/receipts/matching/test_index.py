"""Given items and payers, when the index is built, then amounts, debtors and documents are found in it."""

from datetime import date

import pytest

from huikuan.receipts.matching.index import MatchIndex
from huikuan.receipts.matching.records import OpenItem, Payer

ITEMS = [
    OpenItem(3, "A-3", 1, 500, "CNY", date(2026, 1, 1), date(2026, 3, 1)),
    OpenItem(1, "A-1", 1, 700, "CNY", date(2026, 1, 1), date(2026, 2, 1)),
    OpenItem(2, "A-1", 1, 500, "USD"),
    OpenItem("x", "B-1", "other", 500, "CNY"),
    OpenItem(9, "B-9", 1, 0, "CNY"),
]
INDEX = MatchIndex.build(items=ITEMS, payers=[Payer(1, "甲公司")])


def test_items_are_in_order_and_paid_ones_left_out():
    assert [item.id for item in INDEX.items] == [1, 2, 3, "x"]
    assert [payer.customer_id for payer in INDEX.customers] == [1, "other"]


def test_a_debtor_is_a_customer_in_one_currency():
    cny, usd = INDEX.debtor(customer=0, currency="CNY"), INDEX.debtor(customer=0, currency="USD")
    assert cny is not None
    assert usd is not None
    assert [INDEX.items[item].id for item in INDEX.members[cny]] == [1, 3]  # oldest due first
    assert [INDEX.items[item].id for item in INDEX.members[usd]] == [2]
    assert INDEX.debtor(customer=0, currency="EUR") is None


def test_one_document():
    same = MatchIndex.build(items=[OpenItem(k, n, 1, 5, "CNY") for k, n in enumerate(["A", "A", "", ""])], payers=[])
    assert same.one_document(items=(0, 1))
    assert not same.one_document(items=(1, 2))
    assert not same.one_document(items=(2, 3))  # without a number nothing is known
    assert same.one_document(items=(2,))


@pytest.mark.parametrize(
    ("items", "payers"),
    [([ITEMS[0], ITEMS[0]], []), ([], [Payer(1, "a"), Payer(1, "b")])],
)
def test_an_id_that_comes_twice_is_refused(items, payers):
    with pytest.raises(ValueError, match="twice"):
        MatchIndex.build(items=items, payers=payers)


def test_common_and_round_amounts_are_likelier():
    items = [
        OpenItem(key, f"N{key}", 1, minor, "CNY")
        for key, minor in enumerate([100_000] * 50 + [123_457] * 3 + [777_001])
    ]
    index = MatchIndex.build(items=items, payers=[])
    common, rare, single = (
        index.chance_of_amount(currency="CNY", minor=minor) for minor in (100_000, 123_457, 777_001)
    )
    assert common > rare > single > 0
    few = MatchIndex.build(items=items[-1:], payers=[])
    assert few.chance_of_amount(currency="CNY", minor=1_000_000) > few.chance_of_amount(currency="CNY", minor=1_234_567)
