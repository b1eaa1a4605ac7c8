"""PURE: when silence on a statement is consent: only where contracts say so, for all that is open, after their days (CC 140).

A balance agreed by silence is evidence by contract; it is no acknowledgement of the debt by the customer himself, so the
limitation period does not run anew by it and it counts in no confirmation coverage.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, timedelta

LONGEST = 100
BETWEEN = ", "


def named(*, contracts: Collection[str], clauses: Mapping[str, int]) -> str:
    """The contracts a statement names for its clause: those of what is open, if every one of them has it; else empty."""
    numbers = sorted(set(contracts))
    if not numbers or any(number not in clauses for number in numbers):
        return ""
    text = BETWEEN.join(numbers)
    return text if len(text) <= LONGEST else ""


def days_of(*, contracts: str, clauses: Mapping[str, int]) -> int | None:
    """The longest time that the named contracts give; None if one of them has no such clause (any more)."""
    days = [clauses.get(number, 0) for number in contracts.split(BETWEEN)] if contracts else [0]
    return max(days) if min(days) > 0 else None


def agreed_by_silence(*, arrived_on: date | None, days: int | None, today: date) -> bool | None:
    """Whether silence has agreed: True after the time, None while it runs, False where nothing makes it consent."""
    if arrived_on is None or days is None:
        return False
    return True if today > arrived_on + timedelta(days=days) else None
