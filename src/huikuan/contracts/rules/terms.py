"""PURE: what a contract says (HANDBOOK A8), as frozen records; one version of it is kept as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.contracts.due_rules import DueRule


class Trigger(StrEnum):
    """What makes a milestone payable."""

    DATE = "DATE"
    DELIVERY = "DELIVERY"
    ACCEPTANCE = "ACCEPTANCE"
    PROGRESS = "PROGRESS"
    STATEMENT_CONFIRMED = "STATEMENT_CONFIRMED"
    RETENTION_RELEASE = "RETENTION_RELEASE"


class MilestoneKind(StrEnum):
    """What a milestone is in law: only a deposit (定金) is bound to a fifth, only retention (质保金) is held back."""

    PAYMENT = "PAYMENT"
    ADVANCE = "ADVANCE"
    DEPOSIT = "DEPOSIT"
    RETENTION = "RETENTION"


class LateBasis(StrEnum):
    """What late payment costs by the contract: nothing said, an agreed rate, the rate of State Council decree 802, or nothing."""

    NONE = "NONE"
    AGREED = "AGREED"
    DECREE_802 = "DECREE_802"
    EXCLUDED = "EXCLUDED"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of what is sold: quantity and unit price in millionths (of the unit, of the currency unit), amount in minor units."""

    name: str
    specification: str
    unit: str
    quantity_micros: int
    unit_price_micros: int
    amount_minor: int


@dataclass(frozen=True, slots=True)
class MilestoneTerm:
    """One payment of the plan: a share in millionths of the contract or an amount, when it fires, and when it is then due.

    `on` is the day of a DATE milestone (None: the day of signing), `progress_permille` that of a PROGRESS one,
    `held_from` the event that earns retention, `expected_on` the day its trigger is expected.
    """

    number: int
    title: str
    trigger: Trigger
    rule: DueRule
    share_ppm: int | None = None
    amount_minor: int | None = None
    kind: MilestoneKind = MilestoneKind.PAYMENT
    progress_permille: int = 0
    on: date | None = None
    expected_on: date | None = None
    held_from: Trigger = Trigger.ACCEPTANCE
    release_condition: str = ""


@dataclass(frozen=True, slots=True)
class Parties:
    """Who signs beside the customer, as the paper says it."""

    end_user: str = ""
    guarantor: str = ""
    our_signatory: str = ""
    their_signatory: str = ""


@dataclass(frozen=True, slots=True)
class Settlement:
    """When, where and how is paid (结算约定), and how the goods are accepted (验收); days of inspection None where not agreed."""

    agreement: str = ""
    place: str = ""
    means: str = ""
    acceptance_standard: str = ""
    acceptance_method: str = ""
    inspection_days: int | None = None


@dataclass(frozen=True, slots=True)
class Clauses:
    """Clauses that the ledger computes with or the law bounds. The late rate is in basis points a year or, where it was
    agreed by the day, in millionths a day; 0 is the one that was not.

    `silence_days`: a statement of account that is not objected to within so many days of its arrival is agreed; 0 where the
    contract says no such thing (silence is consent only by agreement, CC 140).
    `long_term_reasonable`: a person found a longer term of a large buyer reasonable (decree 802 art. 9(2)).
    """

    discount_permille: int = 0
    discount_days: int = 0
    late_basis: LateBasis = LateBasis.NONE
    late_rate_bp: int = 0
    late_daily_ppm: int = 0
    partial_payment: str = ""
    acceleration: bool = False
    title_retained: bool = False
    pays_when_paid: bool = False
    long_term_reasonable: bool = False
    is_construction: bool = False
    silence_days: int = 0


@dataclass(frozen=True, slots=True)
class Sizes:
    """What decides whether decree 802 holds: who buys (PUBLIC, LARGE, OTHER), our size class, and when we told the buyer."""

    buyer: str = "OTHER"
    seller: str = "LARGE"
    declared_on: date | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything a version of a contract says; amount in minor units of `currency`."""

    title: str
    currency: str
    amount_minor: int
    milestones: tuple[MilestoneTerm, ...]
    items: tuple[Item, ...] = ()
    parties: Parties = Parties()
    settlement: Settlement = Settlement()
    clauses: Clauses = Clauses()
    sizes: Sizes = Sizes()
    note: str = ""

    def milestone(self, *, number: int) -> MilestoneTerm | None:
        """The milestone of that number, None if there is none."""
        return next((term for term in self.milestones if term.number == number), None)
