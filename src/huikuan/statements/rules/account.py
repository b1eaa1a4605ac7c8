"""PURE: the account of a customer over a period: opening + lines = closing, proved, and what is open of it (RULES_CN §6.1, §6.4).

The account is what the customer owes: open items less money on account. An allocation moves nothing in it. What we wrote
off is still claimed (账销案存) and stays in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.ledger.rules import PostingKind


class LineKind(StrEnum):
    """What a line of a statement is."""

    INVOICE = "INVOICE"
    OPENING_ITEM = "OPENING_ITEM"
    CREDIT_NOTE = "CREDIT_NOTE"
    RECEIPT = "RECEIPT"
    PAPER = "PAPER"
    DISHONOUR = "DISHONOUR"
    REFUND = "REFUND"
    ALLOWANCE = "ALLOWANCE"
    PAID_FOR_ANOTHER = "PAID_FOR_ANOTHER"
    LATE_INTEREST = "LATE_INTEREST"
    OTHER = "OTHER"


_KINDS = {
    PostingKind.INVOICE: LineKind.INVOICE,
    PostingKind.OPENING: LineKind.OPENING_ITEM,
    PostingKind.INTEREST: LineKind.LATE_INTEREST,
    PostingKind.CREDIT_NOTE: LineKind.CREDIT_NOTE,
    PostingKind.RECEIPT: LineKind.RECEIPT,
    PostingKind.IDENTIFY: LineKind.RECEIPT,
    PostingKind.PAPER: LineKind.PAPER,
    PostingKind.DISHONOUR: LineKind.DISHONOUR,
    PostingKind.REFUND: LineKind.REFUND,
    PostingKind.SHORT_PAYMENT: LineKind.ALLOWANCE,
    PostingKind.ALLOCATE: LineKind.PAID_FOR_ANOTHER,
}
BY_ITEM = frozenset({LineKind.INVOICE, LineKind.OPENING_ITEM, LineKind.LATE_INTEREST})
_RECEIVED = frozenset({LineKind.RECEIPT, LineKind.PAPER, LineKind.DISHONOUR, LineKind.REFUND})


class DoesNotTie(ValueError):
    """The lines do not lead from the opening to the closing balance: a fault of the books, nothing may be printed."""


@dataclass(frozen=True, slots=True)
class Movement:
    """One entry on the customer's account, minor units, debit positive."""

    posting_id: int
    posting_number: int
    kind: PostingKind
    is_reversal: bool
    on: date
    document_id: int | None
    receivable_id: int | None
    receipt_id: int | None
    minor: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what moved the account by `minor` (debit positive) on a day; `balance_minor` is the balance after it.

    `is_earlier` marks what took effect before the period and was not known when the statement before was made.
    """

    kind: LineKind
    is_reversal: bool
    is_earlier: bool
    on: date
    posting_id: int
    document_id: int | None
    receivable_id: int | None
    receipt_id: int | None
    minor: int
    balance_minor: int


@dataclass(frozen=True, slots=True)
class Sums:
    """The account in figures, minor units: opening + earlier + billed − credited − received − allowed + other = closing."""

    opening_minor: int
    earlier_minor: int
    billed_minor: int
    credited_minor: int
    received_minor: int
    allowed_minor: int
    other_minor: int
    closing_minor: int


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What is open of a receivable at the closing day; `overdue_days` is 0 where it is not overdue."""

    receivable_id: int
    number: str
    contract: str
    issue_date: date
    due_on: date | None
    open_minor: int
    overdue_days: int


@dataclass(frozen=True, slots=True)
class Buckets:
    """Open items by days overdue: not due, 1–30, 31–60, 61–90, 91–180, more than 180."""

    minors: tuple[int, int, int, int, int, int]

    @property
    def overdue_minor(self) -> int:
        """Everything overdue."""
        return sum(self.minors[1:])


BUCKET_ENDS = (0, 30, 60, 90, 180)


