"""Reads: the exposure of a customer's group beside its limit, as a decision would see it now."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from huikuan.accounts.queries import companies
from huikuan.credit.judging import judged
from huikuan.credit.neighbours import members_of, roots_of
from huikuan.credit.policies import current_policy
from huikuan.credit.rules.deciding import decide
from huikuan.credit.rules.facts import Question
from huikuan.credit.rules.policy import LOWERING, CheckPoint, Component
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import ratio_permille


@dataclass(frozen=True, slots=True)
class ComponentRow:
    """One component of exposure; `counts` as the policy says, `lowers` where it is taken off. Minor units."""

    component: Component
    minor: int
    counts: bool
    lowers: bool


@dataclass(frozen=True, slots=True)
class ExposureRow:
    """What is at risk with a customer, by components, beside the limit; minor units of `currency`.

    `used_permille` is exposure ÷ limit, None where no limit is set or it is nothing (KPI: credit utilisation).
    """

    customer_id: int
    root_id: int
    is_group: bool
    currency: str
    components: tuple[ComponentRow, ...]
    exposure_minor: int
    limit_minor: int | None
    left_minor: int | None
    used_permille: int | None
    has_expired: bool
    unknown_currencies: tuple[str, ...]
    overdue_minor: int
    days_overdue: int
    warnings: tuple[tuple[str, dict[str, str | int]], ...]


def exposure_row(*, actor: Actor, customer_id: int, today: date) -> ExposureRow | None:
    """The exposure of the group that a visible customer is in; None before there is an own company. Raises NotPermitted."""
    customer_for(actor=actor, customer_id=customer_id)
    own = companies(actor=actor)
    if not own:
        return None
    root_id = roots_of(customer_ids=[customer_id])[customer_id]
    policy = current_policy(today=today)
    # The least that can be asked: an order of one minor unit shows what would block any order.
    question = Question(customer_id, own[0].id, 1, own[0].currency, CheckPoint.ORDER)
    facts, _ = judged(question=question, root_id=root_id, policy=policy, today=today)
    frame = facts.binding(policy.components)
    if frame.limit_minor:  # what would block any order, told in the figures of today
        facts = replace(facts, increase_minor=0)
    exposure, limit = frame.exposure(policy.components), frame.limit_minor
    verdict = decide(facts=facts, policy=policy)
    return ExposureRow(
        customer_id=customer_id,
        root_id=root_id,
        is_group=frame.is_group and len(members_of(root_id=root_id)) > 1,
        currency=facts.base,
        components=tuple(
            ComponentRow(one, frame.components.get(one, 0), one in policy.components, one in LOWERING)
            for one in Component
        ),
        exposure_minor=exposure,
        limit_minor=limit,
        left_minor=None if limit is None else limit - exposure,
        used_permille=ratio_permille(numerator=exposure, denominator=limit) if limit else None,
        has_expired=frame.has_expired,
        unknown_currencies=facts.unknown_currencies,
        overdue_minor=facts.overdue_minor,
        days_overdue=facts.days_overdue,
        warnings=tuple((reason.rule.value, dict(reason.parameters)) for reason in verdict.reasons),
    )
