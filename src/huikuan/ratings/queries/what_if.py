"""What a version would do to today's portfolio before it goes live: who moves, which limits, how much exposure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huikuan.customers.access import customers_for, sees_everything
from huikuan.kernel.actor import Actor
from huikuan.ratings.access import sees_figures
from huikuan.ratings.computing import Sheet, basis_now, limits_now, sheet_of, terms_now, with_limits
from huikuan.ratings.queries.versions import VersionRow, in_force, policy_of, scorecard_of
from huikuan.ratings.rules.facts import Facts
from huikuan.ratings.rules.matrix import COLUMNS, NO_GRADE
from huikuan.ratings.rules.policies import GradePolicy
from huikuan.ratings.rules.proposing import Terms, offer_of
from huikuan.ratings.rules.scorecards import Scorecard
from huikuan.ratings.rules.scoring import Score
from huikuan.ratings.rules.versions import VersionKind


@dataclass(frozen=True, slots=True)
class Move:
    """A customer whose grade or offered terms would be others; grades are NONE without enough history."""

    customer_id: int
    grade_now: str
    grade_then: str
    permille_now: int | None
    permille_then: int | None
    limit_now_minor: int | None
    limit_then_minor: int | None
    terms_now_days: int | None
    terms_then_days: int | None
    open_minor: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The portfolio under both versions: a matrix of grades from → to, limits in sum, what is owed beyond the limit."""

    version: VersionRow
    as_of: date
    currency: str
    grades: Mapping[tuple[str, str], int]
    moves: tuple[Move, ...]
    limits_now_minor: int
    limits_then_minor: int
    beyond_now_minor: int
    beyond_then_minor: int


@dataclass(frozen=True, slots=True)
class _Rules:
    card: Scorecard
    policies: Mapping[str, GradePolicy]

    def outcome(self, sheet: Sheet, customer_id: int, terms: Terms) -> tuple[Score, Terms]:
        """The score and the terms the rules offer."""
        scored = sheet.scored(card=self.card, customer_id=customer_id)
        policy = self.policies.get(terms.customer_class) or self.policies[""]
        sold = sheet.facts.get(customer_id, Facts()).sold_minor
        return scored, offer_of(policy=policy, scored=scored, sold_minor=sold, now=terms).terms


def what_if(*, actor: Actor, version: VersionRow, today: date) -> WhatIf | None:
    """Every visible customer scored by what is in force and by `version`, nothing saved.

    None for a matrix or a queue scorecard, and for whoever may see only some own companies.
    """
    if version.kind not in (VersionKind.CREDIT, VersionKind.POLICY) or not sees_figures(actor=actor):
        return None
    sheet = sheet_of(basis=basis_now(as_of=today), limits={})
    ids = _visible(actor, sheet.customer_ids())
    sheet = with_limits(sheet=sheet, limits=limits_now(customer_ids=ids, on=today))
    now, then = _rules(None), _rules(version)
    grades: dict[tuple[str, str], int] = {(a, b): 0 for a in COLUMNS for b in COLUMNS}
    moves, sums = [], [0, 0, 0, 0]
    for pk, terms in sorted(terms_now(customer_ids=ids, on=today).items()):
        move = _move(sheet, pk, now.outcome(sheet, pk, terms), then.outcome(sheet, pk, terms))
        grades[move.grade_now, move.grade_then] += 1
        for place, minor in enumerate(_sums(move)):
            sums[place] += minor
        if _is_other(move):
            moves.append(move)
    ranked = tuple(sorted(moves, key=lambda move: (-move.open_minor, move.customer_id)))
    return WhatIf(version, today, sheet.basis.currency, grades, ranked, *sums)


def _visible(actor: Actor, ids: tuple[int, ...]) -> tuple[int, ...]:
    if sees_everything(actor=actor):
        return ids
    seen = set(customers_for(actor=actor).values_list("pk", flat=True))
    return tuple(pk for pk in ids if pk in seen)


def _rules(version: VersionRow | None) -> _Rules:
    rules = in_force()
    card = scorecard_of(row=rules.credit)
    policies = {name: policy_of(row=row) for name, row in rules.policies.items()}
    if version is not None and version.kind is VersionKind.CREDIT:
        card = scorecard_of(row=version)
    elif version is not None:
        policies[version.customer_class] = policy_of(row=version)
    return _Rules(card, policies)


def _move(sheet: Sheet, pk: int, now: tuple[Score, Terms], then: tuple[Score, Terms]) -> Move:
    facts = sheet.facts.get(pk, Facts())
    return Move(
        customer_id=pk,
        grade_now=now[0].grade.value if now[0].grade else NO_GRADE,
        grade_then=then[0].grade.value if then[0].grade else NO_GRADE,
        permille_now=now[0].permille,
        permille_then=then[0].permille,
        limit_now_minor=now[1].limit_minor,
        limit_then_minor=then[1].limit_minor,
        terms_now_days=now[1].terms_days,
        terms_then_days=then[1].terms_days,
        open_minor=max(facts.open_minor - facts.unapplied_minor, 0),
    )


def _is_other(move: Move) -> bool:
    now = (move.grade_now, move.limit_now_minor, move.terms_now_days)
    return now != (move.grade_then, move.limit_then_minor, move.terms_then_days)


def _sums(move: Move) -> tuple[int, int, int, int]:
    now, then = move.limit_now_minor or 0, move.limit_then_minor or 0
    return now, then, max(move.open_minor - now, 0), max(move.open_minor - then, 0)
