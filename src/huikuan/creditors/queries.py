"""Reads of other creditors: those of a customer with their papers and steps, and steps that wait for somebody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from huikuan.creditors.access import creditors_for
from huikuan.creditors.models import JointStep
from huikuan.creditors.rules import Confidence, Source, StepKind, StepState
from huikuan.documents.queries import DocumentRow, documents_of
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class StepRow:
    """A joint step."""

    id: int
    creditor_id: int
    creditor_name: str
    customer_id: int
    kind: StepKind
    on: date
    owner_id: int
    owner: str
    text: str
    state: StepState
    result: str


@dataclass(frozen=True, slots=True)
class CreditorRow:
    """Another creditor with his papers and steps; `owed_minor` is None where no sum is known."""

    id: int
    customer_id: int
    name: str
    supplies: str
    owed_minor: int | None
    currency: str
    source: Source
    confidence: Confidence
    seen_on: date
    note: str
    is_past: bool
    recorded_by: str
    papers: tuple[DocumentRow, ...]
    steps: tuple[StepRow, ...]


def creditors_of(*, actor: Actor, customer_id: int) -> tuple[CreditorRow, ...]:
    """The other creditors of a customer, those of now in front, the surest and largest first; three queries."""
    found = list(creditors_for(actor=actor).filter(customer_id=customer_id).order_by("is_past", "-owed_minor", "pk"))
    ids = [row.pk for row in found]
    steps: dict[int, list[StepRow]] = defaultdict(list)
    for step in JointStep.objects.filter(creditor_id__in=ids).select_related("creditor").order_by("on", "pk"):
        steps[step.creditor_id].append(_step(step))
    papers: dict[int, list[DocumentRow]] = defaultdict(list)
    for paper in documents_of(purpose=Purpose.CREDITOR, owner_ids=ids):
        papers[paper.owner_id].append(paper)
    return tuple(
        CreditorRow(
            id=row.pk,
            customer_id=row.customer_id,
            name=row.name,
            supplies=row.supplies,
            owed_minor=row.owed_minor,
            currency=row.currency,
            source=Source(row.source),
            confidence=Confidence(row.confidence),
            seen_on=row.seen_on,
            note=row.note,
            is_past=row.is_past,
            recorded_by=row.recorded_by_name,
            papers=tuple(papers[row.pk]),
            steps=tuple(steps[row.pk]),
        )
        for row in found
    )


def planned_steps(*, actor: Actor, until: date) -> tuple[StepRow, ...]:
    """Joint steps of the actor that are planned until a day, the oldest first; one query, none for a program."""
    if actor.user_id is None:
        return ()
    mine = JointStep.objects.filter(owner_id=actor.user_id, state=StepState.PLANNED.value, on__lte=until)
    visible = mine.filter(creditor__in=creditors_for(actor=actor))
    return tuple(_step(row) for row in visible.select_related("creditor").order_by("on", "pk"))


def _step(row: JointStep) -> StepRow:
    return StepRow(
        row.pk,
        row.creditor_id,
        row.creditor.name,
        row.creditor.customer_id,
        StepKind(row.kind),
        row.on,
        row.owner_id,
        row.owner_name,
        row.text,
        StepState(row.state),
        row.result,
    )
