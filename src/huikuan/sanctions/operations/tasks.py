"""What is done by hand for a sanction: a task for the person responsible until he says what was done, and one to undo it."""

from __future__ import annotations

from datetime import date, datetime

from huikuan.accounts.queries import people
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.queries import customers_by_id
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import Changed, Refused
from huikuan.sanctions.access import task_for
from huikuan.sanctions.models import Sanction, SanctionTask
from huikuan.sanctions.operations.moving import told
from huikuan.sanctions.rules.rungs import Duty, Event, TaskEnd

LONGEST_NOTE = 500


def report_task(*, actor: Actor, now: datetime, today: date, key: str, task_id: int, note: str) -> dict[str, Json]:
    """Say that a task was done, and what; it leaves the worklist. `{"task_id", "sanction_id"}`.

    The person responsible may, and whoever sanctions. Raises NotPermitted, Refused SANCTION_NOTE, Changed SANCTION_TASK_ENDED.
    """
    known = task_for(actor=actor, task_id=task_id)
    what = note.strip()[:LONGEST_NOTE]
    if not what:
        raise Refused("SANCTION_NOTE")
    company_id = known.sanction.company_id
    intent = Intent("report_sanction_task", actor, now, key, company_id, {"task_id": task_id, "note": what})

    def work(act: OpenAct) -> dict[str, Json]:
        if not _ended(task_id, TaskEnd.DONE, today, who=actor.name, note=what):
            raise Changed("SANCTION_TASK_ENDED")
        row = Sanction.objects.get(pk=known.sanction_id)
        told(act=act, row=row, event=Event.REPORT, on=today, note=what)
        return {"task_id": task_id, "sanction_id": row.pk}

    return perform(intent=intent, work=work)


def give_task(*, act: OpenAct, row: Sanction, duty: Duty, today: date) -> None:
    """Give a task to the customer's salesperson, or where there is none to whoever acts, inside an open act."""
    user_id = customers_by_id(ids=[row.customer_id])[row.customer_id].salesperson_id or act.actor.user_id
    person = people(ids=frozenset({user_id})).get(user_id) if user_id else None
    SanctionTask.objects.create(
        sanction=row,
        duty=duty.value,
        responsible_id=person.id if person else None,
        responsible_name=person.name if person else "",
        opened_on=today,
        act_id=act.id,
    )


def drop_tasks(*, row: Sanction, today: date) -> bool:
    """End what is not done yet, as the sanction is released, inside an open act; whether something was done and is to be undone."""
    for task_id in SanctionTask.objects.filter(sanction=row, ended="").values_list("pk", flat=True):
        _ended(task_id, TaskEnd.DROPPED, today)
    return SanctionTask.objects.filter(sanction=row, duty=Duty.DO.value, ended=TaskEnd.DONE.value).exists()


def _ended(task_id: int, end: TaskEnd, today: date, *, who: str = "", note: str = "") -> bool:
    changes = {"ended": end.value, "ended_on": today, "ended_by_name": who, "note": note}
    return bool(SanctionTask.objects.filter(pk=task_id, ended="").update(**changes))
