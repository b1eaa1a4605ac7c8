"""PURE: what a reminder policy says. Steps before and after the due date are different types, never signed days."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from huikuan.kernel.currencies import exponent_of
from huikuan.outbox.rules import TO_CUSTOMERS, ChannelName
from huikuan.reminders.rules.reasons import Reason

STANDARD = "STANDARD"
"""The class of customers whose policy holds where a class has none of its own."""

WATCH = "WATCH"
"""The class of customers that are watched; its policy holds for debtors judged malicious too."""

EARLIEST_BEFORE_DUE = 5
"""Reminders begin five days before the due date at the latest (HANDBOOK B7)."""

MOST_STEPS = 12

SMALL_RUN = 20
"""Messages a day that are never held for their number: so many one person reads through before he sends them.

Without a floor the bound compares the first run of an installation, and the first one after a quiet month, with
nothing, and holds it even if it is one letter. What a mistake of this size can do stays small; a larger company may
raise it, a careful one set it to 0.
"""

MOST_SMALL = 1_000

PAYMENT_DAY_WITHIN = 10
"""So many days after the due date a day on which the customer's own process pays is near; a company may say otherwise."""

LONGEST_WAIT = 60


class Phase(StrEnum):
    """On which side of the due date a step lies; the due date itself lies before."""

    BEFORE_DUE = "BEFORE_DUE"
    OVERDUE = "OVERDUE"


class Tone(StrEnum):
    """How a letter sounds."""

    FRIENDLY = "FRIENDLY"
    CLEAR = "CLEAR"
    FIRM = "FIRM"
    FINAL = "FINAL"


class EntryRule(StrEnum):
    """Which of several overdue steps that are due at once is taken.

    FIRST: the lowest one not yet taken, so that every item climbs from step 1. MATCHING: the one its days overdue have
    reached, lower ones are skipped. HIGHEST: an item never reminded starts with the last step, later as MATCHING.
    """

    FIRST = "FIRST"
    MATCHING = "MATCHING"
    HIGHEST = "HIGHEST"


@dataclass(frozen=True, slots=True)
class BeforeDueStep:
    """A reminder so many days before the due date, moved to the business day before if that day is free."""

    ordinal: int
    days_before: int
    tone: Tone = Tone.FRIENDLY
    with_pdf: bool = False
    channel: ChannelName = ChannelName.EMAIL
    else_channel: ChannelName | None = None
    """Taken where the first cannot be used; None: then the message is kept back."""


@dataclass(frozen=True, slots=True)
class OverdueStep:
    """A reminder so many days after the due date, and never sooner than `gap_days` after the item's step before."""

    ordinal: int
    days_overdue: int
    gap_days: int
    tone: Tone
    with_pdf: bool = True
    channel: ChannelName = ChannelName.EMAIL
    else_channel: ChannelName | None = None


Step = BeforeDueStep | OverdueStep


@dataclass(frozen=True, slots=True)
class Policy:
    """When and how a class of customers is reminded; `minimum_minor` is by currency, `id` names the stored version."""

    id: int
    customer_class: str
    number: int
    source: str
    before_due: tuple[BeforeDueStep, ...]
    overdue: tuple[OverdueStep, ...]
    forewarn_days: int = 10
    entry_rule: EntryRule = EntryRule.MATCHING
    minimum_minor: Mapping[str, int] = field(default_factory=dict)
    most_per_day: int = 1
    most_per_week: int = 3
    window_start: time = time(9)
    window_end: time = time(20)
    bank_fresh_days: int | None = 2
    bound_factor: int = 3
    small_run: int = SMALL_RUN
    payment_day_within: int = PAYMENT_DAY_WITHIN
    waits_for_payment_day: bool = False
    """Whether an overdue item is not asked for until the customer's payment day, if that is near; off unless chosen."""
    waits_for_our_side: bool = False
    """Whether an item is not asked for while a delivery or invoice of ours keeps the customer from paying; off: a caution."""
    effective_from: date | None = None
    """The first day this version holds; None: from the beginning."""


