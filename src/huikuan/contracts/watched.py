"""Reads for oversight: amendments that put payments off after the goods were delivered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from huikuan.contracts.models import Amendment, ContractEvent, ContractVersion
from huikuan.contracts.rules.keeping import terms_of
from huikuan.contracts.rules.lengthening import PutOff, payments_put_off
from huikuan.contracts.rules.states import AmendmentState
from huikuan.contracts.rules.terms import Trigger

Version = tuple[int, int]
"""A contract and the number of its version."""


@dataclass(frozen=True, slots=True)
class AmendedRow:
    """An adopted amendment that puts payments off, with who drafted and who adopted it, and the days goods were delivered."""

    version_id: int
    contract_id: int
    number: str
    company_id: int
    customer_id: int
    at: datetime
    put_off: tuple[PutOff, ...]
    delivered: tuple[date, ...]
    adopted_by_id: int | None
    adopted_by: str
    drafted_by_id: int | None
    drafted_by: str


def terms_amended_since(*, since: datetime) -> tuple[AmendedRow, ...]:
    """Amendments adopted since a moment that put payments off; at most four queries."""
    fresh = ContractVersion.objects.filter(made_at__gte=since, number__gt=1).exclude(reason="")
    versions = list(fresh.select_related("contract", "act").order_by("pk"))
    ids = {row.contract_id for row in versions}
    if not ids:
        return ()
    before = {(row.contract_id, row.number): row for row in ContractVersion.objects.filter(contract__in=ids)}
    drafts, delivered = _drafts(ids), _delivered(ids)
    found = []
    for row in versions:
        last = (row.contract_id, row.number - 1)
        put_off = payments_put_off(before=terms_of(kept=before[last].terms), after=terms_of(kept=row.terms))
        if put_off:
            found.append(_row(row, put_off, delivered.get(row.contract_id, ()), drafts.get(last)))
    return tuple(found)


def _drafts(ids: Iterable[int]) -> dict[Version, Amendment]:
    rows = Amendment.objects.filter(contract__in=ids, state=AmendmentState.ADOPTED.value).select_related("act")
    return {(row.contract_id, row.from_version): row for row in rows}


def _delivered(ids: Iterable[int]) -> dict[int, tuple[date, ...]]:
    """The days of the deliveries that stand."""
    found: dict[int, tuple[date, ...]] = {}
    rows = ContractEvent.objects.filter(contract__in=ids, kind=Trigger.DELIVERY.value, undoing=None)
    for contract_id, day in rows.order_by("happened_on", "pk").values_list("contract_id", "happened_on"):
        found[contract_id] = (*found.get(contract_id, ()), day)
    return found


def _row(
    row: ContractVersion, put_off: tuple[PutOff, ...], delivered: tuple[date, ...], drafted: Amendment | None
) -> AmendedRow:
    return AmendedRow(
        version_id=row.pk,
        contract_id=row.contract_id,
        number=row.contract.number,
        company_id=row.contract.company_id,
        customer_id=row.contract.customer_id,
        at=row.made_at,
        put_off=put_off,
        delivered=delivered,
        adopted_by_id=row.act.actor_user_id,
        adopted_by=row.act.actor_name,
        drafted_by_id=drafted.act.actor_user_id if drafted else None,
        drafted_by=drafted.act.actor_name if drafted else "",
    )
