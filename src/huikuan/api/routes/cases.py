"""Case files with their stages and days, and the checklist of evidence."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils import timezone
from ninja import Path, Query, Router, Status

from huikuan.api.answers import Created, Fault, Listed
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.case_shapes import (
    CaseCostOut,
    CaseDateIn,
    CaseDateOut,
    CaseDetailsOut,
    CaseItemOut,
    CaseMoved,
    CaseOut,
    CasesIn,
    CaseStepIn,
    CaseStepOut,
    EvidenceItemOut,
    EvidenceOut,
    StandingOut,
)
from huikuan.api.contents import named_bytes
from huikuan.api.faults import STATUSES
from huikuan.api.fields import AddressId, Key
from huikuan.cases.operations.moving import DateDraft, StepDraft, move_case, set_date
from huikuan.cases.queries import case_file, case_rows
from huikuan.customers.access import customer_for
from huikuan.evidence.queries import completeness
from huikuan.evidence.rules.kinds import Completeness
from huikuan.kernel.actor import Verb
from huikuan.receivables.queries.items import open_items_of
from huikuan.receivables.queries.rows import ReceivableRow

router = Router(tags=["cases"])


@router.get("/cases", response={200: Listed[CaseOut], STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_cases(request: HttpRequest, asked: Query[CasesIn]) -> Listed[CaseOut]:
    """Case files, those with the nearest day first."""
    caller = caller_of(request=request)
    rows = case_rows(actor=caller.actor, today=caller.today, customer_id=asked.customer_id, running=asked.running)
    return Listed[CaseOut](items=[CaseOut.model_validate(row) for row in rows])


@router.get("/cases/{case_id}", response={200: CaseDetailsOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def get_case(request: HttpRequest, case_id: Path[AddressId]) -> CaseDetailsOut:
    """One case with its items, stages, costs and days."""
    caller = caller_of(request=request)
    found = case_file(actor=caller.actor, case_id=case_id, today=caller.today)
    return CaseDetailsOut(
        case=CaseOut.model_validate(found.row),
        items=[CaseItemOut.model_validate(one) for one in found.items],
        steps=[CaseStepOut.model_validate(one) for one in found.steps],
        costs=[CaseCostOut.model_validate(one) for one in found.costs],
        dates=[CaseDateOut.model_validate(one) for one in found.dates],
        events=list(found.events),
    )


@router.post("/cases/{case_id}/steps", response={201: CaseMoved, STATUSES: Fault}, auth=Bearer(Verb.HANDLE_CASE))
def create_step(request: HttpRequest, case_id: Path[AddressId], key: Key, body: CaseStepIn) -> Status[CaseMoved]:
    """Let a case reach a stage; its paper is kept with the customer's evidence."""
    caller = caller_of(request=request)
    name, content = named_bytes(file=body.file) if body.file else ("", b"")
    done = move_case(
        **caller.acting(key),
        case_id=case_id,
        step=StepDraft(body.event, body.on, body.note, body.awarded_minor, name, content),
    )
    return Status(201, CaseMoved(id=case_id, state=done["state"].lower()))


@router.post("/cases/{case_id}/dates", response={201: Created, STATUSES: Fault}, auth=Bearer(Verb.HANDLE_CASE))
def create_date(request: HttpRequest, case_id: Path[AddressId], key: Key, body: CaseDateIn) -> Status[Created]:
    """Write down a hearing or another day not to be missed."""
    caller = caller_of(request=request)
    day = DateDraft(body.kind, body.on, body.note)
    done = set_date(actor=caller.actor, now=caller.now, key=caller.key(key), case_id=case_id, day=day)
    return Status(201, Created(id=done["date_id"]))


@router.get("/customers/{customer_id}/evidence", response={200: EvidenceOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def get_evidence(request: HttpRequest, customer_id: Path[AddressId]) -> EvidenceOut:
    """What proves each open item of a customer, what is missing, and who can get it."""
    caller = caller_of(request=request)
    customer_for(actor=caller.actor, customer_id=customer_id)
    rows = open_items_of(actor=caller.actor, customer_id=customer_id, as_of=caller.today)
    zone = timezone.get_default_timezone()
    found = completeness(actor=caller.actor, receivable_ids=[row.id for row in rows], zone=zone)
    return EvidenceOut(customer_id=customer_id, items=[_item(row, found[row.id]) for row in rows if row.id in found])


def _item(row: ReceivableRow, found: Completeness) -> EvidenceItemOut:
    return EvidenceItemOut(
        receivable_id=row.id,
        invoice_number=row.invoice_number,
        due_date=row.due_date,
        currency=row.currency,
        open_minor=row.parts.outstanding,
        is_complete=not found.missing,
        standings=[StandingOut.model_validate(one) for one in found.standings],
    )