def lines_of(*, opening_minor: int, movements: Iterable[Movement], since: date) -> tuple[Line, ...]:
    """The lines of an account in the order of days and postings, with the balance after each.

    An invoice has a line for each instalment, any other posting one with its net; what nets to nothing has none.
    """
    grouped: dict[tuple[bool, date, int, int], list[Movement]] = {}
    for one in movements:
        kind = _KINDS.get(one.kind, LineKind.OTHER)
        item = (one.receivable_id or 0) if kind in BY_ITEM else 0
        grouped.setdefault((one.on >= since, one.on, one.posting_number, item), []).append(one)
    found, balance = [], opening_minor
    for (is_within, on, _number, _item), entries in sorted(grouped.items()):
        net = sum(one.minor for one in entries)
        if net:
            balance += net
            found.append(_line(entries, net, balance, on, is_earlier=not is_within))
    return tuple(found)


def sums_of(*, opening_minor: int, lines: Sequence[Line], closing_minor: int) -> Sums:
    """The figures of an account. Raises DoesNotTie unless opening and lines give the closing balance of the books."""
    moved = dict.fromkeys(("earlier", "billed", "credited", "received", "allowed", "other"), 0)
    for line in lines:
        moved["earlier" if line.is_earlier else _column(line.kind)] += line.minor
    if opening_minor + sum(moved.values()) != closing_minor:
        raise DoesNotTie(f"{opening_minor} + {sum(moved.values())} is not {closing_minor}")
    return Sums(
        opening_minor=opening_minor,
        earlier_minor=moved["earlier"],
        billed_minor=moved["billed"],
        credited_minor=-moved["credited"],
        received_minor=-moved["received"],
        allowed_minor=-moved["allowed"],
        other_minor=moved["other"],
        closing_minor=closing_minor,
    )


def days_overdue(*, due_on: date | None, as_of: date) -> int:
    """Days since the due day; 0 where there is none or it has not passed."""
    return 0 if due_on is None else max((as_of - due_on).days, 0)


def buckets_of(*, items: Iterable[OpenItem]) -> Buckets:
    """Open items by how long they are overdue; the buckets sum to what is open."""
    minors = [0] * (len(BUCKET_ENDS) + 1)
    for item in items:
        minors[next((i for i, end in enumerate(BUCKET_ENDS) if item.overdue_days <= end), len(BUCKET_ENDS))] += (
            item.open_minor
        )
    return Buckets((minors[0], minors[1], minors[2], minors[3], minors[4], minors[5]))


def by_due_day(*, items: Mapping[int, OpenItem]) -> tuple[OpenItem, ...]:
    """Open items in the order of a statement: longest overdue first, then by due day and number."""
    return tuple(sorted(items.values(), key=lambda one: (one.due_on or date.max, one.number, one.receivable_id)))


LONGEST_LIST = 100
"""Characters of a list of numbers on a line."""


def listed(*, numbers: Sequence[str]) -> str:
    """Numbers beside each other; where they are too long for a line, the first ones and how many more there are."""
    whole = ", ".join(numbers)
    if len(whole) <= LONGEST_LIST:
        return whole
    for count in range(len(numbers) - 1, 0, -1):
        said = f"{', '.join(numbers[:count])} … +{len(numbers) - count}"
        if len(said) <= LONGEST_LIST:
            return said
    return f"{numbers[0][: LONGEST_LIST - 12]}… +{len(numbers) - 1}"[:LONGEST_LIST]


def _line(entries: Sequence[Movement], net: int, balance: int, on: date, *, is_earlier: bool) -> Line:
    first = entries[0]
    items = {one.receivable_id for one in entries if one.receivable_id is not None}
    receipts = {one.receipt_id for one in entries if one.receipt_id is not None}
    return Line(
        kind=_KINDS.get(first.kind, LineKind.OTHER),
        is_reversal=first.is_reversal,
        is_earlier=is_earlier,
        on=on,
        posting_id=first.posting_id,
        document_id=first.document_id,
        receivable_id=items.pop() if len(items) == 1 else None,
        receipt_id=receipts.pop() if len(receipts) == 1 else None,
        minor=net,
        balance_minor=balance,
    )


def _column(kind: LineKind) -> str:
    if kind in BY_ITEM:
        return "billed"
    if kind in _RECEIVED:
        return "received"
    return {LineKind.CREDIT_NOTE: "credited", LineKind.ALLOWANCE: "allowed"}.get(kind, "other")
