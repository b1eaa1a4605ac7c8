"""PURE: what moving paper, cash and deposits posts; each posting names the receipt whose money it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.ledger.rules import Account, EntryDraft, PostingDraft, PostingKind


@dataclass(frozen=True, slots=True)
class Money:
    """Whose money is moved: the receipt, its customer, its currency."""

    receipt_id: int
    customer_id: int | None
    currency: str

    def on(self, account: Account, minor: int) -> EntryDraft:
        """One side."""
        return EntryDraft(account, minor, self.currency, self.customer_id, None, self.receipt_id)


def arrived(*, of: Money, line: Money | None, minor: int) -> EntryDraft:
    """Money at the bank: already booked as the unapplied receipt of its bank line, or not on a statement yet."""
    return of.on(Account.BANK_CLEARING, minor) if line is None else line.on(Account.UNAPPLIED, minor)


def endorsed(*, of: Money, held: Account, minor: int, on: date) -> PostingDraft:
    """Paper handed to somebody whom we owed."""
    return PostingDraft(PostingKind.PAPER, on, (of.on(Account.SET_OFF, minor), of.on(held, -minor)))


def discounted(*, of: Money, line: Money | None, held: Account, parts: tuple[int, int], on: date) -> PostingDraft:
    """Paper sold to a bank for its face less interest; `parts` are face and interest, minor units."""
    face, interest = parts
    entries = [arrived(of=of, line=line, minor=face - interest), of.on(held, -face)]
    if interest:
        entries.insert(1, of.on(Account.FINANCE_COST, interest))
    return PostingDraft(PostingKind.PAPER, on, tuple(entries))


def settled(*, of: Money, line: Money | None, held: Account, minor: int, on: date) -> PostingDraft:
    """Paper that was paid when due."""
    return PostingDraft(PostingKind.PAPER, on, (arrived(of=of, line=line, minor=minor), of.on(held, -minor)))


def linked(*, of: Money, line: Money, minor: int, on: date) -> PostingDraft:
    """The bank line of what had been booked before it was on a statement: it is no second receipt (TRUST P3)."""
    return PostingDraft(
        PostingKind.PAPER, on, (line.on(Account.UNAPPLIED, minor), of.on(Account.BANK_CLEARING, -minor))
    )


def banked(*, of: Money, line: Money, minor: int, on: date) -> PostingDraft:
    """Cash that a colleague brought to the bank: the bank line is that cash and no second receipt (TRUST P3)."""
    return PostingDraft(
        PostingKind.CASH_BANKED, on, (line.on(Account.UNAPPLIED, minor), of.on(Account.CASH_HELD, -minor))
    )


def kept_as_deposit(*, of: Money, minor: int, on: date) -> PostingDraft:
    """Unapplied money becomes a deposit (`minor` below zero: a deposit becomes unapplied money again)."""
    return PostingDraft(PostingKind.DEPOSIT, on, (of.on(Account.UNAPPLIED, minor), of.on(Account.DEPOSIT, -minor)))


def forfeited(*, of: Money, minor: int, on: date, reason: str) -> PostingDraft:
    """A deposit that stays with us for good."""
    entries = (of.on(Account.DEPOSIT, minor), of.on(Account.REVENUE_CLEARING, -minor))
    return PostingDraft(PostingKind.DEPOSIT, on, entries, reason=reason)
