"""PURE: the facts that gates of the law other than a stop of supply rest on; amounts in minor units of one currency."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

REASONABLE_DAYS = 15
"""Days after a demand that pass as reasonable here; the law names none (634, 642)."""
COURT_LOOK_UP_DAYS = 30
"""Days for which a look-up of the courts' list is taken as true: a starting value of this product, no rule of law; who is
struck off is listed no more, and only true facts may be told (1024). The ladders in force may say another number.
"""


@dataclass(frozen=True, slots=True)
class PriceFacts:
    """A price and what was paid of it, minor units; `reasonable_days` after the demand must have passed.

    `payments` is in how many the price is to be paid; the last three speak of goods under retention of title.
    """

    price_minor: int
    arrears_minor: int
    currency: str
    demanded_on: date | None
    today: date
    paid_minor: int = 0
    payments: int = 0
    reasonable_days: int = REASONABLE_DAYS
    retention_agreed: bool = False
    registered: bool = False
    held_by_third_party: bool = False


@dataclass(frozen=True, slots=True)
class DepositFacts:
    """A deposit (定金) of a contract, minor units: agreed, really paid, called so, and whether a penalty is claimed beside it.

    `contract_minor` is 0 where the amount of the contract is not known; `claimed_minor` is how much is to be kept, 0 for all
    that has effect. What was really paid counts as the deposit agreed, more or less (586).
    """

    contract_minor: int
    agreed_minor: int
    paid_minor: int
    currency: str
    is_called_deposit: bool
    penalty_claimed: bool = False
    claimed_minor: int = 0


@dataclass(frozen=True, slots=True)
class SetOffFacts:
    """Two debts against each other: whether what they owe is due, both are of one kind, and how it is declared or agreed."""

    theirs_due_on: date | None
    today: date
    same_kind: bool
    is_excluded: bool
    noticed_on: date | None
    is_conditional: bool
    is_agreed: bool = False


@dataclass(frozen=True, slots=True)
class CourtFacts:
    """An entry of the courts' list of debtors (失信被执行人名单): case, day it was looked up, whether it stands still.

    A look-up older than `valid_days` is to be made again.
    """

    case_number: str
    checked_on: date | None
    today: date
    stands: bool
    valid_days: int = COURT_LOOK_UP_DAYS
