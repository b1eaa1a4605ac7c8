"""Given payments of several items, when the text names them in part or wrongly, then sums decide as far as they can."""

from dataclasses import replace
from datetime import date

import pytest

from huikuan.receipts.matching import hypotheses
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.reasons import ReasonCode as Why
from huikuan.receipts.matching.records import Decision, OpenItem, Payer
from tests.receipts.matching.small_books import codes, decide, doubts, line, shares

NAME = "杭州瑞恒机电有限公司"
PAYERS = [Payer(1, NAME), Payer(2, "上海宏达化工有限公司")]
UNEVEN = [
    OpenItem(
        key,
        f"INV-2026-{key:05}",
        1,
        100_003 + key**4 * 173 + key * 7_919,
        "CNY",
        date(2026, 1, key),
        date(2026, 3, key),
    )
    for key in range(1, 9)
]
UNEVEN_MINORS = [100_003 + key**4 * 173 + key * 7_919 for key in range(1, 13)]
OPEN = {item.id: item.open_minor for item in UNEVEN}


def pays(*keys):
    return {key: OPEN[key] for key in keys}


def decision(minor, text, *, name=NAME, items=UNEVEN, policy=None):
    (outcome,) = decide(line(minor=minor, name=name, text=text), items=items, payers=PAYERS, policy=policy)
    return outcome


@pytest.mark.parametrize(
    ("keys", "short", "text"),
    [
        ((2, 5, 7), 0, "INV-2026-00005等3笔"),
        ((2, 5, 7), 2_000, "INV-2026-00005等3笔"),
        ((2, 5, 7), 0, "INV-2026-00005 and 2 others"),
        ((2, 5, 7), 0, "INV-2026-00002、INV-2026-00005等3笔"),
        ((2, 5, 7), 0, "3笔"),
        ((1, 2, 3, 4, 5, 6, 7, 8), 40_000, "INV-2026-00005等8笔"),  # all there are: a discount leaves no doubt
        ((2, 5), 9_000, "INV-2026-00002、INV-2026-00005"),
    ],
)
def test_a_set_is_found(keys, short, text):
    outcome = decision(sum(pays(*keys).values()) - short, text)
    paid = pays(*keys)
    paid[max(keys, key=OPEN.__getitem__)] -= short  # the largest bears what is missing
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, paid)


def test_the_number_leads_to_the_customer_when_the_payer_is_unknown():
    outcome = decision(sum(pays(2, 5, 7).values()), "INV-2026-00005等3笔", name="李四")
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, pays(2, 5, 7))


def test_a_sum_at_a_customer_who_is_only_guessed_is_proposed():
    outcome = decision(sum(pays(2, 5, 7).values()), "货款", name="瑞亨电机")
    assert (outcome.decision, shares(outcome)) == (Decision.PROPOSED, pays(2, 5, 7))
    assert Why.NAME_CLOSE in codes(outcome)


def test_numbers_of_two_customers_are_no_set():
    other = OpenItem(99, "INV-2026-00099", 2, 55_555, "CNY")
    outcome = decision(OPEN[5] + 55_555, "INV-2026-00005,INV-2026-00099", items=[*UNEVEN, other])
    assert outcome.decision is not Decision.APPLIED


def test_the_same_number_twice_is_no_pair():
    outcome = decision(2 * OPEN[5], "INV-2026-00005,INV-2026-00005")
    assert outcome.decision is not Decision.APPLIED


def test_numbers_that_fall_far_short_of_their_sum_are_not_split():
    outcome = decision(1_000, "INV-2026-00002、INV-2026-00005")
    assert outcome.decision is not Decision.APPLIED


def test_more_money_than_the_named_items_is_proposed():
    outcome = decision(OPEN[2] + OPEN[5] + 7, "INV-2026-00002、INV-2026-00005")
    assert (outcome.decision, shares(outcome)) == (Decision.PROPOSED, pays(2, 5))
    assert Why.OVER_BY in doubts(outcome)


def test_a_number_with_two_slips_is_accepted_when_payer_and_amount_agree():
    outcome = decision(OPEN[5], "INV-2062-00005")
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, pays(5))
    outcome = decision(OPEN[5], "INV-2062-00015")
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, pays(5))
    assert Why.NUMBER_NEAR in codes(outcome)


def test_a_full_number_of_another_item_of_the_payer_stands_against_an_amount():
    items = [OpenItem(1, "INV-2026-00012", 1, 999_983, "CNY"), OpenItem(2, "INV-2026-00077", 1, 431_977, "CNY")]
    outcome = decision(431_977, "INV-2026-00012", items=items)
    assert outcome.decision is Decision.PROPOSED
    assert [candidate.shares for candidate in outcome.candidates] == [((2, 431_977),), ((1, 431_977),)]


def test_two_equal_items_and_a_text_without_payer_are_nothing():
    items = [OpenItem(1, "A-1", 1, 5_431, "CNY"), OpenItem(2, "A-2", 2, 5_431, "CNY")]
    assert decision(5_431, "", name="", items=items).decision is Decision.NONE