def step_of(*, policy: Policy, phase: Phase, ordinal: int) -> Step | None:
    """One step of a policy; None if it has no such step."""
    steps: tuple[Step, ...] = policy.before_due if phase is Phase.BEFORE_DUE else policy.overdue
    return next((step for step in steps if step.ordinal == ordinal), None)


def policy_faults(*, policy: Policy) -> tuple[Reason, ...]:
    """Everything wrong with a policy that somebody wants to save."""
    return (
        *_ladder_faults(policy),
        *_limit_faults(policy),
        *_channel_faults(policy),
        *(
            Reason("MINIMUM_WRONG", {"currency": currency})
            for currency, minor in sorted(policy.minimum_minor.items())
            if exponent_of(currency=currency) is None or minor < 0
        ),
    )


def _ladder_faults(policy: Policy) -> list[Reason]:
    faults = []
    before = [step.days_before for step in policy.before_due]
    after = [step.days_overdue for step in policy.overdue]
    for name, steps in (("BEFORE_DUE", policy.before_due), ("OVERDUE", policy.overdue)):
        if [step.ordinal for step in steps] != list(range(1, len(steps) + 1)):
            faults.append(Reason("STEPS_NOT_NUMBERED", {"phase": name}))
    if len(before) + len(after) > MOST_STEPS:
        faults.append(Reason("TOO_MANY_STEPS", {"most": MOST_STEPS}))
    if any(days < 0 for days in before) or before != sorted(set(before), reverse=True):
        faults.append(Reason("BEFORE_DUE_NOT_DESCENDING"))
    elif before and before[0] < EARLIEST_BEFORE_DUE:
        faults.append(Reason("BEFORE_DUE_TOO_LATE", {"days": EARLIEST_BEFORE_DUE}))
    if any(days < 1 for days in after) or after != sorted(set(after)):
        faults.append(Reason("OVERDUE_NOT_ASCENDING"))
    if any(step.gap_days < 1 for step in policy.overdue):
        faults.append(Reason("GAP_TOO_SHORT"))
    if policy.forewarn_days < 0 or (before and 0 < policy.forewarn_days < before[0]):
        faults.append(Reason("FOREWARNING_TOO_LATE", {"days": before[0] if before else 0}))
    return faults


def _channel_faults(policy: Policy) -> list[Reason]:
    steps: tuple[Step, ...] = (*policy.before_due, *policy.overdue)
    asked = [channel for step in steps for channel in (step.channel, step.else_channel or step.channel)]
    wrong = [Reason("CHANNEL_NOT_TO_CUSTOMERS", {"channel": one.value}) for one in asked if one not in TO_CUSTOMERS]
    same = [Reason("CHANNEL_TWICE", {"ordinal": step.ordinal}) for step in steps if step.channel is step.else_channel]
    return [*wrong, *same]


def _limit_faults(policy: Policy) -> list[Reason]:
    faults = []
    if not policy.window_start < policy.window_end:
        faults.append(Reason("WINDOW_EMPTY"))
    if policy.most_per_day < 1 or policy.most_per_week < policy.most_per_day:
        faults.append(Reason("CAPS_WRONG"))
    if policy.bank_fresh_days is not None and policy.bank_fresh_days < 0:
        faults.append(Reason("FRESHNESS_WRONG"))
    if policy.bound_factor < 1:
        faults.append(Reason("BOUND_WRONG"))
    if not 0 <= policy.small_run <= MOST_SMALL:
        faults.append(Reason("SMALL_RUN_WRONG", {"most": MOST_SMALL}))
    if not 0 <= policy.payment_day_within <= LONGEST_WAIT:
        faults.append(Reason("PAYMENT_DAY_WITHIN_WRONG", {"most": LONGEST_WAIT}))
    return faults
