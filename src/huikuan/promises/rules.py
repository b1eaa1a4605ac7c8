"""PURE: promises to pay, their states and what is wrong with one (HANDBOOK C7); `judged_rules` say which were kept.

A promise, like a request for a later day, agrees to perform: it interrupts limitation (诉讼时效规定 Art. 14), so its words are kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huikuan.kernel.calendar import BusinessCalendar

LONGEST_TEXT = 2_000
MOST_AHEAD = timedelta(days=366)
MOST_ITEMS = 500
MOST_GRACE, LEAST_KEPT, WHOLE = 30, 500, 1_000


class State(StrEnum):
    """Where a promise stands."""

    RUNNING = "RUNNING"
    KEPT = "KEPT"
    PARTLY_KEPT = "PARTLY_KEPT"
    BROKEN = "BROKEN"
    SUPERSEDED = "SUPERSEDED"
    CANCELLED = "CANCELLED"


class Event(StrEnum):
    """What happens to a promise; the first comes from the customer, the next five from the day's job."""

    MAKE = "MAKE"
    KEEP = "KEEP"
    KEEP_IN_PART = "KEEP_IN_PART"
    BREAK = "BREAK"
    REOPEN = "REOPEN"
    LAPSE = "LAPSE"
    SUPERSEDE = "SUPERSEDE"
    CANCEL = "CANCEL"


TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.RUNNING, Event.KEEP): State.KEPT,
    (State.RUNNING, Event.KEEP_IN_PART): State.PARTLY_KEPT,
    (State.RUNNING, Event.BREAK): State.BROKEN,
    # Nothing of it is owed any more, for a credit note: neither kept nor broken.
    (State.RUNNING, Event.LAPSE): State.CANCELLED,
    (State.RUNNING, Event.SUPERSEDE): State.SUPERSEDED,
    (State.RUNNING, Event.CANCEL): State.CANCELLED,
    # The money went back (a bounced cheque or transfer): what was found kept is judged again.
    (State.KEPT, Event.REOPEN): State.RUNNING,
    (State.KEPT, Event.KEEP_IN_PART): State.PARTLY_KEPT,
    (State.KEPT, Event.BREAK): State.BROKEN,
    (State.PARTLY_KEPT, Event.REOPEN): State.RUNNING,
    (State.PARTLY_KEPT, Event.BREAK): State.BROKEN,
    # Its money came in time and was booked later, as from a bank statement imported late.
    (State.PARTLY_KEPT, Event.KEEP): State.KEPT,
    (State.BROKEN, Event.KEEP): State.KEPT,
    (State.BROKEN, Event.KEEP_IN_PART): State.PARTLY_KEPT,
}


class Channel(StrEnum):
    """How we heard of it."""

    CALL = "CALL"
    VISIT = "VISIT"
    MEETING = "MEETING"
    CHAT = "CHAT"
    SMS = "SMS"
    EMAIL = "EMAIL"
    LETTER = "LETTER"
    PORTAL = "PORTAL"


class ExtensionState(StrEnum):
    """Where a request for a later day stands."""

    ASKED = "ASKED"
    ACCEPTED = "ACCEPTED"
    REFUSED = "REFUSED"


class ExtensionEvent(StrEnum):
    """What our people decide of it."""

    ACCEPT = "ACCEPT"
    REFUSE = "REFUSE"


EXTENSION_TRANSITIONS: Mapping[tuple[ExtensionState, ExtensionEvent], ExtensionState] = {
    (ExtensionState.ASKED, ExtensionEvent.ACCEPT): ExtensionState.ACCEPTED,
    (ExtensionState.ASKED, ExtensionEvent.REFUSE): ExtensionState.REFUSED,
}


@dataclass(frozen=True, slots=True)
class PromisePolicy:
    """How many business days after its day a promise still waits, and which share of it counts as kept, per mille.

    `guest_days`: so far ahead a customer may promise through his link, and be asked for nothing, before one of us agrees.
    Starting values of this product, version 0, until somebody decides.
    """

    number: int = 0
    grace_days: int = 2
    kept_permille: int = 990
    guest_days: int = 31


@dataclass(frozen=True, slots=True)
class PromiseDraft:
    """A promise as it was given: so much by that day, by whom and how; without items the oldest debts are meant.

    `amount_minor` in minor units of the currency; `link_id` is the portal link it came by.
    """

    customer_id: int
    company_id: int
    currency: str
    amount_minor: int
    day: date
    said_by: str
    channel: Channel
    role: str = ""
    text: str = ""
    receivable_ids: tuple[int, ...] = ()
    link_id: int | None = None


@dataclass(frozen=True, slots=True)
class ExtensionDraft:
    """A request to pay some items later, and why."""

    customer_id: int
    company_id: int
    currency: str
    receivable_ids: tuple[int, ...]
    day: date
    text: str
    said_by: str = ""
    link_id: int | None = None


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An open item that a promise may be about, minor units."""

    receivable_id: int
    due_date: date | None
    open_minor: int


def draft_fault(*, draft: PromiseDraft, today: date) -> str:
    """The code of the first thing wrong with a promise by itself; empty if nothing is."""
    if draft.amount_minor < 1:
        return "PROMISE_AMOUNT"
    if day_fault(day=draft.day, today=today):
        return day_fault(day=draft.day, today=today)
    if not draft.said_by.strip():
        return "PROMISE_BY_WHOM"
    return "PROMISE_TEXT_TOO_LONG" if len(draft.text) > LONGEST_TEXT or "\0" in draft.text else ""


def contact_fault(*, kind: str, has_terms: bool) -> str:
    """What is wrong with a contact in which payment was promised: no amount and day, or no way to hear it; empty if nothing is."""
    if not has_terms:
        return "PROMISE_WITHOUT_TERMS"
    return "" if kind in Channel.__members__ else "PROMISE_HEARD_HOW"


def day_fault(*, day: date, today: date) -> str:
    """The code of what is wrong with the day of a promise or an extension; empty if nothing is."""
    if day < today:
        return "PROMISE_DAY_PAST"
    return "PROMISE_DAY_FAR" if day > today + MOST_AHEAD else ""


def covers(*, promised_minor: int, open_minor: int, kept_permille: int) -> bool:
    """Whether what was promised of an item is as much of what is open and undisputed as would count as kept: then it waits."""
    return promised_minor * WHOLE >= open_minor * kept_permille


def shares_of(*, amount_minor: int, items: Iterable[OpenItem]) -> tuple[tuple[int, int], ...]:
    """What of an amount each item gets, the oldest due first: (receivable, minor units), items that get nothing left out."""
    left, found = amount_minor, []
    for item in sorted(items, key=lambda one: (one.due_date or date.max, one.receivable_id)):
        share = min(left, item.open_minor)
        if share > 0:
            found.append((item.receivable_id, share))
            left -= share
    return tuple(found)


def held_through(*, day: date, policy: PromisePolicy, calendar: BusinessCalendar) -> date:
    """The last day on which the promised items are not asked for: the promised day and the grace in business days."""
    return calendar.end_of_grace(day=day, days=policy.grace_days)


def policy_fault(*, grace_days: int, kept_permille: int, guest_days: int) -> str:
    """The code of what is wrong with a policy; empty if nothing is."""
    if not 0 <= grace_days <= MOST_GRACE:
        return "PROMISE_POLICY_GRACE"
    if not 1 <= guest_days <= MOST_AHEAD.days:
        return "PROMISE_POLICY_GUEST"
    return "" if LEAST_KEPT <= kept_permille <= WHOLE else "PROMISE_POLICY_KEPT"
