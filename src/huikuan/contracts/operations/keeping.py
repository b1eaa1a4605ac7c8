"""Inside an open act: keep a version of a contract and bring the rows of its milestones to what it says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import date

from django.db.models import Max, Q, QuerySet, Sum

from huikuan.accounts.queries import business_calendar
from huikuan.audit.operations import OpenAct
from huikuan.audit.rules import plain
from huikuan.contracts.models import Contract, ContractVersion, Milestone
from huikuan.contracts.rules.due_days import foreseen_due
from huikuan.contracts.rules.judging import Fault, faults_of
from huikuan.contracts.rules.keeping import terms_of
from huikuan.contracts.rules.plan import NotTheAmount, amounts_of, trigger_day
from huikuan.contracts.rules.states import ContractState, MilestoneState
from huikuan.contracts.rules.terms import MilestoneTerm, Terms, Trigger
from huikuan.kernel.refusal import Refused

EARNED = (MilestoneState.HELD.value, MilestoneState.FIRED.value)
"""The states of a milestone that has earned its amount."""


def refuse_faults(*, terms: Terms) -> None:
    """Raise Refused with the first thing that keeps the terms from being a contract: MILESTONES_SUM names the difference."""
    for fault in faults_of(terms=terms):
        raise _refusal(fault, terms)


def locked_contract(*, contract_id: int) -> Contract:
    """Lock the contract until the transaction ends. Raises Refused CONTRACT_UNKNOWN."""
    row = Contract.objects.select_for_update().filter(pk=contract_id).first()
    if row is None:
        raise Refused("CONTRACT_UNKNOWN", contract=contract_id)
    return row


def current_terms(*, contract: Contract) -> Terms:
    """What the contract says now."""
    version = ContractVersion.objects.get(contract=contract, number=contract.version)
    return terms_of(kept=version.terms)


def highest_number(*, contract: Contract) -> int:
    """The highest number a milestone of the contract ever had; 0 while there is none."""
    return int(Milestone.objects.filter(contract=contract).aggregate(highest=Max("number"))["highest"] or 0)


def refuse_beyond_parent(*, contract: Contract) -> None:
    """Raise Refused unless the parts of a contract sum to at most its amount: PART_ABOVE_WHOLE names what is left of it.

    A part is of the same customer, own company and currency (PART_OF_OTHERS), and no part of a part (PART_OF_PART).
    """
    whole_id = contract.pk if contract.parent_id is None else contract.parent_id
    whole = locked_contract(contract_id=whole_id)
    if contract.parent_id is not None:
        ours, theirs = ((row.company_id, row.customer_id, row.currency) for row in (contract, whole))
        if ours != theirs:
            raise Refused("PART_OF_OTHERS", number=whole.number)
        if whole.parent_id is not None or contract.parts.exists():
            raise Refused("PART_OF_PART", number=whole.number)
    parts = living_parts(contract=whole)
    if parts.exclude(currency=whole.currency).exists():
        raise Refused("PART_OF_OTHERS", number=whole.number)
    total = int(parts.aggregate(total=Sum("amount_minor"))["total"] or 0)
    if total > whole.amount_minor:
        raise Refused(
            "PART_ABOVE_WHOLE", number=whole.number, minor=total - whole.amount_minor, currency=whole.currency
        )


def living_parts(*, contract: Contract) -> QuerySet[Contract]:
    """The sub-contracts of a contract that are not cancelled."""
    return Contract.objects.filter(parent_id=contract.pk).exclude(state=ContractState.CANCELLED.value)


def refuse_claimed_twice(*, contract: Contract, coming_minor: int) -> None:
    """Raise Refused WHOLE_CLAIMED_TWICE where a contract and its parts together would ask for more than the whole is worth.

    `coming_minor` is what an event is about to earn, minor units; what was earned before is added. The whole stays locked.
    """
    whole = locked_contract(contract_id=contract.parent_id or contract.pk)
    if whole.pk == contract.pk and not living_parts(contract=whole).exists():
        return
    family = Milestone.objects.filter(Q(contract=whole) | Q(contract__parent=whole), state__in=EARNED)
    total = coming_minor + int(family.aggregate(total=Sum("amount_minor"))["total"] or 0)
    if total > whole.amount_minor:
        raise Refused(
            "WHOLE_CLAIMED_TWICE", number=whole.number, minor=total - whole.amount_minor, currency=whole.currency
        )


def refuse_before_signing(*, contract: Contract, terms: Terms, earned: Collection[int]) -> None:
    """Raise Refused EVENT_BEFORE_SIGNING for a planned date milestone of a signed contract that could never fire."""
    signed_on = contract.signed_on
    for term in terms.milestones:
        if signed_on and term.on and term.on < signed_on and term.trigger is Trigger.DATE and term.number not in earned:
            raise Refused("EVENT_BEFORE_SIGNING", date=term.on.isoformat(), earliest=signed_on.isoformat())


def save_version(*, act: OpenAct, contract: Contract, terms: Terms, reason: str) -> None:
    """Append a version of the contract; the caller saved its number."""
    ContractVersion.objects.create(
        contract=contract,
        number=contract.version,
        terms=plain(value=asdict(terms)),
        reason=reason[:300],
        made_at=act.now,
        act_id=act.id,
    )


def save_milestones(*, contract: Contract, terms: Terms, signed_on: date | None, today: date) -> None:
    """Bring the rows of the plan to the terms: what has fired or is held stays, what is planned changes, the rest is dropped.

    A draft forgets the rows it no longer names. `expected_due` is computed as if a draft were signed on `today`.
    """
    amounts = amounts_of(amount_minor=terms.amount_minor, milestones=terms.milestones)
    if isinstance(amounts, NotTheAmount):
        raise Refused("MILESTONES_SUM", minor=amounts.missing_minor, currency=terms.currency)
    there = {row.number: row for row in Milestone.objects.filter(contract=contract)}
    calendar = business_calendar()
    for term, minor in zip(terms.milestones, amounts, strict=True):
        row = there.pop(term.number, None) or Milestone(contract=contract, number=term.number)
        if row.state in EARNED:
            continue
        foreseen = foreseen_due(terms=terms, term=term, signed_on=signed_on or today, calendar=calendar)
        row.title, row.kind, row.trigger = term.title, term.kind.value, term.trigger.value
        row.amount_minor, row.state = minor, MilestoneState.PLANNED.value
        row.expected_on = _expected(term, signed_on)
        row.expected_due = foreseen[1].due if foreseen else None
        row.save()
    for row in there.values():
        if contract.state == ContractState.DRAFT.value:
            row.delete()
        elif row.state == MilestoneState.PLANNED.value:
            Milestone.objects.filter(pk=row.pk, state=MilestoneState.PLANNED.value).update(
                state=MilestoneState.DROPPED.value
            )


def _expected(term: MilestoneTerm, signed_on: date | None) -> date | None:
    """The day the trigger is expected; a milestone of the day of signing has none before it."""
    return trigger_day(term=term, signed_on=signed_on) if signed_on else term.on or term.expected_on


def _refusal(fault: Fault, terms: Terms) -> Refused:
    if fault.code == "MILESTONES_SUM":
        code = "MILESTONES_SUM_SHORT" if fault.missing_minor > 0 else "MILESTONES_SUM_OVER"
        return Refused(code, minor=abs(fault.missing_minor), currency=terms.currency)
    return Refused(fault.code, milestone=fault.milestone, title=fault.title)
