"""PURE: what a person should know about a claim of late-payment interest: caps, floors, data that ends (RULES_CN §3.2, §3.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from huikuan.contracts.statutory_data import CAPS
from huikuan.interest.rules.accruing import Piece
from huikuan.interest.rules.bases import (
    NO_INTEREST,
    ON_PRIME,
    USUAL_FACTOR,
    USUAL_MOST_FACTOR,
    Basis,
    PrimeRates,
    Rate,
    Terms,
)
from huikuan.kernel.micros import rounded_half_up

OVER_LOSS_PERMILLE = 1_300
"""A late fee of more than 30 percent above the loss is generally excessive (合同编通则解释 art. 65)."""
LOSS_FACTOR = 1_000
"""How loss is estimated until somebody edits it: the one-year prime rate at default, once; the cost of money not there."""
LOAN_FACTOR = 4_000
"""Four times the prime rate, the most a loan may cost (民间借贷 art. 25): a debt that became a 借条 is a loan."""


@dataclass(frozen=True, slots=True)
class Caution:
    """A code with its article and what its sentence needs."""

    code: str
    article: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Setting:
    """What cautions look at beside the interest itself.

    `signed_on` is the day the contract was signed where decree 802 protects the seller, else None; `loss_permille` is the
    factor on the prime rate at default by which loss is estimated.
    """

    default_on: date
    prime: PrimeRates
    loss_permille: int = LOSS_FACTOR
    signed_on: date | None = None
    currency: str = "CNY"


def cautions(*, terms: Terms, pieces: Sequence[Piece], setting: Setting) -> tuple[Caution, ...]:
    """Everything a person should know, the gravest first."""
    found = []
    if terms.basis is Basis.AGREED and terms.agreed is not None:
        found += _of_agreed(terms, terms.agreed, pieces, setting)
    if terms.basis is Basis.NONE:
        found += _of_agreed(terms, NO_INTEREST, pieces, setting)
    if terms.basis is Basis.DAILY and setting.default_on < CAPS[-1].in_force:
        found.append(Caution("DAILY_BEFORE", "D802 17", {"day": CAPS[-1].in_force.isoformat()}))
    if terms.basis in ON_PRIME:
        if not USUAL_FACTOR <= terms.factor_permille <= USUAL_MOST_FACTOR:
            found.append(Caution("FACTOR_UNUSUAL", "SALES 18(4)", {"factor": _factor(terms.factor_permille)}))
        if pieces and _last_used(terms, pieces, setting) > setting.prime.as_of:
            found.append(Caution("LIST_AS_OF", "SALES 18(4)", {"day": setting.prime.as_of.isoformat()}))
    return tuple(found)


def loss_minor(*, pieces: Sequence[Piece], setting: Setting, year_days: int) -> int | None:
    """The estimated loss over the same days and principal, minor units; None where no prime rate is known at default."""
    at_default = setting.prime.on(day=setting.default_on)
    if at_default is None:
        return None
    a_day = Rate(at_default * setting.loss_permille).a_day(year_days=year_days)
    exact = sum((one.principal_minor * one.days * a_day for one in pieces if one.pause is None), Fraction(0))
    return rounded_half_up(numerator=exact.numerator, denominator=exact.denominator)


def _of_agreed(terms: Terms, agreed: Rate, pieces: Sequence[Piece], setting: Setting) -> list[Caution]:
    found, yearly = [], agreed.parts * (terms.year_days if agreed.is_daily else 1)
    loss = loss_minor(pieces=pieces, setting=setting, year_days=terms.year_days)
    exact = sum((one.exact for one in pieces), Fraction(0))
    if loss is not None and exact * 1_000 > loss * OVER_LOSS_PERMILLE:
        most = rounded_half_up(numerator=loss * OVER_LOSS_PERMILLE, denominator=1_000)
        found.append(Caution("ABOVE_LOSS", "FS2023-13 65", _sums(most, loss, setting)))
    at_default = setting.prime.on(day=setting.default_on)
    if at_default is not None and yearly > at_default * LOAN_FACTOR:
        found.append(Caution("LOAN_CAP", "LOANS 25", {"most": Rate(at_default * LOAN_FACTOR).percent}))
    signing = None if setting.signed_on is None else setting.prime.on(day=setting.signed_on)
    if signing is not None and yearly < signing * 1_000:
        shown = {"rate": Rate(yearly).percent, "prime": Rate(signing * 1_000).percent}
        found.append(Caution("BELOW_PRIME", "D802 17", shown))
    return found


def _last_used(terms: Terms, pieces: Sequence[Piece], setting: Setting) -> date:
    """The last day whose prime rate was looked up."""
    return setting.default_on if terms.basis is Basis.LPR_AT_DEFAULT else pieces[-1].through_day


def _sums(most: int, loss: int, setting: Setting) -> dict[str, str | int]:
    return {"amount": most, "expected": loss, "currency": setting.currency}


def _factor(permille: int) -> str:
    return f"{permille // 1000}.{permille % 1000:03d}".rstrip("0").rstrip(".")
