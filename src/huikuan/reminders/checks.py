"""Proof of the promises about reminders that rows can prove (TRUST D1, D3, D4)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q

from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.outbox.rules import State
from huikuan.reminders.models import RunRow, StepTaken
from huikuan.reminders.rules.runs import Decision, RunState


def check_reminders() -> list[Finding]:
    """Check D1 (a step once), D3 (no step before the one below it) and D4 (each queued row has its message)."""
    live = StepTaken.objects.filter(released_at=None)
    return [
        finding(invariant="D1", checked=live.count(), broken=(*_twice(), *_states())),
        finding(invariant="D3", checked=live.count(), broken=_out_of_order()),
        finding(
            invariant="D4",
            checked=RunRow.objects.filter(run__state=RunState.QUEUED.value).count(),
            broken=(
                (f"run row {pk}", "a message", "none")
                for pk in RunRow.objects.filter(
                    run__state=RunState.QUEUED.value, decision=Decision.SEND.value, message=None
                ).values_list("pk", flat=True)
            ),
        ),
    ]


def _twice() -> Iterator[Triple]:
    rows = StepTaken.objects.filter(released_at=None).values_list("receivable_id", "due_date", "phase", "ordinal")
    for *step, number in rows.annotate(number=Count("pk")).filter(number__gt=1).order_by("receivable_id"):
        yield f"step {step}", "one message", f"{number} messages"


def _states() -> Iterator[Triple]:
    """Steps that do not follow their message: sent but not settled, suppressed but not released."""
    wrong = Q(message__state=State.SENT.value, settled_on=None, released_at=None) | Q(
        message__state=State.SUPPRESSED.value, released_at=None
    )
    for pk, state in StepTaken.objects.filter(wrong).values_list("pk", "message__state"):
        yield f"step taken {pk}", "follows its message", state


def _out_of_order() -> Iterator[Triple]:
    lower = StepTaken.objects.filter(released_at=None, settled_on__isnull=False)
    columns = ("receivable_id", "due_date", "phase", "ordinal", "settled_on")
    last: dict[tuple[int, object, str], tuple[int, object]] = {}
    for receivable_id, due_date, phase, ordinal, on in lower.order_by("settled_on", "pk").values_list(*columns):
        before = last.get((receivable_id, due_date, phase))
        if before is not None and before[0] > ordinal:
            yield f"receivable {receivable_id} {phase}", f"a step after {before[0]}", f"{ordinal} on {on}"
        last[receivable_id, due_date, phase] = (ordinal, on)
