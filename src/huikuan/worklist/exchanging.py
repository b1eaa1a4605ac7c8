"""Reads the rates by which today's amounts of several currencies are compared; nothing where there is one currency."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from huikuan.accounts.rates import rates_on
from huikuan.kernel.once import once
from huikuan.limits.queries import base_currency
from huikuan.worklist.rules.worth import Exchange


def exchange_of(*, currencies: Iterable[str], today: date) -> Exchange:
    """The rates of a day into the base currency, or the one currency there is; three queries where there are several."""
    named = set(currencies) - {""}
    return Exchange(next(iter(named), "CNY")) if len(named) < 2 else _exchange(today=today)


@once
def _exchange(*, today: date) -> Exchange:
    base = base_currency()
    return Exchange(base, rates_on(on=today, to_currency=base))
