"""Reads: which contracts in force say that silence on a statement of account is consent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from huikuan.contracts.models import ContractVersion
from huikuan.contracts.rules.states import ContractState

_SAID = (ContractState.SIGNED.value, ContractState.CLOSED.value)


@dataclass(frozen=True, slots=True)
class SilenceClause:
    """A contract by which a statement is agreed that is not objected to within so many days of its arrival."""

    number: str
    days: int


def silence_clauses(
    *, company_id: int, customer_ids: Collection[int], on: date
) -> dict[tuple[int, str], tuple[SilenceClause, ...]]:
    """The clauses of contracts signed by a day, by customer and currency, in the order of their numbers; one query."""
    rows = ContractVersion.objects.filter(
        contract__company_id=company_id,
        contract__customer_id__in=list(customer_ids),
        contract__state__in=_SAID,
        contract__signed_on__lte=on,
        number=F("contract__version"),
        terms__clauses__silence_days__gte=1,
    ).order_by("contract__number")
    columns = ("contract__customer_id", "contract__currency", "contract__number", "terms")
    found: dict[tuple[int, str], tuple[SilenceClause, ...]] = {}
    for customer_id, currency, number, terms in rows.values_list(*columns):
        clause = SilenceClause(number, int(terms["clauses"]["silence_days"]))
        found[customer_id, currency] = (*found.get((customer_id, currency), ()), clause)
    return found
