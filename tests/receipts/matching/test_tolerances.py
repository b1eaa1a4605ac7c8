"""Given a payment that falls short, when it is matched, then the difference has a kind, a line of the policy, and bounds."""

import pytest

from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.records import Decision, DifferenceKind
from huikuan.receipts.matching.tolerances import TOLERANCES, difference
from huikuan.receivables.rules import ShortPaymentReason
from tests.receipts.matching.small_books import decide, line

RATES = MatchPolicy().discount_rates_permille
NAME, OPEN = "杭州瑞恒机电有限公司", 1_234_567


@pytest.mark.parametrize(
    ("open_minor", "short", "currency", "kind", "tolerance", "booked"),
    [
        (1_000_000, 99, "CNY", "ROUNDING", "rounding", True),
        (1_000_000, 100, "CNY", "BANK_FEE", "bank fee CNY", True),
        (1_000_000, 5_100, "CNY", "BANK_FEE", "bank fee", False),  # more than a fee is given up by itself
        (500_000, 5_000, "CNY", "EARLY_PAYMENT_DISCOUNT", "discount", False),  # just one per cent
        (300_000, 5_000, "CNY", "BANK_FEE", "bank fee", False),  # within the sum, not within ten per mille
        (1_000_000, 2_500, "USD", "BANK_FEE", "bank fee USD", True),
        (1_000_000, 2_500, "JPY", "BANK_FEE", "bank fee", False),
        (5_000, 99, "CNY", "BANK_FEE", "bank fee", False),  # two per cent is no rounding
        (4_000_000, 30_000, "CNY", "EARLY_PAYMENT_DISCOUNT", "discount", False),
        (1_000_000, 40_000, "CNY", "LEFT_OPEN", "", False),
    ],
)
def test_a_difference(open_minor, short, currency, kind, tolerance, booked):
    found = difference(
        item_id=1, open_minor=open_minor, short_minor=short, currency=currency, discount_rates_permille=RATES
    )
    assert (found.kind, found.tolerance, found.booked) == (kind, tolerance, booked)
    assert found.minor == short


def test_every_kind_that_is_given_up_is_a_reason_of_a_short_payment():
    assert {one.kind.value for one in TOLERANCES} <= set(ShortPaymentReason.__members__)
    assert not any(one.booked for one in TOLERANCES if one.kind is DifferenceKind.EARLY_PAYMENT_DISCOUNT)
    assert all(one.why for one in TOLERANCES)


def test_without_its_line_nothing_is_given_up():
    found = difference(
        item_id=1,
        open_minor=1_000_000,
        short_minor=500,
        currency="CNY",
        discount_rates_permille=RATES,
        tolerances=[one for one in TOLERANCES if not one.booked],
    )
    assert not found.booked


@pytest.mark.parametrize(
    ("short", "kind", "booked"), [(0, None, None), (2_000, "BANK_FEE", True), (600_000, "LEFT_OPEN", False)]
)
def test_a_match_carries_its_differences(short, kind, booked):
    (outcome,) = decide(line(minor=OPEN - short, name=NAME, text="INV-202601-00040017"))
    assert outcome.decision is Decision.APPLIED
    seen = [(one.item_id, one.minor, one.kind, one.booked) for one in outcome.candidates[0].differences]
    assert seen == ([] if kind is None else [(11, short, kind, booked)])


def test_what_a_set_falls_short_is_the_largest_items():
    text = "INV-202601-00040017、INV-202601-00040356"
    (outcome,) = decide(line(minor=OPEN + 500_000 - 1_000, name=NAME, text=text))
    (found,) = outcome.candidates[0].differences
    assert (found.item_id, found.minor, found.kind) == (11, 1_000, DifferenceKind.BANK_FEE)
