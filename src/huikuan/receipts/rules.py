"""PURE: how money came, what becomes of it, and what each posting does to a receipt's parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from huikuan.ledger.rules import Account, EntryDraft, PostingDraft, PostingKind


class ReceiptMethod(StrEnum):
    """How the money came."""

    BANK = "BANK"
    CASH = "CASH"
    CHEQUE = "CHEQUE"
    ALIPAY = "ALIPAY"
    WECHAT_PAY = "WECHAT_PAY"
    OTHER = "OTHER"


class MatchDecision(StrEnum):
    """The three outcomes of matching a bank line."""

    APPLIED = "APPLIED"
    PROPOSED = "PROPOSED"
    NONE = "NONE"


class NotReceiptReason(StrEnum):
    """Why a bank line is no customer's money."""

    BANK_INTEREST = "BANK_INTEREST"
    OWN_TRANSFER = "OWN_TRANSFER"
    SUPPLIER_REFUND = "SUPPLIER_REFUND"
    OTHER = "OTHER"


class BounceReason(StrEnum):
    """Why money that had arrived went back."""

    BOUNCED = "BOUNCED"
    ENTERED_WRONGLY = "ENTERED_WRONGLY"


@dataclass(frozen=True, slots=True)
class ReceiptParts:
    """What became of a receipt, minor units: amount = allocated + unapplied + refunded + reversed (P1)."""

    amount: int
    unapplied: int
    allocated: int = 0
    refunded: int = 0
    reversed: int = 0

    @property
    def consistent(self) -> bool:
        """P1 and P2: the parts sum to the amount and none is negative."""
        parts = (self.unapplied, self.allocated, self.refunded, self.reversed)
        return sum(parts) == self.amount and min(parts) >= 0


_PART_OF_KIND = {
    PostingKind.ALLOCATE: "allocated",
    PostingKind.REFUND: "refunded",
    PostingKind.RECEIPT: "reversed",
}


def part_moved(*, parts: ReceiptParts, kind: PostingKind, minor: int) -> ReceiptParts:
    """Parts after an entry of `minor` on account UNAPPLIED by a posting of `kind` (not the one that booked the money).

    Positive `minor` lowers what is unapplied. The result may be inconsistent; callers refuse it.
    """
    if kind is PostingKind.IDENTIFY:
        return replace(parts, unapplied=parts.unapplied - minor)
    name = _PART_OF_KIND[kind]
    moved: dict[str, int] = {name: getattr(parts, name) + minor, "unapplied": parts.unapplied - minor}
    return replace(parts, **moved)


def money_in(
    *, receipt_id: int, customer_id: int | None, currency: str, amount_minor: int, fee_minor: int, on: date
) -> PostingDraft:
    """The posting that books money on our account as unapplied, the fee withheld on the way beside it (P1)."""
    entries = [
        EntryDraft(Account.BANK_CLEARING, amount_minor - fee_minor, currency, customer_id, None, receipt_id),
        EntryDraft(Account.UNAPPLIED, -amount_minor, currency, customer_id, None, receipt_id),
    ]
    if fee_minor:
        entries.insert(1, EntryDraft(Account.BANK_FEE, fee_minor, currency, customer_id, None, receipt_id))
    return PostingDraft(PostingKind.RECEIPT, on, tuple(entries), document_id=receipt_id)


def allocation(
    *, receipt_id: int, receivable_id: int, customer_ids: tuple[int, int], currency: str, minor: int, on: date
) -> PostingDraft:
    """The posting that uses unapplied money of `customer_ids[0]` for a receivable of `customer_ids[1]`."""
    payer_id, debtor_id = customer_ids
    return PostingDraft(
        PostingKind.ALLOCATE,
        on,
        (
            EntryDraft(Account.UNAPPLIED, minor, currency, payer_id, receivable_id, receipt_id),
            EntryDraft(Account.RECEIVABLE, -minor, currency, debtor_id, receivable_id, receipt_id),
        ),
    )


def identification(
    *, receipt_id: int, from_customer_id: int | None, to_customer_id: int | None, currency: str, minor: int, on: date
) -> PostingDraft:
    """The posting that moves unapplied money from one customer (or nobody) to another."""
    return PostingDraft(
        PostingKind.IDENTIFY,
        on,
        (
            EntryDraft(Account.UNAPPLIED, minor, currency, from_customer_id, None, receipt_id),
            EntryDraft(Account.UNAPPLIED, -minor, currency, to_customer_id, None, receipt_id),
        ),
    )


def refund(*, receipt_id: int, customer_id: int | None, currency: str, minor: int, on: date) -> PostingDraft:
    """The posting that pays unapplied money back."""
    return PostingDraft(
        PostingKind.REFUND,
        on,
        (
            EntryDraft(Account.UNAPPLIED, minor, currency, customer_id, None, receipt_id),
            EntryDraft(Account.BANK_CLEARING, -minor, currency, customer_id, None, receipt_id),
        ),
    )


def total_of(*, shares: Sequence[tuple[int, int]]) -> int:
    """Sum of `(receivable id, minor)` shares."""
    return sum(minor for _, minor in shares)
