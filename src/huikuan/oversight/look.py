"""What one run looks at: from which day on, with how many days before for a rule that compares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from huikuan.oversight.rules.flags import Policy


@dataclass(frozen=True, slots=True)
class Look:
    """From which day on a run looks, and until when; `since` is the day of the last run."""

    since: date
    today: date
    policy: Policy

    def back(self, *, days: int) -> date:
        """So many days before what is new."""
        return self.since - timedelta(days=days)

    def moment(self, *, days: int = 0) -> datetime:
        """The beginning of that day in the company's zone."""
        return datetime.combine(self.back(days=days), time(), ZoneInfo(settings.TIME_ZONE)).astimezone(UTC)


def day_of(*, moment: datetime) -> date:
    """The day of a moment in the company's zone."""
    return moment.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
