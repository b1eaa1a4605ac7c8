"""What money becomes, posting by posting, and which bank lines are money received."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huikuan.ledger.rules import Account, PostingDraft, PostingKind, assert_balanced
from huikuan.receipts.rules import (
    LineCounts,
    LineDraft,
    ReceiptParts,
    StatementDraft,
    accounts_meant,
    allocation,
    counts_of_lines,
    fresh_lines,
    identification,
    money_in,
    part_moved,
    refund,
    same_account,
    total_of,
)

DAY = date(2026, 3, 2)
POSTINGS: list[PostingDraft] = [
    money_in(receipt_id=1, customer_id=None, currency="CNY", amount_minor=100, fee_minor=0, on=DAY),
    money_in(receipt_id=1, customer_id=2, currency="CNY", amount_minor=100, fee_minor=3, on=DAY),
    allocation(receipt_id=1, receivable_id=5, customer_ids=(2, 2), currency="CNY", minor=40, on=DAY),
    identification(receipt_id=1, from_customer_id=None, to_customer_id=2, currency="CNY", minor=100, on=DAY),
    refund(receipt_id=1, customer_id=2, currency="CNY", minor=10, on=DAY),
]


@pytest.mark.parametrize("draft", POSTINGS, ids=lambda draft: draft.kind.value)
def test_every_posting_balances(draft: PostingDraft) -> None:
    assert_balanced(draft=draft)


def test_the_bank_gets_what_the_fee_leaves() -> None:
    entries = POSTINGS[1].entries
    assert {entry.account: entry.minor for entry in entries} == {
        Account.BANK_CLEARING: 97,
        Account.BANK_FEE: 3,
        Account.UNAPPLIED: -100,
    }


@pytest.mark.parametrize(
    ("kind", "part"),
    [(PostingKind.ALLOCATE, "allocated"), (PostingKind.REFUND, "refunded"), (PostingKind.RECEIPT, "reversed")],
)
@given(amount=st.integers(1, 10**6), share=st.integers(0, 10**6))
def test_each_posting_moves_its_own_part(kind: PostingKind, part: str, amount: int, share: int) -> None:
    before = ReceiptParts(amount, amount)
    after = part_moved(parts=before, kind=kind, minor=share)
    assert getattr(after, part) == share
    assert after.consistent == (share <= amount)
    assert part_moved(parts=after, kind=kind, minor=-share) == before


def test_saying_whose_it_is_changes_no_amount() -> None:
    before = ReceiptParts(100, 100)
    between = part_moved(parts=before, kind=PostingKind.IDENTIFY, minor=100)
    assert part_moved(parts=between, kind=PostingKind.IDENTIFY, minor=-100) == before


@pytest.mark.parametrize(
    ("minor", "is_reversal", "received"), [(100, False, True), (-100, False, False), (100, True, False)]
)
def test_only_money_in_that_is_no_reversal_is_received(minor: int, is_reversal: bool, received: bool) -> None:
    line = LineDraft("k", 1, DAY, minor, "CNY", is_reversal=is_reversal)
    assert line.is_money_received is received


def test_the_days_of_a_statement() -> None:
    lines = tuple(LineDraft(str(day), day, date(2026, 3, day), 1, "CNY") for day in (5, 2, 9))
    assert StatementDraft("", "CNY", "x", "none", None, None, lines).days == (date(2026, 3, 2), date(2026, 3, 9))
    assert StatementDraft("", "CNY", "x", "none", None, None, ()).days is None


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("1102 0214 0900 0123456", "1102021409000123456", True),
        ("", "6222", True),
        ("1102021409000123456", "****3456", True),
        ("1102021409000123456", "****9999", False),
        ("1102021409000123456", "1102021409000123457", False),
        ("1102021409000123456", "６２２２０２１４０９０００１２３４５６７", False),
        ("１１０２０２１４０９０００１２３４５６", "1102 0214 0900 0123456", True),
    ],
)
def test_accounts_are_told_apart(ours: str, theirs: str, same: bool) -> None:
    assert same_account(ours=ours, theirs=theirs) is same


BOTH = ("50880050/0194774600888", "50880050/0194777100888")


@pytest.mark.parametrize(
    ("ours", "theirs", "meant"),
    [
        ("9100", ("9100", "9200"), {"9100"}),
        ("91 00", ("9100", "91-00"), {"9100"}),
        ("9300", ("9100", "9200"), set()),
        ("0194774600888", BOTH, {"508800500194774600888"}),  # both end with its last four digits
        ("5088005001947****0888", BOTH, {"508800500194774600888", "508800500194777100888"}),
        ("4774600888", ("0194774600888", "****0888"), {"0194774600888"}),
        ("", ("9100", "9200"), {"9100", "9200"}),
        ("9100", ("", "9100"), {"9100"}),
        ("9100", ("",), {""}),
        ("9100", (), set()),
    ],
)
def test_of_several_accounts_in_a_file_the_one_that_agrees_best_is_meant(
    ours: str, theirs: tuple[str, ...], meant: set[str]
) -> None:
    assert accounts_meant(ours=ours, theirs=theirs) == meant


def test_total() -> None:
    assert total_of(shares=[(1, 5), (2, 7)]) == 12


def statement_of(currency: str, **lines: int) -> StatementDraft:
    drafts = tuple(LineDraft(key, 1, date(2026, 3, 2), minor, currency) for key, minor in lines.items())
    return StatementDraft("", currency, "x", "none", None, None, drafts)


def test_a_line_is_new_once_over_the_statements_of_a_file_and_what_is_known() -> None:
    statements = (statement_of("CNY", a=500, b=-200), statement_of("CNY", b=-200, c=30), statement_of("USD"))
    fresh = fresh_lines(statements=statements, known={"a"})
    assert [[line.line_key for line in lines] for lines in fresh] == [["b"], ["c"], []]
    counts = counts_of_lines(statements=statements, fresh=fresh)
    assert counts == LineCounts(4, 2, 2, {"CNY": -170, "USD": 0}, {"CNY": 300, "USD": 0})
