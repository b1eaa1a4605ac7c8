"""PURE: accounts at payment providers (Alipay, WeChat Pay): what a line of their bills is, and which bank line paid which days out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum


class AccountKind(StrEnum):
    """What an account of ours is; a merchant account collects for us and pays out net of fees, CASH is a till."""

    BANK = "BANK"
    WECHAT_MERCHANT = "WECHAT_MERCHANT"
    ALIPAY_MERCHANT = "ALIPAY_MERCHANT"
    CASH = "CASH"


MERCHANT_KINDS = frozenset({AccountKind.WECHAT_MERCHANT, AccountKind.ALIPAY_MERCHANT})
"""Accounts at payment providers: their bills state gross, fee and refunds, and a bank line pays their days out."""


class WalletEvent(StrEnum):
    """What a line of a merchant's bill says happened."""

    PAYMENT = "PAYMENT"
    REFUND = "REFUND"
    WITHDRAWAL = "WITHDRAWAL"
    OTHER = "OTHER"


class RefundTrouble(StrEnum):
    """Why a refund of a bill was not booked by itself: a person looks at it."""

    ORIGINAL_UNKNOWN = "ORIGINAL_UNKNOWN"
    ORIGINAL_USED = "ORIGINAL_USED"


WALLET_OF_FORMAT = {
    "cn.wechat.merchant": AccountKind.WECHAT_MERCHANT,
    "cn.alipay.merchant": AccountKind.ALIPAY_MERCHANT,
    "cn.alipay.account": AccountKind.ALIPAY_MERCHANT,
}
"""The formats of bills that only a merchant account has."""
SETTLED_WITHIN_DAYS = 7
"""A provider pays a day out within a week, holidays included."""
MOST_DAYS_TOGETHER = 31
_PROVIDERS = {
    AccountKind.WECHAT_MERCHANT: re.compile(r"财付通|微信支付|腾讯|tenpay|wechat", re.IGNORECASE),
    AccountKind.ALIPAY_MERCHANT: re.compile(r"支付宝|蚂蚁|alipay", re.IGNORECASE),
}


@dataclass(frozen=True, slots=True)
class WalletPart:
    """What a bill says of a line besides its gross amount; `fee_minor` is below zero where a refund gives it back.

    Gross = net + fee (TRUST P1). `transaction_id` is the payment's, which its refunds share.
    """

    event: WalletEvent
    transaction_id: str = ""
    order_number: str = ""
    fee_minor: int = 0


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day of a merchant account that no bank line has paid out yet; `net_minor` = payments − refunds − fees."""

    day: date
    net_minor: int


@dataclass(frozen=True, slots=True)
class BankCredit:
    """Money in on a bank account that may be a provider's payout; `payer` and `reference` as the bank prints them."""

    line_id: int
    receipt_id: int
    booked_on: date
    amount_minor: int
    payer: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Payout:
    """A bank line that equals the net of some days together; `is_sure` where nothing else explains line or days."""

    credit: BankCredit
    first_day: date
    last_day: date
    net_minor: int
    is_sure: bool = False


def names_provider(*, kind: AccountKind, texts: Iterable[str]) -> bool:
    """Whether a bank line names the provider that runs accounts of this kind."""
    pattern = _PROVIDERS.get(kind)
    return pattern is not None and any(pattern.search(text) for text in texts)


def payouts(*, kind: AccountKind, days: Sequence[OpenDay], lines: Sequence[BankCredit]) -> tuple[Payout, ...]:
    """The bank lines that equal the net of one day or of days in a row, last day at most a week before the line.

    A payout is sure if its line names the provider, has no other explanation, and shares no day with another line's.
    """
    ordered = sorted(days, key=lambda one: one.day)
    found = [
        Payout(credit, ordered[first].day, ordered[last].day, credit.amount_minor)
        for credit in sorted(lines, key=lambda one: (one.booked_on, one.line_id))
        for first, last in _ranges(ordered, credit)
    ]
    return tuple(_judged(kind, one, found) for one in found)


def _ranges(days: Sequence[OpenDay], credit: BankCredit) -> Iterable[tuple[int, int]]:
    """Positions of the first and last of days in a row that sum to the line."""
    oldest = credit.booked_on - timedelta(days=SETTLED_WITHIN_DAYS)
    for last, one in enumerate(days):
        if not oldest <= one.day <= credit.booked_on:
            continue
        total = 0
        for first in range(last, max(-1, last - MOST_DAYS_TOGETHER), -1):
            total += days[first].net_minor
            if total == credit.amount_minor:
                yield first, last


def _judged(kind: AccountKind, one: Payout, found: Sequence[Payout]) -> Payout:
    rivals = [
        other
        for other in found
        if other is not one
        and (
            other.credit.line_id == one.credit.line_id
            or (other.first_day <= one.last_day and one.first_day <= other.last_day)
        )
    ]
    is_named = names_provider(kind=kind, texts=(one.credit.payer, one.credit.reference))
    return replace(one, is_sure=is_named and not rivals)
