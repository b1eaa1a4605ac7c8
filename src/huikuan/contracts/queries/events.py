"""Reads for the rooms that deliver: which events of contracts stand, what contracts say about acceptance, what has fired."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from huikuan.contracts.models import Contract, ContractEvent, ContractVersion, Milestone
from huikuan.contracts.rules.keeping import terms_of
from huikuan.contracts.rules.states import MilestoneState
from huikuan.contracts.rules.terms import Trigger


@dataclass(frozen=True, slots=True)
class StandingEvent:
    """An event that was not taken back."""

    id: int
    kind: str
    happened_on: date


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """What deliveries ask of a contract: whose it is, how goods are accepted, what fired (minor units), what waits.

    `waiting` names the milestones that wait for their trigger, with it and their amount, in the order of the plan.
    """

    id: int
    number: str
    company_id: int
    customer_id: int
    currency: str
    state: str
    inspection_days: int | None
    needs_acceptance: bool
    fired_minor: int
    waiting: tuple[tuple[str, str, int], ...]

    @property
    def bills_itself(self) -> bool:
        """Whether its milestones make the receivables."""
        return self.state in ("SIGNED", "CLOSED")


def standing_events(*, contract_id: int) -> tuple[StandingEvent, ...]:
    """The events of a contract that stand, the earliest first; one query."""
    rows = ContractEvent.objects.filter(contract_id=contract_id, undoing__isnull=True).order_by("happened_on", "pk")
    return tuple(StandingEvent(*row) for row in rows.values_list("pk", "kind", "happened_on"))


def contract_facts(*, contract_ids: Iterable[int]) -> dict[int, ContractFacts]:
    """Facts of contracts that were filtered by access before; three queries, none for no contract."""
    ids = sorted(set(contract_ids))
    if not ids:
        return {}
    versions = ContractVersion.objects.filter(contract__in=ids, number=F("contract__version"))
    said = {row.contract_id: terms_of(kept=row.terms) for row in versions}
    plans: dict[int, list[Milestone]] = {}
    for row in Milestone.objects.filter(contract__in=ids).order_by("contract_id", "number"):
        plans.setdefault(row.contract_id, []).append(row)
    found = {}
    for contract in Contract.objects.filter(pk__in=ids):
        plan, terms = plans.get(contract.pk, []), said[contract.pk]
        fired = [row.amount_minor for row in plan if row.state == MilestoneState.FIRED.value]
        waiting = [(row.title, row.trigger, row.amount_minor) for row in plan if row.state in ("PLANNED", "HELD")]
        found[contract.pk] = ContractFacts(
            id=contract.pk,
            number=contract.number,
            company_id=contract.company_id,
            customer_id=contract.customer_id,
            currency=contract.currency,
            state=contract.state,
            inspection_days=terms.settlement.inspection_days,
            needs_acceptance=any(term.trigger is Trigger.ACCEPTANCE for term in terms.milestones)
            or terms.settlement.inspection_days is not None,
            fired_minor=sum(fired),
            waiting=tuple(waiting),
        )
    return found
