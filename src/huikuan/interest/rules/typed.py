"""PURE: rates and factors as people type them: per cent a year, per cent a day, times the prime rate; nothing is rounded."""

from __future__ import annotations

import re
from decimal import Decimal

from huikuan.interest.rules.bases import PERCENT, Fault, Rate
from huikuan.kernel.text_normal import narrow

_RATE = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,9})?)\s*(%|‰)?\s*(/?\s*(?:d|day|日|天))?", re.IGNORECASE)
_FACTOR = re.compile(r"[0-9](?:\.[0-9]{1,6})?")


def typed_rate(*, text: str) -> Rate | Fault:
    """Per cent a year (`18.25`, `18.25%`) or, with a day behind it, a day (`0.05%/day`, `0.5‰/日`).

    Faults: INTEREST_RATE_UNREADABLE; INTEREST_RATE_UNCLEAR (`0.12` alone may mean 0.12 % or 12 %).
    """
    found = _RATE.fullmatch(narrow(text=text).strip())
    if found is None:
        return Fault("INTEREST_RATE_UNREADABLE", {"value": text[:40]})
    parts = Decimal(found[1]) * (PERCENT // 10 if found[2] == "‰" else PERCENT)
    if parts != int(parts) or not parts:
        return Fault("INTEREST_RATE_UNREADABLE", {"value": text[:40]})
    if not found[2] and not found[3] and parts < PERCENT:
        return Fault("INTEREST_RATE_UNCLEAR", {"value": found[1]})
    return Rate(int(parts), is_daily=found[3] is not None)


def typed_factor(*, text: str) -> int | Fault:
    """Per mille of a factor such as `1.3`. INTEREST_FACTOR_UNREADABLE."""
    found = _FACTOR.fullmatch(narrow(text=text).strip())
    permille = Decimal(found[0]) * 1_000 if found else Decimal("0.5")
    if permille != int(permille):
        return Fault("INTEREST_FACTOR_UNREADABLE", {"value": text[:40]})
    return int(permille)
