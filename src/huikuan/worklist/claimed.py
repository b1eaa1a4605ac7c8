"""Tasks about money whose payer nobody knows: to claim for whoever sells, to decide about for finance."""

from __future__ import annotations

from datetime import date

from huikuan.claims.queries.claims import to_claim, to_decide
from huikuan.kernel.actor import Actor, Verb
from huikuan.worklist.rules.tasks import NextStep, Task, TaskKind


def claim_tasks(*, actor: Actor) -> list[Task]:
    """One task by currency: claims that wait for the actor's decision, or money he may know the payer of."""
    if actor.may(Verb.ALLOCATE):
        return [_decide(currency, *row) for currency, row in to_decide(actor=actor).items()]
    if actor.may(Verb.CLAIM_RECEIPT):
        return [_claim(currency, *row) for currency, row in to_claim(actor=actor).items()]
    return []


def _decide(currency: str, count: int, minor: int, oldest: date) -> Task:
    told: dict[str, str | int] = {"claims": count, "date": oldest.isoformat()}
    step = NextStep.DECIDE_CLAIMS
    return Task(TaskKind.CLAIM_TO_DECIDE, minor, currency, minor, None, "CLAIMS_WAIT", step, told)


def _claim(currency: str, count: int, minor: int, oldest: date) -> Task:
    told: dict[str, str | int] = {"lines": count, "date": oldest.isoformat()}
    return Task(TaskKind.MONEY_TO_CLAIM, minor, currency, minor, None, "MONEY_UNCLAIMED", NextStep.CLAIM_MONEY, told)
