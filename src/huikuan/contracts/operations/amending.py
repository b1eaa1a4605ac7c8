"""Acts on the amendments of a signed contract: draft, adopt, withdraw. What has fired stays as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.contracts.models import Amendment, Contract, Milestone
from huikuan.contracts.operations.drafting import write_terms
from huikuan.contracts.operations.keeping import (
    EARNED,
    current_terms,
    highest_number,
    locked_contract,
    refuse_before_signing,
    refuse_faults,
)
from huikuan.contracts.rules.amending import first_fired_touched, numbered, with_fired_amounts
from huikuan.contracts.rules.keeping import terms_of
from huikuan.contracts.rules.states import (
    AMENDMENT_TRANSITIONS,
    AmendmentState,
    AmendmentStep,
    ContractState,
)
from huikuan.contracts.rules.terms import Terms
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import Changed, Refused


def draft_amendment(
    *, actor: Actor, now: datetime, key: str, contract_id: int, terms: Terms, reason: str
) -> dict[str, Json]:
    """Prepare other terms for a signed contract, in place of an earlier draft; `{"amendment_id"}`.

    Raises Refused AMENDMENT_REASON, MILESTONE_FIRED (one that has fired is touched), EVENT_BEFORE_SIGNING (a day
    that could never come), the faults of terms, Changed CONTRACT_STATE.
    """
    if not reason.strip():
        raise Refused("AMENDMENT_REASON")
    detail = {"contract": contract_id, "terms": plain(value=asdict(terms)), "reason": reason}
    intent = Intent("draft_amendment", actor, now, key, None, detail)

    def work(act: OpenAct) -> Mapping[str, Json]:
        row = _signed(contract_id)
        given = _admissible(row, numbered(terms=terms, highest=highest_number(contract=row)))
        waiting = Amendment.objects.filter(contract=row, state=AmendmentState.DRAFT.value)
        waiting.update(state=AmendmentState.WITHDRAWN.value)
        drafted = Amendment.objects.create(
            contract=row,
            from_version=row.version,
            terms=plain(value=asdict(given)),
            reason=reason.strip()[:300],
            state=AmendmentState.DRAFT.value,
            drafted_at=act.now,
            act_id=act.id,
        )
        return {"amendment_id": drafted.pk}

    return perform(intent=intent, work=work)


def adopt_amendment(*, actor: Actor, now: datetime, today: date, key: str, amendment_id: int) -> dict[str, Json]:
    """Make a draft amendment the next version of its contract; `{"contract_id", "version"}`.

    Raises Changed AMENDMENT_STATE, Refused MILESTONE_FIRED (it fired since), PART_ABOVE_WHOLE.
    """
    intent = Intent("adopt_amendment", actor, now, key, None, {"amendment": amendment_id})

    def work(act: OpenAct) -> Mapping[str, Json]:
        drafted = _drafted(amendment_id)
        row = _signed(drafted.contract_id)
        terms = _admissible(row, terms_of(kept=drafted.terms))
        _move(drafted, AmendmentStep.ADOPT)
        write_terms(act=act, contract=row, terms=terms, reason=drafted.reason, today=today)
        return {"contract_id": row.pk, "version": row.version}

    return perform(intent=intent, work=work)


def withdraw_amendment(*, actor: Actor, now: datetime, key: str, amendment_id: int) -> dict[str, Json]:
    """Give a draft amendment up; the contract stays as it is. Raises Changed AMENDMENT_STATE."""
    intent = Intent("withdraw_amendment", actor, now, key, None, {"amendment": amendment_id})

    def work(act: OpenAct) -> Mapping[str, Json]:
        drafted = _drafted(amendment_id)
        locked_contract(contract_id=drafted.contract_id)
        _move(drafted, AmendmentStep.WITHDRAW)
        return {"contract_id": drafted.contract_id}

    return perform(intent=intent, work=work)


def _signed(contract_id: int) -> Contract:
    row = locked_contract(contract_id=contract_id)
    if row.state != ContractState.SIGNED.value:
        raise Changed("CONTRACT_STATE", number=row.number, state=row.state)
    return row


def _admissible(row: Contract, terms: Terms) -> Terms:
    fired = dict(Milestone.objects.filter(contract=row, state__in=EARNED).values_list("number", "amount_minor"))
    touched = first_fired_touched(before=current_terms(contract=row), after=terms, fired=fired)
    if touched is not None:
        title = Milestone.objects.get(contract=row, number=touched).title
        raise Refused("MILESTONE_FIRED", milestone=touched, title=title)
    if terms.currency != row.currency:
        raise Refused("AMENDMENT_CURRENCY", currency=row.currency)
    given = with_fired_amounts(terms=terms, fired=fired)
    refuse_faults(terms=given)
    refuse_before_signing(contract=row, terms=given, earned=fired)
    return given


def _drafted(amendment_id: int) -> Amendment:
    drafted = Amendment.objects.select_related("contract").filter(pk=amendment_id).first()
    if drafted is None:
        raise Refused("AMENDMENT_UNKNOWN", amendment=amendment_id)
    return drafted


def _move(drafted: Amendment, step: AmendmentStep) -> None:
    before = AmendmentState.DRAFT
    after = AMENDMENT_TRANSITIONS[before, step]
    if not Amendment.objects.filter(pk=drafted.pk, state=before.value).update(state=after.value):
        raise Changed("AMENDMENT_STATE", number=drafted.contract.number)
