"""PURE: money that is passed on, to another own company or into another currency: what is posted, what a rate allows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.kernel.exchange import Rate, converted
from huikuan.kernel.money import Money
from huikuan.ledger.rules import Account, EntryDraft, PostingDraft, PostingKind
from huikuan.receipts.rules import ReceiptMethod

MOST_OFF_PERMILLE = 10
"""What it is worth may differ so much from the stated rate: banks' selling and middle rates are less than 1 % apart."""


@dataclass(frozen=True, slots=True)
class Border:
    """What money crosses when it is passed on: from one own company and currency to another."""

    from_company_id: int
    from_currency: str
    to_company_id: int
    to_currency: str

    @property
    def method(self) -> ReceiptMethod:
        """How the money comes on the other side."""
        return ReceiptMethod.EXCHANGE if self.from_currency != self.to_currency else ReceiptMethod.INTERCOMPANY

    @property
    def fault(self) -> str | None:
        """NOTHING_CROSSED, BORDERS_CROSSED_AT_ONCE (one at a time, so that each step is provable), None if it may pass."""
        company, currency = self.from_company_id != self.to_company_id, self.from_currency != self.to_currency
        if company and currency:
            return "BORDERS_CROSSED_AT_ONCE"
        return None if company or currency else "NOTHING_CROSSED"


def worth_fault(*, money: Money, worth: Money, rate_micros: int | None) -> str | None:
    """RATE_MISSING, RATE_DIFFERS, WORTH_DIFFERS (one currency: not the same amount); None if `worth` follows from `money`.

    `rate_micros` is what one unit of the money's currency was taken for, in millionths of a unit of the other.
    """
    if money.currency == worth.currency:
        return None if money == worth and rate_micros is None else "WORTH_DIFFERS"
    if rate_micros is None or rate_micros < 1:
        return "RATE_MISSING"
    exact = worth_at(money=money, to_currency=worth.currency, rate_micros=rate_micros)
    if exact is None:
        return "RATE_MISSING"
    return "RATE_DIFFERS" if abs(exact.minor - worth.minor) * 1000 > exact.minor * MOST_OFF_PERMILLE else None


def worth_at(*, money: Money, to_currency: str, rate_micros: int) -> Money | None:
    """What money is worth at a stated rate, rounded half-up; None for a currency that is none."""
    rate = Rate(money.currency, to_currency, date.min, rate_micros, "stated")
    return converted(money=money, rates={money.currency: rate}, to_currency=to_currency)


def passed_on(
    *, method: ReceiptMethod, receipt_id: int, customer_id: int | None, money: Money, on: date, note: str
) -> PostingDraft:
    """The posting that takes unapplied money off a receipt because it is another own company's, or another currency's."""
    side = {ReceiptMethod.INTERCOMPANY: Account.INTERCOMPANY, ReceiptMethod.EXCHANGE: Account.EXCHANGE}[method]
    entries = (
        EntryDraft(Account.UNAPPLIED, money.minor, money.currency, customer_id, None, receipt_id),
        EntryDraft(side, -money.minor, money.currency, customer_id, None, receipt_id),
    )
    return PostingDraft(PostingKind(side.value), on, entries, note=note)
