"""Reads of what people said of a customer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Actor
from huikuan.ratings.access import answers_for
from huikuan.ratings.rules.scorecards import CardKind


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer with its evidence; later ones about the same factor replace it from their day on."""

    id: int
    kind: str
    factor: str
    choice: str
    evidence: str
    answered_on: date
    who: str


def answers_of(*, actor: Actor, customer_id: int, kind: CardKind) -> tuple[AnswerRow, ...]:
    """Every answer about a customer for one scorecard, the newest first. Raises NotPermitted."""
    customer_for(actor=actor, customer_id=customer_id)
    rows = answers_for(actor=actor).filter(customer_id=customer_id, kind=kind.value).order_by("-answered_on", "-pk")
    return tuple(
        AnswerRow(row.pk, row.kind, row.factor, row.choice, row.evidence, row.answered_on, row.who_name) for row in rows
    )
