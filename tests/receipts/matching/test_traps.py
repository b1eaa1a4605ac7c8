"""Given a line that looks like a match and is none, when it is matched, then nothing is applied without a person."""

from datetime import date

import pytest

from huikuan.receipts.matching import hypotheses, settling
from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.reasons import ReasonCode as Why
from huikuan.receipts.matching.records import Decision, OpenItem, Payer
from tests.receipts.matching.small_books import ITEMS, JIAXIN, RUIHENG, applied, decide, doubts, line, shares

NAME = "杭州瑞恒机电有限公司"
OTHER = "上海宏达化工股份有限公司"
FIRST = 1_234_567

GUARDED = [
    # D14: a short number is no proof, whatever the amount
    ("short number", {"minor": 95_311, "text": "12"}, None),
    ("short number, stranger", {"minor": 95_311, "name": "陌生人公司", "text": "订单12号"}, Why.PAYER_UNKNOWN),
    ("amount alone", {"minor": FIRST}, None),
    # D15: an alias or account that two customers share
    ("shared alias", {"minor": FIRST, "name": "代付中心", "text": "货款"}, Why.PAYER_SHARED),
    ("shared account", {"minor": 3_331_077, "account": "9999888877776666", "text": "货款"}, Why.PAYER_SHARED),
    ("payer is another customer", {"minor": FIRST, "name": OTHER, "text": "INV-202601-00040017"}, Why.PAYER_OTHER),
    ("more than is open", {"minor": FIRST + 9, "name": NAME, "text": "INV-202601-00040017"}, Why.OVER_BY),
    ("tail and a part, payer unknown", {"minor": 999_999, "text": "00040017"}, None),
]


@pytest.mark.parametrize(("what", "fields", "doubt"), GUARDED)
def test_a_guarded_line_is_proposed(what, fields, doubt):
    (outcome,) = decide(line(**fields))
    assert outcome.decision is Decision.PROPOSED, what
    assert outcome.candidates[0].confidence_permille < MatchPolicy().apply_permille
    assert doubt is None or doubt in doubts(outcome)


@pytest.mark.parametrize(("what", "fields", "doubt"), [case for case in GUARDED if case[0].startswith("sh")])
def test_without_the_guard_it_would_be_applied(monkeypatch, what, fields, doubt):
    monkeypatch.setattr(hypotheses, "_needs_person", lambda *_, **__: False)
    (outcome,) = decide(line(**fields))
    assert outcome.decision is Decision.APPLIED, what


@pytest.mark.parametrize(
    "text",
    [
        "退款 INV-202601-00040017",
        "INV-202601-00040017 利息",
        "interest on INV-202601-00040017",
        "保证金 INV-202601-00040017",
    ],
)
def test_words_of_other_business_need_a_person(text):
    (outcome,) = decide(line(minor=FIRST, name=NAME, text=text))
    assert outcome.decision is Decision.PROPOSED
    assert Why.NOT_TRADE in doubts(outcome)
    allowing = MatchPolicy(version="no words", not_trade_words=(), not_trade_latin=())
    (outcome,) = decide(line(minor=FIRST, name=NAME, text=text), policy=allowing)
    assert (outcome.decision, outcome.policy_version) == (Decision.APPLIED, "no words")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("", "结息"),
        ("", "存款利息"),
        ("某某投资有限公司", "退款"),
        ("某某投资有限公司", ""),
        ("瑞恒物业服务中心", "转账"),
        ("北京瑞恒机电有限公司", "货款"),  # the same mark in another city
    ],
)
def test_noise_with_the_amount_of_an_item_is_nothing(name, text):
    (outcome,) = decide(line(minor=FIRST, name=name, text=text))
    assert (outcome.decision, outcome.candidates) == (Decision.NONE, ())


@pytest.mark.parametrize(
    ("fields", "item"),
    [
        ({"minor": 654_321, "currency": "USD", "name": "Nordic Steel", "text": "24312000000012345678"}, 51),
        ({"minor": 1_999_001, "currency": "EUR", "name": "Acme Trading", "text": "FP20260012"}, 41),
    ],
)
def test_currencies_never_meet(fields, item):
    (outcome,) = decide(line(**fields))
    assert item not in shares(outcome)
    assert outcome.decision is Decision.NONE


