"""Acts on a contract before it is signed, and its end: draft, change the draft, close, reopen, cancel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.contracts.models import Contract, Milestone
from huikuan.contracts.operations.keeping import (
    highest_number,
    living_parts,
    locked_contract,
    refuse_beyond_parent,
    refuse_faults,
    save_milestones,
    save_version,
)
from huikuan.contracts.rules.amending import numbered
from huikuan.contracts.rules.states import ContractState, ContractStep, MilestoneState, reached_by, sources_of
from huikuan.contracts.rules.terms import Terms
from huikuan.kernel.actor import Actor, refuse_other_company
from huikuan.kernel.refusal import Changed, Refused


@dataclass(frozen=True, slots=True)
class ContractDraft:
    """A contract to take in: whose, its number (unique in the own company), what it says, and of which contract it is a part."""

    customer_id: int
    number: str
    terms: Terms
    parent_id: int | None = None


def draft_contract(
    *, actor: Actor, now: datetime, today: date, key: str, company_id: int, contract: ContractDraft
) -> dict[str, Json]:
    """Take a contract in as a draft; `{"contract_id"}`.

    Raises Refused CONTRACT_EXISTS, PART_ABOVE_WHOLE, MILESTONES_SUM_SHORT or _OVER, and the other faults of terms.
    """
    refuse_other_company(actor=actor, company_id=company_id)
    if not contract.number.strip():
        raise Refused("CONTRACT_NUMBER_MISSING")
    terms = numbered(terms=contract.terms, highest=0)
    refuse_faults(terms=terms)
    intent = Intent("draft_contract", actor, now, key, company_id, plain(value=asdict(contract)))

    def work(act: OpenAct) -> Mapping[str, Json]:
        row = Contract.objects.create(
            company_id=company_id,
            customer_id=contract.customer_id,
            parent_id=contract.parent_id,
            number=contract.number.strip(),
            title=terms.title,
            currency=terms.currency,
            amount_minor=terms.amount_minor,
            state=ContractState.DRAFT.value,
            created_at=act.now,
        )
        refuse_beyond_parent(contract=row)
        save_version(act=act, contract=row, terms=terms, reason="")
        save_milestones(contract=row, terms=terms, signed_on=None, today=today)
        return {"contract_id": row.pk}

    try:
        return perform(intent=intent, work=work)
    except IntegrityError as error:
        if Contract.objects.filter(company_id=company_id, number=contract.number.strip()).exists():
            raise Refused("CONTRACT_EXISTS", number=contract.number.strip()) from error
        raise


def change_draft(
    *, actor: Actor, now: datetime, today: date, key: str, contract_id: int, terms: Terms
) -> dict[str, Json]:
    """Put other terms into a contract that is not signed yet, as its next version; `{"contract_id", "version"}`.

    Raises Changed CONTRACT_NOT_DRAFT (a signed one is changed by an amendment), Refused as `draft_contract`.
    """
    intent = Intent("change_contract_draft", actor, now, key, None, {"contract": contract_id, **_kept(terms)})

    def work(act: OpenAct) -> Mapping[str, Json]:
        row = locked_contract(contract_id=contract_id)
        if row.state != ContractState.DRAFT.value:
            raise Changed("CONTRACT_NOT_DRAFT", number=row.number)
        given = numbered(terms=terms, highest=highest_number(contract=row))
        refuse_faults(terms=given)
        write_terms(act=act, contract=row, terms=given, reason="", today=today)
        return {"contract_id": row.pk, "version": row.version}

    return perform(intent=intent, work=work)


def close_contract(*, actor: Actor, now: datetime, key: str, contract_id: int) -> dict[str, Json]:
    """Close a contract whose whole plan has fired. Raises Changed CONTRACT_STATE, Refused CONTRACT_UNFINISHED."""
    return _step(actor, now, key, contract_id, ContractStep.CLOSE)


def reopen_contract(*, actor: Actor, now: datetime, key: str, contract_id: int) -> dict[str, Json]:
    """Open a closed contract again. Raises Changed CONTRACT_STATE."""
    return _step(actor, now, key, contract_id, ContractStep.REOPEN)


def cancel_contract(*, actor: Actor, now: datetime, key: str, contract_id: int) -> dict[str, Json]:
    """Give a contract up of which nothing has fired and no sub-contract lives.

    Raises Changed CONTRACT_STATE, Refused CONTRACT_HAS_FIRED, CONTRACT_HAS_PARTS.
    """
    return _step(actor, now, key, contract_id, ContractStep.CANCEL)


def write_terms(*, act: OpenAct, contract: Contract, terms: Terms, reason: str, today: date) -> None:
    """Inside an open act: other terms for a locked contract, as its next version, with its plan. Raises Refused."""
    contract.title, contract.currency = terms.title, terms.currency
    contract.amount_minor, contract.version = terms.amount_minor, contract.version + 1
    contract.save(update_fields=["title", "currency", "amount_minor", "version"])
    refuse_beyond_parent(contract=contract)
    save_version(act=act, contract=contract, terms=terms, reason=reason)
    save_milestones(contract=contract, terms=terms, signed_on=contract.signed_on, today=today)


def _kept(terms: Terms) -> dict[str, Json]:
    return {"terms": plain(value=asdict(terms))}


_MAY_NOT_STAY = {
    ContractStep.CLOSE: ("CONTRACT_UNFINISHED", (MilestoneState.PLANNED, MilestoneState.HELD)),
    ContractStep.CANCEL: ("CONTRACT_HAS_FIRED", (MilestoneState.HELD, MilestoneState.FIRED)),
}


def _step(actor: Actor, now: datetime, key: str, contract_id: int, step: ContractStep) -> dict[str, Json]:
    intent = Intent(f"{step.value.lower()}_contract", actor, now, key, None, {"contract": contract_id})

    def work(act: OpenAct) -> Mapping[str, Json]:
        row = locked_contract(contract_id=contract_id)
        code, states = _MAY_NOT_STAY.get(step, ("", ()))
        left = Milestone.objects.filter(contract=row, state__in=[state.value for state in states])
        if code and left.exists():
            raise Refused(code, number=row.number, count=left.count())
        parts = living_parts(contract=row)
        if step is ContractStep.CANCEL and parts.exists():
            raise Refused("CONTRACT_HAS_PARTS", number=row.number, count=parts.count())
        move_contract(contract=row, step=step)
        return {"contract_id": row.pk, "state": row.state}

    return perform(intent=intent, work=work)


def move_contract(*, contract: Contract, step: ContractStep, signed_on: date | None = None) -> None:
    """Inside an open act: one conditional update. Raises Changed CONTRACT_STATE if the step is not possible from its state."""
    after = reached_by(step=step)
    fields = {"state": after.value} | ({"signed_on": signed_on} if signed_on else {})
    possible = [state.value for state in sources_of(step=step)]
    if not Contract.objects.filter(pk=contract.pk, state__in=possible).update(**fields):
        raise Changed("CONTRACT_STATE", number=contract.number, state=contract.state)
    contract.state, contract.signed_on = after.value, signed_on or contract.signed_on
