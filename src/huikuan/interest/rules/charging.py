"""PURE: states of a claim of interest, the policy, and which terms hold for a debt where nobody picked others (HANDBOOK C11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.contracts.statutory_data import CAPS
from huikuan.interest.rules.bases import USUAL_FACTOR, Basis, Fault, Rate, Terms, terms_fault
from huikuan.interest.rules.cautions import LOSS_FACTOR
from huikuan.kernel.money import DOCUMENT_MAX_MINOR

MOST_ITEMS = 200
MOST_PAYABLE_DAYS = 90


class State(StrEnum):
    """Where a claim stands: its days are taken while it is proposed, charged or waived, and free again after."""

    PROPOSED = "PROPOSED"
    CHARGED = "CHARGED"
    WAIVED = "WAIVED"
    DROPPED = "DROPPED"
    REVERSED = "REVERSED"


class Event(StrEnum):
    """What happens to a claim."""

    PROPOSE = "PROPOSE"
    CHARGE = "CHARGE"
    ASK_WAIVER = "ASK_WAIVER"
    REFUSE_WAIVER = "REFUSE_WAIVER"
    WAIVE = "WAIVE"
    DROP = "DROP"
    REVERSE = "REVERSE"


TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.PROPOSED, Event.CHARGE): State.CHARGED,
    (State.PROPOSED, Event.ASK_WAIVER): State.PROPOSED,
    (State.PROPOSED, Event.REFUSE_WAIVER): State.PROPOSED,
    (State.PROPOSED, Event.WAIVE): State.WAIVED,
    (State.PROPOSED, Event.DROP): State.DROPPED,
    (State.CHARGED, Event.REVERSE): State.REVERSED,
}
FREE = frozenset({State.DROPPED, State.REVERSED})
"""States in which the days belong to nobody again."""


@dataclass(frozen=True, slots=True)
class InterestPolicy:
    """What holds where no contract says anything: basis, factor (per mille), year, the least to charge, minor units.

    `loss_permille` is the factor on the prime rate at default by which loss is estimated for the cap; what is charged is
    payable within `payable_days`.
    """

    number: int = 0
    basis: Basis = Basis.LPR_AT_DEFAULT
    factor_permille: int = USUAL_FACTOR
    year_days: int = 365
    minimum_minor: int = 1
    loss_permille: int = LOSS_FACTOR
    payable_days: int = 10


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the signed contract says of late payment: a rate, the decree's, or that none is owed (`is_excluded`); and whether
    decree 802 protects the seller in it.
    """

    rate: Rate | None = None
    is_decree: bool = False
    is_excluded: bool = False
    is_covered: bool = False
    signed_on: date | None = None


def terms_of(*, agreement: Agreement | None, default_on: date, policy: InterestPolicy) -> Terms:
    """The contract's rate, or none where it says so; 0.05 % a day where it says that, or says nothing and the decree protects
    us; else the policy's basis.
    """
    if agreement is not None and agreement.rate is not None:
        return Terms(Basis.AGREED, agreement.rate, year_days=policy.year_days)
    if agreement is not None and agreement.is_excluded:
        return Terms(Basis.NONE, year_days=policy.year_days)
    if agreement is not None and (agreement.is_decree or _by_decree(agreement, default_on)):
        return Terms(Basis.DAILY, year_days=policy.year_days)
    return Terms(policy.basis, factor_permille=policy.factor_permille, year_days=policy.year_days)


def policy_fault(*, policy: InterestPolicy) -> Fault | None:
    """INTEREST_POLICY_BASIS (agreed rates belong to contracts, judgments to cases), INTEREST_POLICY_BOUNDS, as `terms_fault`."""
    if policy.basis in (Basis.AGREED, Basis.JUDGMENT, Basis.NONE):
        return Fault("INTEREST_POLICY_BASIS")
    terms = Terms(policy.basis, factor_permille=policy.factor_permille, year_days=policy.year_days)
    if fault := terms_fault(terms=terms):
        return fault
    bounded = (
        1 <= policy.minimum_minor <= DOCUMENT_MAX_MINOR
        and 100 <= policy.loss_permille <= 4_000
        and 0 <= policy.payable_days <= MOST_PAYABLE_DAYS
    )
    return None if bounded else Fault("INTEREST_POLICY_BOUNDS")


def prime_rate_fault(*, since: date, rate_bp: int, as_of: date, today: date) -> Fault | None:
    """PRIME_RATE_RANGE, PRIME_RATE_DAYS (not in force by the day the list was looked at, or that day lies ahead)."""
    if not 1 <= rate_bp <= 5_000:
        return Fault("PRIME_RATE_RANGE")
    if not since <= as_of <= today:
        return Fault("PRIME_RATE_DAYS")
    return None


def _by_decree(agreement: Agreement, default_on: date) -> bool:
    return agreement.is_covered and default_on >= CAPS[-1].in_force
