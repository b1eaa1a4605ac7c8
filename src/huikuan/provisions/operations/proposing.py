"""Acts on provisions: computed and proposed by one, decided by another, their vouchers fetched."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from django.db import IntegrityError, transaction

from huikuan.accounts.queries import company
from huikuan.approvals.operations import ask, decide, withdraw
from huikuan.approvals.rules import RequestDraft, RequestKind, RequestState
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.kernel.actor import Actor, Role, Verb
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.ledger.queries import control_totals
from huikuan.ledger.rules import Account
from huikuan.provisions.access import refuse_company, run_for
from huikuan.provisions.models import ProvisionRun, RunCustomer, RunLine
from huikuan.provisions.queries.balances import Balances, balances_on
from huikuan.provisions.queries.matrices import assessments_on, matrix_in_force
from huikuan.provisions.rules.allowance import Allowance, Assessed, Line, allowance_of, charge_minor, lost_minor, ppb_of
from huikuan.provisions.rules.matrix import Matrix
from huikuan.provisions.rules.rates import Share
from huikuan.provisions.rules.states import (
    IN_FORCE,
    LONGEST_REASON,
    RUN_TRANSITIONS,
    RunDraft,
    RunEvent,
    RunState,
)

UNDATED = -1
"""The bucket of what has no due date; it goes by the rate of the first bucket."""
_DECIDES = frozenset({Role.FINANCE_DIRECTOR})


def propose_provision(*, actor: Actor, now: datetime, today: date, key: str, draft: RunDraft) -> dict[str, Json]:
    """Compute what has to be provided for and ask another person to approve it; `{"run_id", "request_id"}`.

    Raises NotPermitted, Refused PROVISION_AHEAD, PROVISION_REASON, PROVISION_OPENING, MATRIX_MISSING, PROVISION_EARLIER,
    PROVISION_DOES_NOT_TIE, PROVISION_NO_RATE (a bucket holds a balance and has no rate), PROVISION_TWICE.
    """
    refuse_company(actor=actor, company_id=draft.company_id, need=Verb.PROVISION)
    if draft.as_of > today:
        raise Refused("PROVISION_AHEAD")
    if not 0 < len(draft.reason.strip()) <= LONGEST_REASON:
        raise Refused("PROVISION_REASON")
    if not 0 <= draft.opening_minor <= DOCUMENT_MAX_MINOR:
        raise Refused("PROVISION_OPENING")
    intent = Intent("propose_provision", actor, now, key, draft.company_id, plain(value=asdict(draft)))
    return perform(intent=intent, work=lambda act: _propose(act, today, draft))


def decide_provision(  # noqa: PLR0913  (every decider of the inbox has this form)
    *, actor: Actor, now: datetime, today: date, key: str, request_id: int, approve: bool, note: str
) -> dict[str, Json]:
    """Approve or reject a provision that somebody else proposed; `{"run_id", "state"}`.

    Raises what `approvals.operations.decide` raises, and Changed PROVISION_CHANGED.
    """
    detail = {"request_id": request_id, "approve": approve, "note": note}

    def work(act: OpenAct) -> dict[str, Json]:
        row = decide(act=act, request_id=request_id, approve=approve, note=note, today=today)
        if row.kind is not RequestKind.PROVISION:
            raise NotPermitted("REQUEST_NOT_VISIBLE", request=request_id)
        event = RunEvent.APPROVE if row.state is RequestState.APPROVED else RunEvent.REJECT
        return _moved(row.subject_id, RunState.PROPOSED, event)

    return perform(intent=Intent("decide_provision", actor, now, key, None, detail), work=work)


def withdraw_provision(*, actor: Actor, now: datetime, key: str, request_id: int) -> dict[str, Json]:
    """Take one's own proposal back while it waits; `{"run_id", "state"}`. Raises NotPermitted, Changed REQUEST_DECIDED."""

    def work(act: OpenAct) -> dict[str, Json]:
        row = withdraw(act=act, request_id=request_id)
        if row.kind is not RequestKind.PROVISION:
            raise NotPermitted("REQUEST_NOT_VISIBLE", request=request_id)
        return _moved(row.subject_id, RunState.PROPOSED, RunEvent.WITHDRAW)

    return perform(intent=Intent("withdraw_provision", actor, now, key, None, {"request_id": request_id}), work=work)


def export_vouchers(*, actor: Actor, now: datetime, key: str, run_id: int) -> dict[str, Json]:
    """Note that the vouchers of an approved provision were fetched; `{"run_id", "state"}`. They may be fetched again.

    Raises NotPermitted, Refused PROVISION_NOT_APPROVED.
    """
    run = run_for(actor=actor, run_id=run_id, need=Verb.PROVISION)

    def work(_act: OpenAct) -> dict[str, Json]:
        ProvisionRun.objects.filter(pk=run_id, state=RunState.APPROVED.value).update(
            state=RUN_TRANSITIONS[RunState.APPROVED, RunEvent.EXPORT].value, exported_at=now
        )
        if not ProvisionRun.objects.filter(pk=run_id, state=RunState.EXPORTED.value).exists():
            raise Refused("PROVISION_NOT_APPROVED")
        return {"run_id": run_id, "state": RunState.EXPORTED.value}

    return perform(intent=Intent("export_vouchers", actor, now, key, run.company_id, {"run_id": run_id}), work=work)


