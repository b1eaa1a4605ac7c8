"""Customers: list, look at, take in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from huikuan.api.answers import Created, CustomerOut, Fault, Page
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.faults import STATUSES
from huikuan.api.fields import AddressId, Key
from huikuan.api.inputs import CustomerIn, CustomerPageIn
from huikuan.api.pages import next_after
from huikuan.customers.access import customer_for, sees_everything
from huikuan.customers.operations import CustomerDraft, register_customers
from huikuan.customers.queries import CustomerRow, customers_after, row_of
from huikuan.kernel.actor import Verb
from huikuan.limits.queries import limits_in_force

router = Router(tags=["customers"])


@router.get("/customers", response={200: Page[CustomerOut], STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_customers(request: HttpRequest, page: Query[CustomerPageIn]) -> Page[CustomerOut]:
    """Customers in the order of their ids."""
    caller = caller_of(request=request)
    rows = customers_after(actor=caller.actor, after_id=page.after, limit=page.limit + 1, code=page.code)
    items = _with_limits(rows[: page.limit], caller.today)
    return Page[CustomerOut](items=items, next=next_after(ids=[row.id for row in rows], limit=page.limit))


@router.get("/customers/{customer_id}", response={200: CustomerOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def get_customer(request: HttpRequest, customer_id: Path[AddressId]) -> CustomerOut:
    """One customer."""
    caller = caller_of(request=request)
    customer = customer_for(actor=caller.actor, customer_id=customer_id)
    return _with_limits([row_of(customer=customer)], caller.today)[0]


@router.post("/customers", response={201: Created, STATUSES: Fault}, auth=Bearer(Verb.EDIT_CUSTOMER))
def create_customer(request: HttpRequest, key: Key, body: CustomerIn) -> Status[Created]:
    """Take a customer in; whoever sees only some customers looks after the new one."""
    caller = caller_of(request=request)
    own = None if sees_everything(actor=caller.actor) else caller.actor.user_id
    draft = CustomerDraft(**body.model_dump(), salesperson_id=own)
    done = register_customers(actor=caller.actor, now=caller.now, key=caller.key(key), customers=[draft])
    return Status(201, Created(id=done["customer_ids"][0]))


def _with_limits(rows: Sequence[CustomerRow], today: date) -> list[CustomerOut]:
    """Customers with the limit of each that is in force today."""
    limits = limits_in_force(customer_ids=[row.id for row in rows], on=today)
    return [
        CustomerOut.model_validate({**asdict(row), "credit_limit_minor": limits[row.id].amount_minor}) for row in rows
    ]
