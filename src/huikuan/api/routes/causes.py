"""Why items are not paid, and what a debtor is taken for."""

from __future__ import annotations

from dataclasses import asdict

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from huikuan.api.answers import Created, Fault, Numbered
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.cause_shapes import (
    CauseDetailsOut,
    CausedItemOut,
    CauseIn,
    CauseOut,
    CausePageIn,
    CauseProofOut,
    ConductOut,
    ConductProposalOut,
    JudgementIn,
    JudgementOut,
    MendedIn,
)
from huikuan.api.contents import named_bytes
from huikuan.api.faults import STATUSES
from huikuan.api.fields import AddressId, Key
from huikuan.api.inputs import NoteIn
from huikuan.api.pages import numbered
from huikuan.causes.operations.recording import Mended, mark_mended, record_cause, withdraw_cause
from huikuan.causes.queries.causes import CauseFilter, cause_page, cause_row, evidence_of, items_of
from huikuan.causes.rules.causes import CauseDraft, Mend
from huikuan.conduct.operations.judging import judge_conduct
from huikuan.conduct.queries.grounds import proposals_of
from huikuan.conduct.queries.judgements import judgements_of, policy_in_force
from huikuan.conduct.rules.judging import JudgementDraft
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import NotPermitted
from huikuan.settlements.queries import planned_customers

router = Router(tags=["causes"])


@router.get("/causes", response={200: Numbered[CauseOut], STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_causes(request: HttpRequest, page: Query[CausePageIn]) -> Numbered[CauseOut]:
    """Recorded causes, the latest first."""
    narrowed = CauseFilter(
        state=page.state.value if page.state else "",
        cause=page.cause.value if page.cause else "",
        customer_id=page.customer_id,
    )
    actor = caller_of(request=request).actor
    found = cause_page(actor=actor, narrowed=narrowed, number=page.page, size=page.limit)
    return numbered(page=found, items=[CauseOut.model_validate(row) for row in found.rows])


@router.get("/causes/{cause_id}", response={200: CauseDetailsOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def get_cause(request: HttpRequest, cause_id: Path[AddressId]) -> CauseDetailsOut:
    """One cause with its items and what shows that it is true."""
    row = cause_row(actor=caller_of(request=request).actor, cause_id=cause_id)
    if row is None:
        raise NotPermitted("CAUSE_NOT_VISIBLE", cause=cause_id)
    items = [CausedItemOut.model_validate(one) for one in items_of(cause_id=row.id)]
    evidence = [CauseProofOut.model_validate(one) for one in evidence_of(cause_id=row.id)]
    return CauseDetailsOut.model_validate({**asdict(row), "items": items, "evidence": evidence})


@router.post("/causes", response={201: Created, STATUSES: Fault}, auth=Bearer(Verb.RECORD_ACTIVITY))
def create_cause(request: HttpRequest, key: Key, body: CauseIn) -> Status[Created]:
    """Record why items are not paid; a cause that was in force for one of them ends for it."""
    caller = caller_of(request=request)
    draft = CauseDraft(
        customer_id=body.customer_id,
        company_id=body.company_id,
        currency=body.currency,
        cause=body.cause,
        text=body.text,
        receivable_ids=tuple(body.receivable_ids),
        owner_id=body.owner_id or caller.actor.user_id or 0,
        files=tuple(named_bytes(file=one) for one in body.files),
        activity_ids=tuple(body.activity_ids),
        mend=Mend(**body.mend.model_dump()) if body.mend else None,
    )
    done = record_cause(**caller.acting(key), draft=draft)
    return Status(201, Created(id=done["cause_id"]))


@router.post("/causes/{cause_id}/mended", response={201: Created, STATUSES: Fault}, auth=Bearer(Verb.RECORD_ACTIVITY))
def mend_cause(request: HttpRequest, cause_id: Path[AddressId], key: Key, body: MendedIn) -> Status[Created]:
    """Say that what was ours is mended (its items are asked for again), or is not after all."""
    caller = caller_of(request=request)
    done = mark_mended(
        **caller.acting(key),
        cause_id=cause_id,
        mended=Mended(body.is_done, body.note),
    )
    return Status(201, Created(id=done["cause_id"]))


@router.post(
    "/causes/{cause_id}/withdrawal", response={201: Created, STATUSES: Fault}, auth=Bearer(Verb.RECORD_ACTIVITY)
)
def end_cause(request: HttpRequest, cause_id: Path[AddressId], key: Key, body: NoteIn) -> Status[Created]:
    """Take back a cause that was recorded by mistake."""
    caller = caller_of(request=request)
    done = withdraw_cause(
        **caller.acting(key),
        cause_id=cause_id,
        note=body.note,
    )
    return Status(201, Created(id=done["cause_id"]))


@router.get("/customers/{customer_id}/conduct", response={200: ConductOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def get_conduct(request: HttpRequest, customer_id: Path[AddressId]) -> ConductOut:
    """What speaks for malice and against it, and what was judged."""
    caller = caller_of(request=request)
    customer_for(actor=caller.actor, customer_id=customer_id)
    found = proposals_of(
        actor=caller.actor,
        customer_ids=[customer_id],
        today=caller.today,
        policy=policy_in_force(),
        with_plan=planned_customers(today=caller.today, customer_id=customer_id),
    )
    judged = judgements_of(actor=caller.actor, customer_id=customer_id)
    return ConductOut(
        customer_id=customer_id,
        proposal=ConductProposalOut.model_validate(found[customer_id]),
        judgements=[JudgementOut.model_validate(row) for row in judged],
    )


@router.post(
    "/customers/{customer_id}/judgements", response={201: Created, STATUSES: Fault}, auth=Bearer(Verb.JUDGE_CONDUCT)
)
def create_judgement(
    request: HttpRequest, customer_id: Path[AddressId], key: Key, body: JudgementIn
) -> Status[Created]:
    """Say what a debtor is taken for, whatever the rules propose; the judgement before ends."""
    caller = caller_of(request=request)
    done = judge_conduct(
        **caller.acting(key),
        draft=JudgementDraft(customer_id, body.nature, body.reason, body.review_on, body.replaces),
        with_plan=planned_customers(today=caller.today, customer_id=customer_id),
    )
    return Status(201, Created(id=done["judgement_id"]))
