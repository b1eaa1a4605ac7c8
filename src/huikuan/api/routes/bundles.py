"""Bundles of evidence: ordered, made by the worker, fetched."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Status

from huikuan.api.answers import Created, Fault, Listed
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.case_shapes import BundleIn, BundleOut
from huikuan.api.faults import STATUSES
from huikuan.api.fields import AddressId, Key
from huikuan.api.inputs import Input
from huikuan.customers.access import customer_for
from huikuan.documents.files import read_file
from huikuan.evidence.access import ordered_for
from huikuan.evidence.operations.bundling import BundleOrder
from huikuan.evidence.operations.ordering import fetch_bundle, order_bundle
from huikuan.evidence.queries import ordered_bundles_of
from huikuan.kernel.actor import Verb

router = Router(tags=["cases"])
ZIP = "application/zip"
_GIVES_A_FILE = {
    "responses": {
        201: {"description": "The archive.", "content": {ZIP: {"schema": {"type": "string", "format": "binary"}}}}
    }
}


@router.get(
    "/customers/{customer_id}/bundles",
    response={200: Listed[BundleOut], STATUSES: Fault},
    auth=Bearer(Verb.HANDLE_CASE),
)
def list_bundles(request: HttpRequest, customer_id: Path[AddressId]) -> Listed[BundleOut]:
    """The newest 20 bundles ordered about a customer, and how far each is."""
    actor = caller_of(request=request).actor
    customer_for(actor=actor, customer_id=customer_id)
    rows = ordered_bundles_of(actor=actor, customer_id=customer_id)
    return Listed[BundleOut](items=[BundleOut.model_validate(row) for row in rows])


@router.post(
    "/customers/{customer_id}/bundles", response={201: Created, STATUSES: Fault}, auth=Bearer(Verb.HANDLE_CASE)
)
def create_bundle(request: HttpRequest, customer_id: Path[AddressId], key: Key, body: BundleIn) -> Status[Created]:
    """Order the evidence of some items as of today; the worker makes and seals it."""
    caller = caller_of(request=request)
    done = order_bundle(
        **caller.acting(key),
        order=BundleOrder(customer_id, body.company_id, tuple(body.receivable_ids), body.language.value),
    )
    return Status(201, Created(id=done["ordered_id"]))


@router.post(
    "/bundles/{bundle_id}/fetch",
    response={201: None, STATUSES: Fault},
    auth=Bearer(Verb.HANDLE_CASE),
    openapi_extra=_GIVES_A_FILE,
)
def fetch(request: HttpRequest, bundle_id: Path[AddressId], key: Key, body: Input) -> HttpResponse:
    """Hand a bundle out that is ready, as a ZIP; who fetched it stands in the audit trail."""
    caller = caller_of(request=request)
    fetch_bundle(actor=caller.actor, now=caller.now, key=caller.key(key), ordered_id=bundle_id)
    row = ordered_for(actor=caller.actor, ordered_id=bundle_id)
    name = f"evidence-{row.customer_id}-{row.as_of.isoformat()}-{row.language}.zip"
    response = HttpResponse(read_file(sha256=row.archive_sha256), content_type=ZIP, status=201)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
