"""PURE: how money came, what becomes of it, and what each posting does to a receipt's parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from huikuan.kernel.account_numbers import bare_account
from huikuan.ledger.rules import Account, EntryDraft, PostingDraft, PostingKind
from huikuan.receipts.wallet_rules import WalletEvent, WalletPart


class ReceiptMethod(StrEnum):
    """How the money came."""

    BANK = "BANK"
    CASH = "CASH"
    CHEQUE = "CHEQUE"
    ALIPAY = "ALIPAY"
    WECHAT_PAY = "WECHAT_PAY"
    BANK_BILL = "BANK_BILL"
    FINANCE_BILL = "FINANCE_BILL"
    COMMERCIAL_BILL = "COMMERCIAL_BILL"
    VOUCHER = "VOUCHER"
    SET_OFF = "SET_OFF"
    CONSIGNMENT = "CONSIGNMENT"
    INTERCOMPANY = "INTERCOMPANY"
    EXCHANGE = "EXCHANGE"
    OTHER = "OTHER"


BILL_METHODS = frozenset({ReceiptMethod.BANK_BILL, ReceiptMethod.FINANCE_BILL, ReceiptMethod.COMMERCIAL_BILL})
PAPER_METHODS = BILL_METHODS | {ReceiptMethod.VOUCHER}
"""Paper in hand is no cash yet: it is entered, moved and taken back with its own facts by the room of bills."""
PASSED_METHODS = frozenset({ReceiptMethod.INTERCOMPANY, ReceiptMethod.EXCHANGE})
"""Money passed on by another own company, or out of another currency (operations.passing_on)."""
PASSED_ON = "PASSED_ON"
"""What a receipt was of which all is passed on."""
ENTERED_ELSEWHERE = PAPER_METHODS | PASSED_METHODS | {ReceiptMethod.SET_OFF}
"""Methods whose receipts need more facts than a receipt has."""
_SIDES = {
    **dict.fromkeys(BILL_METHODS, Account.BILLS_HELD),
    ReceiptMethod.VOUCHER: Account.VOUCHERS_HELD,
    ReceiptMethod.SET_OFF: Account.SET_OFF,
    ReceiptMethod.INTERCOMPANY: Account.INTERCOMPANY,
    ReceiptMethod.EXCHANGE: Account.EXCHANGE,
}


def side_of(*, method: ReceiptMethod, is_with_colleague: bool = False) -> Account:
    """The account on which a receipt stands until it is money at the bank; cash that a colleague took is a claim on him."""
    if method is ReceiptMethod.CASH and is_with_colleague:
        return Account.CASH_HELD
    return _SIDES.get(method, Account.BANK_CLEARING)


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


THIRD_PARTY = "THIRD_PARTY"
"""The reason of an allocation to another customer than the payer (代付, TRUST R7)."""


@dataclass(frozen=True, slots=True)
class ReceiptParts:
    """What became of a receipt, minor units: amount = allocated + unapplied + refunded + reversed + deposit (P1)."""

    amount: int
    unapplied: int
    allocated: int = 0
    refunded: int = 0
    reversed: int = 0
    deposit: int = 0

    @property
    def consistent(self) -> bool:
        """P1 and P2: the parts sum to the amount and none is negative."""
        parts = (self.unapplied, self.allocated, self.refunded, self.reversed, self.deposit)
        return sum(parts) == self.amount and min(parts) >= 0


_PART_OF_KIND = {
    PostingKind.ALLOCATE: "allocated",
    PostingKind.REFUND: "refunded",
    PostingKind.DEPOSIT: "deposit",
    **dict.fromkeys((PostingKind.RECEIPT, PostingKind.DISHONOUR, PostingKind.PAPER), "reversed"),
    **dict.fromkeys((PostingKind.CASH_BANKED, PostingKind.INTERCOMPANY, PostingKind.EXCHANGE), "reversed"),
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


def booked_on(*, draft: PostingDraft, side: Account) -> PostingDraft:
    """The posting of money that is not at the bank yet: it stands on `side`."""
    moved = (replace(one, account=side) if one.account is Account.BANK_CLEARING else one for one in draft.entries)
    return replace(draft, entries=tuple(moved))


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


def refund(
    *, receipt_id: int, customer_id: int | None, currency: str, minor: int, on: date, fee_back_minor: int = 0
) -> PostingDraft:
    """The posting that pays unapplied money back; `fee_back_minor` of the fee comes back from the provider with it."""
    entries = [
        EntryDraft(Account.UNAPPLIED, minor, currency, customer_id, None, receipt_id),
        EntryDraft(Account.BANK_CLEARING, fee_back_minor - minor, currency, customer_id, None, receipt_id),
    ]
    if fee_back_minor:
        entries.append(EntryDraft(Account.BANK_FEE, -fee_back_minor, currency, customer_id, None, receipt_id))
    return PostingDraft(PostingKind.REFUND, on, tuple(entries))


def total_of(*, shares: Sequence[tuple[int, int]]) -> int:
    """Sum of `(receivable id, minor)` shares."""
    return sum(minor for _, minor in shares)


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line of a bank statement as read, minor units, positive = money in; `line_key` is stable over exports."""

    line_key: str
    position: int
    booked_on: date
    amount_minor: int
    currency: str
    balance_minor: int | None = None
    counterparty_name: str = ""
    counterparty_account: str = ""
    reference: str = ""
    is_reversal: bool = False
    wallet: WalletPart | None = None

    @property
    def is_money_received(self) -> bool:
        """Whether the line is a customer's money until somebody says otherwise: money in, and no reversal (冲正)."""
        is_paid = self.wallet is None or self.wallet.event is WalletEvent.PAYMENT
        return self.amount_minor > 0 and not self.is_reversal and is_paid


