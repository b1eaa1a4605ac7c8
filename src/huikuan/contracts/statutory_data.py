"""PURE: caps on payment terms and the one-year loan prime rate, as versioned data with their sources (RULES_CN §3.2, §3.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Caps:
    """What a version of the Regulation on Payments to Small and Medium Enterprises sets, and since which day."""

    source: str
    in_force: date
    public_days: int
    public_most_days: int
    large_days: int
    daily_rate_ppm: int
    """Late interest where none was agreed, in millionths of the principal a day."""


CAPS: tuple[Caps, ...] = (
    Caps(
        source="国务院令 802",
        in_force=date(2025, 6, 1),
        public_days=30,
        public_most_days=60,
        large_days=60,
        daily_rate_ppm=500,
    ),
)
"""Oldest first. The text in force from 2020-09-01 to 2025-05-31 is not in the data: nothing is claimed for those days."""

PRIME_RATE_AS_OF = date(2026, 6, 22)
"""The last day the published list was looked at."""

PRIME_RATES: tuple[tuple[date, int], ...] = (
    (date(2019, 8, 20), 425),
    (date(2019, 9, 20), 420),
    (date(2019, 11, 20), 415),
    (date(2020, 2, 20), 405),
    (date(2020, 4, 20), 385),
    (date(2021, 12, 20), 380),
    (date(2022, 1, 20), 370),
    (date(2022, 8, 22), 365),
    (date(2023, 6, 20), 355),
    (date(2023, 8, 21), 345),
    (date(2024, 7, 22), 335),
    (date(2024, 10, 21), 310),
    (date(2025, 5, 20), 300),
)
"""One-year loan prime rate (LPR) from each day on, in basis points a year."""


def caps_on(*, day: date, versions: tuple[Caps, ...] = CAPS) -> Caps | None:
    """The version in force on `day`; None before the first one that is known."""
    return next((one for one in reversed(versions) if one.in_force <= day), None)


def prime_rate_on(*, day: date, rates: tuple[tuple[date, int], ...] = PRIME_RATES) -> int | None:
    """The one-year loan prime rate in basis points; None before the first one that is known."""
    return next((rate for since, rate in reversed(rates) if since <= day), None)
