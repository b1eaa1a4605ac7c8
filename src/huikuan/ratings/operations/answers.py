"""Say what people know of a customer: answers to qualitative factors, dated, with evidence; nothing is typed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Refused
from huikuan.ratings.models import Answer
from huikuan.ratings.queries.versions import in_force, scorecard_of
from huikuan.ratings.rules.scorecards import CardKind, Source


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """One answer with what it rests on."""

    factor: str
    choice: str
    evidence: str


@dataclass(frozen=True, slots=True)
class About:
    """The customer and the scorecard that answers are for."""

    customer_id: int
    kind: CardKind


def record_answers(
    *,
    actor: Actor,
    now: datetime,
    today: date,
    key: str,
    about: About,
    answers: Sequence[AnswerDraft],
) -> dict[str, Json]:
    """Keep answers about one customer from today on; the next rating uses them. `{"answers": n}`.

    Raises NotPermitted, Refused ANSWERS_MISSING, ANSWER_UNKNOWN (no such factor or choice in the scorecard in force),
    EVIDENCE_MISSING.
    """
    customer_for(actor=actor, customer_id=about.customer_id, need=Verb.EDIT_FILE)
    detail: dict[str, Json] = {
        "customer_id": about.customer_id,
        "kind": about.kind.value,
        "answers": [[one.factor, one.choice, one.evidence] for one in answers],
    }
    intent = Intent("record_rating_answers", actor, now, key, None, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        _refuse_faulty(about.kind, answers)
        Answer.objects.bulk_create(_answer(act, about, one, today) for one in answers)
        return {"answers": len(answers)}

    return perform(intent=intent, work=work)


def _answer(act: OpenAct, about: About, answer: AnswerDraft, today: date) -> Answer:
    return Answer(
        customer_id=about.customer_id,
        kind=about.kind.value,
        factor=answer.factor,
        choice=answer.choice,
        evidence=answer.evidence.strip()[:1_000],
        answered_on=today,
        who_id=act.actor.user_id,
        who_name=act.actor.name,
        act_id=act.id,
    )


def _refuse_faulty(kind: CardKind, answers: Sequence[AnswerDraft]) -> None:
    if not answers:
        raise Refused("ANSWERS_MISSING")
    rules = in_force()
    card = scorecard_of(row=rules.credit if kind is CardKind.CREDIT else rules.queue)
    for one in answers:
        factor = card.factor(code=one.factor)
        known = factor is not None and factor.source is Source.QUALITATIVE
        if not known or factor is None or one.choice not in {choice.code for choice in factor.choices}:
            raise Refused("ANSWER_UNKNOWN", factor=one.factor[:40], choice=one.choice[:40])
        if not one.evidence.strip():
            raise Refused("EVIDENCE_MISSING", factor=one.factor[:40])