def _propose(act: OpenAct, today: date, draft: RunDraft) -> dict[str, Json]:
    matrix_id, matrix = matrix_in_force()
    if matrix is None or matrix_id is None:
        raise Refused("MATRIX_MISSING")
    group = (draft.company_id, draft.currency)
    previous = _previous(draft)
    judged = assessments_on(company_id=draft.company_id, currency=draft.currency, as_of=draft.as_of)
    apart = frozenset(judged)
    balances = balances_on(actor=act.actor, group=group, as_of=draft.as_of, matrix=matrix, apart=apart)
    found = _allowance(matrix, balances, judged)
    for line in found.unknown:
        raise Refused("PROVISION_NO_RATE", bucket=line.bucket + 1)
    run = _written(act, draft, (matrix_id, found, previous))
    _rows(run, found)
    request_id = ask(act=act, draft=_request(run, draft), today=today)
    ProvisionRun.objects.filter(pk=run.pk).update(request_id=request_id)
    return {"run_id": run.pk, "request_id": request_id}


def _previous(draft: RunDraft) -> ProvisionRun | None:
    states = [state.value for state in IN_FORCE]
    same = ProvisionRun.objects.filter(company_id=draft.company_id, currency=draft.currency, state__in=states)
    newest = same.order_by("-as_of").first()
    if newest is not None and newest.as_of >= draft.as_of:
        raise Refused("PROVISION_EARLIER", day=newest.as_of.isoformat())
    return newest


def _allowance(matrix: Matrix, balances: Balances, judged: dict[int, tuple[int, str]]) -> Allowance:
    assessed = [
        Assessed(pk, minor, min(judged[pk][0], minor), judged[pk][1])
        for pk, minor in balances.customers.items()
        if minor
    ]
    rates = matrix.rates
    found = allowance_of(rates=rates, balances=balances.segments, assessed=assessed)
    undated = tuple(
        Line(name, UNDATED, minor, rates[name][0], lost_minor(balance_minor=minor, share=rates[name][0].share))
        for name, minor in sorted(balances.undated.items())
    )
    return Allowance((*undated, *found.lines), found.assessed)


def _written(act: OpenAct, draft: RunDraft, of: tuple[int, Allowance, ProvisionRun | None]) -> ProvisionRun:
    matrix_id, found, previous = of
    totals = control_totals(account=Account.BAD_DEBT, as_of=draft.as_of, company_ids=[draft.company_id])
    bad_debt = totals.get((draft.company_id, draft.currency), 0)
    before = draft.opening_minor if previous is None else previous.allowance_minor
    used = 0 if previous is None else bad_debt - previous.bad_debt_minor
    allowance = found.total_minor or 0
    row = ProvisionRun(
        company_id=draft.company_id,
        currency=draft.currency,
        as_of=draft.as_of,
        matrix_id=matrix_id,
        previous=previous,
        balance_minor=found.balance_minor,
        allowance_minor=allowance,
        previous_minor=before,
        used_minor=used,
        bad_debt_minor=bad_debt,
        charge_minor=charge_minor(allowance_minor=allowance, previous_minor=before, used_minor=used),
        reason=draft.reason.strip(),
        state=RunState.PROPOSED.value,
        proposed_by_name=act.actor.name,
        proposed_at=act.now,
        act_id=act.id,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        same = {"company_id": draft.company_id, "currency": draft.currency, "as_of": draft.as_of}
        live = [RunState.PROPOSED.value, *(state.value for state in IN_FORCE)]
        if not ProvisionRun.objects.filter(**same, state__in=live).exists():
            raise
        raise Refused("PROVISION_TWICE") from error
    return row


def _rows(run: ProvisionRun, found: Allowance) -> None:
    RunLine.objects.bulk_create(
        RunLine(
            run=run,
            segment=line.segment,
            bucket=line.bucket,
            balance_minor=line.balance_minor,
            rate_ppb=_ppb(line.rate.share),
            historic_ppb=_ppb(line.rate.historic),
            is_capped=line.rate.is_capped,
            is_raised=line.rate.is_raised,
            allowance_minor=line.allowance_minor or 0,
        )
        for line in found.lines
    )
    RunCustomer.objects.bulk_create(
        RunCustomer(
            run=run,
            customer_id=one.customer_id,
            balance_minor=one.balance_minor,
            expected_minor=one.expected_minor,
            allowance_minor=one.allowance_minor,
            reason=one.reason,
        )
        for one in found.assessed
    )


def _ppb(share: Share) -> int | None:
    return None if share is None else ppb_of(share=share)


def _request(run: ProvisionRun, draft: RunDraft) -> RequestDraft:
    name = company(company_id=draft.company_id).short_name
    return RequestDraft(
        kind=RequestKind.PROVISION,
        subject_id=run.pk,
        customer_id=None,
        company_id=draft.company_id,
        amount_minor=min(run.allowance_minor, DOCUMENT_MAX_MINOR),
        currency=draft.currency,
        title_code="PROVISION_ASKED",
        parameters={"company": name, "as_of": draft.as_of.isoformat(), "held": draft.currency},
        reason=draft.reason,
        roles=_DECIDES,
    )


def _moved(run_id: int, before: RunState, event: RunEvent) -> dict[str, Json]:
    after = RUN_TRANSITIONS[before, event]
    if not ProvisionRun.objects.filter(pk=run_id, state=before.value).update(state=after.value):
        raise Changed("PROVISION_CHANGED", run=run_id)
    return {"run_id": run_id, "state": after.value}
