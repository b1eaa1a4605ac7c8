"""Provisions by the loss matrix, write-offs with four eyes, other creditors of a customer."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from huikuan.api.answers import Created, Fault, Listed, Numbered
from huikuan.api.bad_debt_shapes import (
    CreditorIn,
    CreditorOut,
    CreditorsOut,
    LossMatrixOut,
    LossRateOut,
    ProvisionCustomerOut,
    ProvisionDetailsOut,
    ProvisionIn,
    ProvisionLineOut,
    ProvisionOut,
    ProvisionProposed,
    ProvisionsIn,
    RecoveryOut,
    WriteOffAsked,
    WriteOffDetailsOut,
    WriteOffIn,
    WriteOffItemOut,
    WriteOffOut,
    WriteOffPageIn,
)
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.faults import STATUSES
from huikuan.api.fields import AddressId, Key
from huikuan.api.pages import numbered
from huikuan.creditors.operations import record_creditor
from huikuan.creditors.queries import creditors_of
from huikuan.creditors.rules import CreditorDraft
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import Refused
from huikuan.provisions.operations.proposing import propose_provision
from huikuan.provisions.operations.writing_off import request_write_off
from huikuan.provisions.queries.matrices import matrix_in_force
from huikuan.provisions.queries.runs import run_shown, runs
from huikuan.provisions.queries.written_off import write_off_page, write_off_shown
from huikuan.provisions.rules.rates import BucketRate
from huikuan.provisions.rules.states import RunDraft, WantedItem, WriteOffDraft

router = Router(tags=["bad debt"])


@router.get("/loss-matrix", response={200: LossMatrixOut, STATUSES: Fault}, auth=Bearer(Verb.PROVISION))
def get_matrix(request: HttpRequest) -> LossMatrixOut:
    """The loss matrix in force with its rates; 409 MATRIX_MISSING until somebody saves one."""
    caller_of(request=request)
    _, matrix = matrix_in_force()
    if matrix is None:
        raise Refused("MATRIX_MISSING")
    return LossMatrixOut(
        number=matrix.number,
        method=matrix.method,
        edges=list(matrix.edges),
        basis=matrix.basis,
        segment_by=matrix.segment_by,
        forward_ppm=matrix.forward_ppm,
        forward_source=matrix.forward_source,
        source=matrix.source,
        rates={segment: [_rate(one) for one in rates] for segment, rates in matrix.rates.items()},
    )


@router.get("/provisions", response={200: Listed[ProvisionOut], STATUSES: Fault}, auth=Bearer(Verb.PROVISION))
def list_provisions(request: HttpRequest, asked: Query[ProvisionsIn]) -> Listed[ProvisionOut]:
    """Provisions, the newest first, at most 100."""
    rows = runs(actor=caller_of(request=request).actor, company_id=asked.company_id)
    return Listed[ProvisionOut](items=[ProvisionOut.model_validate(row) for row in rows])


@router.get("/provisions/{run_id}", response={200: ProvisionDetailsOut, STATUSES: Fault}, auth=Bearer(Verb.PROVISION))
def get_provision(request: HttpRequest, run_id: Path[AddressId]) -> ProvisionDetailsOut:
    """One provision with its buckets."""
    found = run_shown(actor=caller_of(request=request).actor, run_id=run_id)
    return ProvisionDetailsOut(
        provision=ProvisionOut.model_validate(found.row),
        lines=[ProvisionLineOut.model_validate(one) for one in found.lines],
        customers=[ProvisionCustomerOut.model_validate(one) for one in found.customers],
    )


@router.post("/provisions", response={201: ProvisionProposed, STATUSES: Fault}, auth=Bearer(Verb.PROVISION))
def create_provision(request: HttpRequest, key: Key, body: ProvisionIn) -> Status[ProvisionProposed]:
    """Compute what has to be provided for; another person approves it."""
    caller = caller_of(request=request)
    draft = RunDraft(**body.model_dump())
    done = propose_provision(**caller.acting(key), draft=draft)
    return Status(201, ProvisionProposed(id=done["run_id"], request_id=done["request_id"]))


@router.get("/write-offs", response={200: Numbered[WriteOffOut], STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_write_offs(request: HttpRequest, page: Query[WriteOffPageIn]) -> Numbered[WriteOffOut]:
    """Write-off requests, the newest first."""
    state = page.state.value if page.state else ""
    actor = caller_of(request=request).actor
    found = write_off_page(actor=actor, state=state, number=page.page, size=page.limit)
    return numbered(page=found, items=[WriteOffOut.model_validate(row) for row in found.rows])


@router.get("/write-offs/{write_off_id}", response={200: WriteOffDetailsOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def get_write_off(request: HttpRequest, write_off_id: Path[AddressId]) -> WriteOffDetailsOut:
    """One request with its items and what came after all."""
    found = write_off_shown(actor=caller_of(request=request).actor, write_off_id=write_off_id)
    return WriteOffDetailsOut(
        write_off=WriteOffOut.model_validate(found.row),
        items=[WriteOffItemOut.model_validate(one) for one in found.items],
        recoveries=[RecoveryOut.model_validate(one) for one in found.recoveries],
    )


@router.post("/write-offs", response={201: WriteOffAsked, STATUSES: Fault}, auth=Bearer(Verb.PROVISION))
def create_write_off(request: HttpRequest, key: Key, body: WriteOffIn) -> Status[WriteOffAsked]:
    """Ask another person to write items off; nothing is booked yet."""
    caller = caller_of(request=request)
    items = tuple(WantedItem(one.receivable_id, one.amount_minor) for one in body.items)
    draft = WriteOffDraft(body.category, body.reason, items)
    done = request_write_off(**caller.acting(key), draft=draft)
    return Status(201, WriteOffAsked(id=done["write_off_id"], request_id=done["request_id"]))


@router.get("/customers/{customer_id}/creditors", response={200: CreditorsOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_creditors(request: HttpRequest, customer_id: Path[AddressId]) -> CreditorsOut:
    """Who else supplies a customer and is owed, how we know, and what is planned together."""
    actor = caller_of(request=request).actor
    customer_for(actor=actor, customer_id=customer_id)
    rows = creditors_of(actor=actor, customer_id=customer_id)
    return CreditorsOut(customer_id=customer_id, creditors=[CreditorOut.model_validate(row) for row in rows])


@router.post(
    "/customers/{customer_id}/creditors", response={201: Created, STATUSES: Fault}, auth=Bearer(Verb.RECORD_ACTIVITY)
)
def create_creditor(request: HttpRequest, customer_id: Path[AddressId], key: Key, body: CreditorIn) -> Status[Created]:
    """Write down who else is owed; what is only hearsay may never be told on as a fact (CC 1024)."""
    caller = caller_of(request=request)
    values = {name: getattr(body, name) for name in CreditorIn.model_fields}
    done = record_creditor(
        **caller.acting(key),
        draft=CreditorDraft(customer_id=customer_id, **values),
    )
    return Status(201, Created(id=done["creditor_id"]))


def _rate(one: BucketRate) -> LossRateOut:
    return LossRateOut(
        rate=None if one.share is None else str(one.share),
        historic=None if one.historic is None else str(one.historic),
        is_capped=one.is_capped,
        is_raised=one.is_raised,
    )
