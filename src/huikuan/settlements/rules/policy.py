"""PURE: the policy of plans: grace, the capital rate, which plans need nobody's approval, when the highest tier decides."""

from __future__ import annotations

from dataclasses import dataclass

from huikuan.settlements.rules.offers import GivenUp
from huikuan.settlements.rules.plans import InterestRule

MOST_GRACE, MOST_RATE, MOST_REASONABLE = 30, 10_000, 180
SHIPPED_SOURCE = (
    "Starting values of the product; capital rate: one-year LPR of 3.00 % as published on 2025-05-20, "
    "amounts, grace and reasonable time: no statute names them"
)


@dataclass(frozen=True, slots=True)
class SettlementPolicy:
    """Grace in business days, yearly capital rate in hundredths of a percent, amounts in minor units of CNY.

    `free_minor`: up to so much settled, with a loss up to `free_loss_minor` and no discount, nobody needs to approve; a loss
    above `tier_loss_minor` is decided by the highest tier. `reasonable_days`: the time a demand gives (Civil Code Art. 634).
    """

    number: int = 0
    grace_days: int = 3
    capital_rate_permyriad: int = 300
    free_minor: int = 5_000_000
    free_loss_minor: int = 50_000
    tier_loss_minor: int = 5_000_000
    reasonable_days: int = 15
    source: str = SHIPPED_SOURCE


SHIPPED = SettlementPolicy()


def needs_approval(
    *, settled_minor: int, currency: str, interest: InterestRule, loss: GivenUp, policy: SettlementPolicy
) -> bool:
    """Whether somebody else must approve: a discount or interest given up always, else by amount and loss.

    The amounts are in CNY: a plan in another currency always needs approval.
    """
    gives_up = loss.discount_minor or loss.interest_minor or interest is InterestRule.WAIVED_IF_KEPT
    is_free = settled_minor <= policy.free_minor and loss.total_minor <= policy.free_loss_minor
    return bool(gives_up or currency != "CNY" or not is_free)


def is_for_highest_tier(*, loss: GivenUp, policy: SettlementPolicy) -> bool:
    """Whether the loss alone asks for the highest tier, whatever the amount settled."""
    return loss.total_minor > policy.tier_loss_minor


def policy_fault(*, policy: SettlementPolicy) -> str:
    """The code of what is wrong with a policy; empty if nothing is."""
    bounds = (
        (0 <= policy.grace_days <= MOST_GRACE, "SETTLEMENT_POLICY_GRACE"),
        (0 <= policy.capital_rate_permyriad <= MOST_RATE, "SETTLEMENT_POLICY_RATE"),
        (min(policy.free_minor, policy.free_loss_minor, policy.tier_loss_minor) >= 0, "SETTLEMENT_POLICY_AMOUNT"),
        (1 <= policy.reasonable_days <= MOST_REASONABLE, "SETTLEMENT_POLICY_TIME"),
        (bool(policy.source.strip()), "SETTLEMENT_POLICY_SOURCE"),
    )
    return next((code for is_right, code in bounds if not is_right), "")