def test_what_cannot_be_searched_is_offered_as_the_oldest_items():
    many = [
        OpenItem(key, f"N{key}", 1, 100_003 + key * 719, "CNY", None, date(2026, 1, 1 + key % 28)) for key in range(60)
    ]
    paid = sum(item.open_minor for item in many[3:9]) + 1
    for policy in (None, MatchPolicy(combination_sums=2**40)):
        outcome = decision(paid, "货款", items=many, policy=policy)
        assert outcome.decision is Decision.PROPOSED
        assert codes(outcome) == {Why.OLDEST_FIRST}


def test_a_count_too_large_to_search_is_offered_as_the_named_and_the_oldest():
    many = [
        OpenItem(key, f"N-2026-{key:05}", 1, 100_003 + key * 719, "CNY", None, date(2026, 1, 1 + key % 28))
        for key in range(90)
    ]
    outcome = decision(1_000_000, "N-2026-00050等9笔", items=many)
    assert outcome.decision is Decision.PROPOSED
    assert 50 in shares(outcome)
    assert codes(outcome) == {Why.OLDEST_FIRST}


def test_a_set_that_leaves_nothing_for_its_largest_item_is_none():
    items = [OpenItem(key, f"A-2026-00{key}", 1, 10_000, "CNY") for key in range(100, 140)]
    text = ",".join(item.number for item in items)
    outcome = decision(390_000, text, items=items)
    assert outcome.decision is not Decision.APPLIED


def test_a_fee_larger_than_every_item_explains_nothing():
    items = [OpenItem(key, f"A-2026-{key:05}", 1, 300, "CNY", date(2026, 1, key)) for key in range(1, 11)]
    assert codes(decision(2_500, "货款", items=items)) == {Why.OLDEST_FIRST}


def test_a_misread_number_among_several_is_read_by_the_sum():
    items = [
        OpenItem(1, "INV-2026-00005", 1, 4_431_977, "CNY"),
        OpenItem(2, "INV-2026-00151", 1, 7_001_337, "CNY"),
        OpenItem(3, "INV-2026-00157", 1, 7_003_771, "CNY"),
    ]
    text = "INV-2026-00005、INV-2026-00150"  # one slip from both the others
    outcome = decision(4_431_977 + 7_003_771, text, items=items)
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, {1: 4_431_977, 3: 7_003_771})
    assert decision(4_431_977 + 7_003_771 - 40_000, text, items=items).decision is not Decision.APPLIED


def test_a_sum_found_once_tells_which_of_two_close_names_it_is():
    """Two customers are equally close; the exact sum of four uneven amounts is at one of them only."""
    payers = [Payer(1, "杭州瑞恒机电有限公司"), Payer(2, "杭州瑞信机电有限公司")]
    minors = (1_234_567, 876_543, 3_331_077, 777_123, 654_321)
    items = [OpenItem(place, f"A-{place:06}", 1, minor, "CNY") for place, minor in enumerate(minors, 1)]
    items += [OpenItem(9, "B-000009", 2, 2_222_222, "CNY")]
    paid = sum(minors[:4])
    (outcome,) = decide(line(minor=paid, name="杭州瑞机电有限公司"), items=items, payers=payers)
    assert (outcome.decision, set(shares(outcome))) == (Decision.APPLIED, {1, 2, 3, 4})
    (short,) = decide(line(minor=paid - 1_000, name="杭州瑞机电有限公司"), items=items, payers=payers)
    assert short.decision is Decision.PROPOSED


def test_a_set_with_an_item_whose_equal_is_left_out_is_in_doubt(monkeypatch):
    """The two oldest of twelve make the amount, and so they do with a later one in place of the first."""
    first, second, *later = (
        replace(UNEVEN[0], id=key, number=f"INV-2026-{key:05}", open_minor=minor, due_date=date(2026, 3, key))
        for key, minor in enumerate(UNEVEN_MINORS, 1)
    )
    equal = replace(later[-1], open_minor=first.open_minor)
    paid, items = first.open_minor + second.open_minor, [first, second, *later[:-1], equal]
    outcome = decision(paid, "", items=items)
    assert (outcome.decision, Why.EQUAL_LEFT in doubts(outcome)) == (Decision.PROPOSED, True)
    named = decision(paid, f"{first.number}等2笔", items=items)
    assert (named.decision, set(shares(named)), doubts(named)) == (Decision.APPLIED, {1, 2}, set())
    monkeypatch.setattr(hypotheses, "_EQUAL_LEFT", 1.0)  # negative control: nothing else stands against it
    assert decision(paid, "", items=items).decision is Decision.APPLIED


def test_an_equal_instalment_of_the_same_document_is_no_doubt():
    first, second, third = UNEVEN[:3]
    later = replace(UNEVEN[3], number=second.number, open_minor=second.open_minor)
    paid = sum(item.open_minor for item in (first, second, third))
    outcome = decision(paid, "", items=[first, second, third, later, *UNEVEN[4:]])
    assert Why.EQUAL_LEFT not in doubts(outcome)
