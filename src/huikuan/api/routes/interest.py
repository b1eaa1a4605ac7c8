"""Late-payment interest: what late items cost, the table of one, claims proposed, charged, and asked to be waived."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from huikuan.api.answers import Fault, Numbered
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.faults import STATUSES
from huikuan.api.fields import AddressId, Key
from huikuan.api.inputs import Input
from huikuan.api.interest_shapes import (
    CautionOut,
    ClaimsCreated,
    InterestCharged,
    InterestClaimIn,
    InterestClaimOut,
    InterestOut,
    InterestPageIn,
    InterestReasonIn,
    InterestUntilIn,
    LateItemOut,
    SegmentOut,
    WaiverAsked,
)
from huikuan.api.pages import numbered
from huikuan.interest.operations.claiming import Claim, charge_interest, propose_interest
from huikuan.interest.operations.waiving import ask_interest_waiver
from huikuan.interest.queries import ChargeRow, LateFilter, LateItem, accrued, charges_of, late_items, segment_rows
from huikuan.interest.rules.cautions import Caution
from huikuan.kernel.actor import Verb
from huikuan.kernel.refusal import Refused
from huikuan.receivables.access import receivable_for
from huikuan.wording.sentences import sentence

router = Router(tags=["interest"])


@router.get("/interest", response={200: Numbered[LateItemOut], STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_interest(request: HttpRequest, page: Query[InterestPageIn]) -> Numbered[LateItemOut]:
    """Items that are late or were paid late, the longest first, with what each cost through today."""
    caller = caller_of(request=request)
    narrowed = LateFilter(customer_id=page.customer_id, claimed=page.claimed.value.upper() if page.claimed else "")
    found = late_items(actor=caller.actor, today=caller.today, narrowed=narrowed, number=page.page, size=page.limit)
    return numbered(page=found, items=[_late(row) for row in found.rows])


@router.get("/interest/{receivable_id}", response={200: InterestOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def get_interest(request: HttpRequest, receivable_id: Path[AddressId], asked: Query[InterestUntilIn]) -> InterestOut:
    """The table of one item, day-exact on what was open, with the article; 409 where the item bears no interest."""
    caller = caller_of(request=request)
    receivable_for(actor=caller.actor, receivable_id=receivable_id)
    until = asked.until or caller.today
    found = accrued(receivable_ids=[receivable_id], until=until).get(receivable_id)
    if found is None:
        raise Refused("INTEREST_ITEMS")
    if found.fault is not None:
        raise Refused(found.fault.code, **found.fault.parameters)
    return InterestOut(
        receivable_id=receivable_id,
        currency=found.currency,
        until=until,
        basis=found.terms.basis,
        article=found.article,
        accrued_minor=found.accrued_minor,
        proposed_minor=found.proposed_minor,
        charged_minor=found.charged_minor,
        waived_minor=found.waived_minor,
        segments=[SegmentOut.model_validate(row) for row in segment_rows(interest=found.interest)],
        cautions=[_caution(one) for one in found.cautions],
        claims=[_claim(row) for row in charges_of(actor=caller.actor, receivable_id=receivable_id)],
    )


@router.post("/interest-claims", response={201: ClaimsCreated, STATUSES: Fault}, auth=Bearer(Verb.CHARGE_INTEREST))
def create_claims(request: HttpRequest, key: Key, body: InterestClaimIn) -> Status[ClaimsCreated]:
    """Claim the interest of every day that nobody has claimed; the customer owes nothing more before it is charged."""
    caller = caller_of(request=request)
    claim = Claim(body.company_id, tuple(body.receivable_ids), body.through, note=body.note)
    done = propose_interest(**caller.acting(key), claim=claim)
    return Status(201, ClaimsCreated(ids=done["charge_ids"]))


@router.post(
    "/interest-claims/{charge_id}/charge",
    response={201: InterestCharged, STATUSES: Fault},
    auth=Bearer(Verb.CHARGE_INTEREST),
)
def charge(request: HttpRequest, charge_id: Path[AddressId], key: Key, body: Input) -> Status[InterestCharged]:
    """Make a proposal an item of its own that the customer owes."""
    caller = caller_of(request=request)
    done = charge_interest(**caller.acting(key), charge_ids=[charge_id])
    return Status(201, InterestCharged(invoice_ids=done["invoice_ids"]))


@router.post(
    "/interest-claims/{charge_id}/waiver",
    response={201: WaiverAsked, STATUSES: Fault},
    auth=Bearer(Verb.CHARGE_INTEREST),
)
def ask_waiver(
    request: HttpRequest, charge_id: Path[AddressId], key: Key, body: InterestReasonIn
) -> Status[WaiverAsked]:
    """Ask that a proposal be waived; another person decides."""
    caller = caller_of(request=request)
    done = ask_interest_waiver(
        **caller.acting(key),
        charge_id=charge_id,
        reason=body.reason,
    )
    return Status(201, WaiverAsked(request_id=done["request_id"]))


def _late(row: LateItem) -> LateItemOut:
    found = row.accrued
    return LateItemOut(
        receivable_id=row.receivable_id,
        invoice_id=row.invoice_id,
        invoice_number=row.number,
        customer_id=row.customer_id,
        customer_name=row.customer_name,
        company_id=row.company_id,
        currency=row.currency,
        due_date=row.due_date,
        open_minor=row.open_minor,
        basis=found.terms.basis if found and not found.fault else None,
        accrued_minor=found.accrued_minor if found else 0,
        proposed_minor=found.proposed_minor if found else 0,
        charged_minor=found.charged_minor if found else 0,
        waived_minor=found.waived_minor if found else 0,
    )


def _claim(row: ChargeRow) -> InterestClaimOut:
    return InterestClaimOut(**{name: getattr(row, name) for name in InterestClaimOut.model_fields})


def _caution(one: Caution) -> CautionOut:
    return CautionOut(code=one.code, message=sentence(code=one.code, parameters=one.parameters), article=one.article)
