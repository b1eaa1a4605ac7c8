"""PURE: due dates, instalments, states of a receivable, and what a posting does to its parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from huikuan.kernel.calendar import BusinessCalendar, HolidayRoll, month_end
from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.micros import MICRO, MICROS_MAX, rounded_half_up
from huikuan.kernel.money import DOCUMENT_MAX_MINOR, split_by_weights
from huikuan.ledger.rules import Account, EntryDraft, PostingKind


class InvoiceKind(StrEnum):
    """What kind of document it is."""

    INVOICE = "INVOICE"
    OPENING = "OPENING"
    CREDIT_NOTE = "CREDIT_NOTE"
    INTEREST = "INTEREST"


class TermsRoll(StrEnum):
    """From which day the days of a term run (RULES_CN §3.1: the phrase 月结 is ambiguous, the rule is not)."""

    NONE = "NONE"
    MONTH_END = "MONTH_END"
    NEXT_MONTH_FIRST = "NEXT_MONTH_FIRST"


class ReceivableState(StrEnum):
    """A pure function of amounts, due date and business day (TRUST R4)."""

    OPEN = "OPEN"
    PARTIAL = "PARTIAL"
    OVERDUE = "OVERDUE"
    SETTLED = "SETTLED"
    WRITTEN_OFF = "WRITTEN_OFF"
    CANCELLED = "CANCELLED"


class ShortPaymentReason(StrEnum):
    """Why a customer paid less and we accept it."""

    EARLY_PAYMENT_DISCOUNT = "EARLY_PAYMENT_DISCOUNT"
    BANK_FEE = "BANK_FEE"
    PRICE_DIFFERENCE = "PRICE_DIFFERENCE"
    QUALITY = "QUALITY"
    ROUNDING = "ROUNDING"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Terms:
    """A payment term: so many days from the issue date, or from the end or the first of a month.

    A term that ends on a day off ends on the next business day (Civil Code art. 203), unless agreed otherwise (204).
    """

    days: int
    roll: TermsRoll = TermsRoll.NONE
    holiday_roll: HolidayRoll = HolidayRoll.NEXT


@dataclass(frozen=True, slots=True)
class InstalmentDraft:
    """A part of an invoice with its own due date; None where the document names none."""

    due_date: date | None
    amount_minor: int


@dataclass(frozen=True, slots=True)
class InvoiceLineDraft:
    """A line of an invoice: so much of an item at a unit price, both in millionths; `amount_minor` as it is written there.

    Price and amount include tax. A discount is a line with a negative quantity.
    """

    name: str
    quantity_micros: int
    unit_price_micros: int
    amount_minor: int
    item_code: str = ""
    specification: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Parts:
    """What became of the original amount of a receivable, minor units."""

    original: int
    outstanding: int
    allocated: int = 0
    credited: int = 0
    discounted: int = 0
    written_off: int = 0
    cancelled: int = 0

    @property
    def consistent(self) -> bool:
        """R1 and R2: the parts sum to the original and none is negative."""
        parts = (self.outstanding, self.allocated, self.credited, self.discounted, self.written_off, self.cancelled)
        return sum(parts) == self.original and min(parts) >= 0

    @property
    def owed(self) -> int:
        """What the debtor owes: what is open, and what was only written off in our books (账销案存)."""
        return self.outstanding + self.written_off


_PART_OF_KIND = {
    PostingKind.ALLOCATE: "allocated",
    PostingKind.CREDIT_NOTE: "credited",
    PostingKind.SHORT_PAYMENT: "discounted",
    PostingKind.WRITE_OFF: "written_off",
    PostingKind.INVOICE: "cancelled",
    PostingKind.OPENING: "cancelled",
    PostingKind.INTEREST: "cancelled",
}


def due_date(*, issue_date: date, terms: Terms, calendar: BusinessCalendar) -> date:
    """The day payment is due; the issue date itself is not counted (Civil Code art. 201)."""
    start = issue_date
    if terms.roll is TermsRoll.MONTH_END:
        start = month_end(day=issue_date)
    elif terms.roll is TermsRoll.NEXT_MONTH_FIRST:
        start = month_end(day=issue_date) + timedelta(days=1)
    return calendar.roll(day=start + timedelta(days=terms.days), roll=terms.holiday_roll)


def days_overdue(*, due: date | None, as_of: date) -> int | None:
    """Signed days after the due date: today's is 0 and not overdue; None where there is no due date (FEATURES D3, D4)."""
    return None if due is None else (as_of - due).days


