"""The day's act on disputes that nobody decided in time: they go up to the owner's manager, once."""

from __future__ import annotations

from datetime import date, datetime

from huikuan.accounts.queries import managers_of
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.disputes.models import Dispute, DisputeStep
from huikuan.disputes.rules import Event
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb


def escalate_disputes(*, actor: Actor, now: datetime, today: date, key: str) -> dict[str, Json]:
    """Put disputes past their deadline before the manager of who decides them; `{"escalated"}`. The owner stays the owner.

    No act is left where nothing is late. Raises NotPermitted.
    """
    refuse_without_verb(actor=actor, verb=Verb.REMIND)
    late = Dispute.objects.filter(ended_on=None, escalated_on=None, deadline__lt=today)
    if not late.exists():
        return {"escalated": 0}

    def work(act: OpenAct) -> dict[str, Json]:
        rows = list(late.select_for_update().order_by("pk"))
        above = managers_of(user_ids=frozenset(row.owner_id for row in rows if row.owner_id))
        done = 0
        for row in rows:
            manager = above.get(row.owner_id or 0)
            still = Dispute.objects.filter(pk=row.pk, ended_on=None, escalated_on=None)
            done += still.update(escalated_on=today, escalated_to_id=manager.id if manager else None)
        DisputeStep.objects.bulk_create(
            DisputeStep(
                dispute=row,
                event=Event.ESCALATE.value,
                state=row.state,
                at=act.now,
                who_name=act.actor.name,
                note=manager.name if (manager := above.get(row.owner_id or 0)) else "",
                act_id=act.id,
            )
            for row in rows
        )
        return {"escalated": done}

    return perform(intent=Intent("escalate_disputes", actor, now, key, None, {"today": today.isoformat()}), work=work)
