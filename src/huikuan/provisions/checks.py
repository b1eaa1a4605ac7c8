"""Proof of what provisions and write-offs hold and rows can prove (TRUST S29, S30)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Sum

from huikuan.approvals.queries import requests_by_id
from huikuan.approvals.rules import RequestState
from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.provisions.models import (
    ProvisionRun,
    Recovery,
    RunCustomer,
    RunLine,
    WriteOff,
    WriteOffItem,
    WriteOffReversal,
)
from huikuan.provisions.rules.states import RunState, WriteOffState

_REQUEST_OF_RUN = {
    RunState.PROPOSED.value: RequestState.WAITING,
    RunState.APPROVED.value: RequestState.APPROVED,
    RunState.EXPORTED.value: RequestState.APPROVED,
    RunState.REJECTED.value: RequestState.REJECTED,
    RunState.WITHDRAWN.value: RequestState.WITHDRAWN,
}
_REQUEST_OF_WRITE_OFF = {
    WriteOffState.WAITING.value: RequestState.WAITING,
    WriteOffState.POSTED.value: RequestState.APPROVED,
    WriteOffState.REJECTED.value: RequestState.REJECTED,
    WriteOffState.WITHDRAWN.value: RequestState.WITHDRAWN,
}


def check_provisions() -> list[Finding]:
    """Check S30: a provision is the sum of its rows and follows on the one before it, a write-off is the sum of its items,
    both stand as their request was decided (S29); a recovery has both its postings in one act.
    """
    runs, offs = ProvisionRun.objects.count(), WriteOff.objects.count()
    return [
        finding(invariant="S30", checked=runs + offs, broken=(*_runs(), *_write_offs(), *_reversals(), *_recoveries())),
    ]


def _runs() -> Iterator[Triple]:
    sums: dict[int, tuple[int, int]] = {}
    for model in (RunLine, RunCustomer):
        rows = model._default_manager.values_list("run_id").annotate(
            balance=Sum("balance_minor"), allowance=Sum("allowance_minor")
        )
        for run_id, balance, allowance in rows.order_by():
            before = sums.get(run_id, (0, 0))
            sums[run_id] = (before[0] + balance, before[1] + allowance)
    found = list(ProvisionRun.objects.select_related("previous").order_by("pk"))
    requests = requests_by_id(ids=[row.request_id for row in found if row.request_id is not None])
    for row in found:
        told = (row.balance_minor, row.allowance_minor)
        if sums.get(row.pk, (0, 0)) != told:
            yield f"provision {row.pk}", f"{sums.get(row.pk, (0, 0))}, the sums of its rows", told
        if row.previous is not None and row.previous.allowance_minor != row.previous_minor:
            yield f"provision {row.pk}", f"{row.previous.allowance_minor} before it", row.previous_minor
        request = requests.get(row.request_id or 0)
        if request is None or request.state is not _REQUEST_OF_RUN[row.state]:
            yield f"provision {row.pk}", "as its request was decided", row.state


def _write_offs() -> Iterator[Triple]:
    sums = dict(WriteOffItem.objects.values_list("write_off_id").annotate(total=Sum("amount_minor")).order_by())
    found = list(WriteOff.objects.order_by("pk"))
    requests = requests_by_id(ids=[row.request_id for row in found if row.request_id is not None])
    for row in found:
        if sums.get(row.pk) != row.amount_minor:
            yield f"write-off {row.pk}", f"{sums.get(row.pk)}, the sum of its items", row.amount_minor
        request = requests.get(row.request_id or 0)
        if request is None or request.state is not _REQUEST_OF_WRITE_OFF[row.state]:
            yield f"write-off {row.pk}", "as its request was decided", row.state


def _reversals() -> Iterator[Triple]:
    found = list(WriteOffReversal.objects.order_by("pk"))
    requests = requests_by_id(ids=[row.request_id for row in found if row.request_id is not None])
    for row in found:
        request = requests.get(row.request_id or 0)
        if request is None or request.state is not _REQUEST_OF_WRITE_OFF[row.state]:
            yield f"reversal {row.pk}", "as its request was decided", row.state


def _recoveries() -> Iterator[Triple]:
    rows = Recovery.objects.exclude(revived__act_id=F("act_id"), allocated__act_id=F("act_id"))
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        yield f"recovery {pk}", "both its postings in its act", "another act"
