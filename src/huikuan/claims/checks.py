"""Proof of what the room promises, by reading every row; nothing is repaired."""

from __future__ import annotations

from collections.abc import Iterator

from huikuan.claims.models import Announcement, Claim, ClaimMove
from huikuan.claims.rules import ClaimState
from huikuan.kernel.findings import Finding, Triple, finding


def check_claims() -> list[Finding]:
    """R7: what a claim was accepted of is closed; T3: every claim stands where its history ends."""
    claims = Claim.objects.count()
    return [
        finding(invariant="R7", checked=claims, broken=_accepted_and_open()),
        finding(invariant="T3", checked=claims, broken=_off_their_history()),
    ]


def _accepted_and_open() -> Iterator[Triple]:
    rows = Announcement.objects.filter(closed_at=None, claims__state=ClaimState.ACCEPTED.value)
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        yield f"announcement {pk}", "closed, as a claim was accepted", "open"


def _off_their_history() -> Iterator[Triple]:
    last: dict[int, str] = dict(ClaimMove.objects.order_by("pk").values_list("claim_id", "state"))
    for pk, state in Claim.objects.order_by("pk").values_list("pk", "state"):
        if last.get(pk) != state:
            yield f"claim {pk}", last.get(pk, "a first step"), state
