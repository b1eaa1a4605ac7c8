"""PURE: the ladder of sanctions (惩戒阶梯): which rung is next for a debtor, why, and what it waits for (HANDBOOK C10)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from huikuan.sanctions.rules.policy import Entry, LadderPolicy, Step
from huikuan.sanctions.rules.rungs import LADDER, LETTERS, LIVE, TAKEN, Rung, State

LEAST_IN = "CNY"
"""The currency of the least amounts of a ladder."""
MONEY = "MONEY"
"""What holds an item that the customer has paid, while his money is not used for it yet."""


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
        """What the rung asks for in the currency of the oldest item, minor units."""
        return main_sum(items=self.items)[1]


def counted_items(*, items: Sequence[Item], today: date) -> tuple[Item, ...]:
    """Overdue and undisputed items that no promise, plan, case, unused money or cause of ours holds back, in every currency."""
    late = (one for one in items if _is_late(one, today) and one.undisputed_minor > 0 and not one.held_by)
    return tuple(sorted(late, key=lambda one: one.receivable_id))


def covered(*, items: Sequence[Item], money: Mapping[str, int]) -> tuple[Item, ...]:
    """The items, those held back that money received and not used yet pays whole, by currency, minor units, the oldest first."""
    left, paid = dict(money), set()
    for one in sorted(items, key=lambda item: (item.due_date or date.max, item.receivable_id)):
        if one.undisputed_minor <= left.get(one.currency, 0):
            left[one.currency] -= one.undisputed_minor
            paid.add(one.receivable_id)
    return tuple(replace(one, held_by=one.held_by or MONEY) if one.receivable_id in paid else one for one in items)


def main_sum(*, items: Sequence[Item]) -> tuple[str, int]:
    """The currency of the oldest item and what is asked for in it, minor units; amounts of two currencies have no sum."""
    if not items:
        return "CNY", 0
    currency = min(items, key=lambda one: (one.due_date or date.max, one.receivable_id)).currency
    return currency, sum(one.undisputed_minor for one in items if one.currency == currency)


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
    currency, minor = main_sum(items=items)
    steps = policy.steps(customer_class=debtor.customer_class, is_malicious=debtor.is_malicious)
    step = _next_step(steps, past, policy, days)
    if step is None:
        return Climb(None, (Why("LADDER_AT_ITS_END"),))
    waits = _waits(step, past, (days, minor, currency), today)
    if waits:
        return Climb(None, waits)
    figures: dict[str, str | int] = {"days": days, "minor": minor, "currency": currency}
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
    """What is still overdue and undisputed of the items a sanction asked for, whatever the currency: at nothing it is released."""
    return sum(
        one.undisputed_minor
        for one in items
        if one.receivable_id in asked and one.undisputed_minor > 0 and _is_late(one, today)
    )


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


def _waits(step: Step, past: Sequence[Past], owed: tuple[int, int, str], today: date) -> tuple[Why, ...]:
    days, minor, currency = owed
    found: list[Why] = []
    if days < step.from_days:
        found.append(Why("LADDER_TOO_EARLY", {"rung": step.rung.value, "days": days, "from_days": step.from_days}))
    # The least amounts of a ladder are in renminbi: for a debt in another currency a person weighs the amount.
    if currency == LEAST_IN and minor < step.from_minor:
        figures: dict[str, str | int] = {"minor": minor, "minimum": step.from_minor, "currency": currency}
        found.append(Why("LADDER_TOO_LITTLE", figures | {"rung": step.rung.value}))
    ended = (State.REJECTED, State.WITHDRAWN, State.RELEASED)
    last = max(
        (one.day for one in past if one.state in TAKEN or (one.rung is step.rung and one.state in ended)), default=None
    )
    if last is not None and last + timedelta(days=step.gap_days) > today:
        day = last + timedelta(days=step.gap_days)
        found.append(Why("LADDER_GAP", {"rung": step.rung.value, "date": day.isoformat()}))
    return tuple(found)
