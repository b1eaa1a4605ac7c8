"""PURE: the limitation period of a debt (诉讼时效, Civil Code 188–204 and the rules on limitation): when it ends, and why.

The period is a day that only ever moves later: each event, in the order of its day, either moves it or not. So it never moves
without evidence, more evidence never shortens it, and the order in which events become known does not matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from huikuan.clocks.rules.kinds import MEANINGS, Effect, EventKind, Strength
from huikuan.kernel.calendar import BusinessCalendar, HolidayRoll, add_months

PERIOD_MONTHS = 36
"""Three years (CC 188)."""
LONGEST_MONTHS = 240
"""Twenty years, whatever interrupts (CC 188)."""
SUSPENDED_MONTHS = 6
"""An obstacle counts in the last six months; the period ends six months after it ended (CC 194)."""
_ONE_DAY = timedelta(days=1)


class Why(StrEnum):
    """Why an event counts or does not."""

    COUNTS = "COUNTS"
    REVIVES = "REVIVES"
    BEGINS = "BEGINS"
    SUSPENDS = "SUSPENDS"
    LASTS = "LASTS"
    ENDS_PROCEDURE = "ENDS_PROCEDURE"
    NO_EVIDENCE = "NO_EVIDENCE"
    NEVER = "NEVER"
    BEFORE_DUE = "BEFORE_DUE"
    AFTER_EXPIRY = "AFTER_EXPIRY"
    AFTER_LONGEST = "AFTER_LONGEST"
    NO_PROCEDURE = "NO_PROCEDURE"
    NOT_IN_LAST_MONTHS = "NOT_IN_LAST_MONTHS"
    LAST_MONTHS_TO_COME = "LAST_MONTHS_TO_COME"
    NOT_NEEDED = "NOT_NEEDED"


COUNTED = frozenset({Why.COUNTS, Why.REVIVES, Why.BEGINS, Why.SUSPENDS, Why.LASTS, Why.ENDS_PROCEDURE})


@dataclass(frozen=True, slots=True)
class ClockEvent:
    """Something done about a debt on a day; `evidence` names what proves it, empty where nothing does.

    `since` is the first day of an obstacle that ended on `on`; one that lasts still has only a day on which it is shown to last.
    `source` says where it was found, proved or not. A strength of its own comes from the evidence at hand; else that of the
    kind holds.
    """

    on: date
    kind: EventKind
    evidence: str = ""
    since: date | None = None
    strength: Strength | None = None
    source: str = ""

    @property
    def stands(self) -> Strength:
        """How well its evidence stands."""
        return self.strength or MEANINGS[self.kind].strength


@dataclass(frozen=True, slots=True)
class Judged:
    """An event with its place in the chain: whether it counts, why, by which article."""

    event: ClockEvent
    why: Why
    article: str

    @property
    def counted(self) -> bool:
        """Whether it moved the clock."""
        return self.why in COUNTED


@dataclass(frozen=True, slots=True)
class LimitationClock:
    """The limitation period of one debt: from which day it counts, its last day, and the event that set it last.

    `basis` is the day the debt fell due (the last instalment's, CC 189); None for both days while a debt without a due day
    was neither demanded with a grace nor refused (limitation rules 4). `unpublished` are years whose holidays are not known.
    """

    basis: date | None
    counted_from: date | None
    expires: date | None
    longest: date | None
    last_event: Judged | None
    events: tuple[Judged, ...]
    unpublished: tuple[int, ...] = ()

    @property
    def strength(self) -> Strength | None:
        """How well the last event that counts stands; None where the due day alone sets the clock."""
        return self.last_event.event.stands if self.last_event else None


@dataclass(slots=True)
class _Run:
    """Where the chain stands."""

    expires: date
    counted_from: date
    last: Judged | None = None
    in_procedure: bool = False


def limitation_clock(
    *,
    due_days: Sequence[date],
    events: Sequence[ClockEvent],
    calendar: BusinessCalendar,
    as_of: date | None = None,
) -> LimitationClock:
    """The clock of a debt that falls due on these days, the instalments of one debt together from the last (CC 189).

    Three years (188) from the day after the basis: the first day does not count (201), the last is the corresponding one or
    the month's end (202), a day off ends with the next working day (203). Never beyond twenty years. An obstacle that lasts
    still is taken to last through `as_of`, and without it no longer than it was shown to.
    """
    known = sorted(((_so_far(one, events, as_of), one) for one in events), key=lambda pair: _order(pair[0]))
    ordered = [so_far for so_far, _event in known]
    basis, begun = _basis(due_days, ordered)
    if basis is None:
        judged = tuple(Judged(one, _unbegun(one), MEANINGS[one.kind].article) for _day, one in known)
        return LimitationClock(None, None, None, None, None, judged)
    longest = _last_day(basis, LONGEST_MONTHS, calendar)
    run = _Run(min(_last_day(basis, PERIOD_MONTHS, calendar), longest), basis + _ONE_DAY)
    judged_events: list[Judged] = []
    for so_far, event in known:
        why = Why.BEGINS if so_far is begun else _why(so_far, run, basis, longest)
        one = Judged(event, why, MEANINGS[event.kind].article)
        judged_events.append(one)
        if one.counted and so_far is not begun:
            _move(run, one, so_far.on, longest, calendar)
    years = calendar.unpublished_years(start=run.expires, end=run.expires)
    return LimitationClock(basis, run.counted_from, run.expires, longest, run.last, tuple(judged_events), years)


def with_strength(*, events: Sequence[ClockEvent], least: Strength) -> tuple[ClockEvent, ...]:
    """The events whose evidence stands at least so well."""
    order = (Strength.STRONG, Strength.FAIR, Strength.WEAK)
    return tuple(one for one in events if order.index(one.stands) <= order.index(least))


def _order(event: ClockEvent) -> tuple[date, int, date, str, str]:
    """By day; on one day what revives first, then what begins a procedure, its end last."""
    meaning = MEANINGS[event.kind]
    ends = meaning.effect is Effect.ENDS_PROCEDURE
    rank = 3 if ends else 0 if meaning.revives else 1 if meaning.is_procedure else 2
    return event.since or event.on, rank, event.on, event.kind, event.evidence


def _so_far(event: ClockEvent, events: Sequence[ClockEvent], as_of: date | None) -> ClockEvent:
    """An obstacle that lasts still, with the last day known of it: the one recorded as its end, else `as_of`."""
    if event.kind is not EventKind.OBSTACLE:
        return event
    since = event.since or event.on
    ended = [
        one.on
        for one in events
        if one.kind is EventKind.SUSPENSION and _is_proved(one) and (one.since or one.on) <= event.on <= one.on
    ]
    last = max(ended) if ended else max(event.on, as_of or event.on)
    return replace(event, since=since, on=last)


def _basis(due_days: Sequence[date], ordered: Sequence[ClockEvent]) -> tuple[date | None, ClockEvent | None]:
    if due_days:
        return max(due_days), None
    starts = (one for one in ordered if MEANINGS[one.kind].effect is Effect.BEGINS and _is_proved(one))
    begun = next(starts, None)
    return (begun.on, begun) if begun else (None, None)


def _unbegun(event: ClockEvent) -> Why:
    if MEANINGS[event.kind].effect is Effect.NOTHING:
        return Why.NEVER
    return Why.BEFORE_DUE if _is_proved(event) else Why.NO_EVIDENCE


def _why(event: ClockEvent, run: _Run, basis: date, longest: date) -> Why:
    meaning = MEANINGS[event.kind]
    if meaning.effect is Effect.NOTHING:
        return Why.NEVER
    if not _is_proved(event):
        return Why.NO_EVIDENCE
    if meaning.effect is Effect.BEGINS:
        return Why.NOT_NEEDED
    if event.on <= basis:
        return Why.BEFORE_DUE
    lasts = event.kind is EventKind.OBSTACLE
    if ((event.since or event.on) if lasts else event.on) > longest:
        return Why.AFTER_LONGEST
    if meaning.effect is Effect.SUSPENDS:
        return _suspended(event, run)
    if meaning.effect is Effect.ENDS_PROCEDURE:
        return Why.ENDS_PROCEDURE if run.in_procedure else Why.NO_PROCEDURE
    if event.on <= run.expires:
        return Why.COUNTS
    return Why.REVIVES if meaning.revives else Why.AFTER_EXPIRY


def _suspended(event: ClockEvent, run: _Run) -> Why:
    if (event.since or event.on) > run.expires:
        return Why.AFTER_EXPIRY
    lasts = event.kind is EventKind.OBSTACLE
    if event.on >= add_months(day=run.expires, months=-SUSPENDED_MONTHS):
        return Why.LASTS if lasts else Why.SUSPENDS
    return Why.LAST_MONTHS_TO_COME if lasts else Why.NOT_IN_LAST_MONTHS


def _move(run: _Run, one: Judged, on: date, longest: date, calendar: BusinessCalendar) -> None:
    meaning = MEANINGS[one.event.kind]
    suspends = meaning.effect is Effect.SUSPENDS
    end = _last_day(on, SUSPENDED_MONTHS if suspends else PERIOD_MONTHS, calendar)
    run.in_procedure = run.in_procedure or meaning.is_procedure
    end = min(end, longest)
    if end < run.expires:
        return
    run.expires = end
    run.last = one
    if not suspends:
        run.counted_from = on + _ONE_DAY


def _last_day(basis: date, months: int, calendar: BusinessCalendar) -> date:
    return calendar.roll(day=add_months(day=basis, months=months), roll=HolidayRoll.NEXT)


def _is_proved(event: ClockEvent) -> bool:
    return bool(event.evidence.strip())
