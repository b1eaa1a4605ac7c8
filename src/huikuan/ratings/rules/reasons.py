"""PURE: why a proposal is made: what happened, how the grade moved, which factors moved it most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from huikuan.ratings.rules.rerating import Event
from huikuan.ratings.rules.scorecards import Grade

MOST_FACTORS_NAMED = 4


def proposal_reasons(
    *,
    events: Iterable[Event],
    before: Grade | None,
    after: Grade | None,
    old: Mapping[str, int],
    new: Mapping[str, int],
) -> list[dict[str, Any]]:
    """Codes with parameters: events first, then the grade, then the factors that moved the score most.

    `old` and `new` are what each factor takes from full points (thousandths of a point of 100, zero or less), so that a factor
    which was left out before counts from nothing; `old` is empty at the first rating.
    """
    reasons: list[dict[str, Any]] = [{"code": event.value, "parameters": {}} for event in events]
    reasons.append(_grade_reason(before, after))
    changes = {code: new.get(code, 0) - old.get(code, 0) for code in {*old, *new}} if old else {}
    largest = sorted((-abs(change), code) for code, change in changes.items() if change)[:MOST_FACTORS_NAMED]
    for _, code in largest:
        moved = "FACTOR_FELL" if changes[code] < 0 else "FACTOR_ROSE"
        reasons.append({"code": moved, "parameters": {"factor": code, "change": changes[code]}})
    return reasons


def _grade_reason(before: Grade | None, after: Grade | None) -> dict[str, Any]:
    if after is None:
        return {"code": "HISTORY_SHORT", "parameters": {}}
    if before is None:
        return {"code": "FIRST_GRADE", "parameters": {"grade": after.value}}
    if before == after:
        return {"code": "SAME_GRADE", "parameters": {"grade": after.value}}
    code = "GRADE_FELL" if after > before else "GRADE_ROSE"
    return {"code": code, "parameters": {"before": before.value, "after": after.value}}
