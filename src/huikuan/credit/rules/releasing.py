"""PURE: what would release a blocked order: the shortest list of things that together would let it through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from huikuan.credit.rules.deciding import Verdict, over_minor
from huikuan.credit.rules.facts import Facts, OpenItem
from huikuan.credit.rules.policy import CreditPolicy, Rule

_AS_THEY_ARE: Mapping[Rule, str] = {
    Rule.LIMIT_EXPIRED: "RENEW_LIMIT",
    Rule.NO_LIMIT: "SET_LIMIT",
    Rule.OPENING: "APPROVE_OPENING",
    Rule.SANCTION: "LIFT_STOP",
    Rule.BOUNCED: "RELEASE_BY_PERSON",
    Rule.RATE_UNKNOWN: "ENTER_RATE",
}


@dataclass(frozen=True, slots=True)
class Way:
    """One thing to be done: a code and its parameters."""

    code: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)


def ways_out(*, facts: Facts, policy: CreditPolicy, verdict: Verdict) -> tuple[Way, ...]:
    """What releases a blocked question, each thing needed; empty if it is not blocked.

    Items whose age blocks have to be paid in any case; what they free of the limit is not asked for again.
    """
    rules = {reason.rule: reason for reason in verdict.blocking}
    items = items_to_pay(facts=facts, policy=policy, rules=rules)
    ways = [
        Way(
            "PAY_ITEM",
            {
                "invoice": item.number,
                "minor": item.minor,
                "currency": item.currency,
                "days": item.days_overdue,
                "customer": item.customer_id,
            },
        )
        for item in items
    ]
    paid = sum(item.base_minor for item in items)
    ways += _beyond_the_list(facts, policy, rules, items)
    if Rule.OVER_LIMIT in rules or Rule.CASH_ONLY in rules:
        ways += _of_limit(facts, policy, paid, raisable=Rule.CASH_ONLY not in rules)
    ways += [Way(code, dict(rules[rule].parameters)) for rule, code in sorted(_AS_THEY_ARE.items()) if rule in rules]
    return tuple(ways)


def items_to_pay(*, facts: Facts, policy: CreditPolicy, rules: Iterable[Rule]) -> tuple[OpenItem, ...]:
    """The fewest of the items known whose payment ends the debt rules: those too old, then the largest overdue ones."""
    wanted = set(rules)
    chosen = [
        item
        for item in facts.items
        if (Rule.DAYS_OVERDUE in wanted and item.days_overdue > policy.overdue_days)
        or (Rule.OLDEST_ITEM in wanted and item.age_days > policy.oldest_item_days)
    ]
    if Rule.OLD_DEBT in wanted:
        left = facts.overdue_minor - sum(item.base_minor for item in chosen if item.days_overdue > 0)
        others = [item for item in facts.items if item not in chosen and item.days_overdue > 0]
        for item in sorted(others, key=lambda one: (-one.base_minor, one.number)):
            if left <= policy.small_debt_minor:
                break
            chosen.append(item)
            left -= item.base_minor
    return tuple(sorted(chosen, key=lambda one: (-one.days_overdue, -one.age_days, one.number)))


def _beyond_the_list(
    facts: Facts, policy: CreditPolicy, rules: Mapping[Rule, object], items: tuple[OpenItem, ...]
) -> list[Way]:
    """Where more is overdue than the items read: the rest in one sum."""
    if Rule.OLD_DEBT not in rules:
        return []
    left = facts.overdue_minor - sum(item.base_minor for item in items if item.days_overdue > 0)
    over = left - policy.small_debt_minor
    return [Way("PAY_OVERDUE", {"minor": over, "currency": facts.base})] if over > 0 else []


def _of_limit(facts: Facts, policy: CreditPolicy, paid: int, *, raisable: bool) -> list[Way]:
    over = max(over_minor(frame=frame, increase_minor=facts.increase_minor, policy=policy) for frame in facts.frames)
    left = over - paid
    if left <= 0:
        return []
    return [Way("PAY_OR_RAISE" if raisable else "PAY_FIRST", {"minor": left, "currency": facts.base})]
