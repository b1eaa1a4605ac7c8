"""Act: the items of a running case stay paused as long as it runs, however long that is."""

from __future__ import annotations

from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.cases.models import Case
from huikuan.cases.operations.stopping import stopping_acts
from huikuan.cases.rules import ENDED
from huikuan.kernel.actor import Actor
from huikuan.reminders.operations.pausing import ending_pauses_made_in, prolong_pauses_made_in


def keep_paused(*, actor: Actor, now: datetime, today: date, key: str) -> dict[str, Json]:
    """Let the pauses of running cases go on before they end; `{"pauses"}`. An act only where one ends within half a year.

    A pause that somebody ended by hand stays ended.
    """
    running = Case.objects.exclude(state__in=[state.value for state in ENDED])
    acts = stopping_acts(case_ids=list(running.values_list("pk", flat=True)))
    count = ending_pauses_made_in(act_ids=acts, today=today)
    if not count:
        return {"pauses": 0}

    def work(act: OpenAct) -> dict[str, Json]:
        prolong_pauses_made_in(act_ids=acts, today=today)
        return {"pauses": count}

    return perform(intent=Intent("keep_cases_paused", actor, now, key, None, {"pauses": count}), work=work)
