"""The collection plan (回款计划) of contracts: each payment with its day, its document and what has come of it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from huikuan.contracts.queries.lists import MilestoneRow, milestones_of
from huikuan.contracts.rules.plan import PlanState, days_waiting, plan_state
from huikuan.contracts.rules.states import MilestoneState
from huikuan.receivables.models import PlanFiring, Receivable


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One payment of a plan: minor units, `invoice_id` once it fired, `days_late` since its trigger or its money was expected."""

    milestone: MilestoneRow
    state: PlanState
    due_on: date | None
    invoice_id: int | None
    receivable_id: int | None
    invoice_number: str
    received_minor: int
    open_minor: int
    days_late: int


def plans_of(*, contract_ids: Iterable[int], today: date) -> dict[int, tuple[PlanRow, ...]]:
    """The plans of contracts that were filtered by access before; two queries."""
    ids = list(contract_ids)
    rows = Receivable.objects.filter(invoice__firing__contract_id__in=ids, invoice__firing__undone_by=0)
    billed = {row.invoice.firing.milestone_id: row for row in rows.select_related("invoice__firing")}
    return {
        contract_id: tuple(_row(one, billed.get(one.id), today) for one in milestones)
        for contract_id, milestones in milestones_of(contract_ids=ids).items()
    }


def received_by_contract(*, contract_ids: Iterable[int]) -> dict[int, int]:
    """What was received of each contract through its milestones, minor units; one query."""
    rows = Receivable.objects.filter(invoice__firing__contract_id__in=list(contract_ids), invoice__firing__undone_by=0)
    sums = rows.values_list("invoice__firing__contract_id").annotate(total=Sum("allocated_minor"))
    return {contract_id: int(total) for contract_id, total in sums}


def contract_of_invoice(*, invoice_id: int) -> tuple[int, int] | None:
    """(contract, event) an invoice was fired by, while it stands; None for any other."""
    row = PlanFiring.objects.filter(invoice_id=invoice_id, undone_by=0).values_list("contract_id", "event_id").first()
    return None if row is None else (row[0], row[1])


def instalments_beside(*, invoice_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """All documents that the payments of one contract raised, for each of these that is one of them; two queries."""
    fired = PlanFiring.objects.filter(undone_by=0, invoice__isnull=False)
    contracts = dict(fired.filter(invoice_id__in=invoice_ids).values_list("invoice_id", "contract_id"))
    beside: dict[int, tuple[int, ...]] = {}
    rows = fired.filter(contract_id__in=set(contracts.values())).order_by("pk")
    for contract_id, invoice_id in rows.values_list("contract_id", "invoice_id"):
        beside[contract_id] = (*beside.get(contract_id, ()), invoice_id)
    return {invoice_id: beside[contract_id] for invoice_id, contract_id in contracts.items()}


def held_minor(*, customer_ids: Iterable[int]) -> dict[tuple[int, str], int]:
    """Retention held as contract asset by customer and currency, minor units; one query."""
    held = PlanFiring.objects.filter(customer_id__in=list(customer_ids), undone_by=0)
    released = held.filter(invoice__isnull=False).values("milestone_id")
    rows = held.filter(invoice__isnull=True).exclude(milestone_id__in=released)
    sums = rows.values_list("customer_id", "currency").annotate(total=Sum("amount_minor"))
    return {(customer_id, currency): int(total) for customer_id, currency, total in sums}


def _row(milestone: MilestoneRow, receivable: Receivable | None, today: date) -> PlanRow:
    open_minor = receivable.outstanding_minor if receivable else milestone.amount_minor
    state = plan_state(
        state=MilestoneState(milestone.state),
        days=(milestone.expected_on, milestone.due_on),
        open_minor=open_minor,
        amount_minor=milestone.amount_minor,
        today=today,
    )
    late_from = {PlanState.WAITING: milestone.expected_on, PlanState.OVERDUE: milestone.due_on}.get(state)
    return PlanRow(
        milestone=milestone,
        state=state,
        due_on=milestone.due_on or milestone.expected_due,
        invoice_id=receivable.invoice_id if receivable else None,
        receivable_id=receivable.pk if receivable else None,
        invoice_number=receivable.invoice.number if receivable else "",
        received_minor=receivable.allocated_minor if receivable else 0,
        open_minor=open_minor,
        days_late=days_waiting(expected_on=late_from, today=today),
    )
