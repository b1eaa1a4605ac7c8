"""Reads: what the matcher last said of receipts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from huikuan.kernel.actor import Actor
from huikuan.receipts.access import receipts_for
from huikuan.receipts.models import MatchOutcome


@dataclass(frozen=True, slots=True)
class MatchRow:
    """What the matcher last said of a receipt; `candidates` in its order, best first.

    `splits` are what of it may belong to other own companies or to another currency, those that the actor may see.
    """

    receipt_id: int
    decision: str
    policy_version: str
    candidates: tuple[dict[str, Any], ...]
    splits: tuple[dict[str, Any], ...] = ()


def match_of(*, actor: Actor, receipt_ids: list[int]) -> dict[int, MatchRow]:
    """What the matcher last said of the visible ones of the receipts."""
    visible = receipts_for(actor=actor).filter(pk__in=receipt_ids)
    rows = MatchOutcome.objects.filter(receipt__in=visible)
    return {
        row.receipt_id: MatchRow(
            row.receipt_id, row.decision, row.policy_version, tuple(row.candidates), _seen(actor, row.splits)
        )
        for row in rows
    }


def _seen(actor: Actor, splits: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Of proposals over own companies those whose companies the actor may all see."""
    if actor.company_ids is None:
        return tuple(splits)
    seen = actor.company_ids
    return tuple(one for one in splits if all(share["company_id"] in seen for share in one["shares"]))
