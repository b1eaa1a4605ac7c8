"""Who may call the pages of tax invoices; the colleague comes after the owner, to whom the act is done already."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from huikuan.invoicing.rules.records import Party
from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, customer, get, post


def booked(office: Office) -> dict[str, Any]:
    """An invoice in the books of the owner's customer."""
    from huikuan.customers.models import Customer
    from tests.invoicing.office import blue_invoice, take

    row = Customer.objects.get(pk=office.customer)
    number = f"2631200000216{office.books.key()[-3:].replace('-', '0'):0>7}"
    one = blue_invoice(number, net=1_000, tax=130, buyer=Party(row.name, row.tax_code or "91310000100000001X"))
    done = take(office.books, one)
    assert done["state"] == "BOOKED", done
    return {"tax_invoice_id": done["tax_invoice_id"]}


def waiting(office: Office) -> dict[str, Any]:
    """One of the owner's customer that waits: its words are not its figures."""
    from huikuan.customers.models import Customer
    from tests.invoicing.office import blue_invoice, take

    row = Customer.objects.get(pk=office.customer)
    buyer = Party(row.name, row.tax_code or "91310000100000001X")
    one = blue_invoice(f"9{office.books.key()[-3:]:0>19}", net=1_000, tax=130, buyer=buyer, words="壹佰元整")
    return {"tax_invoice_id": take(office.books, replace(one))["tax_invoice_id"]}


def with_file(office: Office) -> dict[str, Any]:
    """A booked one and its file."""
    from huikuan.documents.queries import documents_of
    from huikuan.documents.rules import Purpose

    found = booked(office)
    (kept,) = documents_of(purpose=Purpose.INVOICE, owner_ids=[found["tax_invoice_id"]])
    return {**found, "document_id": kept.id}


def applied(office: Office) -> dict[str, Any]:
    """A booked one with a red-letter application."""
    from huikuan.invoicing.operations.reds import RedDraft, apply_for_red
    from huikuan.kernel.actor import SYSTEM
    from tests.invoicing.office import TODAY

    found = booked(office)
    done = apply_for_red(
        actor=SYSTEM, now=office.books.now, today=TODAY, key=office.books.key(), draft=RedDraft(100, "折让"), **found
    )
    return {**found, **done}


MOVE = {"event": "RECEIVE", "on": "2026-03-01", "how": "PHONE", "who_there": "李会计"}
ROUTES: tuple[Route, ...] = (
    get("tax_invoices", (200, 200, 200)),
    get("tax_paid_ahead", (200, 200, 200)),
    get("take_tax_invoices", (403, 200, 403)),
    post("take_tax_invoices", (403, 422, 403), NOTHING, NOTHING),
    get("tax_invoice", (200, 200, 404), booked),
    get("tax_invoice_file", (200, 200, 404), with_file),
    post("check_tax_invoice", (403, 303, 403), waiting, NOTHING),
    post("put_tax_invoice_aside", (403, 303, 403), waiting, lambda _: {"reason": "重复开具"}),
    post("send_tax_invoice", (403, 303, 403), booked, lambda _: {"address": "ap@lantian.cn"}),
    post("move_tax_invoice", (303, 422, 404), booked, lambda _: MOVE),
    post("apply_red", (403, 303, 403), booked, lambda _: {"amount": "1.00", "reason": "折让"}),
    post("move_red", (403, 303, 403), applied, lambda _: {"event": "SUBMIT"}),
    get("invoice_wishes", (200, 200, 404), customer),
    post("invoice_wishes", (303, 422, 404), customer, lambda _: {"email": "ap@lantian.cn", "seen": "0"}),
)
