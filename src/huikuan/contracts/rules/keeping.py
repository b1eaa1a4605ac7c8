"""PURE: terms as JSON and back; what is kept for good reads the same in ten years."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from huikuan.contracts.due_rules import Anchor, DueRule, Roll
from huikuan.contracts.rules.terms import (
    Clauses,
    Item,
    LateBasis,
    MilestoneKind,
    MilestoneTerm,
    Parties,
    Settlement,
    Sizes,
    Terms,
    Trigger,
)
from huikuan.kernel.calendar import HolidayRoll


def terms_of(*, kept: Mapping[str, Any]) -> Terms:
    """The terms that `audit.rules.plain` of them gave. Raises KeyError, ValueError or TypeError for anything else."""
    clauses, sizes = dict(kept["clauses"]), dict(kept["sizes"])
    return Terms(
        title=kept["title"],
        currency=kept["currency"],
        amount_minor=kept["amount_minor"],
        milestones=tuple(_milestone(one) for one in kept["milestones"]),
        items=tuple(Item(**one) for one in kept["items"]),
        parties=Parties(**kept["parties"]),
        settlement=Settlement(**kept["settlement"]),
        clauses=Clauses(**clauses | {"late_basis": LateBasis(clauses["late_basis"])}),
        sizes=Sizes(**sizes | {"declared_on": _day(sizes["declared_on"])}),
        note=kept["note"],
    )


def _milestone(kept: Mapping[str, Any]) -> MilestoneTerm:
    rule = dict(kept["rule"])
    return MilestoneTerm(
        **dict(kept)
        | {
            "trigger": Trigger(kept["trigger"]),
            "kind": MilestoneKind(kept["kind"]),
            "held_from": Trigger(kept["held_from"]),
            "on": _day(kept["on"]),
            "expected_on": _day(kept["expected_on"]),
            "rule": DueRule(
                **rule
                | {
                    "anchor": Anchor(rule["anchor"]),
                    "roll": Roll(rule["roll"]),
                    "holiday_roll": HolidayRoll(rule["holiday_roll"]),
                }
            ),
        }
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
