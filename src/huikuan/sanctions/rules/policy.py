"""PURE: the ladders as versioned data: by customer class, from which day and amount, with which gap (HANDBOOK C10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from huikuan.sanctions.rules.given import COURT_LOOK_UP_DAYS
from huikuan.sanctions.rules.rungs import LADDER, Rung

MOST_COURT_DAYS = 90
"""No version of the ladders takes an older look-up of the courts' list as true."""


class Entry(StrEnum):
    """Where a debtor comes onto the ladder: always at the first rung, or at the letter that his days overdue have reached."""

    FIRST = "FIRST"
    REACHED_LETTER = "REACHED_LETTER"


@dataclass(frozen=True, slots=True)
class Step:
    """A rung of a ladder: from how many days overdue and which amount on, and how many days after the rung before."""

    rung: Rung
    from_days: int
    from_minor: int
    gap_days: int


@dataclass(frozen=True, slots=True)
class LadderPolicy:
    """One version of the ladders by customer class; `quick_permille` of days and gaps hold for malicious debtors.

    `court_days` is for how many days a look-up of the courts' list is taken as true. Where `proposes` the day's run proposes
    what the ladder has reached; else people do, on the page.
    """

    number: int
    ladders: Mapping[str, tuple[Step, ...]]
    entry: Entry
    quick_permille: int
    source: str
    proposes: bool = False
    court_days: int = COURT_LOOK_UP_DAYS

    def steps(self, *, customer_class: str, is_malicious: bool) -> tuple[Step, ...]:
        """The ladder of a customer: that of his class, or the standard one; quicker for a malicious debtor."""
        ladder = self.ladders.get(customer_class) or self.ladders["STANDARD"]
        if not is_malicious:
            return ladder
        return tuple(
            Step(one.rung, _quicker(one.from_days, self), one.from_minor, _quicker(one.gap_days, self))
            for one in ladder
        )


def policy_from(*, number: int, content: Mapping[str, Any]) -> LadderPolicy:
    """The policy as its JSON says. Raises KeyError or ValueError on what is no policy."""
    ladders = {
        name: tuple(Step(Rung(one[0]), int(one[1]), int(one[2]), int(one[3])) for one in steps)
        for name, steps in content["ladders"].items()
    }
    return LadderPolicy(
        number,
        ladders,
        Entry(content["entry"]),
        int(content["quick_permille"]),
        str(content["source"]),
        bool(content["proposes"]),
        int(content.get("court_days", COURT_LOOK_UP_DAYS)),
    )


def plain_policy(*, policy: LadderPolicy) -> dict[str, Any]:
    """The policy as JSON keeps it, without its number."""
    return {
        "source": policy.source,
        "proposes": policy.proposes,
        "entry": policy.entry.value,
        "quick_permille": policy.quick_permille,
        "court_days": policy.court_days,
        "ladders": {
            name: [[one.rung.value, one.from_days, one.from_minor, one.gap_days] for one in steps]
            for name, steps in policy.ladders.items()
        },
    }


def policy_fault(*, policy: LadderPolicy) -> str:
    """What is wrong with a policy, a code: empty where nothing is. Rungs stand in order, days never fall, gaps are at least one."""
    if "STANDARD" not in policy.ladders:
        return "LADDER_STANDARD_MISSING"
    if not policy.source.strip():
        return "LADDER_SOURCE_MISSING"
    if not 1 <= policy.quick_permille <= 1_000:
        return "LADDER_QUICK_BOUND"
    if not 1 <= policy.court_days <= MOST_COURT_DAYS:
        return "LADDER_COURT_DAYS"
    for steps in policy.ladders.values():
        places = [LADDER.index(one.rung) if one.rung in LADDER else -1 for one in steps]
        if not steps or -1 in places or places != sorted(set(places)):
            return "LADDER_ORDER"
        if any(one.from_days < 1 or one.gap_days < 1 or one.from_minor < 0 for one in steps):
            return "LADDER_NUMBERS"
        if [one.from_days for one in steps] != sorted(one.from_days for one in steps):
            return "LADDER_DAYS_FALL"
    return ""


def _quicker(days: int, policy: LadderPolicy) -> int:
    return max(1, -(-days * policy.quick_permille // 1_000))
