"""How a confirmation moves from state to state inside an open act: one conditional update, one row of history."""

from __future__ import annotations

from typing import Any

from huikuan.audit.operations import OpenAct
from huikuan.kernel.refusal import Changed
from huikuan.prices.models import Confirmation, Happening
from huikuan.prices.rules.confirming import TRANSITIONS, Event, State, sources_of


def moved(*, act: OpenAct, row: Confirmation, event: Event, note: str = "", **values: Any) -> None:
    """Let `event` happen to a confirmation that was read before; `values` are what it writes besides the state.

    Raises Changed PRICES_CHANGED if it stands elsewhere by now, or nothing of the kind may happen to it.
    """
    after = TRANSITIONS.get((State(row.state), event))
    if after is None:
        raise Changed("PRICES_CHANGED", number=row.number)
    known = Confirmation.objects.filter(
        pk=row.pk, state=row.state, state__in=[one.value for one in sources_of(event=event)]
    )
    if not known.update(state=after.value, **values):
        raise Changed("PRICES_CHANGED", number=row.number)
    told(act=act, confirmation_id=row.pk, event=event, state=after, note=note)


def told(*, act: OpenAct, confirmation_id: int, event: Event, state: State, note: str = "") -> None:
    """Put what happened on record."""
    Happening.objects.create(
        confirmation_id=confirmation_id,
        event=event.value,
        state=state.value,
        at=act.now,
        who_name=act.actor.name,
        note=note,
        act_id=act.id,
    )
