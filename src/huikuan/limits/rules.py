"""PURE: what limit is in force on any day as known at any time, from the journal alone (FEATURES D12, HANDBOOK A5, A10)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from huikuan.kernel.money import DOCUMENT_MAX_MINOR

LONGEST_REASON = 1_000
LONGEST_ORDER_NUMBER = 60
NEAR_DAYS = 30
"""A limit that ends within so many days is near its end."""
REQUEST_DAYS = 30
"""So many days a request for a limit waits at most."""


class LimitKind(StrEnum):
    """How long and for what a limit counts."""

    PERMANENT = "PERMANENT"
    TEMPORARY = "TEMPORARY"
    SINGLE_ORDER = "SINGLE_ORDER"


class LimitSource(StrEnum):
    """Where an entry of the journal comes from."""

    REQUEST = "REQUEST"
    RATING = "RATING"
    IMPORT = "IMPORT"
    REVOCATION = "REVOCATION"


class Standing(StrEnum):
    """How a customer stands: nothing was ever set, a limit holds, it is over, it was taken away."""

    NONE = "NONE"
    IN_FORCE = "IN_FORCE"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal: from `valid_from` on it replaces what was entered of its kind before.

    Amounts are minor units, 0 is cash only; None takes the limit away (a revocation).
    """

    id: int
    kind: LimitKind
    amount_minor: int | None
    currency: str
    valid_from: date
    valid_through: date | None
    order_number: str
    source: LimitSource
    at: datetime


@dataclass(frozen=True, slots=True)
class LimitInForce:
    """The limit of one customer on a day: None (none set), 0 (cash only) or an amount in minor units.

    `has_expired`: a limit was there and is over or was taken away, and none holds: what was approved no longer covers him.
    """

    customer_id: int
    amount_minor: int | None
    currency: str
    kind: LimitKind | None = None
    valid_from: date | None = None
    valid_through: date | None = None
    order_number: str = ""
    source: LimitSource | None = None
    entry_id: int | None = None
    standing: Standing = Standing.NONE

    @property
    def has_expired(self) -> bool:
        """Whether a limit was there and none holds any more."""
        return self.standing in (Standing.EXPIRED, Standing.REVOKED)

    @property
    def is_cash_only(self) -> bool:
        """Whether goods leave only against money."""
        return self.amount_minor == 0


@dataclass(frozen=True, slots=True)
class LimitDraft:
    """An entry to write: amounts in minor units of the base currency, 0 for cash only; never None."""

    customer_id: int
    kind: LimitKind
    amount_minor: int | None
    currency: str
    valid_from: date
    valid_through: date | None = None
    order_number: str = ""
    reason: str = ""
    source: LimitSource = LimitSource.REQUEST
    request_id: int | None = None


