"""Proof of what recorded causes promise and rows can prove (TRUST S30)."""

from __future__ import annotations

from collections.abc import Iterator

from huikuan.causes.models import Cause, CauseEvidence, CauseItem, CauseStep, MendTask
from huikuan.causes.rules.causes import Cause as Why
from huikuan.causes.rules.causes import State, is_ours
from huikuan.kernel.findings import Finding, Triple, finding


def check_causes() -> list[Finding]:
    """Check S30: a cause's state is the one of its last step; its items are its debt's and in force only while it is; a cause
    on our side has its task, every other none; each has evidence."""
    rows = list(Cause.objects.order_by("pk").values_list("pk", "state", "cause"))
    broken = (*_states(rows), *_items(rows), *_strangers(), *_mends(rows))
    return [finding(invariant="S30", checked=len(rows), broken=broken)]


def _states(rows: list[tuple[int, str, str]]) -> Iterator[Triple]:
    last = dict(CauseStep.objects.order_by("pk").values_list("cause_id", "state"))
    proved = set(CauseEvidence.objects.values_list("cause_id", flat=True))
    for pk, state, _ in rows:
        if last.get(pk) != state:
            yield f"cause {pk}", f"in state {last.get(pk)}, as its last step says", state
        if pk not in proved:
            yield f"cause {pk}", "evidence", "none"


def _items(rows: list[tuple[int, str, str]]) -> Iterator[Triple]:
    live = set(CauseItem.objects.filter(ended_on=None).values_list("cause_id", flat=True))
    for pk, state, _ in rows:
        if (state == State.IN_FORCE.value) != (pk in live):
            yield f"cause {pk}", "items in force exactly while it is", state


def _strangers() -> Iterator[Triple]:
    columns = ("pk", "cause__customer_id", "cause__company_id", "cause__currency")
    theirs = ("receivable__customer_id", "receivable__company_id", "receivable__currency")
    for pk, *row in CauseItem.objects.order_by("pk").values_list(*columns, *theirs):
        if row[:3] != row[3:]:
            yield f"item {pk} of a cause", f"of customer, company and currency {row[:3]}", row[3:]


def _mends(rows: list[tuple[int, str, str]]) -> Iterator[Triple]:
    tasks = set(MendTask.objects.values_list("cause_id", flat=True))
    for pk, _, cause in rows:
        if is_ours(cause=Why(cause)) != (pk in tasks):
            yield f"cause {pk}", "a task of ours exactly where it lies on our side", cause
