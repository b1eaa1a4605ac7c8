"""Who may call the pages of contracts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps

from huikuan.contracts.operations.amending import draft_amendment
from huikuan.contracts.rules.terms import Trigger
from huikuan.kernel.actor import SYSTEM
from tests.contracts.acting import drafted, happens, signed
from tests.contracts.agreed import terms
from tests.web.office import Office
from tests.web.route_shapes import Route, customer, get, post

TYPED = {
    "number": "HT-9",
    "title": "备件",
    "currency": "CNY",
    "amount": "1000.00",
    "buyer": "OTHER",
    "seller": "LARGE",
    "late_basis": "NONE",
    "m-TOTAL_FORMS": "1",
    "m-INITIAL_FORMS": "0",
    "i-TOTAL_FORMS": "0",
    "i-INITIAL_FORMS": "0",
    "m-0-title": "全款",
    "m-0-share": "100",
    "m-0-trigger": "DELIVERY",
    "m-0-kind": "PAYMENT",
    "m-0-days": "30",
}


def draft(office: Office) -> dict[str, Any]:
    return {"contract_id": drafted(office.books, office.customer, number=f"HT-{office.books.key()}")}


def live(office: Office) -> dict[str, Any]:
    return {"contract_id": signed(office.books, office.customer, number=f"HT-{office.books.key()}")}


def amended(office: Office) -> dict[str, Any]:
    found = live(office)
    draft_amendment(
        actor=SYSTEM, now=office.books.now, key=office.books.key(), terms=terms(note="补"), reason="补充协议", **found
    )
    return found | {"step": "withdraw"}


def stepped(office: Office) -> dict[str, Any]:
    return draft(office) | {"step": "cancel"}


def with_paper(office: Office) -> dict[str, Any]:
    found = live(office)
    happens(
        office.books, found["contract_id"], Trigger.DELIVERY, date(2026, 2, 9), file_name="单.pdf", file_content=b"%PDF"
    )
    event = apps.get_model("contracts.ContractEvent")._default_manager.get(kind="DELIVERY", **found)
    return found | {"document_id": event.document_id}


def event(_office: Office) -> dict[str, Any]:
    row = apps.get_model("contracts.ContractEvent")._default_manager.order_by("-pk").first()
    return {"event_id": row.pk if row else 0, "effective_date": "2026-03-02", "reason": "误录"}


def amendment(_office: Office) -> dict[str, Any]:
    row = apps.get_model("contracts.Amendment")._default_manager.order_by("-pk").first()
    return {"amendment": row.pk if row else 0}


# The second of two people finds the contract moved on already: 422 at a form, 409 at a button, 404 for what is gone.
ROUTES: tuple[Route, ...] = (
    get("contracts", (200, 200, 200), queries=9),
    get("contract", (200, 200, 404), live, queries=25),
    get("print_contract", (200, 200, 404), live),
    get("contract_file", (200, 200, 404), with_paper),
    get("add_contract", (200, 200, 404), customer),
    get("edit_contract", (200, 200, 404), live),
    post("add_contract", (303, 422, 404), customer, lambda _: TYPED),
    post("edit_contract", (303, 303, 404), draft, lambda _: TYPED),
    post("sign_contract", (303, 422, 404), draft, lambda _: {"signed_on": "2026-01-05"}),
    post("record_contract_event", (303, 303, 404), live, lambda _: {"kind": "DELIVERY", "happened_on": "2026-02-09"}),
    post("take_contract_event_back", (303, 422, 404), live, event),
    post("step_contract", (303, 409, 404), stepped, lambda _: {}),
    post("step_amendment", (303, 409, 404), amended, amendment),
)
