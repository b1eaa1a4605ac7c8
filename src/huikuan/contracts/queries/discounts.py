"""Reads: what discount for early payment the contracts in force grant."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import F

from huikuan.contracts.models import ContractVersion
from huikuan.contracts.rules.discounts import AgreedDiscount
from huikuan.contracts.rules.states import ContractState

__all__ = ["AgreedDiscount", "agreed_discounts"]


def agreed_discounts(*, company_id: int, numbers: Iterable[str]) -> dict[str, AgreedDiscount]:
    """By contract number, of signed contracts that grant one; one query."""
    rows = ContractVersion.objects.filter(
        contract__company_id=company_id,
        contract__number__in=[number for number in set(numbers) if number],
        contract__state=ContractState.SIGNED.value,
        number=F("contract__version"),
        terms__clauses__discount_permille__gte=1,
    )
    return {
        number: AgreedDiscount(
            int(terms["clauses"]["discount_permille"]), int(terms["clauses"].get("discount_days", 0))
        )
        for number, terms in rows.values_list("contract__number", "terms")
    }
