"""How a statement moves from state to state inside an open act: one conditional update, one row of history."""

from __future__ import annotations

from typing import Any

from huikuan.audit.operations import OpenAct
from huikuan.kernel.refusal import Changed
from huikuan.statements.models import Happening, Statement
from huikuan.statements.rules.states import TRANSITIONS, Event, State, number_text


def moved(*, act: OpenAct, row: Statement, event: Event, note: str = "", **values: Any) -> State:
    """Let `event` happen to a statement that was read before; `values` are what it writes besides the state.

    Raises Changed STATEMENT_CHANGED if it stands elsewhere by now, or nothing of the kind may happen to it.
    """
    after = TRANSITIONS.get((State(row.state), event))
    still = Statement.objects.filter(pk=row.pk, state=row.state)
    if after is None or not still.update(state=after.value, **values):
        raise Changed("STATEMENT_CHANGED", number=number_text(number=row.number))
    told(act=act, statement_ids=[row.pk], event=event, state=after, note=note)
    return after


def told(*, act: OpenAct, statement_ids: list[int], event: Event, state: State, note: str = "") -> None:
    """Put what happened to statements on record; one query per 500."""
    Happening.objects.bulk_create(
        [
            Happening(
                statement_id=pk,
                event=event.value,
                state=state.value,
                at=act.now,
                who_name=act.actor.name,
                note=note[:300],
                act_id=act.id,
            )
            for pk in statement_ids
        ],
        batch_size=500,
    )
