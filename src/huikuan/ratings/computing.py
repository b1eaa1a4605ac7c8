"""Rate many customers at once: facts, answers and scorecards in, scores out. Constant queries; nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Max

from huikuan.customers.groups import merges_known
from huikuan.customers.queries import customers_by_id
from huikuan.limits.queries import base_currency, limits_in_force
from huikuan.limits.rules import LimitKind
from huikuan.limits.rules import Standing as LimitStanding
from huikuan.ratings.models import Answer, RatingRun
from huikuan.ratings.rules.facts import Facts, history_of, values_of
from huikuan.ratings.rules.proposing import Terms
from huikuan.ratings.rules.scorecards import BEST_POINTS, CardKind, Scorecard
from huikuan.ratings.rules.scoring import Score, score
from huikuan.ratings.sources import Known, facts_of, known_now

Answers = Mapping[CardKind, Mapping[int, Mapping[str, str]]]
"""The last choice by scorecard, customer and factor."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What ratings of a day rest on, so that they can be computed again."""

    as_of: date
    known: Known
    last_answer: int
    currency: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Facts and answers of every customer with any of them, by customer."""

    basis: Basis
    facts: Mapping[int, Facts]
    answers: Answers

    def scored(self, *, card: Scorecard, customer_id: int) -> Score:
        """The score of one customer by a scorecard."""
        facts = self.facts.get(customer_id, Facts())
        answers = self.answers[card.kind].get(customer_id, {})
        as_of = self.basis.as_of
        values = values_of(card=card, facts=facts, answers=answers, as_of=as_of)
        return score(card=card, values=values, history=history_of(facts=facts, as_of=as_of))

    def customer_ids(self) -> tuple[int, ...]:
        """Everybody there is something to say of and who stands alone."""
        answered = {pk for of_kind in self.answers.values() for pk in of_kind} - set(self.basis.known.merged)
        return tuple(sorted({*self.facts, *answered}))


def basis_now(*, as_of: date) -> Basis:
    """Everything known by now; five queries."""
    last = Answer.objects.aggregate(last=Max("pk"))["last"]
    return Basis(as_of, known_now(as_of=as_of), last or 0, base_currency())


def basis_of(*, run_id: int) -> Basis:
    """What the ratings of a run rested on. Raises RatingRun.DoesNotExist."""
    run = RatingRun.objects.get(pk=run_id)
    positions = {int(company_id): number for company_id, number in run.positions.items()}
    return Basis(
        run.day, Known(positions, run.last_activity, merges_known(before_act=run.act_id)), run.last_answer, run.currency
    )


def sheet_of(*, basis: Basis, limits: Mapping[int, int | None]) -> Sheet:
    """Facts and answers as known by the basis; `limits` by customer as of its day."""
    facts = facts_of(as_of=basis.as_of, known=basis.known, limits=limits, to_currency=basis.currency)
    return Sheet(basis, facts, _answers(basis))


def with_merges(*, sheet: Sheet, before_act: int) -> Sheet:
    """The same sheet, made anew where a merge came or went before the act that rests on it; one query."""
    known = sheet.basis.known
    merged = merges_known(before_act=before_act)
    if merged == known.merged:
        return sheet
    return sheet_of(basis=replace(sheet.basis, known=replace(known, merged=merged)), limits={})


def with_limits(*, sheet: Sheet, limits: Mapping[int, int | None]) -> Sheet:
    """The same facts with the limits in force, which are looked up once it is known for whom."""
    found = {pk: replace(facts, limit_minor=limits.get(pk)) for pk, facts in sheet.facts.items()}
    return replace(sheet, facts=found)


def terms_now(*, customer_ids: Collection[int], on: date) -> dict[int, Terms]:
    """The terms of customers on a day: limit in force, own term, class."""
    limits = limits_now(customer_ids=customer_ids, on=on)
    rows = customers_by_id(ids=sorted(customer_ids))
    return {pk: Terms(limits.get(pk), row.terms_days, row.customer_class) for pk, row in rows.items()}


def limits_now(*, customer_ids: Collection[int], on: date) -> dict[int, int | None]:
    """The limits in force on a day, minor units of the base currency; None where none is set."""
    found = limits_in_force(customer_ids=customer_ids, on=on)
    return {pk: limit.amount_minor for pk, limit in found.items()}


def approved_now(*, customer_ids: Collection[int], on: date) -> dict[int, int | None]:
    """What a permanent limit must be below to be tighter, minor units of the base currency; None where none was ever set.

    The permanent limit in force, as a rating writes no other; 0 where it is over or taken away, or there are only temporary ones.
    """
    found = limits_in_force(customer_ids=customer_ids, on=on)
    permanent = limits_in_force(customer_ids=customer_ids, on=on, only=LimitKind.PERMANENT)
    never = {pk for pk, limit in found.items() if limit.standing is LimitStanding.NONE}
    return {pk: None if pk in never else limit.amount_minor or 0 for pk, limit in permanent.items()}


def plain_lines(*, scored: Score) -> list[dict[str, Any]]:
    """The lines of a score as they are kept."""
    return [
        {
            "factor": line.code,
            "value": line.value,
            "treated": line.treated.value,
            "points": line.points,
            "weight": line.weight,
            "contribution": line.contribution,
        }
        for line in scored.lines
    ]


def plain_facts(*, facts: Facts) -> dict[str, Any]:
    """Facts as they are kept."""
    kept = asdict(facts)
    kept["first_invoice"] = facts.first_invoice.isoformat() if facts.first_invoice else None
    return {**kept, "without_rate": list(facts.without_rate)}


def facts_from(*, kept: Mapping[str, Any]) -> Facts:
    """Kept facts as a record."""
    first = kept["first_invoice"]
    day = date.fromisoformat(first) if first else None
    return Facts(**{**kept, "first_invoice": day, "without_rate": tuple(kept["without_rate"])})


def against_best(*, lines: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """What each factor of a kept score takes from full points, zero or less; together the score less 100 × 1,000."""
    return {str(line["factor"]): (int(line["points"]) - BEST_POINTS) * int(line["weight"]) for line in lines}


def _answers(basis: Basis) -> Answers:
    """The last answer by customer and factor, as given by the day and known by the basis; one query."""
    found: dict[CardKind, dict[int, dict[str, str]]] = {kind: {} for kind in CardKind}
    rows = Answer.objects.filter(pk__lte=basis.last_answer, answered_on__lte=basis.as_of).order_by("answered_on", "pk")
    for kind, customer_id, factor, choice in rows.values_list("kind", "customer_id", "factor", "choice"):
        found[CardKind(kind)].setdefault(customer_id, {})[factor] = choice
    return found
