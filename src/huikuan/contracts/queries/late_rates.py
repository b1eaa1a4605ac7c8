"""Reads: what late payment costs by the contracts in force."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import F

from huikuan.contracts.models import ContractVersion
from huikuan.contracts.rules.late_fees import DAYS_OF_YEAR
from huikuan.contracts.rules.states import ContractState
from huikuan.contracts.rules.terms import LateBasis

DECREE_RATE = Decimal("18.25")
"""0.05 % a day, 365 days: State Council decree 802 art. 17, in per cent a year."""


def late_rates(*, company_id: int, numbers: Iterable[str]) -> dict[str, Decimal]:
    """Per cent a year of 365 days by contract number, of signed contracts that say one; one query."""
    rows = ContractVersion.objects.filter(
        contract__company_id=company_id,
        contract__number__in=[number for number in set(numbers) if number],
        contract__state=ContractState.SIGNED.value,
        number=F("contract__version"),
    )
    found: dict[str, Decimal] = {}
    for number, terms in rows.values_list("contract__number", "terms"):
        clauses = terms.get("clauses", {})
        if clauses.get("late_basis") == LateBasis.DECREE_802.value:
            found[number] = DECREE_RATE
        elif clauses.get("late_basis") == LateBasis.AGREED.value:
            yearly, daily_ppm = clauses.get("late_rate_bp", 0), clauses.get("late_daily_ppm", 0)
            found[number] = Decimal(yearly) / 100 or Decimal(daily_ppm * DAYS_OF_YEAR) / 10_000
    return found
