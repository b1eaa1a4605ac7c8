"""PURE: the policy of credit control: which debts count, which rule says what at which check point (HANDBOOK A10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from huikuan.kernel.money import DOCUMENT_MAX_MINOR


class CheckPoint(StrEnum):
    """Where the question is asked; the same customer is asked about again at each of them (FEATURES D25)."""

    ORDER = "ORDER"
    RELEASE = "RELEASE"
    DELIVERY = "DELIVERY"
    INVOICE = "INVOICE"
    CONTRACT = "CONTRACT"


class Severity(StrEnum):
    """What a rule that holds true asks for; from the mildest to the hardest."""

    ALLOW = "ALLOW"
    WARN = "WARN"
    CASH_FIRST = "CASH_FIRST"
    HOLD = "HOLD"


HARDNESS: Mapping[Severity, int] = {severity: place for place, severity in enumerate(Severity)}
"""A hold stands above cash first: whoever is held needs a person, money alone may not be enough."""
BLOCKING = frozenset({Severity.CASH_FIRST, Severity.HOLD})


class Rule(StrEnum):
    """The blocking rules."""

    OVER_LIMIT = "OVER_LIMIT"
    NO_LIMIT = "NO_LIMIT"
    LIMIT_EXPIRED = "LIMIT_EXPIRED"
    CASH_ONLY = "CASH_ONLY"
    OLDEST_ITEM = "OLDEST_ITEM"
    DAYS_OVERDUE = "DAYS_OVERDUE"
    OLD_DEBT = "OLD_DEBT"
    OPENING = "OPENING"
    SANCTION = "SANCTION"
    BOUNCED = "BOUNCED"
    RATE_UNKNOWN = "RATE_UNKNOWN"


class Component(StrEnum):
    """What exposure is made of; the last two lower it (KPI: credit utilisation)."""

    RECEIVABLES = "RECEIVABLES"
    DELIVERED = "DELIVERED"
    ORDERS = "ORDERS"
    BILLS = "BILLS"
    SECURITY = "SECURITY"
    ADVANCES = "ADVANCES"


LOWERING = frozenset({Component.SECURITY, Component.ADVANCES})
Severities = Mapping[Rule, Mapping[CheckPoint, Severity]]


@dataclass(frozen=True, slots=True)
class CreditPolicy:
    """One version of the policy; amounts in minor units of the base currency, numbers of days and months are inclusive.

    `number` is 0 for the policy that comes with the product. A rule that a check point does not name says nothing there.
    """

    number: int
    severities: Severities
    components: frozenset[Component] = frozenset(Component)
    tolerance_permille: int = 0
    tolerance_minor: int = 0
    oldest_item_days: int = 180
    overdue_days: int = 30
    small_debt_minor: int = 100_000
    bounced_months: int = 6
    grace_days: int = 3
    debts_of_group: bool = True
    source: str = ""
    effective_from: date | None = None

    def severity(self, rule: Rule, point: CheckPoint) -> Severity:
        """What a rule asks for at a check point."""
        return self.severities.get(rule, {}).get(point, Severity.ALLOW)


@dataclass(frozen=True, slots=True)
class PolicyFault:
    """What is wrong with a policy: a code and its parameters."""

    code: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)


BOUNDS: Mapping[str, tuple[int, int]] = {
    "tolerance_permille": (0, 1_000),
    "tolerance_minor": (0, DOCUMENT_MAX_MINOR),
    "oldest_item_days": (1, 3_650),
    "overdue_days": (0, 3_650),
    "small_debt_minor": (0, DOCUMENT_MAX_MINOR),
    "bounced_months": (1, 120),
    "grace_days": (0, 90),
}
"""The smallest and the largest value of each number of a policy."""


def policy_faults(*, policy: CreditPolicy) -> tuple[PolicyFault, ...]:
    """Every fault of a policy: CREDIT_NUMBER_WRONG, CREDIT_RATE_NEVER_FREE, CREDIT_NOTHING_COUNTED."""
    found = [
        PolicyFault("CREDIT_NUMBER_WRONG", {"field": name, "least": least, "most": most})
        for name, (least, most) in BOUNDS.items()
        if not least <= getattr(policy, name) <= most
    ]
    points = policy.severities.get(Rule.RATE_UNKNOWN, {})
    if any(points.get(point) is not Severity.HOLD for point in CheckPoint if point is not CheckPoint.INVOICE):
        found.append(PolicyFault("CREDIT_RATE_NEVER_FREE"))
    if not policy.components - LOWERING:
        found.append(PolicyFault("CREDIT_NOTHING_COUNTED"))
    return tuple(found)


def plain_policy(*, policy: CreditPolicy) -> dict[str, Any]:
    """The policy as JSON keeps it, without its number and day."""
    return {
        "severities": {
            rule.value: {point.value: policy.severity(rule, point).value for point in CheckPoint} for rule in Rule
        },
        "components": sorted(policy.components),
        "debts_of_group": policy.debts_of_group,
        **{name: getattr(policy, name) for name in BOUNDS},
    }


def policy_from(
    *, number: int, content: Mapping[str, Any], source: str = "", effective_from: date | None = None
) -> CreditPolicy:
    """The policy that `plain_policy` kept; raises ValueError or KeyError on what no version of ours wrote."""
    severities = {
        Rule(rule): {CheckPoint(point): Severity(severity) for point, severity in points.items()}
        for rule, points in content["severities"].items()
    }
    return CreditPolicy(
        number=number,
        severities=severities,
        components=frozenset(Component(name) for name in content["components"]),
        debts_of_group=bool(content["debts_of_group"]),
        source=source,
        effective_from=effective_from,
        **{name: int(content[name]) for name in BOUNDS},
    )


def shipped_policy() -> CreditPolicy:
    """The policy that comes with the product: block before goods leave, warn where the deed is done already.

    An invoice for goods delivered is never held: it would only hide the debt.
    """
    return CreditPolicy(number=0, severities={rule: _shipped(rule) for rule in Rule}, source="shipped 2026-11")


def _shipped(rule: Rule) -> dict[CheckPoint, Severity]:
    hard = {
        Rule.NO_LIMIT: Severity.WARN,
        Rule.CASH_ONLY: Severity.CASH_FIRST,
        Rule.OLDEST_ITEM: Severity.WARN,
        Rule.BOUNCED: Severity.WARN,
    }.get(rule, Severity.HOLD)
    points = dict.fromkeys(CheckPoint, hard)
    points[CheckPoint.INVOICE] = Severity.WARN
    if rule not in (Rule.SANCTION, Rule.OPENING, Rule.RATE_UNKNOWN):
        points[CheckPoint.CONTRACT] = Severity.WARN
    return points
