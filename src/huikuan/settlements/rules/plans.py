"""PURE: plans to pay what is late: kinds, states, instalments that sum exactly, what is wrong with a draft (HANDBOOK C8).

A plan agrees to perform, which interrupts limitation (诉讼时效规定 Art. 14): the signed paper is kept. A later day of payment by
itself gives up no claim for late payment (法释 买卖合同解释 Art. 18); the paper says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huikuan.kernel.calendar import BusinessCalendar, add_months, month_end
from huikuan.kernel.money import DOCUMENT_MAX_MINOR, split_by_weights

MOST_ITEMS, MOST_INSTALMENTS = 500, 60
MOST_AHEAD = timedelta(days=5 * 366)
LONGEST_TEXT = 2_000


class Kind(StrEnum):
    """Which form of settlement: equal instalments, less against payment by a day, so much now and the rest by a commitment."""

    INSTALMENTS = "INSTALMENTS"
    DISCOUNT_FOR_PAYMENT = "DISCOUNT_FOR_PAYMENT"
    PART_AND_REST = "PART_AND_REST"


class InterestRule(StrEnum):
    """What the plan says of interest for late payment while it runs."""

    CONTINUES = "CONTINUES"
    PAUSED = "PAUSED"
    WAIVED_IF_KEPT = "WAIVED_IF_KEPT"


class State(StrEnum):
    """Where a plan stands. WAITING: for approval; PROPOSED: it may be put to the customer; AGREED: he signed."""

    DRAFT = "DRAFT"
    WAITING = "WAITING"
    PROPOSED = "PROPOSED"
    AGREED = "AGREED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    BROKEN = "BROKEN"
    CANCELLED = "CANCELLED"
    SUPERSEDED = "SUPERSEDED"


class Event(StrEnum):
    """What happens to a plan; START, FINISH, BREAK and MEND come from the day's job."""

    MAKE = "MAKE"
    ASK = "ASK"
    PROPOSE = "PROPOSE"
    APPROVE = "APPROVE"
    REJECT = "REJECT"
    WITHDRAW = "WITHDRAW"
    SIGN = "SIGN"
    START = "START"
    FINISH = "FINISH"
    BREAK = "BREAK"
    MEND = "MEND"
    CANCEL = "CANCEL"
    SUPERSEDE = "SUPERSEDE"
    DEMAND = "DEMAND"
    ACCELERATE = "ACCELERATE"
    TAKE_BACK = "TAKE_BACK"


TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.DRAFT, Event.ASK): State.WAITING,
    (State.DRAFT, Event.PROPOSE): State.PROPOSED,
    (State.DRAFT, Event.CANCEL): State.CANCELLED,
    (State.WAITING, Event.APPROVE): State.PROPOSED,
    (State.WAITING, Event.REJECT): State.CANCELLED,
    (State.WAITING, Event.WITHDRAW): State.DRAFT,
    (State.PROPOSED, Event.SIGN): State.AGREED,
    (State.PROPOSED, Event.CANCEL): State.CANCELLED,
    (State.AGREED, Event.START): State.RUNNING,
    (State.AGREED, Event.CANCEL): State.CANCELLED,
    (State.AGREED, Event.SUPERSEDE): State.SUPERSEDED,
    (State.RUNNING, Event.FINISH): State.DONE,
    (State.RUNNING, Event.BREAK): State.BROKEN,
    (State.RUNNING, Event.CANCEL): State.CANCELLED,
    (State.RUNNING, Event.SUPERSEDE): State.SUPERSEDED,
    # The money went back after the plan was found kept (a bounced cheque or transfer): its discount lapses.
    (State.DONE, Event.BREAK): State.BROKEN,
    # Money that had come in time was booked after the judgement.
    (State.BROKEN, Event.MEND): State.RUNNING,
    (State.BROKEN, Event.DEMAND): State.BROKEN,
    (State.BROKEN, Event.ACCELERATE): State.BROKEN,
    (State.BROKEN, Event.TAKE_BACK): State.BROKEN,
}
LIVE = frozenset({State.AGREED, State.RUNNING})
"""The states in which a plan holds its items."""


@dataclass(frozen=True, slots=True)
class Instalment:
    """So much by that day, minor units; `held_through` is the last day of its grace."""

    day: date
    minor: int
    held_through: date


