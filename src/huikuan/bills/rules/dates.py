"""PURE: interest of discounting, recourse amounts, and the days by which something must be done with a bill."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from huikuan.bills.rules.life import IN_HAND, PASSED_ON, State
from huikuan.bills.rules.policy import BillPolicy
from huikuan.kernel.calendar import BusinessCalendar, HolidayRoll, add_months
from huikuan.kernel.micros import rounded_half_up

PPM = 1_000_000
_AFTER_DISHONOUR = frozenset({State.DISHONOURED, State.IN_RECOURSE})


class Duty(StrEnum):
    """What has to be done by a day."""

    PRESENT = "PRESENT"
    GIVE_NOTICE = "GIVE_NOTICE"
    RECOURSE = "RECOURSE"
    RE_RECOURSE = "RE_RECOURSE"
    ACCEPTOR = "ACCEPTOR"
    ENDS = "ENDS"


ARTICLES = {
    Duty.PRESENT: "NIL 53",
    Duty.GIVE_NOTICE: "NIL 66",
    Duty.RECOURSE: "NIL 17(3)",
    Duty.RE_RECOURSE: "NIL 17(4)",
    Duty.ACCEPTOR: "NIL 17(1)",
    Duty.ENDS: "NIL 70",
}
"""Articles of the Negotiable Instruments Law (票据法)."""


@dataclass(frozen=True, slots=True)
class Discount:
    """What discounting costs, minor units: days from the day of discounting to the one before maturity, and what was added."""

    face_minor: int
    days: int
    roll_days: int
    other_city_days: int
    interest_minor: int

    @property
    def net_minor(self) -> int:
        """What arrives."""
        return self.face_minor - self.interest_minor


@dataclass(frozen=True, slots=True)
class Facts:
    """What the clocks of a part need."""

    state: State
    issued_on: date
    matures_on: date | None
    dishonoured_on: date | None = None
    paid_again_on: date | None = None
    is_voucher: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """Something that ends on a day, with the article that says so."""

    duty: Duty
    from_day: date
    last_day: date
    article: str

    def days_left(self, *, today: date) -> int:
        """Days from today to the last one, negative once it is over."""
        return (self.last_day - today).days


def discount(
    *,
    face_minor: int,
    rate_ppm: int,
    days: tuple[date, date],
    policy: BillPolicy,
    calendar: BusinessCalendar,
    is_other_city: bool = False,
) -> Discount:
    """Interest of discounting on the first of `days` what matures on the second: face × rate × days / 360, half-up to the fen.

    The first day counts, the last does not (算头不算尾); a maturity on a day off runs to the next business day, a paper bill
    of another city some days longer.
    """
    on, matures_on = days
    rolled = calendar.roll(day=matures_on, roll=HolidayRoll.NEXT)
    added = policy.other_city_days if is_other_city else 0
    counted = max(0, (rolled - on).days) + added
    interest = rounded_half_up(numerator=face_minor * rate_ppm * counted, denominator=policy.year_days * PPM)
    return Discount(face_minor, counted, (rolled - matures_on).days, added, interest)


def recourse_minor(*, face_minor: int, since: date, on: date, costs_minor: int, policy: BillPolicy) -> int:
    """What may be asked in recourse (票据法 70): the face, interest from maturity at the central bank's rate, and costs."""
    days = max(0, (on - since).days)
    interest = rounded_half_up(numerator=face_minor * policy.recourse_rate_ppm * days, denominator=365 * PPM)
    return face_minor + interest + costs_minor


def matures(*, issued_on: date, months: int) -> date:
    """Maturity of "N months after issue": the same day, or the month's end."""
    return add_months(day=issued_on, months=months)


def clocks(*, facts: Facts, policy: BillPolicy, calendar: BusinessCalendar) -> tuple[Clock, ...]:
    """What runs for a part, the nearest last day first. The first day of a period does not count (票据法 107, 民法典 201)."""
    found: list[Clock] = []
    matures_on = facts.matures_on

    def add(duty: Duty, start: date, end: date, *, rolls: bool = True) -> None:
        last = calendar.roll(day=end, roll=HolidayRoll.NEXT) if rolls else end
        found.append(Clock(duty, start, last, ARTICLES[duty]))

    if facts.state in IN_HAND and matures_on is not None:
        add(Duty.PRESENT, matures_on, matures_on + timedelta(days=policy.presentation_days))
    elif facts.state in IN_HAND:
        add(Duty.PRESENT, facts.issued_on, add_months(day=facts.issued_on, months=policy.sight_months))
    if facts.state in PASSED_ON and matures_on is not None:
        add(Duty.ENDS, matures_on, matures_on + timedelta(days=policy.presentation_days))
    if facts.state in _AFTER_DISHONOUR and facts.dishonoured_on is not None and not facts.is_voucher:
        no = facts.dishonoured_on
        add(Duty.GIVE_NOTICE, no, no + timedelta(days=policy.notice_days))
        if facts.paid_again_on is None:
            add(Duty.RECOURSE, no, add_months(day=no, months=policy.recourse_months), rolls=False)
        else:
            paid = facts.paid_again_on
            add(Duty.RE_RECOURSE, paid, add_months(day=paid, months=policy.re_recourse_months), rolls=False)
        start = matures_on or facts.issued_on
        add(Duty.ACCEPTOR, start, add_months(day=start, months=policy.acceptor_months), rolls=False)
    return tuple(sorted(found, key=lambda one: one.last_day))


def most_urgent(*, clocks: Iterable[Clock], today: date) -> Clock | None:
    """The clock that ends next; one that is over only if none still runs."""
    known = sorted(clocks, key=lambda one: one.last_day)
    return next((one for one in known if one.last_day >= today), known[-1] if known else None)
