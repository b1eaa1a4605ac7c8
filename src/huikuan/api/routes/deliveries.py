"""Orders, deliveries and acceptances for an ERP or a warehouse program."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from huikuan.api.answers import Fault, Page
from huikuan.api.callers import Bearer, caller_of
from huikuan.api.delivery_shapes import (
    AcceptanceCreated,
    AcceptanceIn,
    DeliveryCreated,
    DeliveryIn,
    DeliveryLineOut,
    DeliveryOut,
    GoodsIn,
    OrderCreated,
    OrderIn,
    OrderLineOut,
    OrderOut,
    SignatureIn,
)
from huikuan.api.faults import STATUSES
from huikuan.api.fields import AddressId, Key
from huikuan.api.inputs import DocumentPageIn
from huikuan.api.pages import next_after
from huikuan.deliveries.operations.accepting import accept_goods
from huikuan.deliveries.operations.delivering import record_delivery, sign_delivery
from huikuan.deliveries.operations.orders import place_order
from huikuan.deliveries.queries.details import note_details
from huikuan.deliveries.queries.notes import NoteLineRow, NoteRow, lines_of, notes_after
from huikuan.deliveries.queries.orders import OrderLineRow, OrderRow, order_details, order_lines, orders_after
from huikuan.deliveries.rules.drafts import AcceptanceDraft, Goods, Judged, NoteDraft, OrderDraft, Signature
from huikuan.deliveries.rules.states import Remedy
from huikuan.kernel.actor import Verb

router = Router(tags=["deliveries"])


@router.get("/orders", response={200: Page[OrderOut], STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_orders(request: HttpRequest, page: Query[DocumentPageIn]) -> Page[OrderOut]:
    """Orders in the order of their ids."""
    caller = caller_of(request=request)
    rows = orders_after(
        actor=caller.actor,
        after_id=page.after,
        limit=page.limit + 1,
        company_id=page.company_id,
        customer_id=page.customer_id,
    )
    shown = rows[: page.limit]
    lines = order_lines(order_ids=[row.id for row in shown])
    items = [_order(row, lines.get(row.id, ())) for row in shown]
    return Page[OrderOut](items=items, next=next_after(ids=[row.id for row in rows], limit=page.limit))


@router.get("/orders/{order_id}", response={200: OrderOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def get_order(request: HttpRequest, order_id: Path[AddressId]) -> OrderOut:
    """One order with its lines."""
    details = order_details(actor=caller_of(request=request).actor, order_id=order_id)
    return _order(details.row, details.lines)


@router.post("/orders", response={201: OrderCreated, STATUSES: Fault}, auth=Bearer(Verb.PLACE_ORDER))
def create_order(request: HttpRequest, key: Key, body: OrderIn) -> Status[OrderCreated]:
    """Take down an order; credit is asked at once, and its decision comes back: hold means that nothing is delivered yet."""
    caller = caller_of(request=request)
    values = body.model_dump(exclude={"lines"})
    draft = OrderDraft(**values, lines=tuple(_goods(line) for line in body.lines))
    done = place_order(**caller.acting(key), draft=draft)
    return Status(201, OrderCreated(id=done["order_id"], credit=done["check"]["decision"]))


@router.get("/deliveries", response={200: Page[DeliveryOut], STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def list_deliveries(request: HttpRequest, page: Query[DocumentPageIn]) -> Page[DeliveryOut]:
    """Delivery notes in the order of their ids."""
    caller = caller_of(request=request)
    rows = notes_after(
        actor=caller.actor,
        after_id=page.after,
        limit=page.limit + 1,
        company_id=page.company_id,
        customer_id=page.customer_id,
    )
    shown = rows[: page.limit]
    lines = lines_of(note_ids=[row.id for row in shown])
    items = [_delivery(row, lines.get(row.id, ())) for row in shown]
    return Page[DeliveryOut](items=items, next=next_after(ids=[row.id for row in rows], limit=page.limit))


@router.get("/deliveries/{delivery_id}", response={200: DeliveryOut, STATUSES: Fault}, auth=Bearer(Verb.VIEW))
def get_delivery(request: HttpRequest, delivery_id: Path[AddressId]) -> DeliveryOut:
    """One delivery note with its lines."""
    details = note_details(actor=caller_of(request=request).actor, note_id=delivery_id)
    return _delivery(details.row, details.lines)


@router.post("/deliveries", response={201: DeliveryCreated, STATUSES: Fault}, auth=Bearer(Verb.EDIT_CONTRACT))
def create_delivery(request: HttpRequest, key: Key, body: DeliveryIn) -> Status[DeliveryCreated]:
    """Take down that goods left; with a signature the milestones that waited for the delivery fire."""
    caller = caller_of(request=request)
    values = body.model_dump(exclude={"lines", "signature"})
    draft = NoteDraft(
        **values,
        lines=tuple(_goods(line) for line in body.lines),
        signature=_signature(body.signature) if body.signature else None,
    )
    done = record_delivery(**caller.acting(key), draft=draft)
    credit = done["check"]["decision"] if done["check"] else ""
    return Status(201, DeliveryCreated(id=done["note_id"], credit=credit, invoice_ids=done["invoice_ids"]))


@router.post(
    "/deliveries/{delivery_id}/signature",
    response={201: DeliveryCreated, STATUSES: Fault},
    auth=Bearer(Verb.EDIT_CONTRACT),
)
def sign_a_delivery(
    request: HttpRequest, delivery_id: Path[AddressId], key: Key, body: SignatureIn
) -> Status[DeliveryCreated]:
    """The recipient signed the note."""
    caller = caller_of(request=request)
    common: dict[str, Any] = {"actor": caller.actor, "now": caller.now, "today": caller.today}
    done = sign_delivery(note_id=delivery_id, key=caller.key(key), signature=_signature(body), **common)
    return Status(201, DeliveryCreated(id=delivery_id, credit="", invoice_ids=done["invoice_ids"]))


@router.post("/acceptances", response={201: AcceptanceCreated, STATUSES: Fault}, auth=Bearer(Verb.EDIT_CONTRACT))
def create_acceptance(request: HttpRequest, key: Key, body: AcceptanceIn) -> Status[AcceptanceCreated]:
    """Take down what was accepted and rejected; without lines everything that is left is accepted."""
    caller = caller_of(request=request)
    lines = tuple(
        Judged(line.line_id, line.accepted_micros, line.rejected_micros, line.reason, Remedy(line.remedy.value.upper()))
        for line in body.lines
    )
    signature = _signature(body.signature)
    draft = AcceptanceDraft(signature, body.delivery_id, body.contract_id, lines, number=body.number)
    done = accept_goods(**caller.acting(key), draft=draft)
    return Status(201, AcceptanceCreated(id=done["acceptance_id"], invoice_ids=done["invoice_ids"]))


def _goods(line: GoodsIn) -> Goods:
    return Goods(**line.model_dump())


def _signature(said: SignatureIn) -> Signature:
    return Signature(said.signed_on, said.signatory, said.role)


def _order(row: OrderRow, lines: tuple[OrderLineRow, ...]) -> OrderOut:
    kept = asdict(row)
    values = {name: kept[name] for name in OrderOut.model_fields if name != "lines"}
    return OrderOut(**values, lines=[OrderLineOut.model_validate(line) for line in lines])


def _delivery(row: NoteRow, lines: tuple[NoteLineRow, ...]) -> DeliveryOut:
    kept = asdict(row)
    values = {name: kept[name] for name in DeliveryOut.model_fields if name != "lines"}
    return DeliveryOut(**values, lines=[DeliveryLineOut.model_validate(line) for line in lines])
