"""Rate customers: once a day and kind, on what is known now, and save scores with everything they rest on (HANDBOOK A5)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.paging import portions
from huikuan.ratings.computing import (
    Sheet,
    against_best,
    approved_now,
    basis_now,
    facts_from,
    limits_now,
    plain_facts,
    plain_lines,
    sheet_of,
    terms_now,
    with_limits,
    with_merges,
)
from huikuan.ratings.models import CurrentRating, Proposal, Rating, RatingRun
from huikuan.ratings.operations.proposals import Before, Rated, make_proposals
from huikuan.ratings.operations.versions import ensure_versions
from huikuan.ratings.queries.versions import InForce, in_force, policy_of, scorecard_of
from huikuan.ratings.rules.facts import Facts
from huikuan.ratings.rules.proposing import Terms
from huikuan.ratings.rules.rerating import Event, RunKind, Standing, due_run, events_since
from huikuan.ratings.rules.scorecards import CardKind, Grade
from huikuan.ratings.rules.scoring import Score


@dataclass(frozen=True, slots=True)
class _Last:
    """What the last credit rating of a customer said."""

    before: Before
    facts: Facts


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A customer to rate, with his last rating and what happened since."""

    customer_id: int
    last: _Last | None
    events: tuple[Event, ...]


def run_ratings(*, actor: Actor, now: datetime, today: date, key: str, kind: RunKind) -> dict[str, Json]:
    """Rate everybody there is something to say of (after events: whoever something happened to) and make proposals.

    `{"run_id", "rated", "proposed", "tightened"}`; a second run of a kind on a day, other than by hand, gives the first.
    Raises NotPermitted.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    done = None if kind is RunKind.MANUAL else RatingRun.objects.filter(kind=kind.value, day=today).first()
    if done is not None:
        return _result(done)
    sheet = sheet_of(basis=basis_now(as_of=today), limits={})
    intent = Intent("rate_customers", actor, now, key, None, {"kind": kind.value, "day": today.isoformat()})
    return perform(intent=intent, work=lambda act: _run(act, kind, sheet))


def rate_if_due(*, actor: Actor, now: datetime, today: date) -> dict[str, Json] | None:
    """The run that the calendar asks for today, or the look for events; None before a person has started the first one.

    Called by the day's run; once a day.
    """
    runs = list(RatingRun.objects.order_by("day").values_list("kind", "day"))
    if not runs or any(day == today and kind != RunKind.MANUAL.value for kind, day in runs):
        return None
    kind = due_run(today=today, done=[(RunKind(name), day) for name, day in runs])
    key = f"run-day:{today.isoformat()}:rate:{kind.value}"
    return run_ratings(actor=actor, now=now, today=today, key=key, kind=kind)


def _run(act: OpenAct, kind: RunKind, sheet: Sheet) -> dict[str, Json]:
    ensure_versions(act=act)
    rules = in_force()
    sheet = with_merges(sheet=sheet, before_act=act.id)
    today = sheet.basis.as_of
    everybody = sheet.customer_ids()
    last = _last_ratings(everybody)
    events = _events(sheet, last, policy_of(row=rules.policies[""]).overdue_days)
    chosen = [
        _Chosen(pk, last.get(pk), events.get(pk, ())) for pk in everybody if kind is not RunKind.EVENT or events.get(pk)
    ]
    limits = limits_now(customer_ids=[one.customer_id for one in chosen], on=today)
    whole = with_limits(sheet=sheet, limits=limits)
    run = _saved_run(act, kind, sheet, len(chosen))
    rated = _rate(run, rules, whole, chosen)
    counts = make_proposals(act=act, today=today, kind=kind, rated=rated)
    return {"run_id": run.pk, "rated": len(chosen), "proposed": counts.proposed, "tightened": counts.tightened}


def _saved_run(act: OpenAct, kind: RunKind, sheet: Sheet, rated: int) -> RatingRun:
    basis = sheet.basis
    return RatingRun.objects.create(
        kind=kind.value,
        day=basis.as_of,
        positions={str(company_id): number for company_id, number in basis.known.positions.items()},
        last_activity=basis.known.activity_id,
        last_answer=basis.last_answer,
        currency=basis.currency,
        rated=rated,
        started_by=act.actor.name,
        created_at=act.now,
        act_id=act.id,
    )


def _rate(run: RatingRun, rules: InForce, sheet: Sheet, chosen: Sequence[_Chosen]) -> list[Rated]:
    """Save the credit score of everybody chosen, and the queue score of whoever has answers for it."""
    terms = terms_now(customer_ids=[one.customer_id for one in chosen], on=run.day)
    approved = approved_now(customer_ids=[one.customer_id for one in chosen], on=run.day)
    scored = [(one, _scored(sheet, rules, CardKind.CREDIT, one)) for one in chosen]
    queued = [(one, _scored(sheet, rules, CardKind.QUEUE, one)) for one in chosen if _has_answers(sheet, one)]
    credit = _save(run, rules, sheet, [(CardKind.CREDIT, *pair) for pair in scored], terms)
    _save(run, rules, sheet, [(CardKind.QUEUE, *pair) for pair in queued], terms)
    return [
        Rated(
            rating=rating,
            scored=result,
            events=one.events,
            before=one.last.before if one.last else None,
            terms=terms[one.customer_id],
            approved_minor=approved[one.customer_id],
            policy=policy_of(row=rules.policy_of(customer_class=terms[one.customer_id].customer_class)),
            sold_minor=sheet.facts.get(one.customer_id, Facts()).sold_minor,
            currency=run.currency,
        )
        for rating, (one, result) in zip(credit, scored, strict=True)
    ]


def _scored(sheet: Sheet, rules: InForce, kind: CardKind, one: _Chosen) -> Score:
    card = scorecard_of(row=rules.credit if kind is CardKind.CREDIT else rules.queue)
    return sheet.scored(card=card, customer_id=one.customer_id)


def _has_answers(sheet: Sheet, one: _Chosen) -> bool:
    return one.customer_id in sheet.answers[CardKind.QUEUE]


def _save(
    run: RatingRun,
    rules: InForce,
    sheet: Sheet,
    scored: Sequence[tuple[CardKind, _Chosen, Score]],
    terms: Mapping[int, Terms],
) -> list[Rating]:
    rows = Rating.objects.bulk_create(
        [_rating(run, rules, sheet, one, terms) for one in scored],
        batch_size=500,
    )
    CurrentRating.objects.bulk_create(
        [
            CurrentRating(
                customer_id=row.customer_id, kind=row.kind, rating_id=row.pk, grade=row.grade, permille=row.permille
            )
            for row in rows
        ],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["customer", "kind"],
        update_fields=["rating", "grade", "permille"],
    )
    return rows


def _rating(
    run: RatingRun, rules: InForce, sheet: Sheet, scored: tuple[CardKind, _Chosen, Score], terms: Mapping[int, Terms]
) -> Rating:
    kind, one, result = scored
    policy = rules.policy_of(customer_class=terms[one.customer_id].customer_class)
    is_credit = kind is CardKind.CREDIT
    return Rating(
        run=run,
        customer_id=one.customer_id,
        card_id=(rules.credit if is_credit else rules.queue).id,
        policy_id=policy.id if is_credit else None,
        kind=kind.value,
        as_of=run.day,
        result=result.result.value,
        permille=result.permille,
        grade=result.grade.value if result.grade else "",
        lines=plain_lines(scored=result),
        facts=plain_facts(facts=sheet.facts.get(one.customer_id, Facts())),
        events=[event.value for event in one.events],
    )


def _last_ratings(customer_ids: Sequence[int]) -> dict[int, _Last]:
    """What the last credit ratings said; one query per 5,000."""
    found: dict[int, _Last] = {}
    for some in portions(values=customer_ids):
        rows = CurrentRating.objects.filter(kind=CardKind.CREDIT.value, customer_id__in=some)
        for pk, grade, lines, facts in rows.values_list(
            "customer_id", "grade", "rating__lines", "rating__facts"
        ).iterator():
            before = Before(Grade(grade) if grade else None, against_best(lines=lines))
            found[pk] = _Last(before, facts_from(kept=facts))
    return found


def _events(sheet: Sheet, last: Mapping[int, _Last], overdue_days: int) -> dict[int, tuple[Event, ...]]:
    return {
        pk: happened
        for pk, one in last.items()
        if (
            happened := events_since(
                before=_standing(one.facts), now=_standing(sheet.facts.get(pk, Facts())), overdue_days=overdue_days
            )
        )
    }


def _standing(facts: Facts) -> Standing:
    return Standing(facts.broken_ever, facts.bounced_ever, facts.longest_overdue)


def _result(run: RatingRun) -> dict[str, Json]:
    """What a run of before said."""
    proposals = Proposal.objects.filter(rating__run=run)
    tightened = proposals.filter(is_automatic=True).count()
    return {
        "run_id": run.pk,
        "rated": run.rated,
        "proposed": proposals.count() - tightened,
        "tightened": tightened,
    }
