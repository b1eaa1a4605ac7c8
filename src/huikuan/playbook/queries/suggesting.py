"""Reads: the strategy to use for many debts at once, or all of the library beside one debt."""

from __future__ import annotations

from collections.abc import Mapping

from huikuan.playbook.queries.library import measure_in_force, strategies_in_force
from huikuan.playbook.queries.outcomes import tallies
from huikuan.playbook.rules.measuring import MeasurePolicy, Tally
from huikuan.playbook.rules.situations import Situation
from huikuan.playbook.rules.suggesting import Suggestion, best, suggested


def suggestions(*, situations: Mapping[int, Situation]) -> dict[int, Suggestion]:
    """The first strategy that fits each debt; a debt that none fits is missing. Two queries, a third once results are there."""
    if not situations:
        return {}
    strategies, (known, policy) = strategies_in_force(), _measured()
    found = {
        key: best(facts=facts, strategies=strategies, tallies=known, policy=policy) for key, facts in situations.items()
    }
    return {key: one for key, one in found.items() if one is not None}


def suggestions_for(*, situation: Situation) -> tuple[Suggestion, ...]:
    """Every strategy beside one debt: those that fit first, then the others with what they lack; three queries at most."""
    known, policy = _measured()
    return suggested(facts=situation, strategies=strategies_in_force(), tallies=known, policy=policy)


def _measured() -> tuple[tuple[Tally, ...], MeasurePolicy]:
    known = tallies()
    return known, measure_in_force() if known else MeasurePolicy()
