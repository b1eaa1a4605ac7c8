"""PURE: amounts of several currencies set against each other by the rates of a day; minor units of two currencies never are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from huikuan.kernel.exchange import Rate, converted
from huikuan.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Exchange:
    """Rates into one currency by the currency they are of."""

    to_currency: str = "CNY"
    rates: Mapping[str, Rate] = field(default_factory=dict)

    def worth(self, *, currency: str, minor: int) -> int | None:
        """Minor units of the one currency; None where no rate is known. What names no currency counts as it is."""
        if not currency:
            return minor
        found = converted(money=Money(minor, currency), rates=self.rates, to_currency=self.to_currency)
        return None if found is None else found.minor

    def place(self, *, currency: str, minor: int) -> tuple[bool, str, int]:
        """Where an amount stands among others, the largest first; behind them, by currency, what no rate is known for."""
        worth = self.worth(currency=currency, minor=minor)
        return (False, "", -worth) if worth is not None else (True, currency, -minor)

    def unrated(self, *, currencies: Iterable[str]) -> tuple[str, ...]:
        """Those of which no rate is known."""
        return tuple(sorted(one for one in set(currencies) if self.worth(currency=one, minor=0) is None))


ONE_CURRENCY = Exchange()
"""Where no rates are at hand: each currency by itself, the yuan first."""
