"""PURE: accounts, kinds of postings, drafts and their proof (HOUSE ledger law 2, TRUST J1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

DAYS_AHEAD = 731
"""What a file dates more than two years after today is taken for a typing error."""
POSTING_SERIES = "POSTING"
"""The gapless series that postings are numbered in, one for each own company."""


class Account(StrEnum):
    """The few fixed accounts this ledger needs.

    BILLS_HELD and VOUCHERS_HELD are paper in hand that is no cash yet; CASH_HELD is what a colleague took and has not brought
    to the bank; DEPOSIT is money of a customer that pays no debt until it is taken for one; SET_OFF is what we owed a customer;
    FINANCE_COST is the interest of discounting; INTERCOMPANY is money that one own company holds for another; EXCHANGE is the
    difference of a payment in another currency; LATE_INTEREST is what customers were charged for paying late.
    """

    RECEIVABLE = "RECEIVABLE"
    UNAPPLIED = "UNAPPLIED"
    CONTRACT_ASSET = "CONTRACT_ASSET"
    REVENUE_CLEARING = "REVENUE_CLEARING"
    OPENING_BALANCE = "OPENING_BALANCE"
    BANK_CLEARING = "BANK_CLEARING"
    BANK_FEE = "BANK_FEE"
    DISCOUNT = "DISCOUNT"
    BAD_DEBT = "BAD_DEBT"
    BILLS_HELD = "BILLS_HELD"
    VOUCHERS_HELD = "VOUCHERS_HELD"
    CASH_HELD = "CASH_HELD"
    DEPOSIT = "DEPOSIT"
    SET_OFF = "SET_OFF"
    FINANCE_COST = "FINANCE_COST"
    INTERCOMPANY = "INTERCOMPANY"
    EXCHANGE = "EXCHANGE"
    LATE_INTEREST = "LATE_INTEREST"


class PostingKind(StrEnum):
    """What happened; a reversal keeps the kind of what it reverses, so that net sums per kind stay right."""

    INVOICE = "INVOICE"
    OPENING = "OPENING"
    CREDIT_NOTE = "CREDIT_NOTE"
    RECEIPT = "RECEIPT"
    IDENTIFY = "IDENTIFY"
    ALLOCATE = "ALLOCATE"
    SHORT_PAYMENT = "SHORT_PAYMENT"
    REFUND = "REFUND"
    WRITE_OFF = "WRITE_OFF"
    RETENTION = "RETENTION"
    PAPER = "PAPER"
    DISHONOUR = "DISHONOUR"
    CASH_BANKED = "CASH_BANKED"
    DEPOSIT = "DEPOSIT"
    INTERCOMPANY = "INTERCOMPANY"
    EXCHANGE = "EXCHANGE"
    INTEREST = "INTEREST"


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """One side to be posted: debit > 0, credit < 0, minor units."""

    account: Account
    minor: int
    currency: str
    customer_id: int | None = None
    receivable_id: int | None = None
    receipt_id: int | None = None


@dataclass(frozen=True, slots=True)
class PostingDraft:
    """A business event to be posted on `effective_date`; `document_id` names its invoice, credit note or receipt."""

    kind: PostingKind
    effective_date: date
    entries: tuple[EntryDraft, ...]
    document_id: int | None = None
    reverses_id: int | None = None
    reason: str = ""
    note: str = ""


class Unbalanced(AssertionError):
    """A posting whose debits and credits differ in some currency, or with fewer than two entries: a programming error."""


def assert_balanced(*, draft: PostingDraft) -> None:
    """Raise Unbalanced unless there are two entries or more, none is zero, and each currency sums to zero."""
    sums: dict[str, int] = {}
    for entry in draft.entries:
        sums[entry.currency] = sums.get(entry.currency, 0) + entry.minor
    if len(draft.entries) < 2 or any(sums.values()) or not all(entry.minor for entry in draft.entries):
        raise Unbalanced(f"{draft.kind} on {draft.effective_date}: {sums}")


def mirrored(*, entries: Sequence[EntryDraft]) -> tuple[EntryDraft, ...]:
    """The same entries with the opposite sign: what a reversal posts."""
    return tuple(replace(entry, minor=-entry.minor) for entry in entries)


def first_day_with(*, minor: int, left: int, later: Mapping[date, int], not_before: date) -> date:
    """The first day from `not_before` on since which `minor` has been there at the end of every day.

    `left` is there in the end, `later` what each day after `not_before` changed; days up to it do not matter.
    """
    for day in sorted(later, reverse=True):
        if day <= not_before:
            break
        left -= later[day]
        if left < minor:
            return day
    return not_before


def lowered_since(*, moves: Mapping[int, Mapping[date, int]]) -> dict[int, date]:
    """By id, the first day whose move is below nothing; ids that are only raised are left out."""
    return {pk: min(day for day in days if days[day] < 0) for pk, days in moves.items() if min(days.values()) < 0}
