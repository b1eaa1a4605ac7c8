"""The day's act on causes: those whose items are paid or written off end."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.causes.models import Cause, CauseItem
from huikuan.causes.operations.steps import ended
from huikuan.causes.rules.causes import Event, State
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb


def settle_causes(*, actor: Actor, now: datetime, key: str, today: date) -> dict[str, Json]:
    """End the causes none of whose items is open any more, for each item from today on; `{"items", "causes"}`.

    A constant number of queries. Raises NotPermitted.
    """
    refuse_without_verb(actor=actor, verb=Verb.REMIND)
    intent = Intent("settle_causes", actor, now, key, None, {"today": today.isoformat()})

    def work(act: OpenAct) -> dict[str, Json]:
        paid = CauseItem.objects.filter(ended_on=None, receivable__outstanding_minor=0)
        ids = list(paid.values_list("pk", flat=True))
        CauseItem.objects.filter(pk__in=ids, ended_on=None).update(ended_on=today)
        still = CauseItem.objects.filter(cause_id=OuterRef("pk"), ended_on=None)
        over = Cause.objects.filter(~Exists(still), state=State.IN_FORCE.value)
        causes = ended(act=act, cause_ids=over.values_list("pk", flat=True), event=Event.SETTLE, on=today)
        return {"items": len(ids), "causes": len(causes)}

    return perform(intent=intent, work=work)
