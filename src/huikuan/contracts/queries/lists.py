"""Reads of contracts: the list, plans, milestones that wait for their trigger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Min, Q, QuerySet, Sum

from huikuan.contracts.access import contracts_for
from huikuan.contracts.models import Amendment, Contract, ContractEvent, Milestone
from huikuan.contracts.rules.plan import days_waiting
from huikuan.contracts.rules.states import ContractState, MilestoneState
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.kernel.refusal import Refused

SORTS = {
    "number": ("number", "id"),
    "-number": ("-number", "-id"),
    "amount": ("currency", "amount_minor", "id"),
    "-amount": ("currency", "-amount_minor", "-id"),
    "signed": (F("signed_on").asc(nulls_last=True), "id"),
    "-signed": (F("signed_on").desc(nulls_last=True), "-id"),
    "next": (F("next_on").asc(nulls_last=True), "id"),
    "-next": (F("next_on").desc(nulls_last=True), "-id"),
}
_BILLING = (ContractState.SIGNED.value, ContractState.CLOSED.value)
_WAITING = (MilestoneState.PLANNED.value, MilestoneState.HELD.value)


@dataclass(frozen=True, slots=True)
class ContractFilter:
    """What a list of contracts is narrowed to; `late_on` keeps those with a trigger expected before that day."""

    search: str = ""
    state: str = ""
    customer_id: int | None = None
    company_id: int | None = None
    late_on: date | None = None


@dataclass(frozen=True, slots=True)
class ContractRow:
    """A contract in a list: amounts in minor units, `next_on` the next day a trigger is expected."""

    id: int
    company_id: int
    customer_id: int
    customer_name: str
    number: str
    title: str
    currency: str
    amount_minor: int
    state: str
    version: int
    signed_on: date | None
    parent_id: int | None
    fired_minor: int
    held_minor: int
    next_on: date | None


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """One payment of a plan as it is kept."""

    id: int
    contract_id: int
    number: int
    title: str
    kind: str
    trigger: str
    amount_minor: int
    state: str
    expected_on: date | None
    expected_due: date | None
    fired_on: date | None
    due_on: date | None


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A milestone whose trigger was expected and has not come; `deemed_on` is the end of the inspection period where it runs."""

    contract_id: int
    contract_number: str
    customer_id: int
    customer_name: str
    title: str
    trigger: str
    amount_minor: int
    currency: str
    expected_on: date
    days: int


def contract_page(
    *, actor: Actor, narrowed: ContractFilter, sort: str = "-signed", number: int = 1, size: int = PAGE_SIZE
) -> Page[ContractRow]:
    """One page of the contracts `actor` may see, with sums per currency; three queries."""
    rows = _narrowed(contracts_for(actor=actor), narrowed)
    totals = dict(rows.order_by().values_list("currency").annotate(total=Sum("amount_minor")))
    start, end = page_bounds(number=number, size=size)
    shown = with_figures(rows=rows).order_by(*SORTS.get(sort, SORTS["-signed"]))[start:end]
    return Page(tuple(row_of(row=row) for row in shown), max(number, 1), end - start, rows.count(), totals)


def contracts_of(*, actor: Actor, customer_id: int) -> tuple[ContractRow, ...]:
    """The contracts of one customer `actor` may see, the newest first; one query."""
    rows = with_figures(rows=contracts_for(actor=actor).filter(customer_id=customer_id))
    return tuple(row_of(row=row) for row in rows.order_by("-pk"))


def milestones_of(*, contract_ids: Iterable[int]) -> dict[int, tuple[MilestoneRow, ...]]:
    """The plans of contracts that were filtered by access before, in the order of their numbers; one query."""
    found: dict[int, list[MilestoneRow]] = {}
    for row in Milestone.objects.filter(contract_id__in=list(contract_ids)).order_by("contract_id", "number"):
        found.setdefault(row.contract_id, []).append(_milestone(row))
    return {contract_id: tuple(rows) for contract_id, rows in found.items()}


def waiting_milestones(*, actor: Actor, today: date, days: int = 0) -> tuple[WaitingRow, ...]:
    """Milestones of signed contracts whose trigger was expected more than `days` days ago and never came; one query.

    Retention that is held waits too: nobody releases it by itself.
    """
    rows = Milestone.objects.filter(
        contract__in=contracts_for(actor=actor).filter(state=ContractState.SIGNED.value),
        state__in=_WAITING,
        expected_on__lt=today,
    ).select_related("contract__customer")
    found = (_waiting(row, today) for row in rows.order_by("expected_on", "pk"))
    return tuple(row for row in found if row.days > days)


