"""Proof of the promises about limits that rows can prove (TRUST C2, S29)."""

from __future__ import annotations

from collections.abc import Iterator

from huikuan.approvals.queries import RequestRow, requests_by_id
from huikuan.approvals.rules import RequestState
from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.limits.models import LimitEntry, LimitProposal
from huikuan.limits.rules import LimitSource


def check_limits() -> list[Finding]:
    """Check C2: each entry that names a request was approved by somebody else, as asked; each approval has its entry."""
    entries = list(LimitEntry.objects.exclude(request=None).select_related("line").order_by("pk"))
    proposals = {row.request_id: row for row in LimitProposal.objects.order_by("pk")}
    requests = requests_by_id(ids={row.request_id for row in entries if row.request_id} | set(proposals))
    broken = (
        *_unapproved(entries, requests),
        *_otherwise(entries, proposals),
        *_without_entry(entries, proposals, requests),
    )
    return [finding(invariant="C2", checked=len(entries) + len(proposals), broken=broken)]


def _unapproved(entries: list[LimitEntry], requests: dict[int, RequestRow]) -> Iterator[Triple]:
    for entry in entries:
        request = requests[entry.request_id or 0]
        if request.state is not RequestState.APPROVED:
            yield f"limit entry {entry.pk}", "an approved request", request.state.value
        elif request.decided_by_id is None or request.decided_by_id == request.requested_by_id:
            yield f"limit entry {entry.pk}", "approved by another person", f"by {request.decided_by}"


def _otherwise(entries: list[LimitEntry], proposals: dict[int, LimitProposal]) -> Iterator[Triple]:
    for entry in entries:
        if entry.source != LimitSource.REQUEST.value:
            continue
        asked = proposals.get(entry.request_id or 0)
        told = None if asked is None else (asked.line_id, asked.amount_minor, asked.currency, asked.valid_through)
        if told != (entry.line_id, entry.amount_minor, entry.currency, entry.valid_through):
            yield f"limit entry {entry.pk}", f"as asked: {told}", f"{entry.amount_minor} {entry.currency}"


def _without_entry(
    entries: list[LimitEntry], proposals: dict[int, LimitProposal], requests: dict[int, RequestRow]
) -> Iterator[Triple]:
    entered = {entry.request_id for entry in entries}
    for request_id in proposals:
        if requests[request_id].state is RequestState.APPROVED and request_id not in entered:
            yield f"request {request_id}", "an entry in the journal", "none"
