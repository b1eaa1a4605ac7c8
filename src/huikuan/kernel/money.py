"""Money as integer minor units with a currency; never a float (HOUSE ledger law 1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

DOCUMENT_MAX_MINOR = 10**13
"""Largest amount of one document: 100 bn CNY in fen. Any sum of < 922,337 documents stays below 2**63 (TRUST §3)."""


class CurrencyMismatch(ValueError):
    """Two currencies met in one sum."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An exact amount: `minor` units (fen, cents) of an ISO 4217 `currency`."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other).minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def _same(self, other: Money) -> Money:
        if self.currency != other.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} cannot be added")
        return other


def sums_by_currency(*, amounts: Iterable[Money]) -> dict[str, int]:
    """Minor units per currency; currencies are never mixed."""
    sums: dict[str, int] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, 0) + amount.minor
    return sums


def split_by_weights(*, total_minor: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Split by largest remainder: the parts sum exactly to `total_minor`, ties go to the earlier part.

    Raises ValueError if no weight is positive or one is negative.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must be non-negative and not all zero")
    parts = [total_minor * weight // whole for weight in weights]
    remainders = [total_minor * weight % whole for weight in weights]
    by_remainder = sorted(range(len(parts)), key=lambda i: (-remainders[i], i))
    for i in by_remainder[: total_minor - sum(parts)]:
        parts[i] += 1
    return tuple(parts)


def ratio_permille(*, numerator: int, denominator: int) -> int | None:
    """Rounded half-up per mille; None where the denominator is zero (KPI.md: division by zero is null, not 0)."""
    if denominator == 0:
        return None
    sign = -1 if (numerator < 0) != (denominator < 0) else 1
    top, bottom = abs(numerator), abs(denominator)
    return sign * ((2000 * top + bottom) // (2 * bottom))