@dataclass(frozen=True, slots=True)
class PlanItem:
    """An open item that a plan settles whole, minor units."""

    receivable_id: int
    due_date: date | None
    open_minor: int


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as it is offered; `discount_minor` is given up once everything else came in time, minor units.

    `parts` are the days with their amounts; their sum and the discount are what is settled.
    """

    customer_id: int
    company_id: int
    currency: str
    kind: Kind
    receivable_ids: tuple[int, ...]
    parts: tuple[tuple[date, int], ...]
    begins_on: date
    discount_minor: int = 0
    interest: InterestRule = InterestRule.CONTINUES
    text: str = ""


def equal_parts(*, total_minor: int, first: date, number: int, months: int = 1) -> tuple[tuple[date, int], ...]:
    """Equal instalments that sum exactly, the odd minor units in front; every so many months from the first day.

    A first day at a month's end stays at month's ends; a day a month lacks becomes its last (Civil Code Art. 202).
    Raises ValueError for less than one instalment.
    """
    amounts = split_by_weights(total_minor=total_minor, weights=[1] * number)
    is_end = first == month_end(day=first)
    days = [add_months(day=first, months=months * place) for place in range(number)]
    return tuple(zip([month_end(day=day) if is_end else day for day in days], amounts, strict=True))


def two_parts(*, total_minor: int, first: date, now_minor: int, rest_day: date) -> tuple[tuple[date, int], ...]:
    """So much by the first day and the rest by a later one, minor units."""
    return ((first, now_minor), (rest_day, total_minor - now_minor))


def instalments_of(
    *, parts: Iterable[tuple[date, int]], grace_days: int, calendar: BusinessCalendar
) -> tuple[Instalment, ...]:
    """Instalments in the order of their days, each with the last day of its grace in business days."""
    return tuple(
        Instalment(day, minor, calendar.end_of_grace(day=day, days=grace_days)) for day, minor in sorted(parts)
    )


def draft_fault(*, draft: PlanDraft, today: date) -> str:
    """The code of the first thing wrong with a plan by itself; empty if nothing is."""
    days = [day for day, _ in draft.parts]
    amounts = [minor for _, minor in draft.parts]
    faults = (
        (not 1 <= len(draft.receivable_ids) <= MOST_ITEMS, "SETTLEMENT_ITEMS"),
        (not 1 <= len(amounts) <= MOST_INSTALMENTS, "SETTLEMENT_NUMBER"),
        (min(amounts, default=0) < 1 or draft.discount_minor < 0, "SETTLEMENT_AMOUNT"),
        (sum(amounts) + draft.discount_minor > DOCUMENT_MAX_MINOR, "SETTLEMENT_AMOUNT"),
        (len(set(days)) < len(days), "SETTLEMENT_DAY_TWICE"),
        (draft.begins_on < today or min(days, default=today) < draft.begins_on, "SETTLEMENT_DAY_PAST"),
        (max(days, default=today) > today + MOST_AHEAD, "SETTLEMENT_DAY_FAR"),
        (len(draft.text) > LONGEST_TEXT or "\0" in draft.text, "SETTLEMENT_TEXT_TOO_LONG"),
    )
    return next((code for is_wrong, code in faults if is_wrong), "") or _kind_fault(draft)


def settled_fault(*, draft: PlanDraft, items: Sequence[PlanItem]) -> bool:
    """Whether instalments and discount are not exactly what is open of the items."""
    return sum(minor for _, minor in draft.parts) + draft.discount_minor != sum(item.open_minor for item in items)


def discount_shares(*, discount_minor: int, items: Iterable[PlanItem]) -> tuple[tuple[int, int], ...]:
    """What of a discount each item bears, the latest due first as money pays the oldest: (receivable, minor units).

    Never more than is open of an item; what no item is open for is left out.
    """
    left, found = discount_minor, []
    for item in sorted(items, key=lambda one: (one.due_date or date.max, one.receivable_id), reverse=True):
        share = min(left, item.open_minor)
        if share > 0:
            found.append((item.receivable_id, share))
            left -= share
    return tuple(found)


def _kind_fault(draft: PlanDraft) -> str:
    if draft.kind is Kind.DISCOUNT_FOR_PAYMENT and (len(draft.parts) != 1 or draft.discount_minor < 1):
        return "SETTLEMENT_ONE_PAYMENT"
    return "SETTLEMENT_PART_AND_REST" if draft.kind is Kind.PART_AND_REST and len(draft.parts) != 2 else ""
