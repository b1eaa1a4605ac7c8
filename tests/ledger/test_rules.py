"""A posting balances per currency, and its reversal is its mirror image."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.ledger.rules import Account, EntryDraft, PostingDraft, PostingKind, Unbalanced, assert_balanced, mirrored

DAY = date(2026, 3, 2)


def draft(*entries: EntryDraft) -> PostingDraft:
    return PostingDraft(PostingKind.INVOICE, DAY, entries)


def entry(minor: int, currency: str = "CNY") -> EntryDraft:
    return EntryDraft(Account.BANK_CLEARING, minor, currency)


def test_debit_equals_credit_per_currency() -> None:
    assert_balanced(draft=draft(entry(5), entry(-5)))
    assert_balanced(draft=draft(entry(5), entry(-5), entry(7, "USD"), entry(-7, "USD")))


@pytest.mark.parametrize(
    "entries", [(), (entry(5),), (entry(5), entry(-4)), (entry(5), entry(-5, "USD")), (entry(0), entry(0))]
)
def test_everything_else_is_refused(entries: tuple[EntryDraft, ...]) -> None:
    with pytest.raises(Unbalanced):
        assert_balanced(draft=draft(*entries))


def test_a_mirror_image_sums_to_nothing() -> None:
    one = (entry(5), entry(-5))
    assert [a.minor + b.minor for a, b in zip(one, mirrored(entries=one), strict=True)] == [0, 0]
