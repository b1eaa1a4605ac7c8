"""PURE: the late-payment clause of a contract: rates that may be agreed a year or a day, and how they compare (CC 585)."""

from __future__ import annotations

from huikuan.contracts.rules.terms import Clauses, LateBasis

MOST_YEARLY_BP = 100_000
"""1,000 % a year. Contracts do say more than a court grants (合同编通则解释 art. 65): that is warned of, not refused."""
MOST_DAILY_PPM = 50_000
"""5 % a day; what is more was typed wrong."""
DAYS_OF_YEAR = 365
_PPM_PER_BP = 100


def yearly_bp(*, clauses: Clauses) -> int | None:
    """What was agreed in basis points a year of 365 days, rounded down; 0 where it is that none is owed, None where nothing is."""
    if clauses.late_basis is LateBasis.EXCLUDED:
        return 0
    if clauses.late_basis is not LateBasis.AGREED:
        return None
    return clauses.late_rate_bp or clauses.late_daily_ppm * DAYS_OF_YEAR // _PPM_PER_BP


def late_fee_fault(*, clauses: Clauses) -> str:
    """LATE_RATE_MISSING (agreed, but no rate, or two), LATE_RATE_RANGE; empty where nothing is wrong."""
    if clauses.late_basis is not LateBasis.AGREED:
        return ""
    if not 0 <= clauses.late_rate_bp <= MOST_YEARLY_BP or not 0 <= clauses.late_daily_ppm <= MOST_DAILY_PPM:
        return "LATE_RATE_RANGE"
    return "" if (clauses.late_rate_bp == 0) != (clauses.late_daily_ppm == 0) else "LATE_RATE_MISSING"
