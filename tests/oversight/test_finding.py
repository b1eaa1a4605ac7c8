"""Every rule by hand: what is found at its threshold and what just misses it; order and repetition change nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.oversight.rules.facts import (
    AccountLearned,
    BackDating,
    Billed,
    Cash,
    Credited,
    Deal,
    Decided,
    Facts,
    LimitRaise,
    NewCustomer,
    Refunded,
    TermAmended,
    TermChange,
    Underprice,
)
from huikuan.oversight.rules.finding import findings
from huikuan.oversight.rules.flags import Kind, Person, Policy, policy_fault, policy_of

TODAY = date(2026, 3, 31)
POLICY = Policy()
LI, WU, NOBODY = Person(7, "李"), Person(8, "吴"), Person(None, "system")
RAISE = LimitRaise(1, 5, date(2026, 3, 1), 10_000_000, 90_000_000, "CNY", (LI, WU))
ORDER = Deal(2, True, "DD-1", 1, 5, date(2026, 3, 15), 60_000_000, "CNY", 60_000_000, WU)
TERM = TermChange(3, 5, date(2026, 3, 20), 30, 60, LI)
BILL = Billed(4, "F001", 1, 5, date(2026, 1, 19), 1_000, "CNY")
AMENDED = TermAmended(
    21, 8, "HT-1", 1, 5, date(2026, 3, 20), "到货款", 30, 60, False, 1, (date(2026, 1, 19),), (LI, WU)
)
CASH = Cash(5, 77, 1, 5, date(2026, 3, 23), 5_000, 0, "CNY", True, (LI,))
UNDER = Underprice(6, "F006", 1, 5, date(2026, 3, 2), 100_000, "CNY", 9, "JG-1", 2, LI)
CREDIT = Credited(7, "C007", 4, "F001", 1, 5, date(2026, 3, 27), date(2026, 3, 1), 100_000, "CNY", LI, LI)
AGAIN = Billed(8, "F008", 1, 5, date(2026, 4, 26), 105_000, "CNY")
BACK = BackDating(9, 90, 1, "INVOICE", date(2026, 3, 12), date(2026, 3, 1), 3, LI)
NEW = NewCustomer(5, date(2026, 2, 13), "乙公司")
ACCOUNT = AccountLearned(1, 5, date(2026, 3, 1), "6222", "receipt 1")
REFUND = Refunded(11, 12, 1, 5, date(2026, 3, 15), 9_900, "CNY", LI)


def kinds(facts: Facts, policy: Policy = POLICY) -> list[str]:
    return [one.kind.value for one in findings(facts=facts, policy=policy, today=TODAY)]


def days(number: int) -> timedelta:
    return timedelta(days=number)


@pytest.mark.parametrize(
    ("deal", "is_found"),
    [
        (ORDER, True),  # 14 days after
        (replace(ORDER, day=date(2026, 3, 16)), False),
        (replace(ORDER, day=date(2026, 3, 1)), True),
        (replace(ORDER, day=date(2026, 2, 28)), False),
        (replace(ORDER, base_minor=50_000_000), True),
        (replace(ORDER, base_minor=49_999_999), False),
        (replace(ORDER, base_minor=None), False),
        (replace(ORDER, customer_id=6), False),
        (replace(ORDER, is_order=False), False),
    ],
)
def test_a_limit_before_an_order(deal: Deal, *, is_found: bool) -> None:
    assert kinds(Facts(raises=(RAISE,), deals=(deal,))) == (["LIMIT_BEFORE_ORDER"] if is_found else [])


def test_an_order_that_fitted_the_old_limit_is_no_flag() -> None:
    facts = Facts(raises=(replace(RAISE, before_minor=60_000_000),), deals=(ORDER,))
    assert kinds(facts) == []


def test_what_a_limit_flag_says() -> None:
    (found,) = findings(facts=Facts(raises=(RAISE,), deals=(ORDER,)), policy=POLICY, today=TODAY)
    assert (found.key, found.day, found.people) == ("LIMIT_BEFORE_ORDER:1:2", date(2026, 3, 15), (LI, WU))
    assert found.parameters == {"days": 14, "number": "DD-1", "minor": 60_000_000, "currency": "CNY"}


@pytest.mark.parametrize(
    ("change", "bill", "is_found"),
    [
        (TERM, BILL, True),  # 60 days after
        (TERM, replace(BILL, day=date(2026, 1, 18)), False),
        (TERM, replace(BILL, day=date(2026, 3, 20)), True),
        (TERM, replace(BILL, day=date(2026, 3, 21)), False),
        (replace(TERM, after_days=30), BILL, False),
        (replace(TERM, after_days=20), BILL, False),
        (TERM, replace(BILL, customer_id=6), False),
    ],
)
def test_a_term_after_delivery(change: TermChange, bill: Billed, *, is_found: bool) -> None:
    assert kinds(Facts(term_changes=(change,), billed=(bill,))) == (["TERM_AFTER_DELIVERY"] if is_found else [])


@pytest.mark.parametrize(
    ("amended", "is_found"),
    [
        (AMENDED, True),  # 60 days after the delivery
        (replace(AMENDED, delivered=(date(2026, 1, 18),)), False),
        (replace(AMENDED, delivered=(date(2026, 3, 20),)), True),
        (replace(AMENDED, delivered=(date(2026, 3, 21),)), False),
        (replace(AMENDED, delivered=()), False),
        (replace(AMENDED, after_days=30), False),
        (replace(AMENDED, after_days=30, is_moved=True), True),
    ],
)
def test_a_contract_amended_after_delivery(amended: TermAmended, *, is_found: bool) -> None:
    assert kinds(Facts(terms_amended=(amended,))) == (["TERM_AFTER_DELIVERY"] if is_found else [])


def test_what_a_flag_of_an_amendment_says() -> None:
    facts = Facts(terms_amended=(replace(AMENDED, delivered=(date(2026, 2, 1), date(2026, 3, 1), date(2026, 3, 25))),))
    (found,) = findings(facts=facts, policy=POLICY, today=TODAY)
    assert (found.key, found.people) == ("TERM_AFTER_DELIVERY:contract:21", (LI, WU))
    assert [(row.kind.value, row.id, row.day) for row in found.rows] == [
        ("CONTRACT", 8, date(2026, 3, 20)),
        ("CUSTOMER", 5, date(2026, 3, 1)),
    ]
    assert found.parameters == {
        "contract": "HT-1",
        "title": "到货款",
        "before": 30,
        "after": 60,
        "count": 1,
        "days": 19,
    }


@pytest.mark.parametrize(
    ("cash", "is_found"),
    [
        (CASH, True),  # 8 days
        (replace(CASH, received_on=date(2026, 3, 24)), False),
        (replace(CASH, is_cash=False), False),
        (replace(CASH, is_cash=False, unapplied_minor=1), True),
    ],
)
def test_cash_that_never_reached_the_bank(cash: Cash, *, is_found: bool) -> None:
    assert kinds(Facts(cash=(cash,))) == (["CASH_UNMATCHED"] if is_found else [])


@pytest.mark.parametrize(("short", "is_found"), [(100_000, True), (99_999, False)])
def test_a_price_below_the_confirmed_one(short: int, *, is_found: bool) -> None:
    assert kinds(Facts(underprices=(replace(UNDER, short_minor=short),))) == (["PRICE_BELOW"] if is_found else [])


def pair(count: int, others: int = 0, day: date = date(2026, 3, 1)) -> Facts:
    same = [Decided(pk, day, LI, WU) for pk in range(count)]
    rest = [Decided(100 + pk, day, LI, Person(20 + pk, "别人")) for pk in range(others)]
    return Facts(decided=(*same, *rest))


@pytest.mark.parametrize(
    ("facts", "is_found"),
    [
        (pair(5), True),
        (pair(4), False),
        (pair(9, 1), True),  # 90 %
        (pair(8, 1), False),  # 88 %
        (pair(5, day=TODAY - days(90)), True),
        (pair(5, day=TODAY - days(91)), False),
    ],
)
def test_always_the_same_approver(facts: Facts, *, is_found: bool) -> None:
    assert kinds(facts) == (["SAME_PAIR"] if is_found else [])


def test_a_pair_that_goes_on_is_found_anew_in_the_next_month() -> None:
    keys = [
        one.key
        for day in (date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1))
        for one in findings(facts=pair(5, day=day), policy=POLICY, today=TODAY)
    ]
    assert keys == ["SAME_PAIR:7:8:2026-02", "SAME_PAIR:7:8:2026-02", "SAME_PAIR:7:8:2026-03"]


@pytest.mark.parametrize(
    ("bill", "is_found"),
    [
        (AGAIN, True),  # 30 days after, 5 % more
        (replace(AGAIN, day=date(2026, 4, 27)), False),
        (replace(AGAIN, day=date(2026, 3, 26)), False),
        (replace(AGAIN, amount_minor=105_001), False),
        (replace(AGAIN, amount_minor=95_000), True),
        (replace(AGAIN, currency="USD"), False),
        (replace(AGAIN, invoice_id=4), False),
    ],
)
def test_a_round_trip(bill: Billed, *, is_found: bool) -> None:
    credit = replace(CREDIT, entered_by=WU)
    assert kinds(Facts(credited=(credit,), billed=(bill,))) == (["ROUND_TRIP"] if is_found else [])


@pytest.mark.parametrize(
    ("changes", "is_found"),
    [
        ({}, True),  # 27 March: 4 days before the end
        ({"day": date(2026, 3, 26)}, False),
        ({"day": date(2026, 3, 31)}, True),
        ({"entered_by": WU}, False),
        ({"entered_by": NOBODY, "noted_by": NOBODY}, False),
    ],
)
def test_a_credit_note_by_who_entered_the_invoice(changes: dict[str, Any], *, is_found: bool) -> None:
    assert kinds(Facts(credited=(replace(CREDIT, **changes),))) == (["CREDIT_BY_ENTERER"] if is_found else [])


@pytest.mark.parametrize(
    ("changes", "is_found"),
    [({}, True), ({"earliest": date(2026, 3, 2)}, False), ({"person": NOBODY}, False)],
)
def test_a_posting_of_long_ago(changes: dict[str, Any], *, is_found: bool) -> None:
    assert kinds(Facts(back_datings=(replace(BACK, **changes),))) == (["BACK_DATED"] if is_found else [])


@pytest.mark.parametrize(
    ("changes", "is_found"),
    [
        ({}, True),  # 30 days after
        ({"day": date(2026, 3, 16)}, False),
        ({"day": date(2026, 2, 12)}, False),
        ({"base_minor": 49_999_999}, False),
        ({"is_order": False}, True),
    ],
)
def test_a_large_deal_with_a_new_customer(changes: dict[str, Any], *, is_found: bool) -> None:
    facts = Facts(newcomers=(NEW,), deals=(replace(ORDER, **changes),))
    assert kinds(facts) == (["NEW_CUSTOMER"] if is_found else [])


@pytest.mark.parametrize(
    ("changes", "is_found"),
    [({}, True), ({"day": date(2026, 3, 16)}, False), ({"day": date(2026, 2, 28)}, False), ({"customer_id": 6}, False)],
)
def test_an_account_before_a_refund(changes: dict[str, Any], *, is_found: bool) -> None:
    facts = Facts(accounts=(ACCOUNT,), refunds=(replace(REFUND, **changes),))
    assert kinds(facts) == (["ACCOUNT_BEFORE_REFUND"] if is_found else [])


EVERYTHING = Facts(
    raises=(RAISE, replace(RAISE, entry_id=2)),
    deals=(ORDER, replace(ORDER, id=3, is_order=False)),
    term_changes=(TERM,),
    cash=(CASH, replace(CASH, receipt_id=6)),
    underprices=(UNDER,),
    decided=pair(9, 1).decided,
    credited=(CREDIT,),
    billed=(BILL, AGAIN, replace(AGAIN, invoice_id=9)),
    back_datings=(BACK,),
    newcomers=(NEW,),
    accounts=(ACCOUNT, replace(ACCOUNT, alias_id=2)),
    refunds=(REFUND,),
)


def test_everything_at_once_is_found_once_each() -> None:
    found = findings(facts=EVERYTHING, policy=POLICY, today=TODAY)
    assert len({one.key for one in found}) == len(found)
    assert {one.kind for one in found} == set(Kind)


@given(st.integers(), st.integers(1, 3))
def test_neither_order_nor_repetition_matters(seed: int, times: int) -> None:
    mixed = {}
    for name in EVERYTHING.__slots__:
        rows = list(getattr(EVERYTHING, name)) * times
        Random(seed).shuffle(rows)
        mixed[name] = tuple(rows)
    assert findings(facts=Facts(**mixed), policy=POLICY, today=TODAY) == findings(
        facts=EVERYTHING, policy=POLICY, today=TODAY
    )


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, ""),
        ({"cash_days": -1}, "cash_days"),
        ({"cash_days": 367}, "cash_days"),
        ({"pair_percent": 101}, "pair_percent"),
        ({"pair_least": 0}, "pair_least"),
        ({"window_days": 0}, "window_days"),
        ({"large_order_minor": 10**13}, ""),
        ({"large_order_minor": 10**13 + 1}, "large_order_minor"),
    ],
)
def test_thresholds_have_bounds(changes: dict[str, int], fault: str) -> None:
    assert policy_fault(policy=replace(POLICY, **changes)) == fault


def test_a_kept_policy_is_read_and_unknown_thresholds_are_as_shipped() -> None:
    assert policy_of(content={"cash_days": 3, "of_later": 1}) == replace(POLICY, cash_days=3)
