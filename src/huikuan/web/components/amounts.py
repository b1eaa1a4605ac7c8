"""Amounts as people read them: exact in tables, short in tiles."""

from __future__ import annotations

from django.utils.translation import get_language

from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.text_amounts import format_amount

UNKNOWN = "–"
_CHINESE = ((10**8, " 亿"), (10**4, " 万"))
_ENGLISH = ((10**9, "B"), (10**6, "M"), (10**3, "K"))


def exact(*, minor: int | None, currency: str) -> str:
    """Two decimals (or the currency's) with thousands separators; `–` where unknown."""
    return UNKNOWN if minor is None else format_amount(minor=minor, currency=currency)


def short(*, minor: int | None, currency: str) -> str:
    """Three or so figures for a tile, in 万 and 亿 or in K, M and B; rounded half up, exact below the first step."""
    if minor is None:
        return UNKNOWN
    unit = 10 ** (exponent_of(currency=currency) or 0)
    whole, sign = abs(minor), "-" if minor < 0 else ""
    for size, mark in _ENGLISH if get_language() == "en" else _CHINESE:
        if whole >= unit * size:
            hundredths = (2 * whole * 100 + unit * size) // (2 * unit * size)
            return f"{sign}{hundredths // 100:,}.{hundredths % 100:02d}{mark}"
    return exact(minor=minor, currency=currency)