def test_a_number_of_another_currency_is_no_slip_for_its_neighbour():
    (outcome,) = decide(line(minor=1_999_001, currency="CNY", name="Acme Trading", text="FP20260012"))
    assert outcome.decision is Decision.PROPOSED
    assert Why.NUMBER_NOT_OPEN in doubts(outcome)


def test_a_number_we_do_not_have_open_speaks_against_name_and_amount():
    (outcome,) = decide(line(minor=FIRST, name=NAME, text="INV-202512-00031111"))
    assert outcome.decision is Decision.PROPOSED
    assert doubts(outcome) == {Why.NUMBER_NOT_OPEN}


@pytest.mark.parametrize(
    "text",
    [
        "2026年3月20日",
        "20260320",
        "202603",
        "电话13912345678",
        "人民币12,345.67元",
        "合同HT2026-77",
        "账号6222020200112345678",
    ],
)
def test_dates_amounts_and_other_numbers_are_no_document_numbers(text):
    (outcome,) = decide(line(minor=FIRST, name=NAME, text=text))
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, {11: FIRST})
    assert doubts(outcome) == set()


def test_digits_inside_a_longer_number_are_not_found():
    items = [OpenItem(1, "10034", 1, 5_017, "CNY")]
    (outcome,) = decide(line(minor=5_017, text="9100345"), items=items, payers=[Payer(1, "甲公司")])
    assert Why.NUMBER_EXACT not in {reason.code for one in outcome.candidates for reason in one.reasons}
    assert outcome.decision is not Decision.APPLIED


def test_a_foreign_prefix_makes_the_number_another_ones():
    (outcome,) = decide(line(minor=999_999, text="PO-202601-00040017"))
    assert outcome.decision is not Decision.APPLIED


def test_an_invoice_of_tomorrow_is_not_paid_by_name_and_amount_of_a_common_sum():
    items = [OpenItem(1, "A-1001", 1, 50_000, "CNY", date(2026, 4, 1))]
    payers = [Payer(1, NAME)]
    (early,) = decide(line(minor=50_000, name=NAME), items=items, payers=payers)
    assert early.decision is Decision.PROPOSED
    assert Why.ISSUED_LATER in doubts(early)
    items = [OpenItem(1, "A-1001", 1, 50_000, "CNY", date(2026, 3, 1))]
    (late,) = decide(line(minor=50_000, name=NAME), items=items, payers=payers)
    assert late.decision is Decision.APPLIED


def test_three_characters_of_a_name_need_an_uneven_amount():
    items = [OpenItem(1, "A-1001", 1, 50_000, "CNY"), OpenItem(2, "A-1002", 1, 53_417, "CNY")]
    payers = [Payer(1, NAME)]
    (even,) = decide(line(minor=50_000, name="瑞恒机有限公司"), items=items, payers=payers)
    assert (even.decision, shares(even)) == (Decision.PROPOSED, {1: 50_000})
    (uneven,) = decide(line(minor=53_417, name="瑞恒机有限公司"), items=items, payers=payers)
    assert (uneven.decision, shares(uneven)) == (Decision.APPLIED, {2: 53_417})
    (longer,) = decide(line(minor=50_000, name="瑞恒机电有限公司"), items=items, payers=payers)
    assert (longer.decision, shares(longer)) == (Decision.APPLIED, {1: 50_000})


@pytest.mark.parametrize("minor", [0, -1, -FIRST])
def test_money_that_did_not_come_is_nothing(minor):
    (outcome,) = decide(line(minor=minor, name=NAME, text="INV-202601-00040017"))
    assert outcome.decision is Decision.NONE


def test_two_lines_that_name_the_same_item_are_both_proposed():
    twice = [line(minor=FIRST, name=NAME, text="INV-202601-00040017", key=key) for key in (7, 8)]
    outcomes = decide(*twice)
    assert [one.decision for one in outcomes] == [Decision.PROPOSED] * 2
    (against,) = [reason for reason in outcomes[0].candidates[0].against if reason.code is Why.CLAIMED_TWICE]
    assert dict(against.params) == {"line": "8"}


