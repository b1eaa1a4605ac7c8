"""Proof of what promises hold and rows can prove (TRUST S30)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Sum

from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.promises.models import Promise, PromiseItem, PromiseStep
from huikuan.promises.rules import State


def check_promises() -> list[Finding]:
    """Check S30: a promise is the sum of its items, its state the one of its last step, and no item runs in two promises."""
    rows = list(Promise.objects.order_by("pk").values_list("pk", "state", "amount_minor"))
    return [finding(invariant="S30", checked=len(rows), broken=(*_promises(rows), *_twice()))]


def _promises(rows: list[tuple[int, str, int]]) -> Iterator[Triple]:
    last = dict(PromiseStep.objects.order_by("pk").values_list("promise_id", "state"))
    sums = dict(PromiseItem.objects.values_list("promise_id").annotate(total=Sum("amount_minor")).order_by())
    for pk, state, minor in rows:
        if last.get(pk) != state:
            yield f"promise {pk}", f"in state {last.get(pk)}, as its last step says", state
        if sums.get(pk) != minor:
            yield f"promise {pk}", f"{sums.get(pk)}, the sum of its items", minor


def _twice() -> Iterator[Triple]:
    running = PromiseItem.objects.filter(promise__state=State.RUNNING.value)
    counted = running.values_list("receivable_id").annotate(times=Count("pk")).order_by("receivable_id")
    for receivable_id, times in counted.filter(times__gt=1):
        yield f"receivable {receivable_id}", "in one running promise", times
