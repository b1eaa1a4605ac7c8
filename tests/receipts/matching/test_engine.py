"""Given small books, when one line is matched, then each signal leads to the item it should, with its reason."""

import pytest

from huikuan.receipts.matching.policy import MatchPolicy
from huikuan.receipts.matching.reasons import ReasonCode as Why
from huikuan.receipts.matching.records import Decision
from tests.receipts.matching.small_books import ITEMS, codes, decide, doubts, line, shares

RUIHENG = "杭州瑞恒机电有限公司"
FIRST = 1_234_567  # what item 11, INV-202601-00040017 of 杭州瑞恒机电有限公司, has open


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("货款 INV-202601-00040017", Why.NUMBER_EXACT),
        ("付INV-202601-00040017货款", Why.NUMBER_EXACT),
        ("inv-202601-00040017", Why.NUMBER_EXACT),
        ("ＩＮＶ－２０２６０１－０００４００１７", Why.NUMBER_EXACT),  # full-width
        ("INV20260100040017", Why.NUMBER_EXACT),  # separators lost
        ("INV 202601 00040017", Why.NUMBER_EXACT),
        ("INV-2O26O1-00040017", Why.NUMBER_EXACT),  # O for 0
        ("202601-00040017", Why.NUMBER_DIGITS),  # prefix lost
        ("发票00040017", Why.NUMBER_TAIL),  # last 8 digits
        ("付40017货款", Why.NUMBER_TAIL),  # and without the zeros
        ("INV-202601-00040071", Why.NUMBER_NEAR),  # swapped
        ("INV-202601-00040018", Why.NUMBER_NEAR),  # wrong
        ("INV-202601-0040017", Why.NUMBER_NEAR),  # missing
        ("INV-202601-000400177", Why.NUMBER_NEAR),  # one too many
    ],
)
@pytest.mark.parametrize("name", [RUIHENG, "", "张三丰"])
def test_a_number_written_in_many_ways_finds_its_item(text, why, name):
    (outcome,) = decide(line(minor=FIRST, name=name, text=text))
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, {11: FIRST})
    assert why in codes(outcome)
    assert (Why.PAYER_UNKNOWN in doubts(outcome)) == (name == "张三丰")


@pytest.mark.parametrize(
    ("minor", "currency", "name", "text", "item"),
    [
        (3_331_077, "CNY", "上海宏达化工股份有限公司", "SI00012345", 21),
        (3_331_077, "CNY", "上海宏达化工股份有限公司", "SI12345", 21),
        (3_331_077, "CNY", "", "SI 00012345", 21),
        (777_123, "CNY", "", "货款 2026-001", 31),
        (1_999_001, "USD", "ACME TRADING CO LTD", "invoice FP20260012", 41),
        (1_999_001, "USD", "ACME TRADING CO LTD", "payment of 20260012", 41),
        (1_999_001, "CNY", "ACME TRADING CO LTD", "FP2026-0013", 42),
        (654_321, "EUR", "", "发票号码24312000000012345678", 51),
        (654_321, "EUR", "Nordic Steel", "RG 12345678", 51),
    ],
)
def test_no_number_format_is_assumed(minor, currency, name, text, item):
    (outcome,) = decide(line(minor=minor, currency=currency, name=name, text=text))
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, {item: minor})


@pytest.mark.parametrize(
    ("name", "account", "why"),
    [
        ("杭州瑞恒机电有限公司", "", Why.NAME_EXACT),
        ("杭州瑞恒機電有限公司", "", Why.NAME_EXACT),  # traditional characters
        (" 杭州瑞恒机电（有限公司） ", "", Why.NAME_EXACT),
        ("杭州瑞恒机电有限责任公司", "", Why.NAME_FORM),
        ("杭州瑞恒机电公司", "", Why.NAME_FORM),
        ("杭州瑞恒机电", "", Why.NAME_FORM),
        ("瑞恒机电有限公司", "", Why.NAME_CLOSE),  # city lost
        ("杭州瑞衡机电有限公司", "", Why.NAME_CLOSE),  # one wrong character
        ("杭州恒瑞机电有限公司", "", Why.NAME_CLOSE),  # two swapped
        ("杭州瑞恒机电有现公司", "", Why.NAME_CLOSE),  # legal form misspelt
        ("杭州瑞恒机电有限公司上海分公司", "", Why.NAME_CLOSE),
        ("王建国", "", Why.NAME_ALIAS),
        ("", "1202000109001234", Why.PAYER_ACCOUNT),
        ("不认识的人", "1202-0001-0900-1234", Why.PAYER_ACCOUNT),
    ],
)
def test_a_payer_written_in_many_ways_and_an_amount_find_the_item(name, account, why):
    (outcome,) = decide(line(minor=FIRST, name=name, account=account, text="货款"))
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, {11: FIRST})
    assert codes(outcome) == {why, Why.AMOUNT_EXACT}


