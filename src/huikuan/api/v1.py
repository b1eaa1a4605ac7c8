"""Version 1 of the REST API: its routes, and the check that each of them says who may call it (TRUST S4, S37)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.operation import Operation

from huikuan.api.callers import Bearer, signed_in
from huikuan.api.contents import LARGEST_BODY, LARGEST_CONTENT
from huikuan.api.door import through_door
from huikuan.api.faults import register_faults
from huikuan.api.parsing import StrictParser, only_known_names
from huikuan.api.routes import (
    accounts,
    ageing,
    allocations,
    bad_debt,
    bundles,
    cases,
    causes,
    clocks,
    companies,
    credit,
    customers,
    deliveries,
    disputes,
    health,
    interest,
    invoices,
    mandates,
    passing_on,
    promises,
    receipts,
    sanctions,
    settlements,
    statements,
    tax_invoices,
    work,
)
from huikuan.kernel.actor import Verb

OPEN_TO_ALL = frozenset({"health"})
"""Views that anybody may call."""
_ABOUT = (
    "Companies and their accounts, customers, invoices, tax invoices, receipts, allocations and letters of authorised payment, "
    "orders, deliveries, acceptances and goods on consignment, statements, disputes, credit and ageing; after the due date the "
    "worklist, contacts and promises, causes and conduct, plans, sanctions, interest, legal clocks, cases, evidence and bad debt; "
    "the health of the service without a token. "
    "Amounts are whole minor units (fen, cents). "
    "Every write carries an Idempotency-Key: repeated with the same body it does nothing and answers the same. "
    f"A body is JSON of at most {LARGEST_BODY} bytes (413 BODY_TOO_LARGE otherwise). Files, such as the XML, OFD, UBL, CII or PDF "
    f"of a tax invoice, stand in it as content_base64, at most {LARGEST_CONTENT} bytes each; larger ones are taken in on their "
    "page or on the server with huikuan import."
)

_ROOMS = (
    health,
    companies,
    accounts,
    customers,
    invoices,
    receipts,
    allocations,
    mandates,
    passing_on,
    ageing,
    credit,
    deliveries,
    statements,
    disputes,
    tax_invoices,
    work,
    promises,
    causes,
    settlements,
    sanctions,
    interest,
    clocks,
    cases,
    bundles,
    bad_debt,
)


def new_api() -> NinjaAPI:
    """The API with every route. Raises ImproperlyConfigured if a route does not say who may call it."""
    api = NinjaAPI(
        title="Huikuan", version="1", description=_ABOUT, openapi_url=None, docs_url=None, parser=StrictParser()
    )
    api.add_decorator(only_known_names)
    register_faults(api=api)
    for room in _ROOMS:
        api.add_router("", room.router)

    @api.get("/openapi.json", auth=[Bearer(Verb.VIEW), signed_in], include_in_schema=False)
    def description(request: HttpRequest) -> dict[str, Any]:
        """The description of the API for programs that generate clients."""
        return dict(api.get_openapi_schema())

    refuse_undeclared(operations=operations_of(api=api))
    return api


def operations_of(*, api: NinjaAPI) -> Iterator[tuple[str, Operation]]:
    """Every (path below the version, operation) of the API."""
    for bound in api._get_bound_routers():
        for path, view in bound.path_operations.items():
            for operation in view.operations:
                yield path, operation


def refuse_undeclared(*, operations: Iterator[tuple[str, Operation]]) -> None:
    """Raise ImproperlyConfigured if an operation is neither open to all by name nor behind a token with a verb."""
    for path, operation in operations:
        declared = any(isinstance(one, Bearer) for one in operation.auth_callbacks)
        if declared is (operation.view_func.__name__ in OPEN_TO_ALL):
            raise ImproperlyConfigured(f"{operation.methods} {path} does not say who may call it")


def addresses() -> list[URLPattern]:
    """The addresses of version 1, behind the door."""
    patterns, _, _ = new_api().urls
    return through_door(patterns=[one for one in patterns if isinstance(one, URLPattern)])
