"""Reads: what the matcher last said of receipts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from huikuan.kernel.actor import Actor
from huikuan.receipts.access import receipts_for
from huikuan.receipts.models import MatchOutcome


@dataclass(frozen=True, slots=True)
class MatchRow:
    """What the matcher last said of a receipt; `candidates` in its order, best first."""

    receipt_id: int
    decision: str
    policy_version: str
    candidates: tuple[dict[str, Any], ...]


def match_of(*, actor: Actor, receipt_ids: list[int]) -> dict[int, MatchRow]:
    """What the matcher last said of the visible ones of the receipts."""
    visible = receipts_for(actor=actor).filter(pk__in=receipt_ids)
    rows = MatchOutcome.objects.filter(receipt__in=visible)
    return {
        row.receipt_id: MatchRow(row.receipt_id, row.decision, row.policy_version, tuple(row.candidates))
        for row in rows
    }