@dataclass(frozen=True, slots=True)
class LineName:
    """Which limits of a customer: their kind, and for single orders the order."""

    customer_id: int
    kind: LimitKind
    order_number: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """The same limit through a later day, and why."""

    line: LineName
    valid_through: date
    reason: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a draft: a code with parameters for its sentence."""

    code: str
    parameters: Mapping[str, str | int] = field(default_factory=dict)


Line = tuple[LimitKind, str]
"""Entries replace one another within a line: a kind, and for single orders the order."""


def limit_in_force(
    *,
    customer_id: int,
    entries: Iterable[Entry],
    on: date,
    currency: str,
    order_number: str = "",
    known_at: datetime | None = None,
) -> LimitInForce:
    """The limit of a customer on a day as known at a moment (None: all that is known).

    Within a line the entry made last rules from its first day on, also after it is over: what it replaced never comes back.
    Among the lines that hold, the highest counts: a temporary limit raises the permanent one while it runs, and never lowers
    it; a single order's counts for that order alone.
    """
    ruling = ruling_entries(entries=entries, on=on, known_at=known_at)
    counted = [entry for (_, order), entry in ruling.items() if order in ("", order_number)]
    holding = [entry for entry in counted if holds(entry=entry, on=on) and entry.currency == currency]
    if holding:
        best = min(holding, key=lambda entry: (-(entry.amount_minor or 0), list(LimitKind).index(entry.kind)))
        return _shown(customer_id, best, best.amount_minor, Standing.IN_FORCE)
    last = max(counted, key=_moment, default=None)
    if last is None:
        return LimitInForce(customer_id, None, currency)
    return _shown(customer_id, last, None, Standing.REVOKED if last.amount_minor is None else Standing.EXPIRED)


def ruling_entries(*, entries: Iterable[Entry], on: date, known_at: datetime | None = None) -> dict[Line, Entry]:
    """The entry of each line that rules on a day: the last one made of those that have begun; equal times go by id."""
    found: dict[Line, Entry] = {}
    for entry in entries:
        if entry.valid_from > on or (known_at is not None and entry.at > known_at):
            continue
        line = (entry.kind, entry.order_number)
        if line not in found or _moment(entry) > _moment(found[line]):
            found[line] = entry
    return found


def holds(*, entry: Entry, on: date) -> bool:
    """Whether a ruling entry gives a limit on a day: it is no revocation and not over; its last day counts."""
    return entry.amount_minor is not None and (entry.valid_through is None or entry.valid_through >= on)


def is_near_end(*, limit: LimitInForce, on: date, days: int = NEAR_DAYS) -> bool:
    """Whether the limit in force ends within `days` days."""
    if limit.standing is not Standing.IN_FORCE or limit.valid_through is None:
        return False
    return (limit.valid_through - on).days <= days


def limit_fault(*, draft: LimitDraft, today: date, currency: str) -> Fault | None:
    """What is wrong with a limit that is asked for or to be set, as of today; `currency` is the base currency."""
    return _amount_fault(draft, currency) or _period_fault(draft, today) or _order_fault(draft) or _reason_fault(draft)


def _amount_fault(draft: LimitDraft, currency: str) -> Fault | None:
    amount = draft.amount_minor
    if amount is None:
        return Fault("LIMIT_AMOUNT_MISSING")
    if not 0 <= amount <= DOCUMENT_MAX_MINOR:
        return Fault("LIMIT_AMOUNT", {"minor": amount})
    if draft.currency != currency:
        return Fault("LIMIT_CURRENCY", {"found": draft.currency[:10], "wanted": currency})
    if amount == 0 and draft.kind is not LimitKind.PERMANENT:
        return Fault("LIMIT_ZERO_ADDS_NOTHING")
    return None


def _period_fault(draft: LimitDraft, today: date) -> Fault | None:
    if draft.valid_through is None:
        return Fault("LIMIT_END_MISSING") if draft.kind is LimitKind.TEMPORARY else None
    if draft.valid_through < draft.valid_from:
        return Fault(
            "LIMIT_ENDS_BEFORE_START",
            {"start": draft.valid_from.isoformat(), "end": draft.valid_through.isoformat()},
        )
    if draft.valid_through < today:
        return Fault("LIMIT_PERIOD_OVER", {"day": draft.valid_through.isoformat()})
    return None


def _order_fault(draft: LimitDraft) -> Fault | None:
    if (draft.kind is LimitKind.SINGLE_ORDER) != bool(draft.order_number.strip()):
        return Fault("LIMIT_ORDER_NUMBER")
    if len(draft.order_number) > LONGEST_ORDER_NUMBER:
        return Fault("LIMIT_ORDER_NUMBER_LONG", {"most": LONGEST_ORDER_NUMBER})
    return None


def _reason_fault(draft: LimitDraft) -> Fault | None:
    if not draft.reason.strip():
        return Fault("LIMIT_REASON_MISSING")
    if len(draft.reason) > LONGEST_REASON:
        return Fault("LIMIT_REASON_LONG", {"most": LONGEST_REASON})
    return None


def _moment(entry: Entry) -> tuple[datetime, int]:
    return entry.at, entry.id


def _shown(customer_id: int, entry: Entry, amount_minor: int | None, standing: Standing) -> LimitInForce:
    return LimitInForce(
        customer_id=customer_id,
        amount_minor=amount_minor,
        currency=entry.currency,
        kind=entry.kind,
        valid_from=entry.valid_from,
        valid_through=entry.valid_through,
        order_number=entry.order_number,
        source=entry.source,
        entry_id=entry.id,
        standing=standing,
    )
