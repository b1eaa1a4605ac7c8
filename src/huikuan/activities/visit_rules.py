"""PURE: a light plan of visits: so many days, customers by region, and what became of each visit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class VisitState(StrEnum):
    """What became of a planned visit."""

    PLANNED = "PLANNED"
    DONE = "DONE"
    DROPPED = "DROPPED"


LONGEST_NOTE = 200
FARTHEST = timedelta(days=180)
"""A plan of visits looks this far ahead."""

_PLACE = re.compile(
    r"^(?:中国)?(?P<province>北京|上海|天津|重庆|[一-鿿]{2,7}?(?:省|自治区|特别行政区))?市?"
    r"(?P<city>[一-鿿]{2,7}?(?:市|自治州|地区|盟))?(?P<district>[一-鿿]{1,6}?(?:区|县|旗|市))?"
)
_MUNICIPALITIES = ("北京", "上海", "天津", "重庆")


@dataclass(frozen=True, slots=True)
class VisitDraft:
    """A visit to plan: to whom, by whom, on which day, what for."""

    customer_id: int
    person_id: int
    day: date
    note: str = ""


def visit_fault(*, day: date, note: str, today: date) -> str:
    """Why a visit cannot be planned: VISIT_DAY_PAST, VISIT_DAY_FAR, VISIT_NOTE_TOO_LONG; empty if it can."""
    if day < today:
        return "VISIT_DAY_PAST"
    if day > today + FARTHEST:
        return "VISIT_DAY_FAR"
    return "VISIT_NOTE_TOO_LONG" if len(note) > LONGEST_NOTE else ""


def week_of(*, day: date) -> tuple[date, ...]:
    """Monday to Sunday of the week a day lies in."""
    monday = day - timedelta(days=day.weekday())
    return tuple(monday + timedelta(days=number) for number in range(7))


def region_of(*, region: str, address: str) -> str:
    """Where a customer is, for a tour: as his file says, else province or city and district of a Chinese address; or empty."""
    if region.strip():
        return region.strip()
    found = _PLACE.match(address.strip())
    if found is None:
        return ""
    province, city, district = (found[name] or "" for name in ("province", "city", "district"))
    if province in _MUNICIPALITIES:
        return f"{province}{city or district}"
    return f"{city}{district}" if city else province or district
