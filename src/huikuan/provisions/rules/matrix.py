"""PURE: a loss matrix as people enter it: buckets, segments with their figures, forward factor, accounts; and as it is kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from typing import Any

from huikuan.provisions.rules.figures import Fault, Figures, figures_fault, rates_of
from huikuan.provisions.rules.rates import Average, BucketRate, Method, Moved

MILLION = 10**6
WHOLE_SEGMENT = ""
"""The segment of everybody who has no figures of his own."""
SHIPPED_ACCOUNTS: Mapping[str, str] = {"impairment": "6702", "allowance": "1231", "receivable": "1122"}
"""信用减值损失, 坏账准备, 应收账款 in the codes of the application guidance of the accounting standards (CAS); editable."""
_CODE = re.compile(r"[0-9A-Za-z.\-]{1,20}")
_LARGEST_EDGE = 36_500


class SegmentBy(StrEnum):
    """What parts customers into segments of shared risk."""

    NOTHING = ""
    REGION = "region"
    BUYER_TYPE = "buyer_type"
    GRADE = "grade"


@dataclass(frozen=True, slots=True)
class Matrix:
    """A version of the loss matrix; `edges` are days after the due date (or the invoice's), one bucket more than edges."""

    method: Method
    edges: tuple[int, ...]
    figures: Mapping[str, Figures]
    source: str
    basis: str = "due"
    segment_by: str = ""
    forward_ppm: int = 0
    forward_source: str = ""
    accounts: Mapping[str, str] = field(default_factory=lambda: dict(SHIPPED_ACCOUNTS))
    number: int = 0

    @property
    def rates(self) -> dict[str, tuple[BucketRate, ...]]:
        """The rates that count, by segment and bucket."""
        forward = Fraction(self.forward_ppm, MILLION)
        return {name: rates_of(figures=one, forward=forward).buckets for name, one in self.figures.items()}


def matrix_fault(*, matrix: Matrix) -> Fault | None:
    """The first thing wrong: MATRIX_EDGES, MATRIX_SEGMENTS, MATRIX_METHOD, MATRIX_SOURCE, MATRIX_FORWARD_SOURCE,
    MATRIX_ACCOUNTS, or what is wrong with the figures of a segment (FIGURES_…).
    """
    rising = all(lower < upper for lower, upper in pairwise(matrix.edges))
    if not matrix.edges or not rising or not 0 <= matrix.edges[0] <= matrix.edges[-1] <= _LARGEST_EDGE:
        return Fault("MATRIX_EDGES")
    if matrix.segment_by not in list(SegmentBy) or WHOLE_SEGMENT not in matrix.figures:
        return Fault("MATRIX_SEGMENTS")
    if len(matrix.figures) > 1 and not matrix.segment_by:
        return Fault("MATRIX_SEGMENTS")
    if any(one.method is not matrix.method for one in matrix.figures.values()):
        return Fault("MATRIX_METHOD")
    if not matrix.source.strip():
        return Fault("MATRIX_SOURCE")
    if matrix.forward_ppm and not matrix.forward_source.strip():
        return Fault("MATRIX_FORWARD_SOURCE")
    codes = [matrix.accounts.get(name, "") for name in SHIPPED_ACCOUNTS]
    if not all(_CODE.fullmatch(code) for code in codes):
        return Fault("MATRIX_ACCOUNTS")
    forward = Fraction(matrix.forward_ppm, MILLION)
    found = (
        figures_fault(figures=one, buckets=len(matrix.edges) + 1, forward=forward) for one in matrix.figures.values()
    )
    return next((fault for fault in found if fault is not None), None)


def plain_figures(*, figures: Mapping[str, Figures]) -> dict[str, Any]:
    """Figures as they are kept: integers, fractions as text."""
    return {
        name: {
            "entered": list(one.entered),
            "never_paid": one.never_paid,
            "years": [list(year) for year in one.years],
            "moved": [[[cell.unpaid, cell.balance] for cell in year] for year in one.moved],
            "average": one.average.value,
            "final_loss": str(one.final_loss),
            "shares": [str(share) for share in one.shares],
        }
        for name, one in figures.items()
    }


def kept_figures(*, method: Method, kept: Mapping[str, Any]) -> dict[str, Figures]:
    """Figures out of what was kept."""
    return {
        name: Figures(
            method,
            entered=tuple(one["entered"]),
            never_paid=one["never_paid"],
            years=tuple(tuple(year) for year in one["years"]),
            moved=tuple(tuple(Moved(*cell) for cell in year) for year in one.get("moved", ())),
            average=Average(one["average"]),
            final_loss=Fraction(one["final_loss"]),
            shares=tuple(Fraction(share) for share in one["shares"]),
        )
        for name, one in kept.items()
    }


def figures_in_rows(*, method: Method, rows: Sequence[tuple[str, Sequence[Fraction]]]) -> dict[str, Figures]:
    """Figures out of rows of a segment's name and numbers: minor units (one row a segment; migration: one row a year), or shares."""
    found: dict[str, Figures] = {}
    for name, numbers in rows:
        known = found.get(name, Figures(method))
        if method is Method.SET:
            found[name] = Figures(method, shares=tuple(numbers))
        elif method is Method.FLOW:
            found[name] = Figures(method, entered=tuple(int(one) for one in numbers))
        else:
            found[name] = Figures(method, years=(*known.years, tuple(int(one) for one in numbers)))
    return found
