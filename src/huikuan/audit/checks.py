"""Proof of the trail: every act has its kept answer (I7) and the sealed chain verifies (T1).

An end of the chain that was cut off is found only against an anchor kept outside (T2): `huikuan audit verify`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import Q, QuerySet

from huikuan.audit.models import Act, ActResult
from huikuan.audit.operations import Json
from huikuan.audit.sealing import verify_chain
from huikuan.kernel.findings import Finding, finding


def check_audit() -> list[Finding]:
    """Check I7 over every act and T1 over every sealed one."""
    report = verify_chain()
    unanswered = Act.objects.filter(Q(actresult=None) | Q(actresult__result={})).values_list("pk", "verb")
    return [
        finding(
            invariant="I7",
            checked=Act.objects.count(),
            broken=(
                (f"act {pk} {verb}", "a kept result", "none, or an empty one") for pk, verb in unanswered.iterator()
            ),
        ),
        finding(
            invariant="T1",
            checked=report.sealed,
            broken=(
                (f"position {fault.position} {fault.code}", fault.expected, fault.found) for fault in report.faults
            ),
        ),
    ]


def acts_with(*, verbs: Sequence[str]) -> QuerySet[Act]:
    """Acts of any of those verbs."""
    return Act.objects.filter(verb__in=verbs)


def newest_act() -> int:
    """The id of the newest act, 0 without one."""
    return Act.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def acts_of(*, verb: str) -> Iterator[tuple[int, int | None, Json, Json]]:
    """Id, company, detail and kept result of every act of that verb, in their order."""
    rows = ActResult.objects.filter(act__verb=verb).order_by("act_id").select_related("act")
    for row in rows.iterator(chunk_size=500):
        yield row.act_id, row.act.company_id, row.act.detail, row.result
