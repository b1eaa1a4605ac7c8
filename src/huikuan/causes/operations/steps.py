"""Steps of recorded causes: one conditional change of state with its line in the history."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from huikuan.audit.operations import OpenAct
from huikuan.causes.models import Cause, CauseItem, CauseStep
from huikuan.causes.rules.causes import TRANSITIONS, Event, State


def told(*, act: OpenAct, cause_id: int, event: Event, state: State, note: str = "") -> None:
    """Put what happened on record."""
    CauseStep.objects.create(
        cause_id=cause_id,
        event=event.value,
        state=state.value,
        at=act.now,
        who_name=act.actor.name,
        note=note.strip()[:2_000],
        act_id=act.id,
    )


def ended(*, act: OpenAct, cause_ids: Iterable[int], event: Event, on: date, note: str = "") -> list[int]:
    """End causes in force by a step of `TRANSITIONS`, by one conditional update; the ids of those that were."""
    after = TRANSITIONS[State.IN_FORCE, event]
    rows = Cause.objects.select_for_update().filter(pk__in=list(cause_ids), state=State.IN_FORCE.value)
    days = dict(rows.order_by("pk").values_list("pk", "since"))
    for day in sorted({max(on, since) for since in days.values()}):
        these = [pk for pk, since in days.items() if max(on, since) == day]
        Cause.objects.filter(pk__in=these).update(state=after.value, ended_on=day)
        CauseItem.objects.filter(cause_id__in=these, ended_on=None).update(ended_on=day)
    CauseStep.objects.bulk_create(
        CauseStep(
            cause_id=pk,
            event=event.value,
            state=after.value,
            at=act.now,
            who_name=act.actor.name,
            note=note.strip()[:2_000],
            act_id=act.id,
        )
        for pk in days
    )
    return list(days)
