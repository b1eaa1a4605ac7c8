"""Reads: the exposure of a customer's group beside its limit, as a decision would see it now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from huikuan.accounts.queries import companies
from huikuan.credit.gathered import Components, Doubts, components_of
from huikuan.credit.judging import judged
from huikuan.credit.neighbours import Rates, base_currency, members_of, members_of_each, roots_of
from huikuan.credit.policies import current_policy
from huikuan.credit.rules.deciding import decide
from huikuan.credit.rules.facts import Question, exposure_of, summed
from huikuan.credit.rules.policy import LOWERING, CheckPoint, Component
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Actor
from huikuan.kernel.money import ratio_permille
from huikuan.kernel.paging import portions
from huikuan.receivables.queries.exposure import open_sums


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


@dataclass(frozen=True, slots=True)
class ExposureSum:
    """What is at risk against the limit of a customer, minor units of the base currency.

    `is_partial` where an amount has no exchange rate and is left out.
    """

    minor: int
    is_partial: bool


def exposure_sums(*, customer_ids: Iterable[int], today: date) -> dict[int, ExposureSum]:
    """The exposure held against the own limit of each: of the top of a group its whole group, else the customer alone.

    For callers that filtered by access; eleven queries at most for 500 customers, and one more a level of groups; two more
    where a security covers a part only, five where goods without an order wait.
    """
    asked = sorted(set(customer_ids))
    roots = roots_of(customer_ids=asked)
    groups = members_of_each(root_ids=[pk for pk in asked if roots[pk] == pk])
    counted = current_policy(today=today).components
    rates = Rates(on=today, base=base_currency())
    doubtful: Doubts = {}
    parts: Components = {}
    for some in portions(values=sorted({*asked, *(pk for ids in groups.values() for pk in ids)})):
        owed = open_sums(customer_ids=some, as_of=today)
        parts |= components_of(customer_ids=some, open_now=owed, rates=rates, today=today, doubtful=doubtful)
    found = {}
    for pk in asked:
        whose = groups.get(pk, (pk,))
        exposure = exposure_of(components=summed(parts=[parts[one] for one in whose]), counted=counted)
        found[pk] = ExposureSum(exposure, not doubtful.keys().isdisjoint(whose))
    return found


def exposure_row(*, actor: Actor, customer_id: int, today: date) -> ExposureRow | None:
    """The exposure of the group that a visible customer is in; None before there is an own company. Raises NotPermitted.

    It counts the debts to all own companies: None for whoever may see only some of them (TRUST Z1).
    """
    customer_for(actor=actor, customer_id=customer_id)
    own = companies(actor=actor)
    if not own or actor.company_ids is not None:
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
