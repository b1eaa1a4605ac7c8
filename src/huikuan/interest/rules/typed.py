"""PURE: rates and factors as people and contracts write them: a share of the principal a year or a day; nothing is rounded."""

from __future__ import annotations

import re
from decimal import Decimal

from huikuan.interest.rules.bases import UNIT, Fault, Rate
from huikuan.kernel.text_normal import narrow

_SHARES = {"%": 100, "百分之": 100, "‰": 1_000, "千分之": 1_000, "‱": 10_000, "万分之": 10_000}
_NUMERALS = str.maketrans("〇零一二两三四五六七八九点", "001223456789.")
_TENS = re.compile(r"(?<![0-9])([1-9]?)十([1-9]?)(?![0-9])")
_DAY, _YEAR = "d|day|日|天", "y|year|年"
_RATE = re.compile(
    r"(?:[每按]?(?P<before>[日天年])(?:利率|息)?)?\s*(?P<share>[百千万]分之)?"
    r"\s*(?P<number>[0-9]{1,4}(?:\.[0-9]{1,9})?)\s*(?P<sign>[%‰‱])?"
    rf"\s*(?:(?:/|per|每)?\s*(?P<after>{_DAY}|{_YEAR}))?",
    re.IGNORECASE,
)
_FACTOR = re.compile(r"[0-9](?:\.[0-9]{1,6})?")


def typed_rate(*, text: str) -> Rate | Fault:
    """Per cent a year (`18.25`, `18.25%`, `12%/年`) or a day (`0.05%/day`, `0.5‰/日`, `万分之5/日`, `日万分之五`).

    Faults: INTEREST_RATE_UNREADABLE (months too: a rate is kept for a year or a day); INTEREST_RATE_UNCLEAR (`0.12` alone may
    mean 0.12 % or 12 %; a share of a thousand or ten thousand says nothing without the time it is for: `0.5‰`, `万分之五`), with
    how to write it for a `year`, and for a `day` with the day behind it.
    """
    written = narrow(text=text).strip()
    found = _RATE.fullmatch(_in_figures(written))
    if found is None or (found["before"] and found["after"]) or (found["share"] and found["sign"]):
        return _unreadable(text)
    sign, time = found["share"] or found["sign"], found["before"] or found["after"]
    share = _SHARES[sign or "%"]
    parts = Decimal(found["number"]) * (UNIT // share)
    if parts != int(parts) or not parts:
        return _unreadable(text)
    is_daily = time is not None and re.fullmatch(_DAY, time, re.IGNORECASE) is not None
    if (share > 100 and time is None) or (sign is None and not is_daily and parts < UNIT // 100):
        year = f"{Rate(int(parts)).percent}%"
        return Fault("INTEREST_RATE_UNCLEAR", {"value": written, "year": year, "day": written if sign else year})
    return Rate(int(parts), is_daily=is_daily)


def typed_factor(*, text: str) -> int | Fault:
    """Per mille of a factor such as `1.3`. INTEREST_FACTOR_UNREADABLE."""
    found = _FACTOR.fullmatch(narrow(text=text).strip())
    permille = Decimal(found[0]) * 1_000 if found else Decimal("0.5")
    if permille != int(permille):
        return Fault("INTEREST_FACTOR_UNREADABLE", {"value": text[:40]})
    return int(permille)


def _in_figures(written: str) -> str:
    """Numerals up to 99 in figures: `万分之三点五` is `万分之3.5`, `千分之十` is `千分之10`."""
    return _TENS.sub(lambda found: f"{found[1] or 1}{found[2] or 0}", written.translate(_NUMERALS))


def _unreadable(text: str) -> Fault:
    return Fault("INTEREST_RATE_UNREADABLE", {"value": text[:40]})
