"""Reads: what came of strategies, counted by cause, grade and age; which uses still wait for their result."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from huikuan.kernel.actor import Actor
from huikuan.kernel.once import once
from huikuan.playbook.access import uses_for
from huikuan.playbook.models import UseResult
from huikuan.playbook.rules.measuring import Measured, MeasurePolicy, Tally, measured

GROUPS = ("cause", "grade", "age")


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """Success of one strategy in one group of debts; empty texts are facts nobody knew."""

    strategy: str
    cause: str
    grade: str
    age: str
    success: Measured


@dataclass(frozen=True, slots=True)
class UseRow:
    """One contact made with a strategy, minor units; `paid_permille` is None until the days of the policy are over."""

    activity_id: int
    customer_id: int
    customer_name: str
    used_on: date
    number: int
    currency: str
    asked_minor: int
    paid_minor: int | None
    paid_permille: int | None
    has_succeeded: bool | None
    who: str


@once
def tallies() -> tuple[Tally, ...]:
    """Every group with its cases and successes; one query that reads an index only. It names no customer."""
    rows = (
        UseResult.objects.values_list("strategy", *GROUPS)
        .annotate(cases=Count("pk"), successes=Count("pk", filter=Q(has_succeeded=True)))
        .order_by("strategy", *GROUPS)
    )
    return tuple(Tally(*row) for row in rows)


def outcomes_of(*, strategy: str, known: Iterable[Tally], policy: MeasurePolicy) -> tuple[OutcomeRow, ...]:
    """Success of one strategy in each group with a case, groups with most cases first."""
    rows = [
        OutcomeRow(one.strategy, one.cause, one.grade, one.age, measured(tallies=[one], policy=policy))
        for one in known
        if one.strategy == strategy
    ]
    return tuple(sorted(rows, key=lambda row: (-row.success.cases, row.cause, row.grade, row.age)))


def totals_of(*, strategies: Iterable[str], known: Iterable[Tally], policy: MeasurePolicy) -> dict[str, Measured]:
    """Success of each strategy in all its cases."""
    cases = list(known)
    return {
        code: measured(tallies=[one for one in cases if one.strategy == code], policy=policy) for code in strategies
    }


def latest_uses(*, actor: Actor, strategy: str, limit: int = 10) -> tuple[UseRow, ...]:
    """The last contacts made with a strategy, of customers `actor` may see; one query."""
    rows = uses_for(actor=actor).filter(strategy=strategy).select_related("customer", "result")
    return tuple(
        UseRow(
            activity_id=row.activity_id,
            customer_id=row.customer_id,
            customer_name=row.customer.name,
            used_on=row.used_on,
            number=row.number,
            currency=row.currency,
            asked_minor=row.asked_minor,
            paid_minor=result.paid_minor if result else None,
            paid_permille=result.paid_permille if result else None,
            has_succeeded=result.has_succeeded if result else None,
            who=row.who_name,
        )
        for row in rows.order_by("-pk")[:limit]
        for result in (getattr(row, "result", None),)
    )
