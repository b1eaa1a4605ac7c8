"""Days as people read them: ISO, with the weekday where somebody must act, and how they lie to today."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huikuan.wording.names import WEEKDAYS


def iso(*, day: date | None) -> str:
    """2026-03-05; `–` where unknown."""
    return "–" if day is None else day.isoformat()


def with_weekday(*, day: date | None) -> str:
    """2026-03-05 Thu (周四); `–` where unknown."""
    return "–" if day is None else f"{day.isoformat()} {WEEKDAYS[day.weekday()]}"


def moment(*, at: datetime) -> str:
    """2026-03-05 09:30 in the company's zone."""
    return timezone.localtime(at, timezone.get_default_timezone()).strftime("%Y-%m-%d %H:%M")


def relation(*, days_overdue: int) -> str:
    """How a due day lies to today: overdue 12 days, due today, in 3 days."""
    if days_overdue > 0:
        return ngettext("overdue %(days)s day", "overdue %(days)s days", days_overdue) % {"days": days_overdue}
    if days_overdue == 0:
        return _("due today")
    return ngettext("in %(days)s day", "in %(days)s days", -days_overdue) % {"days": -days_overdue}


def tone(*, days_overdue: int) -> str:
    """The tone of a due day: risk when late, soon within a week, else plain."""
    if days_overdue > 0:
        return "risk"
    return "soon" if days_overdue >= -7 else "plain"
