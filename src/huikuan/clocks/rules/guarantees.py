"""PURE: a guarantor's clock as a calculation of its own; the rule itself belongs to the room of securities."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from huikuan.kernel.calendar import BusinessCalendar, HolidayRoll
from huikuan.securities.rules import ClaimDuty, Facts, SecurityKind, SecurityState, guarantee_clock


@dataclass(frozen=True, slots=True)
class Guarantee:
    """Until when a guarantor must be claimed, and what keeps an ordinary and a joint one's liability (CC 692, 693).

    `act_by` is the day as it is counted; `expires` the next working day, where six months end on a day off (CC 203). People
    are warned by the earlier one.
    """

    counted_from: date
    act_by: date
    expires: date
    article: str
    is_agreed: bool
    ordinary: ClaimDuty = ClaimDuty.SUE
    joint: ClaimDuty = ClaimDuty.DEMAND


def guarantee(
    *, principal_due: date, calendar: BusinessCalendar, until: date | None = None, until_paid: bool = False
) -> Guarantee:
    """The clock of a guarantor: the agreed end, else six months from the principal's due day.

    An agreed end on or before that day counts as none; one that counts stands as agreed. The period does not stop and is not
    interrupted.
    """
    facts = Facts(
        kind=SecurityKind.GUARANTEE_JOINT,
        state=SecurityState.IN_FORCE,
        amount_minor=1,
        valid_from=principal_due,
        valid_through=None,
        is_registered=False,
        share_permille=None,
        principal_due=principal_due,
        guarantee_through=until,
        until_paid=until_paid,
        claimed_on=None,
    )
    clock = guarantee_clock(facts=facts)
    if clock is None:
        raise AssertionError("a guarantor with a due day has a clock")
    is_agreed = until is not None and not until_paid and until > principal_due
    expires = clock.ends_on if is_agreed else calendar.roll(day=clock.ends_on, roll=HolidayRoll.NEXT)
    return Guarantee(principal_due + timedelta(days=1), clock.ends_on, expires, clock.article, is_agreed)