@dataclass(frozen=True, slots=True)
class StatementDraft:
    """One statement of one account as read; its balance was proved by the reader where it states one (TRUST I3)."""

    account_number: str
    currency: str
    file_format: str
    direction_proof: str
    opening_minor: int | None
    closing_minor: int | None
    lines: tuple[LineDraft, ...]

    @property
    def days(self) -> tuple[date, date] | None:
        """First and last booking day; None without lines."""
        booked = [line.booked_on for line in self.lines]
        return (min(booked), max(booked)) if booked else None

    @property
    def unread_minor(self) -> int | None:
        """What is left between opening + lines and closing (rows refused, balances let pass); None without both."""
        if self.opening_minor is None or self.closing_minor is None:
            return None
        return self.closing_minor - self.opening_minor - sum(line.amount_minor for line in self.lines)


@dataclass(frozen=True, slots=True)
class LineCounts:
    """Lines read = accepted + duplicate, with the sums of both by currency in minor units."""

    read: int
    accepted: int
    duplicate: int
    totals: dict[str, int]
    duplicate_totals: dict[str, int]


def fresh_lines(*, statements: Iterable[StatementDraft], known: Iterable[str]) -> tuple[tuple[LineDraft, ...], ...]:
    """The lines of each statement whose key is neither in `known` nor in a statement before it."""
    seen = set(known)
    fresh = []
    for statement in statements:
        fresh.append(tuple(line for line in statement.lines if line.line_key not in seen))
        seen.update(line.line_key for line in statement.lines)
    return tuple(fresh)


def counts_of_lines(*, statements: Sequence[StatementDraft], fresh: Sequence[Sequence[LineDraft]]) -> LineCounts:
    """What is taken of statements when `fresh` are the lines of each that are."""
    totals = dict.fromkeys((one.currency for one in statements), 0)
    duplicate_totals = dict(totals)
    for one, taken in zip(statements, fresh, strict=True):
        minor = sum(line.amount_minor for line in taken)
        totals[one.currency] += minor
        duplicate_totals[one.currency] += sum(line.amount_minor for line in one.lines) - minor
    read, accepted = sum(len(one.lines) for one in statements), sum(map(len, fresh))
    return LineCounts(read, accepted, read - accepted, totals, duplicate_totals)


def same_account(*, ours: str, theirs: str) -> bool:
    """Whether two account numbers may be the same: equal, one unknown, or one masked or cut to its tail of ≥ 4."""
    ours, theirs = bare_account(number=ours), bare_account(number=theirs)
    if not ours or not theirs:
        return True
    shorter, longer = sorted((ours, theirs), key=len)
    return longer.endswith(shorter[-4:]) if len(shorter) < len(longer) else ours == theirs


TELLING_DIGITS = 8
"""So many characters at the end of a longer account number are its account without the bank, not a tail left by a mask."""


def accounts_meant(*, ours: str, theirs: Iterable[str]) -> frozenset[str]:
    """Which bare account numbers of a file may be ours: those that agree best with `ours`.

    An equal number goes before one that ends with the whole other, that before a masked or cut one, that before an unknown
    one. Several in the answer are alike: nobody can tell which of them is ours.
    """
    ranked = {
        bare_account(number=number): _agreement(bare_account(number=ours), bare_account(number=number))
        for number in theirs
        if same_account(ours=ours, theirs=number)
    }
    best = min(ranked.values(), default=0)
    return frozenset(number for number, rank in ranked.items() if rank == best)


def _agreement(ours: str, theirs: str) -> int:
    if not ours or not theirs:
        return 3
    if ours == theirs:
        return 0
    shorter, longer = sorted((ours, theirs), key=len)
    return 1 if len(shorter) >= TELLING_DIGITS and longer.endswith(shorter) else 2