def billing_contracts(*, company_id: int, numbers: Iterable[str]) -> set[tuple[int, str]]:
    """(customer, number) of the signed and closed contracts among `numbers`: their milestones make the receivables."""
    wanted = {number for number in numbers if number}
    if not wanted:
        return set()
    rows = Contract.objects.filter(company_id=company_id, number__in=wanted, state__in=_BILLING)
    return set(rows.values_list("customer_id", "number"))


def all_billing_contracts(*, company_id: int) -> set[tuple[int, str]]:
    """As `billing_contracts`, of every number: for lists of any length, in one query."""
    rows = Contract.objects.filter(company_id=company_id, state__in=_BILLING)
    return set(rows.values_list("customer_id", "number"))


def contract_ids_of(*, company_id: int, numbers: Iterable[str]) -> dict[str, int]:
    """Ids of the signed contracts of an own company by number; one query."""
    wanted = {number for number in numbers if number}
    rows = Contract.objects.filter(company_id=company_id, number__in=wanted, state=ContractState.SIGNED.value)
    return dict(rows.values_list("number", "pk"))


def company_of(*, contract_id: int) -> int:
    """The own company of a contract. Raises Refused CONTRACT_UNKNOWN."""
    company_id = Contract.objects.filter(pk=contract_id).values_list("company_id", flat=True).first()
    if company_id is None:
        raise Refused("CONTRACT_UNKNOWN", contract=contract_id)
    return company_id


def contract_of_event(*, event_id: int) -> int:
    """The contract an event is of. Raises Refused EVENT_UNKNOWN."""
    contract_id = ContractEvent.objects.filter(pk=event_id).values_list("contract_id", flat=True).first()
    if contract_id is None:
        raise Refused("EVENT_UNKNOWN", event=event_id)
    return contract_id


def contract_of_amendment(*, amendment_id: int) -> int | None:
    """The contract an amendment is of; None if there is no such amendment."""
    return Amendment.objects.filter(pk=amendment_id).values_list("contract_id", flat=True).first()


def _narrowed(rows: QuerySet[Contract], narrowed: ContractFilter) -> QuerySet[Contract]:
    if narrowed.search:
        text = narrowed.search
        rows = rows.filter(Q(number__icontains=text) | Q(title__icontains=text) | Q(customer__name__icontains=text))
    if narrowed.state:
        rows = rows.filter(state=narrowed.state)
    if narrowed.customer_id is not None:
        rows = rows.filter(customer_id=narrowed.customer_id)
    if narrowed.company_id is not None:
        rows = rows.filter(company_id=narrowed.company_id)
    if narrowed.late_on is not None:
        late = Milestone.objects.filter(state__in=_WAITING, expected_on__lt=narrowed.late_on).values("contract_id")
        rows = rows.filter(pk__in=late, state=ContractState.SIGNED.value)
    return rows


def with_figures(*, rows: QuerySet[Contract]) -> QuerySet[Contract]:
    """Contracts with what has fired, what is held and the next expected day."""
    return rows.select_related("customer").annotate(
        fired_minor=Sum("milestones__amount_minor", filter=Q(milestones__state=MilestoneState.FIRED.value), default=0),
        held_minor=Sum("milestones__amount_minor", filter=Q(milestones__state=MilestoneState.HELD.value), default=0),
        next_on=Min("milestones__expected_on", filter=Q(milestones__state__in=_WAITING)),
    )


def row_of(*, row: Any) -> ContractRow:
    """The frozen row of a contract that `with_figures` read."""
    return ContractRow(
        row.pk,
        row.company_id,
        row.customer_id,
        row.customer.name,
        row.number,
        row.title,
        row.currency,
        row.amount_minor,
        row.state,
        row.version,
        row.signed_on,
        row.parent_id,
        row.fired_minor,
        row.held_minor,
        row.next_on,
    )


def _milestone(row: Milestone) -> MilestoneRow:
    return MilestoneRow(
        row.pk,
        row.contract_id,
        row.number,
        row.title,
        row.kind,
        row.trigger,
        row.amount_minor,
        row.state,
        row.expected_on,
        row.expected_due,
        row.fired_on,
        row.due_on,
    )


def _waiting(row: Milestone, today: date) -> WaitingRow:
    expected = row.expected_on or today
    contract = row.contract
    return WaitingRow(
        contract.pk,
        contract.number,
        contract.customer_id,
        contract.customer.name,
        row.title,
        row.trigger,
        row.amount_minor,
        contract.currency,
        expected,
        days_waiting(expected_on=expected, today=today),
    )