def test_without_the_contest_rule_both_would_be_applied(monkeypatch):
    monkeypatch.setattr(settling, "_contests", lambda *_: (set(), {}))
    twice = [line(minor=FIRST, name=NAME, text="INV-202601-00040017", key=key) for key in (7, 8)]
    assert applied(decide(*twice)) == {7: {11: FIRST}, 8: {11: FIRST}}


def test_the_line_with_the_number_wins_over_the_one_without():
    outcomes = decide(
        line(minor=500_000, name=NAME, text="货款", key=1),
        line(minor=500_000, name=NAME, text="INV-202601-00040356", key=2),
    )
    # and what is left over explains the other line: elimination
    assert applied(outcomes) == {1: {13: 500_000}, 2: {12: 500_000}}


def test_a_weaker_claim_on_a_contested_item_goes_nowhere():
    outcomes = decide(
        line(minor=FIRST, name=NAME, text="INV-202601-00040017", key=1),
        line(minor=FIRST, name=NAME, text="INV-202601-00040017", key=2),
        line(minor=FIRST, name=NAME, text="货款", key=3),
    )
    assert applied(outcomes) == {}
    assert 11 not in shares(outcomes[2])


def test_a_slip_that_hits_another_number_of_ours_is_seen_by_the_amount():
    items = [
        OpenItem(1, "INV-2026-0004001", RUIHENG, 812_345, "CNY"),
        OpenItem(2, "INV-2026-0004007", JIAXIN, 431_977, "CNY"),
    ]
    (outcome,) = decide(line(minor=431_977, text="INV-2026-0004001"), items=items)
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, {2: 431_977})
    (outcome,) = decide(line(minor=431_977, name=NAME, text="INV-2026-0004001"), items=items)
    assert shares(outcome) == {1: 431_977}  # the payer owns the number: a part payment


def test_a_sum_found_in_many_ways_is_proposed():
    items = [OpenItem(key, f"INV-2026-000{key}", RUIHENG, 100_000 + key % 3, "CNY") for key in range(1, 13)]
    (outcome,) = decide(line(minor=400_004, name=NAME), items=items)
    assert outcome.decision is Decision.PROPOSED
    assert Why.SEVERAL_COMBINATIONS in doubts(outcome)


def test_all_test_items_have_different_ids():
    assert len({item.id for item in ITEMS}) == len(ITEMS)


def test_names_that_differ_by_their_legal_form_only_are_told_apart_by_the_amount():
    payers = [Payer(1, "Vogel Chemie Dresden AG"), Payer(2, "Vogel Chemie Dresden OHG")]
    items = [OpenItem(1, "A-1001", 1, 753_759, "CNY"), OpenItem(2, "A-1002", 2, 431_977, "CNY")]
    (one,) = decide(line(minor=431_977, name="VOGEL CHEMIE DRESDEN"), items=items, payers=payers)
    assert (one.decision, shares(one)) == (Decision.APPLIED, {2: 431_977})
    twice = [*items, OpenItem(3, "A-1003", 1, 431_977, "CNY")]
    (both,) = decide(line(minor=431_977, name="VOGEL CHEMIE DRESDEN"), items=twice, payers=payers)
    assert both.decision is Decision.PROPOSED


def test_one_registered_name_of_two_customers_never_applies_by_itself():
    payers = [Payer(1, NAME), Payer(2, NAME)]
    items = [OpenItem(1, "A-1001", 1, 753_759, "CNY")]
    (outcome,) = decide(line(minor=753_759, name=NAME), items=items, payers=payers)
    assert outcome.decision is Decision.PROPOSED
    assert Why.PAYER_SHARED in doubts(outcome)


@pytest.mark.parametrize("text", ["內部轉帳", "結息", "退款 INV-202601-00040017", "保證金"])
def test_words_of_other_business_are_known_in_traditional_characters(text):
    (outcome,) = decide(line(minor=FIRST, name=NAME, text=text))
    assert outcome.decision is not Decision.APPLIED


def test_a_count_is_read_in_traditional_characters():
    (outcome,) = decide(line(minor=FIRST + 876_543, name=NAME, text="INV-202601-00040017等2筆貨款"))
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, {11: FIRST, 14: 876_543})
