"""Steps of a plan inside an open act: one conditional update, what happened on record, items held and let go."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from huikuan.audit.operations import OpenAct
from huikuan.kernel.actor import SYSTEM
from huikuan.receivables.access import receivables_for
from huikuan.settlements.models import Hold, Plan, PlanStep
from huikuan.settlements.operations.pausing import let_interest_run, pauses_of
from huikuan.settlements.rules.plans import LIVE, TRANSITIONS, Event, State

_OPEN_STATES = LIVE | {State.DRAFT, State.WAITING, State.PROPOSED}


def moved(  # noqa: PLR0913  (what a line of the history says)
    *,
    act: OpenAct,
    plan_id: int,
    step: tuple[State, Event],
    on: date,
    note: str = "",
    minor: int = 0,
    document_id: int | None = None,
) -> bool:
    """Let a step of `TRANSITIONS` happen to a plan by one conditional update; False if it lost the race.

    A plan that ends lets its items go in the same act: they are asked for again from where they were.
    """
    before, event = step
    after = TRANSITIONS[step]
    ended_on = None if after in _OPEN_STATES else on
    rows = Plan.objects.filter(pk=plan_id, state=before.value)
    if not rows.update(state=after.value, **({} if before is after else {"ended_on": ended_on})):
        return False
    if before in LIVE and after not in LIVE:
        Hold.objects.filter(plan_id=plan_id, released_at=None).update(released_at=act.now)
        let_interest_run(act=act, plan_id=plan_id, event=event, on=on)
    elif step == (State.DONE, Event.BREAK):
        let_interest_run(act=act, plan_id=plan_id, event=event, on=on)
    told(act=act, plan_id=plan_id, event=event, state=after, on=on, note=note, minor=minor, document_id=document_id)
    return True


def told(  # noqa: PLR0913  (what a line of the history says)
    *,
    act: OpenAct,
    plan_id: int,
    event: Event,
    state: State,
    on: date,
    note: str = "",
    minor: int = 0,
    document_id: int | None = None,
) -> None:
    """Put what happened on record."""
    PlanStep.objects.create(
        plan_id=plan_id,
        event=event.value,
        state=state.value,
        on=on,
        minor=minor,
        at=act.now,
        who_name=act.actor.name,
        note=note.strip()[:500],
        document_id=document_id,
        act_id=act.id,
    )


def hold(*, act: OpenAct, plan: Plan, receivable_ids: Collection[int]) -> None:
    """Hold the items of a plan from now on, with their pauses of interest; a second live plan about one fails by its unique key."""
    due = dict(receivables_for(actor=SYSTEM).filter(pk__in=receivable_ids).values_list("pk", "due_date"))
    pauses = pauses_of(act=act, plan=plan, due=due)
    Hold.objects.bulk_create(
        Hold(plan_id=plan.pk, receivable_id=pk, since=act.now, act_id=act.id, pause_id=pauses.get(pk))
        for pk in sorted(receivable_ids)
    )
