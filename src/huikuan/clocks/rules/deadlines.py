"""PURE: other legal deadlines with the day they run from: of a case's stages, hearings, bankruptcy, inspection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huikuan.clocks.rules.warning import SHIPPED, Level, Spans, WarningPolicy
from huikuan.kernel.calendar import BusinessCalendar, HolidayRoll, add_months

LONGEST_TEXT = 300


class DeadlineKind(StrEnum):
    """Which deadline it is."""

    ENFORCEMENT = "ENFORCEMENT"
    BANKRUPTCY_CLAIM = "BANKRUPTCY_CLAIM"
    ORDER_BY_COURT = "ORDER_BY_COURT"
    PAYMENT_ORDER = "PAYMENT_ORDER"
    APPEAL = "APPEAL"
    INSPECTION = "INSPECTION"
    CONSTRUCTION_PRIORITY = "CONSTRUCTION_PRIORITY"
    HEARING = "HEARING"
    EVIDENCE = "EVIDENCE"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True)
class Span:
    """How long a deadline is by law: so many months or days from its first day, and until when a day may be named instead.

    One with neither is only ever named, by a court. Where not `rolls`, an end on a day off stays there: the safe day of a right
    that lapses. One that `restarts` is a period which the acts of CC 195 interrupt.
    """

    article: str = ""
    months: int = 0
    days: int = 0
    named_days_least: int | None = None
    named_months_most: int | None = None
    rolls: bool = True
    restarts: bool = False

    @property
    def is_named_only(self) -> bool:
        """Whether no law says how long it is."""
        return not self.months and not self.days


SPANS: Mapping[DeadlineKind, Span] = {
    DeadlineKind.ENFORCEMENT: Span("CPL 250", months=24, restarts=True),
    DeadlineKind.BANKRUPTCY_CLAIM: Span("EBL 45", days=30, named_days_least=30, named_months_most=3),
    DeadlineKind.ORDER_BY_COURT: Span("CPL 227", days=15),
    DeadlineKind.PAYMENT_ORDER: Span("CPL 227", days=15),
    DeadlineKind.APPEAL: Span("CPL 171", days=15),
    DeadlineKind.INSPECTION: Span("CC 621", months=24, named_days_least=1, named_months_most=24),
    DeadlineKind.CONSTRUCTION_PRIORITY: Span(
        "CONSTRUCTION 41", months=18, named_days_least=1, named_months_most=18, rolls=False
    ),
    DeadlineKind.HEARING: Span(),
    DeadlineKind.EVIDENCE: Span(),
    DeadlineKind.OTHER: Span(),
}
"""民事诉讼法 (2023) 250: two years from the last day of performance in the judgment, or from its force where it names none;
what interrupts a limitation period interrupts them (民法典 195: a demand, his consent to perform, proceedings). 227:
fifteen days from acceptance for the court, from service for the debtor. 171: fifteen days from service of a first judgment.
企业破产法 45: the court names a day, 30 days to three months after its announcement; until it is known the shortest counts.
民法典 621: the agreed period, at most two years from delivery. 807 and 建工解释(一) 41: the contractor claims the priority of the
price of construction work within a reasonable time, at most eighteen months from the day it was due; nothing interrupts or
suspends it (199), and whether days off move its end is not said."""


@dataclass(frozen=True, slots=True)
class DeadlineDraft:
    """A deadline as it is entered: since when it runs, the last day that a court or contract named, if one did, for whom.

    `reference` is the record of a room above that it belongs to (`case:12`).
    """

    company_id: int
    customer_id: int
    kind: DeadlineKind
    basis: date
    named: date | None = None
    subject: str = ""
    person_id: int | None = None
    reference: str = ""


def last_day(*, kind: DeadlineKind, basis: date, named: date | None, calendar: BusinessCalendar) -> date:
    """The last day: the one named, else that of the law. The first day does not count (CC 201, CPL 85); a day off moves an end
    of the law to the next working day (CC 203, CPL 85), but not that of a right that lapses. A day that was named is kept:
    earlier is safe.
    """
    if named is not None:
        return named
    span = SPANS[kind]
    by_law = add_months(day=basis, months=span.months) if span.months else basis + timedelta(days=span.days)
    return calendar.roll(day=by_law, roll=HolidayRoll.NEXT) if span.rolls else by_law


def deadline_fault(*, draft: DeadlineDraft, today: date) -> str | None:
    """What is wrong with a deadline: the day it runs from lies ahead, the named day is none the law allows, no words, too many."""
    if draft.basis > today:
        return "DEADLINE_BASIS_AHEAD"
    if not _is_named_well(draft):
        return "DEADLINE_NAMED"
    if not draft.subject.strip() or len(draft.subject) > LONGEST_TEXT:
        return "DEADLINE_SUBJECT"
    return None


def renewal_fault(*, kind: DeadlineKind, ran: tuple[date, date], on: date, today: date) -> str | None:
    """What is wrong with a renewal: nothing interrupts this deadline; the day lies ahead, or outside the days `ran` (basis, last)."""
    if not SPANS[kind].restarts:
        return "DEADLINE_RUNS_ON"
    basis, last = ran
    return None if basis < on <= min(last, today) else "DEADLINE_RENEWED_DAY"


def spans_of(*, kind: DeadlineKind, policy: WarningPolicy) -> Spans:
    """How long before its end people are warned of a deadline: one of months as of a period of years, one of days shortly."""
    return policy.long if SPANS[kind].months else policy.short


def step_of(*, day: date, today: date, policy: WarningPolicy = SHIPPED) -> Level | None:
    """The warning that the end of a limitation period has reached; None while it is far."""
    return policy.long.level(day=day, today=today)


def _is_named_well(draft: DeadlineDraft) -> bool:
    span, named = SPANS[draft.kind], draft.named
    if span.is_named_only:
        return named is not None and named >= draft.basis
    if named is None:
        return True
    if span.named_months_most is None:
        return False
    least = draft.basis + timedelta(days=span.named_days_least or 0)
    return least <= named <= add_months(day=draft.basis, months=span.named_months_most)
