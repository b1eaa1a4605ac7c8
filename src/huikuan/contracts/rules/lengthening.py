"""PURE: which payments an amendment puts off: a longer term, another due rule or trigger, a later day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from huikuan.contracts.due_rules import DueRule
from huikuan.contracts.rules.terms import MilestoneTerm, Terms

DAYS_A_MONTH = 30
"""What a month of a term counts as where terms are only compared."""


@dataclass(frozen=True, slots=True)
class PutOff:
    """A payment whose term became longer, or is reckoned otherwise (`is_moved`); days of the term before and after."""

    title: str
    before_days: int
    after_days: int
    is_moved: bool


def payments_put_off(*, before: Terms, after: Terms) -> tuple[PutOff, ...]:
    """The payments whose day an amendment may put off, in the order of the plan.

    A payment is the one of the same number; one that was dropped is compared with the new one that stands in its place.
    """
    found = (_put_off(old, new) for old, new in _pairs(before, after))
    return tuple(one for one in found if one is not None)


def days_of(*, rule: DueRule) -> int:
    """About how many days a rule gives, months and grace included."""
    return rule.months * DAYS_A_MONTH + rule.days + rule.grace_days


def _pairs(before: Terms, after: Terms) -> Iterator[tuple[MilestoneTerm, MilestoneTerm]]:
    dropped = iter([term for term in before.milestones if after.milestone(number=term.number) is None])
    for new in after.milestones:
        old = before.milestone(number=new.number) or next(dropped, None)
        if old is not None:
            yield old, new


def _put_off(old: MilestoneTerm, new: MilestoneTerm) -> PutOff | None:
    earlier, later = days_of(rule=old.rule), days_of(rule=new.rule)
    is_moved = _without_days(old) != _without_days(new) or _is_later(old, new)
    return PutOff(new.title, earlier, later, is_moved) if later > earlier or is_moved else None


def _without_days(term: MilestoneTerm) -> tuple[object, ...]:
    rule = replace(term.rule, months=0, days=0, grace_days=0)
    return term.trigger, term.progress_permille, rule


def _is_later(old: MilestoneTerm, new: MilestoneTerm) -> bool:
    return old.on is not None and new.on is not None and new.on > old.on
