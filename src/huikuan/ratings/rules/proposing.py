"""PURE: from a grade to proposed terms, and what of them may be tightened without a person (HANDBOOK A5)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum

from huikuan.customers.rules import CustomerClass
from huikuan.ratings.rules.policies import GradePolicy, Part
from huikuan.ratings.rules.scorecards import WHOLE, Grade
from huikuan.ratings.rules.scoring import Score

SMALL_PERMILLE = 100
_STRICTNESS = {CustomerClass.KEY.value: 0, CustomerClass.STANDARD.value: 1, CustomerClass.WATCH.value: 2}


class Direction(StrEnum):
    """What a proposal does to the customer's terms as a whole."""

    SAME = "SAME"
    TIGHTER = "TIGHTER"
    LOOSER = "LOOSER"
    MIXED = "MIXED"


@dataclass(frozen=True, slots=True)
class Terms:
    """A customer's terms: the limit is None (none set), 0 (cash only) or minor units of the base currency; term None: no own one."""

    limit_minor: int | None
    terms_days: int | None
    customer_class: str


@dataclass(frozen=True, slots=True)
class Offer:
    """Proposed terms with what else the grade means."""

    terms: Terms
    deposit_permille: int
    discount_permille: int
    discount_days: int
    ladder: str


def offer_of(*, policy: GradePolicy, scored: Score, sold_minor: int, now: Terms) -> Offer:
    """What the policy offers a customer of this grade and these sales.

    Without enough history terms and class stay; a first limit is offered where none is set, and a deposit asked.
    """
    if scored.grade is None:
        limit = policy.first.limit_minor if now.limit_minor is None else now.limit_minor
        return Offer(replace(now, limit_minor=limit), policy.first.deposit_permille, 0, 0, "")
    row = policy.terms_of(grade=scored.grade)
    limit_minor = row.limit.limit_minor(sold_minor=sold_minor)
    terms = Terms(limit_minor, row.terms_days, row.customer_class.value)
    return Offer(terms, row.deposit_permille, row.discount_permille, row.discount_days, row.ladder.value)


def direction_of(*, now: Terms, then: Terms) -> Direction:
    """Whether terms become tighter, looser, both in parts, or stay; no limit is the loosest one, a first own term a question."""
    signs = _signs(now, then)
    if not any(signs.values()) and now == then:
        return Direction.SAME
    tighter, looser = -1 in signs.values(), 1 in signs.values()
    if (tighter and looser) or (not tighter and not looser):
        return Direction.MIXED
    return Direction.TIGHTER if tighter else Direction.LOOSER


def only_tighter(*, now: Terms, then: Terms, parts: Collection[Part]) -> Terms:
    """The terms as they are, with only those allowed parts of `then` that are tighter."""
    signs = _signs(now, then)
    taken = {part for part in parts if signs[part] == -1}
    return Terms(
        then.limit_minor if Part.LIMIT in taken else now.limit_minor,
        then.terms_days if Part.TERMS in taken else now.terms_days,
        then.customer_class if Part.CLASS in taken else now.customer_class,
    )


def is_small(*, now: Terms, then: Terms) -> bool:
    """Whether only the limit moves, by less than a tenth: sales drift every month, and nobody should decide about that."""
    if now.limit_minor is None or then.limit_minor is None or replace(now, limit_minor=then.limit_minor) != then:
        return False
    return abs(then.limit_minor - now.limit_minor) * WHOLE < now.limit_minor * SMALL_PERMILLE


def has_fallen(*, before: Grade | None, after: Grade | None) -> bool:
    """Whether a known grade became worse."""
    return before is not None and after is not None and after > before


def _signs(now: Terms, then: Terms) -> dict[Part, int]:
    return {
        Part.LIMIT: _limit_sign(now.limit_minor, then.limit_minor),
        Part.TERMS: 0 if now.terms_days is None or then.terms_days is None else _sign(then.terms_days - now.terms_days),
        Part.CLASS: _sign(_STRICTNESS.get(now.customer_class, 1) - _STRICTNESS.get(then.customer_class, 1)),
    }


def _limit_sign(now: int | None, then: int | None) -> int:
    if now is None or then is None:
        return 0 if now == then else (-1 if now is None else 1)
    return _sign(then - now)


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
