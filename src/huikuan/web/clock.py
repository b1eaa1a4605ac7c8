"""The clock, read once per request."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from django.utils import timezone


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(tz=UTC)


def day_of(*, moment: datetime) -> date:
    """The business day of a moment in the company's zone (settings.TIME_ZONE)."""
    return timezone.localtime(moment, timezone.get_default_timezone()).date()


def moment_of(*, day: date, at: time) -> datetime:
    """The moment of a day and time in the company's zone (settings.TIME_ZONE)."""
    return timezone.make_aware(datetime.combine(day, at), timezone.get_default_timezone())
