"""PURE: the VAT rates in force, each with its days and its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from huikuan.invoicing.rules.records import PERCENT


@dataclass(frozen=True, slots=True)
class TaxRate:
    """A rate in millionths, its first day, its last one if it ended, and where it is written."""

    rate_micros: int
    begins: date
    ends: date | None
    source: str


_2019 = "财政部 税务总局 海关总署公告2019年第39号"
_LAW = "增值税法 art. 10"
_SIMPLE = "增值税法 art. 11"
RATES: tuple[TaxRate, ...] = (
    TaxRate(13 * PERCENT, date(2019, 4, 1), date(2025, 12, 31), _2019),
    TaxRate(9 * PERCENT, date(2019, 4, 1), date(2025, 12, 31), _2019),
    TaxRate(6 * PERCENT, date(2016, 5, 1), date(2025, 12, 31), "财税〔2016〕36号"),
    TaxRate(5 * PERCENT, date(2016, 5, 1), date(2025, 12, 31), "财税〔2016〕36号"),
    TaxRate(3 * PERCENT, date(2014, 7, 1), date(2025, 12, 31), "财税〔2014〕57号"),
    TaxRate(1 * PERCENT, date(2023, 1, 1), date(2027, 12, 31), "财政部 税务总局公告2023年第19号"),
    TaxRate(0, date(1994, 1, 1), None, "增值税暂行条例 art. 2"),
    TaxRate(13 * PERCENT, date(2026, 1, 1), None, _LAW),
    TaxRate(9 * PERCENT, date(2026, 1, 1), None, _LAW),
    TaxRate(6 * PERCENT, date(2026, 1, 1), None, _LAW),
    TaxRate(3 * PERCENT, date(2026, 1, 1), None, _SIMPLE),
)


def rate_in_force(*, rate_micros: int, on: date) -> TaxRate | None:
    """The rate as it stands in law on a day; None if no such rate is in force then."""
    return next(
        (
            one
            for one in RATES
            if one.rate_micros == rate_micros and one.begins <= on and (one.ends is None or on <= one.ends)
        ),
        None,
    )
