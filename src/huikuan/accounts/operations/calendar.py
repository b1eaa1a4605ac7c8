"""Acts on the business calendar: days off and make-up days of work that the company enters over the published ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from huikuan.accounts.models import CalendarDay
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Refused

LONGEST_NAME, LONGEST_SOURCE = 100, 200


@dataclass(frozen=True, slots=True)
class CalendarDraft:
    """A day off or a make-up day of work; `source` says where that is written."""

    day: date
    is_working: bool
    name: str = ""
    source: str = ""


def set_calendar_days(*, actor: Actor, now: datetime, key: str, days: Sequence[CalendarDraft]) -> dict[str, Json]:
    """Enter days, each in place of what was entered for it before; `{"days"}`, their number.

    Raises NotPermitted, Refused CALENDAR_DAYS_MISSING, CALENDAR_DAY_TWICE, CALENDAR_TEXT_TOO_LONG.
    """
    refuse_without_verb(actor=actor, verb=Verb.ADMINISTER)
    _refuse_faulty(days)
    detail = {"days": [plain(value=asdict(one)) for one in days]}
    intent = Intent("set_calendar_days", actor, now, key, None, plain(value=detail))

    def work(act: OpenAct) -> dict[str, Json]:
        CalendarDay.objects.bulk_create(
            [CalendarDay(**asdict(one)) for one in days],
            batch_size=500,
            update_conflicts=True,
            unique_fields=["day"],
            update_fields=["is_working", "name", "source"],
        )
        return {"days": len(days)}

    return perform(intent=intent, work=work)


def remove_calendar_day(*, actor: Actor, now: datetime, key: str, day: date) -> dict[str, Json]:
    """Take an entered day back, so that the published calendar holds for it again; `{"days"}`.

    Raises NotPermitted, Refused CALENDAR_DAY_UNKNOWN.
    """
    refuse_without_verb(actor=actor, verb=Verb.ADMINISTER)
    intent = Intent("remove_calendar_day", actor, now, key, None, {"day": day.isoformat()})

    def work(act: OpenAct) -> dict[str, Json]:
        removed, _ = CalendarDay.objects.filter(day=day).delete()
        if not removed:
            raise Refused("CALENDAR_DAY_UNKNOWN", day=day.isoformat())
        return {"days": removed}

    return perform(intent=intent, work=work)


def _refuse_faulty(days: Sequence[CalendarDraft]) -> None:
    if not days:
        raise Refused("CALENDAR_DAYS_MISSING")
    seen: set[date] = set()
    for one in days:
        if one.day in seen:
            raise Refused("CALENDAR_DAY_TWICE", day=one.day.isoformat())
        if len(one.name) > LONGEST_NAME or len(one.source) > LONGEST_SOURCE:
            most = {"name_most": LONGEST_NAME, "source_most": LONGEST_SOURCE}
            raise Refused("CALENDAR_TEXT_TOO_LONG", day=one.day.isoformat(), **most)
        seen.add(one.day)