def state_of(*, parts: Parts, due: date | None, as_of: date) -> ReceivableState:
    """The state shown to people, from the amounts and never from the existence of a payment (FEATURES D5)."""
    if parts.outstanding == 0:
        if parts.cancelled == parts.original:
            return ReceivableState.CANCELLED
        return ReceivableState.WRITTEN_OFF if parts.written_off else ReceivableState.SETTLED
    if due is not None and as_of > due:
        return ReceivableState.OVERDUE
    return ReceivableState.OPEN if parts.outstanding == parts.original else ReceivableState.PARTIAL


def instalments_of(*, amount_minor: int, shares: Sequence[tuple[date | None, int]]) -> tuple[InstalmentDraft, ...]:
    """Split an invoice over due dates by weights; the instalments sum exactly to the amount (TRUST R5)."""
    parts = split_by_weights(total_minor=amount_minor, weights=[weight for _, weight in shares])
    return tuple(InstalmentDraft(day, part) for (day, _), part in zip(shares, parts, strict=True))


def amount_in_bounds(*, minor: int) -> bool:
    """Whether an amount may be one document: 1 … 10¹³ minor units."""
    return 1 <= minor <= DOCUMENT_MAX_MINOR


def line_amount(*, quantity_micros: int, unit_price_micros: int, currency: str) -> int:
    """What a quantity costs at a unit price, minor units of the currency, rounded half-up."""
    decimals = exponent_of(currency=currency)
    scale = 10 ** (2 if decimals is None else decimals)
    return rounded_half_up(numerator=quantity_micros * unit_price_micros * scale, denominator=MICRO * MICRO)


def line_fault(*, line: InvoiceLineDraft, currency: str) -> str:
    """The code of what is wrong with a line, empty if nothing: LINE_OUT_OF_BOUNDS, LINE_AMOUNT_DIFFERS.

    The amount may differ from quantity × price by one minor unit, as invoices are rounded by other programs.
    """
    bounded = (
        line.name.strip()
        and 0 < abs(line.quantity_micros) <= MICROS_MAX
        and 0 <= line.unit_price_micros <= MICROS_MAX
        and abs(line.amount_minor) <= DOCUMENT_MAX_MINOR
    )
    if not bounded:
        return "LINE_OUT_OF_BOUNDS"
    exact = line_amount(
        quantity_micros=line.quantity_micros, unit_price_micros=line.unit_price_micros, currency=currency
    )
    return "" if abs(exact - line.amount_minor) <= 1 else "LINE_AMOUNT_DIFFERS"


def part_moved(*, parts: Parts, kind: PostingKind, minor: int) -> Parts:
    """Parts after an entry of `minor` on account RECEIVABLE by a posting of `kind` (not the posting that raised it).

    The result may be inconsistent; callers refuse it. Negative `minor` lowers what is open.
    """
    name = _PART_OF_KIND[kind]
    moved: dict[str, int] = {name: getattr(parts, name) - minor, "outstanding": parts.outstanding + minor}
    return replace(parts, **moved)


def changes_by_receivable(
    *, kind: PostingKind, entries: Iterable[EntryDraft]
) -> dict[int, list[tuple[PostingKind, int]]]:
    """The entries on account RECEIVABLE by receivable, in order."""
    changes: dict[int, list[tuple[PostingKind, int]]] = {}
    for entry in entries:
        if entry.account is Account.RECEIVABLE and entry.receivable_id is not None:
            changes.setdefault(entry.receivable_id, []).append((kind, entry.minor))
    return changes


def spread_over_open(*, amount_minor: int, open_minor: Sequence[int]) -> tuple[int, ...]:
    """Fill open items in the given order until the amount is used; the rest gets 0. Σ ≤ amount."""
    shares = []
    for open_amount in open_minor:
        share = min(amount_minor, open_amount)
        shares.append(share)
        amount_minor -= share
    return tuple(shares)


BalanceKey = tuple[int, int, str]
"""A customer's id, an own company's id and a currency."""
Debtor = tuple[int, str]
"""A customer's id and a currency."""


@dataclass(frozen=True, slots=True)
class Balance:
    """Open items of one customer in one company and currency: minor units, numbers of items, earliest due day."""

    open_minor: int
    overdue_minor: int
    items: int
    overdue_items: int
    oldest_due: date | None

    def __add__(self, other: Balance) -> Balance:
        return Balance(
            self.open_minor + other.open_minor,
            self.overdue_minor + other.overdue_minor,
            self.items + other.items,
            self.overdue_items + other.overdue_items,
            min((day for day in (self.oldest_due, other.oldest_due) if day is not None), default=None),
        )


def balances_by_debtor(*, balances: Iterable[tuple[BalanceKey, Balance]]) -> dict[Debtor, Balance]:
    """What a customer owes several own companies in one currency is one debt."""
    found: dict[Debtor, Balance] = {}
    for (customer_id, _company_id, currency), balance in balances:
        before = found.get((customer_id, currency))
        found[customer_id, currency] = balance if before is None else before + balance
    return found