@pytest.mark.parametrize(
    "name", ["Nordic Steel", "NORDIC STEEL GMBH", "Nordic-Steel G.m.b.H.", "The Nordic Steel Ltd", "Nordik Steel GmbH"]
)
def test_latin_names(name):
    (outcome,) = decide(line(minor=654_321, currency="EUR", name=name))
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, {51: 654_321})


@pytest.mark.parametrize("name", ["苏州嘉信贸易有限公司", "嘉信贸易（苏州）有限公司", "嘉信貿易(蘇州)有限公司"])
def test_the_place_in_brackets_is_the_place_in_front(name):
    (outcome,) = decide(line(minor=777_123, name=name))
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, {31: 777_123})


@pytest.mark.parametrize(
    ("minor", "text", "paid", "why"),
    [
        (FIRST + 876_543, "INV-202601-00040017,INV-202602-00042999", {11: FIRST, 14: 876_543}, Why.AMOUNT_SUM),
        (FIRST + 876_543, "INV-202601-00040017 INV-202602-00042999", {11: FIRST, 14: 876_543}, Why.AMOUNT_SUM),
        (FIRST + 876_543, "INV-202601-00040017、INV-202602-00042989", {11: FIRST, 14: 876_543}, Why.NUMBER_NEAR),
        (FIRST + 876_543, "货款 INV-202601-00040017等2笔", {11: FIRST, 14: 876_543}, Why.COUNT_NAMED),
        (FIRST + 876_543, "INV-202601-00040017 and 1 other", {11: FIRST, 14: 876_543}, Why.COUNT_NAMED),
        (FIRST + 876_543, "货款 两笔", {11: FIRST, 14: 876_543}, Why.COUNT_NAMED),
        (FIRST + 876_543, "货款", {11: FIRST, 14: 876_543}, Why.ONLY_COMBINATION),
        (FIRST + 876_543 + 1_000_000, "", {11: FIRST, 12: 500_000, 13: 500_000, 14: 876_543}, Why.ALL_OPEN),
        (FIRST + 500_000, "", {11: FIRST, 12: 500_000}, Why.OLDEST_TOTAL),
    ],
)
def test_several_items_are_paid_at_once(minor, text, paid, why):
    (outcome,) = decide(line(minor=minor, name=RUIHENG, text=text))
    assert shares(outcome) == paid
    assert why in codes(outcome)


def test_a_month_is_paid_as_a_whole():
    items = [item for item in ITEMS if item.id != 12]  # otherwise another pair makes the same sum
    (outcome,) = decide(line(minor=500_000 + 876_543, name=RUIHENG, text="二月货款"), items=items)
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, {13: 500_000, 14: 876_543})
    assert Why.MONTH_TOTAL in codes(outcome)


@pytest.mark.parametrize(
    ("short", "text", "decision", "kind"),
    [
        (2_000, "INV-202601-00040017", Decision.APPLIED, "FEE"),
        (30_000, "INV-202601-00040017", Decision.APPLIED, "DISCOUNT"),
        (600_000, "INV-202601-00040017", Decision.APPLIED, "PART"),
        (2_000, "货款", Decision.APPLIED, "FEE"),
    ],
)
def test_a_short_payment_leaves_the_rest_open(short, text, decision, kind):
    (outcome,) = decide(line(minor=FIRST - short, name=RUIHENG, text=text))
    assert (outcome.decision, shares(outcome)) == (decision, {11: FIRST - short})
    (reason,) = [reason for reason in outcome.candidates[0].reasons if reason.code is Why.SHORT_BY]
    assert dict(reason.params) == {"minor": short, "kind": kind}


def test_of_several_items_the_largest_bears_what_is_missing():
    text = "INV-202601-00040017、INV-202602-00042999"
    (outcome,) = decide(line(minor=FIRST + 876_543 - 2_500, name=RUIHENG, text=text))
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, {11: FIRST - 2_500, 14: 876_543})


def test_two_items_of_the_same_amount_are_proposed_both():
    (outcome,) = decide(line(minor=500_000, name=RUIHENG, text="货款"))
    assert outcome.decision is Decision.PROPOSED
    assert [candidate.shares for candidate in outcome.candidates] == [((12, 500_000),), ((13, 500_000),)]
    assert doubts(outcome) == {Why.SAME_AMOUNT}


def test_a_number_tells_items_of_the_same_amount_apart():
    (outcome,) = decide(line(minor=500_000, name=RUIHENG, text="00041789"))
    assert (outcome.decision, shares(outcome)) == (Decision.APPLIED, {13: 500_000})


def test_a_known_payer_of_an_unexplained_amount_is_offered_the_oldest_items():
    (outcome,) = decide(line(minor=FIRST + 1, name=RUIHENG, text="货款"))
    assert (outcome.decision, shares(outcome)) == (Decision.PROPOSED, {11: FIRST, 12: 1})
    assert codes(outcome) == {Why.OLDEST_FIRST}


def test_a_line_that_comes_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        decide(line(minor=1), line(minor=2))


def test_each_decision_names_the_policy_that_made_it():
    assert {one.policy_version for one in decide(line(minor=FIRST), line(minor=1, key=2))} == {MatchPolicy().version}
