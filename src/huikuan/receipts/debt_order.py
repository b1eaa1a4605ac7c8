"""PURE: which of several debts a payment settles (清偿抵充): the debtor's word, then the law or the policy (CC 560, 561)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Any

from huikuan.kernel.money import split_by_weights

CC_560, CC_560_1, CC_561 = "CC 560", "CC 560(1)", "CC 561"
"""The Civil Code: art. 560 orders debts of the same kind, art. 561 the parts of one debt."""


class Order(StrEnum):
    """What the order is taken from where the debtor named none."""

    STATUTORY = "STATUTORY"
    NAMED = "NAMED"
    OLDEST_DUE = "OLDEST_DUE"
    OLDEST_INVOICE = "OLDEST_INVOICE"


class Why(StrEnum):
    """Why a debt stands where it stands."""

    NAMED_BY_DEBTOR = "NAMED_BY_DEBTOR"
    DUE_FIRST = "DUE_FIRST"
    LEAST_SECURED = "LEAST_SECURED"
    HEAVIER_BURDEN = "HEAVIER_BURDEN"
    EARLIER_DUE = "EARLIER_DUE"
    EARLIER_INVOICE = "EARLIER_INVOICE"
    PRO_RATA = "PRO_RATA"
    LAST_IN_ORDER = "LAST_IN_ORDER"
    ONLY_DEBT = "ONLY_DEBT"


@dataclass(frozen=True, slots=True)
class Debt:
    """A debt of one kind and currency, minor units: `open_minor` is principal, costs and interest come beside it.

    `due` is None where no time was agreed: it stands behind those whose day has come (CC 511(4)). `secured_minor` is what
    security covers of it, `annual_rate` in percent what late payment costs the debtor.
    """

    id: str
    due: date | None
    open_minor: int
    secured_minor: int = 0
    annual_rate: Decimal = Decimal(0)
    costs_minor: int = 0
    interest_minor: int = 0
    issued: date | None = None

    @property
    def owed_minor(self) -> int:
        """All of it."""
        return self.costs_minor + self.interest_minor + self.open_minor


@dataclass(frozen=True, slots=True)
class Settled:
    """What a payment settles of one debt, minor units, in the order of CC 561."""

    id: str
    costs_minor: int
    interest_minor: int
    principal_minor: int

    @property
    def total_minor(self) -> int:
        """All of it."""
        return self.costs_minor + self.interest_minor + self.principal_minor


@dataclass(frozen=True, slots=True)
class Placed:
    """A debt that gets money, and why before the next one; `article` is empty where a policy decided, not the law."""

    id: str
    why: Why
    article: str


@dataclass(frozen=True, slots=True)
class Spread:
    """A payment over debts: `settled` + `unapplied_minor` = the payment."""

    settled: tuple[Settled, ...]
    unapplied_minor: int
    placed: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class _Rank:
    """The debts of one place in the order (several: they share pro rata), and what put it before the next."""

    debts: tuple[Debt, ...]
    why: Why
    article: str


Criteria = Mapping[Why, Callable[[Debt], Any]]
"""What debts are compared by, the first criterion that tells two apart deciding; lower goes first."""


def spread_payment(
    *, minor: int, debts: Sequence[Debt], as_of: date, order: Order = Order.STATUTORY, named: str | None = None
) -> Spread:
    """Spread a payment over debts: the one the debtor named first, the rest as `order` says; minor units, sums exact.

    The debtor names at payment unless something else was agreed (CC 560(1)), so his word goes before every order. Costs
    of enforcement are settled before interest, interest before principal (CC 561). Debts that get nothing are left out.
    """
    left, settled, placed = minor, [], []
    for rank in _ranks(debts, as_of, order, named):
        owed = [debt.owed_minor for debt in rank.debts]
        taken = min(left, sum(owed))
        if not taken:
            continue
        shares = owed if taken == sum(owed) else split_by_weights(total_minor=taken, weights=owed)
        for debt, share in zip(rank.debts, shares, strict=True):
            if share:
                settled.append(_settled(debt, share))
                placed.append(Placed(debt.id, rank.why, rank.article))
        left -= taken
    return Spread(tuple(settled), left, tuple(placed))


def _ranks(debts: Sequence[Debt], as_of: date, order: Order, named: str | None) -> Iterable[_Rank]:
    first = [debt for debt in debts if debt.id == named]
    rest = [debt for debt in debts if debt.id != named]
    if first:
        yield _Rank(tuple(first), Why.NAMED_BY_DEBTOR, CC_560_1)
    if order is Order.OLDEST_DUE:
        yield from _by(rest, {Why.EARLIER_DUE: lambda debt: _day(debt.due)}, "")
    elif order is Order.OLDEST_INVOICE:
        yield from _by(rest, {Why.EARLIER_INVOICE: lambda debt: _day(debt.issued or debt.due)}, "")
    else:
        yield from _by(rest, _statutory(as_of), CC_560)


def _statutory(as_of: date) -> Criteria:
    """The criteria of CC 560(2) in their order."""
    return {
        Why.DUE_FIRST: lambda debt: debt.due is None or debt.due > as_of,
        Why.LEAST_SECURED: lambda debt: debt.secured_minor,
        Why.HEAVIER_BURDEN: lambda debt: -debt.annual_rate,
        Why.EARLIER_DUE: lambda debt: _day(debt.due),
    }


def _by(debts: Sequence[Debt], criteria: Criteria, article: str) -> Iterable[_Rank]:
    """Debts in the order of the criteria; those that none tells apart share a place."""

    def key(debt: Debt) -> tuple[Any, ...]:
        return tuple(look(debt) for look in criteria.values())

    places = [(found, tuple(same)) for found, same in groupby(sorted(debts, key=key), key)]
    for place, (mine, same) in enumerate(places, start=1):
        if len(same) > 1:
            why = Why.PRO_RATA
        elif place == len(places):
            why = Why.LAST_IN_ORDER if len(places) > 1 else Why.ONLY_DEBT
        else:
            behind, _ = places[place]
            why = next(one for one, a, b in zip(criteria, mine, behind, strict=True) if a != b)
        yield _Rank(same, why, article)


def _settled(debt: Debt, minor: int) -> Settled:
    costs = min(minor, debt.costs_minor)
    interest = min(minor - costs, debt.interest_minor)
    return Settled(debt.id, costs, interest, minor - costs - interest)


def _day(day: date | None) -> date:
    return day or date.max
