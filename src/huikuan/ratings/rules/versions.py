"""PURE: documents of every kind that is kept in versions, parsed by their kind; what comes with the product."""

from __future__ import annotations

from enum import StrEnum

from huikuan.ratings.rules.matrix import Matrix, parse_matrix
from huikuan.ratings.rules.parsing import parse_scorecard
from huikuan.ratings.rules.policies import GradePolicy, parse_policy
from huikuan.ratings.rules.scorecards import CardKind, Fault, Scorecard

Rules = Scorecard | GradePolicy | Matrix


class VersionKind(StrEnum):
    """What is kept in versions: the two scorecards, what a grade means, and value × credit."""

    CREDIT = "CREDIT"
    QUEUE = "QUEUE"
    POLICY = "POLICY"
    MATRIX = "MATRIX"


def parse_rules(*, kind: VersionKind, document: object) -> Rules | tuple[Fault, ...]:
    """The rules a document of this kind says, or its faults; a scorecard must be of its kind."""
    if kind is VersionKind.POLICY:
        return parse_policy(document=document)
    if kind is VersionKind.MATRIX:
        return parse_matrix(document=document)
    card = parse_scorecard(document=document)
    if isinstance(card, Scorecard) and card.kind is not CardKind(kind.value):
        return (Fault("CHOICE_WRONG", "kind", (("value", card.kind.value),)),)
    return card
