"""Reads: what debtors are taken for, the list of proposals and judgements, one customer's with its history and appeals."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from huikuan.conduct.access import judgements_for, signs_for
from huikuan.conduct.models import Appeal, Judgement, JudgementStep, PolicyVersion
from huikuan.conduct.rules.judging import AppealState, Event, State
from huikuan.conduct.rules.weighing import ConductPolicy, Ground, Nature, Weight
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import portions


@dataclass(frozen=True, slots=True)
class JudgementRow:
    """A judgement as people see it, with what the rules had proposed then: ground, times and points of each."""

    id: int
    customer_id: int
    customer_name: str
    nature: Nature
    reason: str
    proposed: Nature
    points_for: int
    points_against: int
    grounds: tuple[tuple[Ground, int, int], ...]
    policy_number: int
    judged_on: date
    review_on: date
    judge_id: int
    judge: str
    state: State
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class AppealRow:
    """What a customer says against a judgement, and what came of it."""

    id: int
    judgement_id: int
    customer_id: int
    judge_id: int
    text: str
    said_by: str
    document_id: int | None
    filed_on: date
    filed_by: str
    state: AppealState
    decided_on: date | None
    decided_by: str
    note: str


@dataclass(frozen=True, slots=True)
class SignRow:
    """A sign that a colleague recorded."""

    id: int
    ground: Ground
    text: str
    happened_on: date
    document_id: int
    document_name: str
    recorded_by: str


@dataclass(frozen=True, slots=True)
class StepRow:
    """What happened to a judgement."""

    event: Event
    state: State
    at: datetime
    who: str
    note: str


def natures(*, customer_ids: Iterable[int]) -> dict[int, Nature]:
    """What each customer is taken for by a judgement in force; for rooms above, which have checked who asks. One query per 5,000.

    Who was never judged, or whose judgement an appeal overturned, is missing.
    """
    found: dict[int, Nature] = {}
    for some in portions(values=sorted(set(customer_ids))):
        rows = Judgement.objects.filter(customer_id__in=some, state=State.IN_FORCE.value)
        found |= {pk: Nature(nature) for pk, nature in rows.values_list("customer_id", "nature")}
    return found


def judgements_in_force(*, actor: Actor, review_until: date | None = None) -> tuple[JudgementRow, ...]:
    """Judgements in force, the next review in front; those to be reviewed by a day, if one is named. One query."""
    rows = judgements_for(actor=actor).filter(state=State.IN_FORCE.value)
    if review_until is not None:
        rows = rows.filter(review_on__lte=review_until)
    return _rows(rows.order_by("review_on", "pk"))


def judgements_of(*, actor: Actor, customer_id: int) -> tuple[JudgementRow, ...]:
    """The judgements of a customer, newest first; one query."""
    return _rows(judgements_for(actor=actor).filter(customer_id=customer_id).order_by("-pk"))


def open_appeals(*, actor: Actor) -> tuple[AppealRow, ...]:
    """Appeals that wait for somebody else than the judge, the oldest first; one query."""
    return _appeals(actor, state=AppealState.OPEN.value)


def appeals_of(*, actor: Actor, customer_id: int) -> tuple[AppealRow, ...]:
    """The appeals of a customer, the oldest first; one query."""
    return _appeals(actor, judgement__customer_id=customer_id)


def signs_of(*, actor: Actor, customer_id: int) -> tuple[SignRow, ...]:
    """The recorded signs of a customer that were not taken back, newest first; one query."""
    rows = signs_for(actor=actor).filter(customer_id=customer_id).select_related("document").order_by("-pk")
    return tuple(
        SignRow(
            row.pk,
            Ground(row.ground),
            row.text,
            row.happened_on,
            row.document_id,
            row.document.name,
            row.recorded_by_name,
        )
        for row in rows
    )


def steps_of(*, judgement_ids: Collection[int]) -> tuple[StepRow, ...]:
    """What happened to judgements whose visibility the caller has checked, newest first; one query."""
    rows = JudgementStep.objects.filter(judgement_id__in=judgement_ids).order_by("-pk")
    return tuple(StepRow(Event(row.event), State(row.state), row.at, row.who_name, row.note) for row in rows)


def policy_in_force() -> ConductPolicy:
    """The newest version of the policy; the shipped one, number 0, until somebody decides."""
    row = PolicyVersion.objects.order_by("-number").first()
    if row is None:
        return ConductPolicy()
    weights = {Ground(name): Weight(*numbers) for name, numbers in row.weights.items()}
    return ConductPolicy(row.number, weights, row.threshold, row.least_kinds, row.look_back_days, row.review_days)


def _rows(rows: QuerySet[Judgement]) -> tuple[JudgementRow, ...]:
    return tuple(
        JudgementRow(
            id=row.pk,
            customer_id=row.customer_id,
            customer_name=row.customer.name,
            nature=Nature(row.nature),
            reason=row.reason,
            proposed=Nature(row.proposed),
            points_for=row.points_for,
            points_against=row.points_against,
            grounds=tuple((Ground(one["ground"]), one["times"], one["points"]) for one in row.grounds),
            policy_number=row.policy_number,
            judged_on=row.judged_on,
            review_on=row.review_on,
            judge_id=row.judge_id,
            judge=row.judge_name,
            state=State(row.state),
            ended_on=row.ended_on,
        )
        for row in rows.select_related("customer")
    )


def _appeals(actor: Actor, **narrowed: Any) -> tuple[AppealRow, ...]:
    rows = Appeal.objects.filter(judgement__in=judgements_for(actor=actor).values("pk"), **narrowed)
    return tuple(
        AppealRow(
            id=row.pk,
            judgement_id=row.judgement_id,
            customer_id=row.judgement.customer_id,
            judge_id=row.judge_id,
            text=row.text,
            said_by=row.said_by,
            document_id=row.document_id,
            filed_on=row.filed_on,
            filed_by=row.filed_by_name,
            state=AppealState(row.state),
            decided_on=row.decided_on,
            decided_by=row.decided_by_name,
            note=row.note,
        )
        for row in rows.select_related("judgement").order_by("pk")
    )
