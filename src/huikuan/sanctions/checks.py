"""Proof of what sanctions hold and rows can prove (TRUST S30)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.db.models import F, Sum

from huikuan.credit.access import stops_for
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.sanctions.models import Sanction, SanctionItem, SanctionStep, SanctionTask
from huikuan.sanctions.rules.rungs import BY_HAND, Duty, Rung, State, TaskEnd


def check_sanctions() -> list[Finding]:
    """Check S30: a sanction is the sum of its items, its state that of its last step; its stop runs and its task stands just
    while it is in force."""
    rows = list(Sanction.objects.order_by("pk"))
    return [finding(invariant="S30", checked=len(rows), broken=tuple(_broken(rows)))]


def _broken(rows: list[Sanction]) -> Iterator[Triple]:
    last = dict(SanctionStep.objects.order_by("pk").values_list("sanction_id", "state"))
    items = SanctionItem.objects.filter(receivable__currency=F("sanction__currency"))
    sums = dict(items.values_list("sanction_id").annotate(total=Sum("asked_minor")).order_by())
    tasks: dict[int, dict[str, str]] = {}
    for pk, duty, ended in SanctionTask.objects.values_list("sanction_id", "duty", "ended"):
        tasks.setdefault(pk, {})[duty] = ended
    live = set(stops_for(actor=SYSTEM).filter(lifted_at=None).values_list("pk", flat=True))
    for row in rows:
        if last.get(row.pk) != row.state:
            yield f"sanction {row.pk}", f"in state {last.get(row.pk)}, as its last step says", row.state
        if sums.get(row.pk) != row.asked_minor:
            yield f"sanction {row.pk}", f"{sums.get(row.pk)}, the sum of its items", row.asked_minor
        if row.state != State.IN_FORCE.value and row.credit_stop_id in live:
            yield f"sanction {row.pk}", "no stop of credit once it is over", f"stop {row.credit_stop_id} runs"
        yield from _broken_tasks(row, tasks.get(row.pk, {}))


def _broken_tasks(row: Sanction, tasks: Mapping[str, str]) -> Iterator[Triple]:
    """What is done by hand has its task, and once it is over one to undo it if it was done."""
    done, is_over = tasks.get(Duty.DO.value), row.state == State.RELEASED.value
    if Rung(row.rung) in BY_HAND and row.state == State.IN_FORCE.value and done is None:
        yield f"sanction {row.pk}", "a task for what is done by hand", "none"
    if is_over and done == TaskEnd.DONE.value and Duty.UNDO.value not in tasks:
        yield f"sanction {row.pk}", "a task to undo what was done", "none"
    if is_over and done == "":
        yield f"sanction {row.pk}", "no task once it is over", "one is open"
