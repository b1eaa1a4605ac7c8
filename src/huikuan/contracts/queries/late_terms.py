"""Reads: what contracts in force say of late payment, with what decides whether decree 802 protects the seller."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from huikuan.contracts.models import ContractVersion
from huikuan.contracts.rules.states import ContractState
from huikuan.contracts.rules.terms import LateBasis


@dataclass(frozen=True, slots=True)
class LateTerms:
    """The agreed rate in basis points a year or in millionths a day (0 where none is), whether it is the decree's or none is
    owed by agreement, whether decree 802 protects the seller, since when.
    """

    rate_bp: int
    daily_ppm: int
    is_decree: bool
    is_excluded: bool
    is_covered: bool
    signed_on: date | None


def late_terms(*, numbers: Iterable[tuple[int, str]]) -> dict[tuple[int, str], LateTerms]:
    """By own company and contract number, for signed and closed contracts; one query."""
    wanted = {pair for pair in numbers if pair[1]}
    rows = ContractVersion.objects.filter(
        contract__company_id__in={company_id for company_id, _ in wanted},
        contract__number__in={number for _, number in wanted},
        contract__state__in=[ContractState.SIGNED.value, ContractState.CLOSED.value],
        number=F("contract__version"),
    )
    found = {}
    for company_id, number, signed_on, terms in rows.values_list(
        "contract__company_id", "contract__number", "contract__signed_on", "terms"
    ):
        clauses, sizes = terms.get("clauses", {}), terms.get("sizes", {})
        basis = clauses.get("late_basis")
        agreed = clauses if basis == LateBasis.AGREED.value else {}
        covered = sizes.get("buyer", "OTHER") != "OTHER" and sizes.get("seller", "LARGE") != "LARGE"
        found[company_id, number] = LateTerms(
            rate_bp=agreed.get("late_rate_bp", 0),
            daily_ppm=agreed.get("late_daily_ppm", 0),
            is_decree=basis == LateBasis.DECREE_802.value,
            is_excluded=basis == LateBasis.EXCLUDED.value,
            is_covered=covered,
            signed_on=signed_on,
        )
    return {key: one for key, one in found.items() if key in wanted}
