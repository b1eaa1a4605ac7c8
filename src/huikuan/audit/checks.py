"""Proof of the trail: every act has its kept answer (I7) and the sealed chain verifies (T1)."""

from __future__ import annotations

from huikuan.audit.models import Act
from huikuan.audit.sealing import verify_chain
from huikuan.kernel.findings import Finding, finding


def check_audit() -> list[Finding]:
    """Check I7 over every act and T1 over every sealed one."""
    report = verify_chain()
    unanswered = Act.objects.filter(actresult=None).values_list("pk", "verb")
    return [
        finding(
            invariant="I7",
            checked=Act.objects.count(),
            broken=((f"act {pk} {verb}", "a kept result", "none") for pk, verb in unanswered.iterator()),
        ),
        finding(
            invariant="T1",
            checked=report.sealed,
            broken=(
                (f"position {fault.position} {fault.code}", fault.expected, fault.found) for fault in report.faults
            ),
        ),
    ]
