"""Faults of terms, and what the law says: golden cases by hand with their articles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huikuan.contracts.due_rules import Anchor, DueRule
from huikuan.contracts.rules.judging import deposit_cap, faults_of, warnings_of
from huikuan.contracts.rules.terms import Clauses, Item, LateBasis, MilestoneKind, Settlement, Sizes, Trigger
from tests.contracts.agreed import FIVE, part, retention, terms


def codes(found):
    return [one.code for one in found]


def test_a_good_contract_has_no_fault():
    assert faults_of(terms=terms()) == ()


def test_new_milestones_have_no_number_yet():
    assert faults_of(terms=terms(milestones=tuple(replace(term, number=0) for term in FIVE))) == ()


@pytest.mark.parametrize(
    ("agreed", "expected"),
    [
        (terms(milestones=FIVE[:4]), ["MILESTONES_SUM"]),
        (replace(terms(), title=" "), ["TITLE_MISSING"]),
        (terms(0), ["CONTRACT_AMOUNT"]),
        (terms(10**13 + 1), ["CONTRACT_AMOUNT"]),
        (terms(milestones=()), ["MILESTONES_MISSING"]),
        (terms(milestones=(FIVE[0], replace(FIVE[1], number=1))), ["MILESTONE_TWICE"]),
        (terms(milestones=(part(1, "", Trigger.DELIVERY, 1000),)), ["MILESTONE_TITLE"]),
        (terms(milestones=(part(1, "款", Trigger.DELIVERY),)), ["SHARE_OR_AMOUNT"]),
        (terms(milestones=(part(1, "款", Trigger.DELIVERY, 1000, amount_minor=5),)), ["SHARE_OR_AMOUNT"]),
        (terms(milestones=(part(1, "款", Trigger.DELIVERY, 0),)), ["MILESTONE_EMPTY"]),
        (terms(milestones=(part(1, "款", Trigger.PROGRESS, 1000),)), ["PROGRESS_SHARE"]),
        (
            terms(milestones=(part(1, "款", Trigger.DELIVERY, 1000, kind=MilestoneKind.RETENTION),)),
            ["RETENTION_TRIGGER", "RETENTION_CONDITION"],
        ),
        (terms(milestones=(part(1, "款", Trigger.RETENTION_RELEASE, 1000),)), ["RETENTION_TRIGGER"]),
        (terms(milestones=(retention(1, 1000, held_from=Trigger.DATE),)), ["HELD_FROM"]),
        (terms(milestones=(part(1, "款", Trigger.DELIVERY, 1000, days=-1),)), ["DUE_RULE"]),
        (
            terms(milestones=(part(1, "款", Trigger.DATE, 1000, rule=DueRule(anchor=Anchor.DELIVERY)),)),
            ["ANCHOR_NEVER_COMES"],
        ),
        (
            terms(2, milestones=tuple(part(n, "款", Trigger.DATE, s) for n, s in ((1, 400), (2, 300), (3, 300)))),
            ["MILESTONE_EMPTY"],
        ),
    ],
)
def test_what_cannot_be_a_contract(agreed, expected):
    assert codes(faults_of(terms=agreed)) == expected


def test_the_difference_is_named():
    (fault,) = faults_of(terms=terms(milestones=FIVE[:4]))
    assert (fault.missing_minor, fault.missing_ppm) == (10_000_00, 100_000)


def test_a_deposit_beyond_a_fifth_has_no_effect_for_the_surplus():
    """Civil Code art. 586: at most 20 %, the surplus has no effect as a deposit, and it takes effect when paid."""
    over = (replace(FIVE[0], share_ppm=300_000), replace(FIVE[1], share_ppm=200_000), *FIVE[2:])
    found = warnings_of(terms=terms(milestones=over))
    assert [(one.code, one.article, one.first, one.second) for one in found[:2]] == [
        ("DEPOSIT_OVER_CAP", "CC 586", 20_000_00, 10_000_00),
        ("DEPOSIT_ON_PAYMENT", "CC 586", 30_000_00, 0),
    ]
    assert codes(warnings_of(terms=terms())) == ["DEPOSIT_ON_PAYMENT", "INSPECTION_OPEN"]
    assert deposit_cap(amount_minor=99) == 19


def test_retention_of_construction_is_at_most_three_percent():
    """建质〔2017〕138号 art. 7: of 100,000.00 at most 3,000.00."""
    agreed = terms(clauses=Clauses(is_construction=True))
    (found,) = [one for one in warnings_of(terms=agreed) if one.code == "RETENTION_OVER_CAP"]
    assert (found.first, found.second) == (3_000_00, 7_000_00)


def test_a_small_seller_must_say_so_and_should_agree_a_rate():
    """Decree 802 arts. 3 and 17."""
    agreed = terms(sizes=Sizes("PUBLIC", "SMALL"), settlement=Settlement(inspection_days=10))
    assert codes(warnings_of(terms=agreed)) == ["DEPOSIT_ON_PAYMENT", "SIZE_NOT_DECLARED", "LATE_RATE_NONE"]
    large = replace(agreed, sizes=Sizes("PUBLIC", "LARGE"))
    assert codes(warnings_of(terms=large)) == ["DEPOSIT_ON_PAYMENT"]


def test_items_that_do_not_sum_or_multiply_are_named():
    items = (
        Item("炉", "RX-75", "台", 2_000_000, 40_000_000_000, 80_000_00),
        Item("安装", "", "次", 1_000_000, 10**10, 9_999_99),
    )
    found = warnings_of(terms=terms(items=items))
    assert [(one.code, one.title, one.first, one.second) for one in found[:2]] == [
        ("ITEMS_SUM", "", 89_999_99, 100_000_00),
        ("ITEM_AMOUNT", "安装", 10_000_00, 9_999_99),
    ]


def test_acceleration_needs_three_payments():
    """Civil Code art. 634 speaks of instalment sales; interpretation art. 27: three payments or more."""
    two = (part(1, "一", Trigger.DELIVERY, 500), part(2, "二", Trigger.DELIVERY, 500))
    found = warnings_of(terms=terms(milestones=two, clauses=Clauses(acceleration=True)))
    assert [(one.code, one.article, one.first) for one in found] == [("ACCELERATION_FEW", "CC 634", 2)]


def test_an_inspection_period_has_an_end():
    """Civil Code art. 621: two years at the most."""
    found = warnings_of(terms=terms(settlement=Settlement(inspection_days=731)))
    assert [(one.code, one.article) for one in found][-1] == ("INSPECTION_LONG", "CC 621")


def test_an_agreed_rate_says_enough():
    clauses = Clauses(late_basis=LateBasis.AGREED, late_rate_bp=600)
    agreed = terms(sizes=Sizes("LARGE", "MICRO"), clauses=clauses)
    assert "LATE_RATE_NONE" not in codes(warnings_of(terms=agreed))
