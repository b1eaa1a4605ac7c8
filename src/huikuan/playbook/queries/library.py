"""The library: strategies that came with the product and the versions written since."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from pathlib import Path

from django.db.models import Max

from huikuan.kernel.once import once
from huikuan.playbook.models import MeasureVersion, StrategyVersion
from huikuan.playbook.rules.measuring import MeasurePolicy
from huikuan.playbook.rules.strategies import Strategy, strategy_of

_SHIPPED = Path(__file__).resolve().parents[1] / "default_strategies.json"


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One version of a strategy: who wrote it, when and why."""

    number: int
    reason: str
    who: str
    at: datetime


@cache
def shipped_strategies() -> tuple[Strategy, ...]:
    """The strategies that come with the product; their number is 0, their source the day they were written."""
    data = json.loads(_SHIPPED.read_text(encoding="utf-8"))
    return tuple(strategy_of(code=one["code"], document=one, source=data["date"]) for one in data["strategies"])


@once
def strategies_in_force() -> tuple[Strategy, ...]:
    """The newest version of every strategy, in the order of the library; one query."""
    found = {one.code: one for one in shipped_strategies()}
    newest = StrategyVersion.objects.values("code").annotate(newest=Max("pk")).values("newest")
    for row in StrategyVersion.objects.filter(pk__in=newest):
        found[row.code] = strategy_version(row=row)
    return tuple(sorted(found.values(), key=lambda one: (one.place, one.code)))


def strategy_in_force(*, code: str) -> Strategy | None:
    """The newest version of one strategy; None for an unknown code."""
    row = StrategyVersion.objects.filter(code=code).order_by("-number").first()
    if row is not None:
        return strategy_version(row=row)
    return next((one for one in shipped_strategies() if one.code == code), None)


def versions_of(*, code: str) -> tuple[VersionRow, ...]:
    """The versions written over a strategy, the newest first; none where only the shipped one is there."""
    rows = StrategyVersion.objects.filter(code=code).order_by("-number")
    return tuple(VersionRow(*row) for row in rows.values_list("number", "reason", "who_name", "at"))


def newest_number(*, code: str) -> int:
    """The number of the newest version; 0 where only the shipped one is there."""
    return StrategyVersion.objects.filter(code=code).aggregate(newest=Max("number"))["newest"] or 0


def strategy_version(*, row: StrategyVersion) -> Strategy:
    """A stored version as a record."""
    return replace(strategy_of(code=row.code, document=row.document, number=row.number), source=row.reason)


def measure_in_force() -> MeasurePolicy:
    """How success is measured now; the starting values of the product where nobody has changed them."""
    row = MeasureVersion.objects.order_by("-number").first()
    if row is None:
        return MeasurePolicy()
    return MeasurePolicy(row.number, row.within_days, row.success_permille, row.enough_cases)
