"""Who may call the pages of orders and deliveries; the colleague comes after the owner, to whom the act is done already."""

from __future__ import annotations

from typing import Any

from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, customer, get, post

ROWS = {"line_name": ["水泵"], "line_quantity": ["2"], "line_price": ["100"]}
SIGNED = {"signed_on": "2026-03-01", "signatory": "李明", "signatory_role": "仓库主管"}


def an_order(office: Office) -> dict[str, Any]:
    """An open order of the owner's customer that credit holds no more."""
    from huikuan.credit.models import Hold
    from tests.credit.desk import set_limit
    from tests.deliveries.delivering import ordered

    set_limit(office.customer, 10**12)
    done = ordered(office.books, office.customer, f"DD-{office.books.key()}")
    Hold.objects.filter(pk=done["check"]["hold_id"]).delete()
    return {"order_id": done["order_id"]}


def a_note(office: Office, **more: Any) -> dict[str, Any]:
    """A delivery to the owner's customer that nobody signed for."""
    from tests.deliveries.delivering import delivered

    return {"note_id": delivered(office.books, office.customer, f"SH-{office.books.key()}", **more)}


def a_signed_note(office: Office, **more: Any) -> dict[str, Any]:
    """One that was signed for."""
    from tests.deliveries.delivering import signature

    return a_note(office, signature=signature(), **more)


def a_consigned_note(office: Office) -> dict[str, Any]:
    """One on consignment."""
    return a_signed_note(office, is_consignment=True)


def a_paper(office: Office) -> dict[str, Any]:
    """A note with its photo."""
    from huikuan.deliveries.models import Note
    from tests.deliveries.delivering import signature

    found = a_note(office, signature=signature(file_name="签收.png", file_content=b"\x89PNG\r\n\x1a\n"))
    return {**found, "document_id": Note.objects.get(pk=found["note_id"]).document_id}


def closing(office: Office) -> dict[str, Any]:
    """An order to close."""
    return {**an_order(office), "step": "close"}


def a_contract(office: Office) -> dict[str, Any]:
    """A signed contract of the owner's customer."""
    from tests.contracts.acting import signed

    return {"contract_id": signed(office.books, office.customer, number=f"HT-{office.books.key()}")}


ROUTES: tuple[Route, ...] = (
    get("deliveries", (200, 200, 200)),
    get("not_invoiced", (200, 200, 200)),
    get("consigned", (200, 200, 200)),
    post("link_deliveries", (403, 422, 403), NOTHING, lambda _: {"invoice_number": "F-nobody"}),
    post("delivery_tolerance", (403, 403, 403), NOTHING, lambda _: {"over": "5", "short": "0", "reason": "磅差"}),
    get("delivery", (200, 200, 404), a_note),
    get("delivery_file", (200, 200, 404), a_paper),
    post("sign_delivery", (303, 422, 404), a_note, lambda _: SIGNED),
    post("accept_delivery", (303, 422, 404), a_signed_note, lambda _: {**SIGNED, "remedy": "REPLACE"}),
    post("accept_by_silence", (422, 422, 404), a_signed_note, NOTHING),
    post("report_sales", (422, 422, 404), a_consigned_note, lambda _: {**SIGNED, "number": "DX-1"}),
    post("take_delivery_back", (422, 422, 404), a_note, lambda _: {"kind": "NOTE", "paper": "1", "reason": ""}),
    get("orders", (200, 200, 200)),
    get("order", (200, 200, 404), an_order),
    get("deliver_order", (200, 200, 404), an_order),
    post(
        "deliver_order",
        (303, 422, 404),
        an_order,
        lambda _: {"number": "SH-900", "delivered_on": "2026-03-01", "quantity_1": "2"},
    ),
    post("step_order", (303, 409, 404), closing, NOTHING),
    get("add_order", (200, 200, 404), customer),
    post(
        "add_order",
        (303, 422, 404),
        customer,
        lambda _: {"number": "DD-900", "placed_on": "2026-03-01", "currency": "CNY", **ROWS},
    ),
    get("add_delivery", (200, 200, 404), customer),
    post(
        "add_delivery",
        (303, 422, 404),
        customer,
        lambda _: {"number": "SH-901", "delivered_on": "2026-03-01", "currency": "CNY", **ROWS},
    ),
    post("confirm_progress", (303, 303, 404), a_contract, lambda _: {**SIGNED, "permille": "300"}),
)
