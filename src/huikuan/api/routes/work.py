"""Today's tasks, and the strategies beside one debt."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Path, Query, Router

from huikuan.api.answers import Fault, Listed
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.faults import STATUSES
from huikuan.api.fields import AddressId
from huikuan.api.work_shapes import (
    ConditionOut,
    StrategyOut,
    SuccessOut,
    TaskOut,
    TaskPartOut,
    WaitingOut,
    WorklistIn,
    WorklistOut,
)
from huikuan.kernel.actor import Verb
from huikuan.playbook.queries.preparing import sheet_of
from huikuan.playbook.rules.suggesting import Suggestion
from huikuan.wording.sentences import sentence
from huikuan.wording.worklist import reason_words
from huikuan.worklist.queries import TaskRow, WaitingRow, worklist

router = Router(tags=["worklist"])


@router.get("/worklist", response={200: WorklistOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def get_worklist(request: HttpRequest, page: Query[WorklistIn]) -> WorklistOut:
    """Today's tasks, the highest expected gain per minute first, and what waits meanwhile."""
    caller = caller_of(request=request)
    found = worklist(actor=caller.actor, today=caller.today, number=page.page, size=page.limit)
    return WorklistOut(
        day=found.day,
        policy=found.policy.version,
        items=[_task(row) for row in found.rows],
        count=found.count,
        next=page.page + 1 if page.page * page.limit < found.count else None,
        totals_minor=found.totals,
        waiting=[_waiting(row) for row in found.waiting],
        waiting_count=found.waiting_count,
        unrated=list(found.unrated),
    )


@router.get(
    "/customers/{customer_id}/strategies",
    response={200: Listed[StrategyOut], STATUSES: Fault},
    auth=Bearer(Verb.VIEW),
)
def list_strategies(request: HttpRequest, customer_id: Path[AddressId]) -> Listed[StrategyOut]:
    """The strategies beside a customer's debt: those that fit first, then the others with what they lack."""
    caller = caller_of(request=request)
    sheet = sheet_of(actor=caller.actor, customer_id=customer_id, today=caller.today)
    return Listed[StrategyOut](items=[_strategy(one) for one in sheet.suggestions])


def _task(row: TaskRow) -> TaskOut:
    task = row.task
    return TaskOut(
        rank=row.rank,
        kind=task.kind.value.lower(),
        customer_id=task.customer_id,
        customer_name=row.customer.name if row.customer else "",
        currency=task.currency,
        amount_minor=task.amount_minor,
        score=task.score,
        minutes=row.minutes,
        reason_code=task.reason,
        reason=reason_words(code=task.reason, parameters=task.parameters),
        step_code=task.next_step.value,
        step=sentence(code=task.next_step.value, parameters={}),
        strategy=row.suggestion.strategy.code if row.suggestion else "",
        others=[
            TaskPartOut(currency=one.currency, amount_minor=one.amount_minor, score=one.score) for one in task.others
        ],
    )


def _waiting(row: WaitingRow) -> WaitingOut:
    one = row.waiting
    return WaitingOut(
        customer_id=one.customer_id,
        customer_name=row.customer.name if row.customer else "",
        currency=one.currency,
        amount_minor=one.amount_minor,
        items=one.items,
        waits_for=one.waits_for,
        until=one.until,
    )


def _strategy(one: Suggestion) -> StrategyOut:
    strategy, language = one.strategy, get_language() or "zh"
    return StrategyOut(
        code=strategy.code,
        title=strategy.title.said(language=language),
        summary=strategy.summary.said(language=language),
        fits=one.fits,
        conditions=[ConditionOut.model_validate(condition) for condition in one.conditions],
        steps=list(strategy.steps(language=language)),
        caution=strategy.caution.said(language=language),
        articles=list(strategy.articles),
        is_manual=strategy.is_manual,
        effort_minutes=strategy.effort_minutes,
        success=SuccessOut.model_validate(one.success),
    )
