"""PURE: the size class of a company by its industry, staff, revenue and assets (工信部联企业〔2011〕300号 Art. 4; RULES_CN §3.2).

A class is reached only where every figure of the industry reaches its limit: large needs both upper limits, medium both of
its own, small both, else micro. Limits are versioned data: a new notice is a new entry of `SIZE_RULES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MINOR_IN_TEN_THOUSAND = 1_000_000
"""Fen in 10,000 yuan (万元), the unit of the notice."""


class CompanySize(StrEnum):
    """Size classes, the smallest first."""

    MICRO = "MICRO"
    SMALL = "SMALL"
    MEDIUM = "MEDIUM"
    LARGE = "LARGE"


class Industry(StrEnum):
    """The sixteen groups of industries of the notice."""

    AGRICULTURE = "AGRICULTURE"
    MANUFACTURING = "MANUFACTURING"
    CONSTRUCTION = "CONSTRUCTION"
    WHOLESALE = "WHOLESALE"
    RETAIL = "RETAIL"
    TRANSPORT = "TRANSPORT"
    STORAGE = "STORAGE"
    POST = "POST"
    LODGING = "LODGING"
    CATERING = "CATERING"
    TELECOMS = "TELECOMS"
    SOFTWARE = "SOFTWARE"
    REAL_ESTATE = "REAL_ESTATE"
    PROPERTY = "PROPERTY"
    LEASING = "LEASING"
    OTHER = "OTHER"


Limits = tuple[int, int, int]
"""From here on small, medium, large."""


@dataclass(frozen=True, slots=True)
class SizeLimits:
    """Limits of one industry; None where the notice does not look at the figure. Money in 10,000 yuan."""

    staff: Limits | None = None
    revenue: Limits | None = None
    assets: Limits | None = None


@dataclass(frozen=True, slots=True)
class SizeFigures:
    """What a company declares: people employed, a year's revenue and total assets in fen; None is not known."""

    staff: int | None = None
    revenue_minor: int | None = None
    assets_minor: int | None = None


@dataclass(frozen=True, slots=True)
class SizeRules:
    """One version of the limits, in force from a day on."""

    version: str
    source: str
    since: date
    limits: Mapping[Industry, SizeLimits]


_2011 = SizeRules(
    version="2011-300",
    source="工信部联企业〔2011〕300号",
    since=date(2011, 6, 18),
    limits={
        Industry.AGRICULTURE: SizeLimits(revenue=(50, 500, 20_000)),
        Industry.MANUFACTURING: SizeLimits(staff=(20, 300, 1_000), revenue=(300, 2_000, 40_000)),
        Industry.CONSTRUCTION: SizeLimits(revenue=(300, 6_000, 80_000), assets=(300, 5_000, 80_000)),
        Industry.WHOLESALE: SizeLimits(staff=(5, 20, 200), revenue=(1_000, 5_000, 40_000)),
        Industry.RETAIL: SizeLimits(staff=(10, 50, 300), revenue=(100, 500, 20_000)),
        Industry.TRANSPORT: SizeLimits(staff=(20, 300, 1_000), revenue=(200, 3_000, 30_000)),
        Industry.STORAGE: SizeLimits(staff=(20, 100, 200), revenue=(100, 1_000, 30_000)),
        Industry.POST: SizeLimits(staff=(20, 300, 1_000), revenue=(100, 2_000, 30_000)),
        Industry.LODGING: SizeLimits(staff=(10, 100, 300), revenue=(100, 2_000, 10_000)),
        Industry.CATERING: SizeLimits(staff=(10, 100, 300), revenue=(100, 2_000, 10_000)),
        Industry.TELECOMS: SizeLimits(staff=(10, 100, 2_000), revenue=(100, 1_000, 100_000)),
        Industry.SOFTWARE: SizeLimits(staff=(10, 100, 300), revenue=(50, 1_000, 10_000)),
        Industry.REAL_ESTATE: SizeLimits(revenue=(100, 1_000, 200_000), assets=(2_000, 5_000, 10_000)),
        Industry.PROPERTY: SizeLimits(staff=(100, 300, 1_000), revenue=(500, 1_000, 5_000)),
        Industry.LEASING: SizeLimits(staff=(10, 100, 300), assets=(100, 8_000, 120_000)),
        Industry.OTHER: SizeLimits(staff=(10, 100, 300)),
    },
)
SIZE_RULES: tuple[SizeRules, ...] = (_2011,)
"""Versions, the oldest first."""
_ORDER = tuple(CompanySize)


def size_rules_on(*, day: date) -> SizeRules:
    """The version in force on a day; the first one for days before it."""
    return next((rules for rules in reversed(SIZE_RULES) if rules.since <= day), SIZE_RULES[0])


def size_class(*, industry: Industry, figures: SizeFigures, rules: SizeRules) -> CompanySize | None:
    """The size class by the figures; None where a missing figure could still change it.

    A figure below the limit of small decides alone: micro, whatever the other one is.
    """
    limits = rules.limits[industry]
    asked = [
        (limits.staff, figures.staff, 1),
        (limits.revenue, figures.revenue_minor, MINOR_IN_TEN_THOUSAND),
        (limits.assets, figures.assets_minor, MINOR_IN_TEN_THOUSAND),
    ]
    reached = [_reached(bounds, known, unit) for bounds, known, unit in asked if bounds is not None]
    known = [rank for rank in reached if rank is not None]
    if len(known) < len(reached) and 0 not in known:
        return None
    return _ORDER[min(known)]


def _reached(bounds: Limits, figure: int | None, unit: int) -> int | None:
    return None if figure is None else sum(figure >= bound * unit for bound in bounds)
