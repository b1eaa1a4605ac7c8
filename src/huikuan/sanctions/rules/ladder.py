"""PURE: the ladder of sanctions (惩戒阶梯): which rung is next for a debtor, why, and what it waits for (HANDBOOK C10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any


class Rung(StrEnum):
    """The rungs, from the mildest to the hardest; controlled shipping stands beside them."""

    DEMAND_1 = "DEMAND_1"
    DEMAND_2 = "DEMAND_2"
    DEMAND_3 = "DEMAND_3"
    LAWYER_LETTER = "LAWYER_LETTER"
    STOP_DISCOUNT = "STOP_DISCOUNT"
    STOP_SUPPLY = "STOP_SUPPLY"
    STOP_SERVICE = "STOP_SERVICE"
    END_AUTHORISATION = "END_AUTHORISATION"
    LEGAL = "LEGAL"
    CONTROLLED_SHIPPING = "CONTROLLED_SHIPPING"


LADDER = tuple(rung for rung in Rung if rung is not Rung.CONTROLLED_SHIPPING)
LETTERS = frozenset({Rung.DEMAND_1, Rung.DEMAND_2, Rung.DEMAND_3, Rung.LAWYER_LETTER})
"""Rungs that are done with their letter: nothing is stopped."""
SEPARATELY = frozenset({Rung.END_AUTHORISATION, Rung.LEGAL})
"""Rungs the finance director decides whatever the amount."""


class State(StrEnum):
    """Where a sanction stands."""

    PROPOSED = "PROPOSED"
    APPROVED = "APPROVED"
    NOTIFIED = "NOTIFIED"
    IN_FORCE = "IN_FORCE"
    RELEASED = "RELEASED"
    REJECTED = "REJECTED"
    WITHDRAWN = "WITHDRAWN"


class Event(StrEnum):
    """What happens to a sanction."""

    PROPOSE = "PROPOSE"
    APPROVE = "APPROVE"
    REJECT = "REJECT"
    WITHDRAW = "WITHDRAW"
    NOTIFY = "NOTIFY"
    APPLY = "APPLY"
    RELEASE = "RELEASE"


TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.PROPOSED, Event.APPROVE): State.APPROVED,
    (State.PROPOSED, Event.REJECT): State.REJECTED,
    (State.PROPOSED, Event.WITHDRAW): State.WITHDRAWN,
    (State.APPROVED, Event.WITHDRAW): State.WITHDRAWN,
    (State.APPROVED, Event.NOTIFY): State.NOTIFIED,
    (State.NOTIFIED, Event.APPLY): State.IN_FORCE,
    (State.NOTIFIED, Event.RELEASE): State.RELEASED,
    (State.IN_FORCE, Event.RELEASE): State.RELEASED,
}
LIVE = frozenset({State.PROPOSED, State.APPROVED, State.NOTIFIED, State.IN_FORCE})
TAKEN = frozenset({State.NOTIFIED, State.IN_FORCE})
"""The debtor was told: the rung is climbed."""


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
    """One version of the ladders by customer class; `quick_permille` of days and gaps hold for malicious debtors."""

    number: int
    ladders: Mapping[str, tuple[Step, ...]]
    entry: Entry
    quick_permille: int
    source: str

    def steps(self, *, customer_class: str, is_malicious: bool) -> tuple[Step, ...]:
        """The ladder of a customer: that of his class, or the standard one; quicker for a malicious debtor."""
        ladder = self.ladders.get(customer_class) or self.ladders["STANDARD"]
        if not is_malicious:
            return ladder
        return tuple(
            Step(one.rung, _quicker(one.from_days, self), one.from_minor, _quicker(one.gap_days, self))
            for one in ladder
        )


@dataclass(frozen=True, slots=True)
class Item:
    """An open item: due, what is undisputed of it (minor units), and what holds it back (empty: nothing)."""

    receivable_id: int
    due_date: date | None
    undisputed_minor: int
    currency: str
    held_by: str = ""
    contract: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """A rung tried before: where it stands, and the day of its last step."""

    rung: Rung
    state: State
    day: date


@dataclass(frozen=True, slots=True)
class Debtor:
    """What the ladder knows of a customer and one own company."""

    customer_class: str
    is_malicious: bool
    items: tuple[Item, ...]
    past: tuple[Past, ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """A reason of the ladder: a code with its figures."""

    code: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Climb:
    """What the ladder says: the rung to propose with its items, or no rung, and the reasons either way."""

    rung: Rung | None
    reasons: tuple[Why, ...]
    items: tuple[Item, ...] = ()

    @property
    def asked_minor(self) -> int:
        """What the rung asks for, minor units."""
        return sum(item.undisputed_minor for item in self.items)


def counted_items(*, items: Sequence[Item], today: date) -> tuple[Item, ...]:
    """Overdue and undisputed items that no promise, plan or cause of ours holds back, in the currency of the oldest."""
    late = [one for one in items if _is_late(one, today) and one.undisputed_minor > 0 and not one.held_by]
    if not late:
        return ()
    currency = min(late, key=lambda one: (one.due_date, one.receivable_id)).currency
    return tuple(sorted((one for one in late if one.currency == currency), key=lambda one: one.receivable_id))


def next_rung(*, debtor: Debtor, policy: LadderPolicy, today: date) -> Climb:
    """The one rung to propose today, or what the ladder waits for. Never two at once, none left out, no gap shortened."""
    items = counted_items(items=debtor.items, today=today)
    if not items:
        held = sorted({one.held_by for one in debtor.items if one.held_by and _is_late(one, today)})
        return Climb(None, tuple(Why(f"LADDER_HELD_{code}") for code in held) or (Why("LADDER_NOTHING_OVERDUE"),))
    past = [one for one in debtor.past if one.rung in LADDER]
    pending = next((one for one in past if one.state in LIVE - TAKEN), None)
    if pending is not None:
        return Climb(None, (Why("LADDER_RUNG_PENDING", {"rung": pending.rung.value}),))
    days = max((today - item.due_date).days for item in items if item.due_date)
    minor = sum(item.undisputed_minor for item in items)
    steps = policy.steps(customer_class=debtor.customer_class, is_malicious=debtor.is_malicious)
    step = _next_step(steps, past, policy, days)
    if step is None:
        return Climb(None, (Why("LADDER_AT_ITS_END"),))
    waits = _waits(step, past, days, minor, today)
    if waits:
        return Climb(None, waits)
    figures: dict[str, str | int] = {"days": days, "minor": minor, "currency": items[0].currency}
    reasons = [Why("LADDER_REACHED", figures | {"from_days": step.from_days})]
    if debtor.is_malicious:
        reasons.append(Why("LADDER_MALICIOUS", {"permille": policy.quick_permille}))
    return Climb(step.rung, tuple(reasons), items)


def climb_refusal(*, rung: Rung, debtor: Debtor, policy: LadderPolicy, today: date) -> Why | None:
    """Why a person may not propose a rung: nothing to ask for, it runs already, the rung before or its gap is missing."""
    items = counted_items(items=debtor.items, today=today)
    if not items:
        return next_rung(debtor=debtor, policy=policy, today=today).reasons[0]
    if any(one.rung is rung and one.state in LIVE for one in debtor.past):
        return Why("LADDER_RUNG_RUNS", {"rung": rung.value})
    if rung is Rung.CONTROLLED_SHIPPING:
        return None
    climb = next_rung(debtor=debtor, policy=policy, today=today)
    if climb.rung is rung:
        return None
    steps = policy.steps(customer_class=debtor.customer_class, is_malicious=debtor.is_malicious)
    days = max((today - item.due_date).days for item in items if item.due_date)
    step = _next_step(steps, [one for one in debtor.past if one.rung in LADDER], policy, days)
    if climb.rung is None and (step is None or step.rung is rung):
        return climb.reasons[0]
    return Why("LADDER_NOT_ITS_TURN", {"rung": rung.value, "next": (step or steps[-1]).rung.value})


def left_to_pay(*, items: Sequence[Item], asked: frozenset[int], today: date) -> int:
    """What is still overdue and undisputed of the items a sanction asked for, minor units: at nothing it is released."""
    return sum(
        one.undisputed_minor
        for one in items
        if one.receivable_id in asked and one.undisputed_minor > 0 and _is_late(one, today)
    )


def policy_from(*, number: int, content: Mapping[str, Any]) -> LadderPolicy:
    """The policy as its JSON says. Raises KeyError or ValueError on what is no policy."""
    ladders = {
        name: tuple(Step(Rung(one[0]), int(one[1]), int(one[2]), int(one[3])) for one in steps)
        for name, steps in content["ladders"].items()
    }
    return LadderPolicy(
        number, ladders, Entry(content["entry"]), int(content["quick_permille"]), str(content["source"])
    )


def policy_fault(*, policy: LadderPolicy) -> str:
    """What is wrong with a policy, a code: empty where nothing is. Rungs stand in order, days never fall, gaps are at least one."""
    if "STANDARD" not in policy.ladders:
        return "LADDER_STANDARD_MISSING"
    if not policy.source.strip():
        return "LADDER_SOURCE_MISSING"
    if not 1 <= policy.quick_permille <= 1_000:
        return "LADDER_QUICK_BOUND"
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


def _is_late(item: Item, today: date) -> bool:
    return item.due_date is not None and item.due_date < today


def _next_step(steps: Sequence[Step], past: Sequence[Past], policy: LadderPolicy, days: int) -> Step | None:
    climbed = [LADDER.index(one.rung) for one in past if one.state in TAKEN]
    if climbed:
        return next((one for one in steps if LADDER.index(one.rung) > max(climbed)), None)
    if policy.entry is Entry.REACHED_LETTER:
        reached = [one for one in steps if one.rung in LETTERS and one.from_days <= days]
        return reached[-1] if reached else steps[0]
    return steps[0]


def _waits(step: Step, past: Sequence[Past], days: int, minor: int, today: date) -> tuple[Why, ...]:
    found: list[Why] = []
    if days < step.from_days:
        found.append(Why("LADDER_TOO_EARLY", {"rung": step.rung.value, "days": days, "from_days": step.from_days}))
    if minor < step.from_minor:
        found.append(Why("LADDER_TOO_LITTLE", {"rung": step.rung.value, "minor": minor, "least": step.from_minor}))
    ended = (State.REJECTED, State.WITHDRAWN)
    last = max(
        (one.day for one in past if one.state in TAKEN or (one.rung is step.rung and one.state in ended)), default=None
    )
    if last is not None and last + timedelta(days=step.gap_days) > today:
        day = last + timedelta(days=step.gap_days)
        found.append(Why("LADDER_GAP", {"rung": step.rung.value, "date": day.isoformat()}))
    return tuple(found)
