"""Exchange rates and the one place where an amount is put into another currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.micros import MICRO, rounded_half_up
from huikuan.kernel.money import Money

STALE_AFTER_DAYS = 35
"""A rate older than this is marked: books often keep the rate of the month's first day (CAS 19, article 12)."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of `currency` is worth in `to_currency`, in millionths, as of `day`; `age_days` to the day asked for."""

    currency: str
    to_currency: str
    day: date
    micros: int
    source: str
    age_days: int = 0

    @property
    def is_stale(self) -> bool:
        """Whether the rate is too old to be used without saying so."""
        return self.age_days > STALE_AFTER_DAYS


def converted(*, money: Money, rates: Mapping[str, Rate], to_currency: str) -> Money | None:
    """The amount in `to_currency`, rounded half-up (halves away from zero) to its minor unit; None where no rate is known.

    `rates` maps a currency to its rate into `to_currency`. Decimals follow ISO 4217: yen have none, dinars three.
    """
    if money.currency == to_currency:
        return money
    rate = rates.get(money.currency)
    decimals, wanted = exponent_of(currency=money.currency), exponent_of(currency=to_currency)
    if rate is None or rate.to_currency != to_currency or decimals is None or wanted is None:
        return None
    minor = rounded_half_up(numerator=money.minor * rate.micros * 10**wanted, denominator=MICRO * 10**decimals)
    return Money(minor, to_currency)


def turned(*, rate: Rate) -> Rate:
    """The same rate from its second currency into its first, floored to a millionth and never nothing."""
    micros: int = max(MICRO * MICRO // rate.micros, 1)
    return replace(rate, currency=rate.to_currency, to_currency=rate.currency, micros=micros)


def minor_micros(*, rate: Rate) -> int | None:
    """What one minor unit of the first currency is worth in minor units of the second, in millionths, floored and never
    nothing; None where the decimals of one of them are not known (ISO 4217)."""
    decimals, wanted = exponent_of(currency=rate.currency), exponent_of(currency=rate.to_currency)
    if decimals is None or wanted is None:
        return None
    worth: int = rate.micros * 10**wanted // 10**decimals
    return max(worth, 1)
