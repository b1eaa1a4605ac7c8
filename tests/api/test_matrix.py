"""Who may call what: every route of the router, as everybody. A route without a line here fails."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from ninja import NinjaAPI

from huikuan.api.callers import Bearer
from huikuan.api.v1 import new_api, operations_of, refuse_undeclared
from huikuan.customers.queries import customers_by_id
from huikuan.disputes.operations import open_dispute
from huikuan.disputes.rules import DisputedItem, DisputeDraft, Reason
from huikuan.invoicing.rules.records import Party
from huikuan.kernel.actor import SYSTEM, Verb
from huikuan.receipts.operations.passing_on import Passing, PassingDraft, pass_on
from tests.api.late_lines import AFTER_THE_DUE_DATE
from tests.api.lines import PEOPLE, SEEN_BY_ALL, SEEN_BY_HIS_OWN, Line
from tests.api.world import World, nobody_has_called, rows_of_everything
from tests.books import NOW
from tests.deliveries.delivering import delivered, ordered, signature
from tests.integrations.e_invoices.samples import shudian
from tests.invoicing.office import blue_invoice, take


def a_passing(world: World) -> int:
    """Money of the world's receipt that became dollars."""
    passing = Passing(world.books.company_id, "USD", 7_000, 1_000, 142_857)
    draft = PassingDraft(world.receipt.pk, (passing,))
    done = pass_on(actor=SYSTEM, now=NOW, key=world.books.key(), draft=draft)
    return int(done["passed_ids"][0])


def an_order(world: World) -> int:
    """An order of the world's customer."""
    return int(ordered(world.books, world.customer_id)["order_id"])


def a_note(world: World, **more: Any) -> int:
    """A delivery to the world's customer."""
    return delivered(world.books, world.customer_id, **more)


def a_tax_invoice(world: World) -> int:
    """A booked tax invoice of the world's customer."""
    row = customers_by_id(ids=[world.customer_id])[world.customer_id]
    buyer = Party(row.name, row.tax_code or "91310000100000001X")
    done = take(world.books, blue_invoice("26312000002160569777", net=1_000, tax=130, buyer=buyer))
    assert done["state"] == "BOOKED"
    return int(done["tax_invoice_id"])


def a_dispute(world: World) -> int:
    """A fen of the world's item is disputed."""
    item = DisputedItem(world.item.pk, 1)
    draft = DisputeDraft(world.customer_id, world.books.company_id, "CNY", Reason.PRICE, "单价", (item,))
    done = open_dispute(actor=SYSTEM, now=NOW, today=NOW.date(), key=world.books.key(), draft=draft)
    return int(done["dispute_id"])


def a_statement(world: World) -> int:
    """The statement of the world's customer for February."""
    from tests.statements.office import Desk

    return Desk(world.books, world.customer_id).one().pk


MATRIX = {
    **AFTER_THE_DUE_DATE,
    "GET /statements": Line(lambda w: "/statements", SEEN_BY_ALL),
    "GET /statements/{statement_id}": Line(lambda w: f"/statements/{a_statement(w)}", SEEN_BY_HIS_OWN),
    "POST /statements": Line(
        lambda w: "/statements",
        (201, 403, 403, 403, 404, 401),
        lambda w: {
            "company_id": w.books.company_id,
            "customer_id": w.customer_id,
            "currency": "CNY",
            "since": "2026-02-01",
            "through": "2026-02-28",
        },
    ),
    "GET /disputes": Line(lambda w: "/disputes", SEEN_BY_ALL),
    "GET /disputes/{dispute_id}": Line(lambda w: f"/disputes/{a_dispute(w)}", SEEN_BY_HIS_OWN),
    "POST /disputes": Line(
        lambda w: "/disputes",
        (201, 403, 201, 404, 404, 401),
        lambda w: {
            "company_id": w.books.company_id,
            "customer_id": w.customer_id,
            "currency": "CNY",
            "reason": "price",
            "text": "单价",
            "items": [{"receivable_id": w.item.pk, "amount_minor": 1}],
        },
    ),
    "POST /disputes/{dispute_id}/decision": Line(
        lambda w: f"/disputes/{a_dispute(w)}/decision",
        (201, 403, 403, 403, 404, 401),
        lambda w: {"decision": "reject", "note": "合同单价"},
    ),
    "GET /health": Line(lambda w: "/health", (200,) * 6),
    "GET /openapi.json": Line(lambda w: "/openapi.json", SEEN_BY_ALL),
    "GET /companies": Line(lambda w: "/companies", SEEN_BY_ALL),
    "GET /accounts": Line(lambda w: "/accounts", (200, 403, 403, 403, 200, 401)),
    "POST /accounts": Line(
        lambda w: "/accounts",
        (201, 403, 403, 403, 404, 401),
        lambda w: {"company_id": w.books.company_id, "name": "收银台", "kind": "CASH", "currency": "CNY"},
    ),
    "GET /customers": Line(lambda w: "/customers", SEEN_BY_ALL),
    # A customer belongs to no own company: an accountant of another one sees him.
    "GET /customers/{customer_id}": Line(lambda w: f"/customers/{w.customer_id}", (200, 200, 200, 404, 200, 401)),
    "POST /customers": Line(
        lambda w: "/customers", (201, 403, 403, 403, 201, 401), lambda w: {"code": "C-9", "name": "戊公司"}
    ),
    "GET /invoices": Line(lambda w: "/invoices", SEEN_BY_ALL),
    "GET /invoices/{invoice_id}": Line(lambda w: f"/invoices/{w.item.invoice_id}", SEEN_BY_HIS_OWN),
    "POST /invoices": Line(
        lambda w: "/invoices",
        (201, 403, 403, 403, 404, 401),
        lambda w: {
            "company_id": w.books.company_id,
            "customer_id": w.customer_id,
            "number": "F100",
            "issue_date": "2026-02-01",
            "currency": "CNY",
            "instalments": [{"due_date": "2026-03-01", "amount_minor": 5_000}],
        },
    ),
    "GET /receipts": Line(lambda w: "/receipts", SEEN_BY_ALL),
    "GET /receipts/{receipt_id}": Line(lambda w: f"/receipts/{w.receipt.pk}", SEEN_BY_HIS_OWN),
    "POST /receipts": Line(
        lambda w: "/receipts",
        (201, 403, 403, 403, 404, 401),
        lambda w: {
            "company_id": w.books.company_id,
            "received_on": "2026-02-01",
            "currency": "CNY",
            "amount_minor": 5_000,
        },
    ),
    "GET /allocations": Line(lambda w: "/allocations", SEEN_BY_ALL),
    "POST /allocations": Line(
        lambda w: "/allocations",
        (201, 403, 403, 403, 404, 401),
        lambda w: {"receipt_id": w.receipt.pk, "shares": [{"receivable_id": w.item.pk, "amount_minor": 1}]},
    ),
    "POST /mandates": Line(
        lambda w: "/mandates",
        (201, 403, 403, 403, 404, 401),
        lambda w: {
            "company_id": w.books.company_id,
            "debtor_id": w.customer_id,
            "payer_id": w.other_item.customer_id,
            "signed_on": "2026-02-01",
            "file_name": "委托付款函.pdf",
            "content_base64": "JVBERi0xLjQ=",
        },
    ),
    "POST /allocations/{posting_id}/reverse": Line(
        lambda w: f"/allocations/{w.posting_id}/reverse",
        (201, 403, 403, 403, 404, 401),
        lambda w: {"effective_date": "2026-03-01"},
    ),
    "POST /receipts/{receipt_id}/pass-on": Line(
        lambda w: f"/receipts/{w.receipt.pk}/pass-on",
        (201, 403, 403, 403, 404, 401),
        lambda w: {
            "company_id": w.books.company_id,
            "currency": "USD",
            "amount_minor": 7_000,
            "worth_minor": 1_000,
            "rate_micros": 142_857,
        },
    ),
    "POST /passed/{passed_id}/take-back": Line(
        lambda w: f"/passed/{a_passing(w)}/take-back",
        (201, 403, 403, 403, 404, 401),
        lambda w: {"effective_date": "2026-03-01"},
    ),
    "POST /credit/checks": Line(
        lambda w: "/credit/checks",
        (201, 403, 201, 404, 404, 401),
        lambda w: {
            "company_id": w.books.company_id,
            "customer_id": w.customer_id,
            "amount_minor": 5_000,
            "currency": "CNY",
            "at": "order",
            "order_number": "SO1",
        },
    ),
    "POST /credit/orders": Line(
        lambda w: "/credit/orders",
        (201, 403, 201, 404, 404, 401),
        lambda w: {"company_id": w.books.company_id, "number": "SO-0", "delivered_minor": 10},
    ),
    "GET /tax-invoices": Line(lambda w: "/tax-invoices", SEEN_BY_ALL),
    "GET /tax-invoices/{tax_invoice_id}": Line(lambda w: f"/tax-invoices/{a_tax_invoice(w)}", SEEN_BY_HIS_OWN),
    "POST /tax-invoices": Line(
        lambda w: "/tax-invoices",
        (201, 403, 403, 403, 404, 401),
        lambda w: {
            "company_id": w.books.company_id,
            "file_name": "数电票.xml",
            "content_base64": base64.b64encode(shudian()).decode(),
        },
    ),
    "GET /orders": Line(lambda w: "/orders", SEEN_BY_ALL),
    "GET /orders/{order_id}": Line(lambda w: f"/orders/{an_order(w)}", SEEN_BY_HIS_OWN),
    "POST /orders": Line(
        lambda w: "/orders",
        (201, 403, 201, 404, 404, 401),
        lambda w: {
            "company_id": w.books.company_id,
            "customer_id": w.customer_id,
            "number": "DD-9",
            "placed_on": "2026-02-01",
            "currency": "CNY",
            "lines": [{"name": "水泵", "quantity_micros": 1_000_000, "unit_price_micros": 50_000_000}],
        },
    ),
    "GET /deliveries": Line(lambda w: "/deliveries", SEEN_BY_ALL),
    "GET /deliveries/{delivery_id}": Line(lambda w: f"/deliveries/{a_note(w)}", SEEN_BY_HIS_OWN),
    "POST /deliveries": Line(
        lambda w: "/deliveries",
        (201, 403, 201, 404, 404, 401),
        lambda w: {
            "company_id": w.books.company_id,
            "customer_id": w.customer_id,
            "number": "SH-9",
            "delivered_on": "2026-02-01",
            "currency": "CNY",
            "lines": [{"name": "水泵", "quantity_micros": 1_000_000, "unit_price_micros": 50_000_000}],
            "signature": {"signed_on": "2026-02-02", "signatory": "李明"},
        },
    ),
    "POST /deliveries/{delivery_id}/signature": Line(
        lambda w: f"/deliveries/{a_note(w)}/signature",
        (201, 403, 201, 404, 404, 401),
        lambda w: {"signed_on": "2026-02-10", "signatory": "李明", "role": "仓库主管"},
    ),
    "POST /acceptances": Line(
        lambda w: "/acceptances",
        (201, 403, 201, 404, 404, 401),
        lambda w: {
            "delivery_id": a_note(w, signature=signature()),
            "signature": {"signed_on": "2026-02-10", "signatory": "王工"},
        },
    ),
    "GET /ageing": Line(lambda w: "/ageing", SEEN_BY_ALL),
}
OF_ONE_COMPANY = (("/invoices", 2, 1), ("/receipts", 1, 0), ("/allocations", 1, 0))
"""How many of each an accountant and a colleague see."""


def routes() -> set[str]:
    return {f"{method} {path}" for path, operation in operations_of(api=new_api()) for method in operation.methods}


def test_every_route_has_its_line():
    assert set(MATRIX) == routes()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_who_may_call(world: World, method: str) -> None:
    assert {
        f"{route} as {person}": wrong
        for route in sorted(MATRIX)
        if route.startswith(method)
        for person, wrong in what_is_answered_otherwise(world, MATRIX[route]).items()
    } == {}


def test_the_routes_are_of_two_methods() -> None:
    assert {route.split()[0] for route in MATRIX} == {"GET", "POST"}


def what_is_answered_otherwise(world: World, line: Line) -> dict[str, object]:
    """By person: another status than the line says, or tables that grew by a refusal; each calls what nobody has called yet."""
    unused = transaction.savepoint()
    line.grant(world)
    path, body = line.path(world), None if line.body is None else line.body(world)
    before = rows_of_everything()
    found: dict[str, object] = {}
    for person, status in zip(PEOPLE, line.statuses, strict=True):
        nobody_has_called()
        uncalled = transaction.savepoint()
        caller = world.caller(person)
        response = caller.get(path) if body is None else caller.post(path, body)
        if response.status_code != status:
            found[person] = response.status_code, response.content
        elif (rows_of_everything() == before) is (status == 201):
            found[person] = "writes nothing" if status == 201 else "writes"
        transaction.savepoint_rollback(uncalled)
    transaction.savepoint_rollback(unused)
    return found


def test_lists_hold_what_the_caller_may_see(world: World) -> None:
    for path, of_accountant, of_colleague in OF_ONE_COMPANY:
        seen = {person: len(world.caller(person).get(path).json()["items"]) for person in PEOPLE[:-1]}
        assert (path, seen) == (
            path,
            {
                "accountant": of_accountant,
                "reader": of_accountant,
                "salesperson": 1,
                "colleague": of_colleague,
                "stranger": 0,
            },
        )


def test_lists_of_customers_and_companies_hold_what_the_caller_may_see(world: World) -> None:
    names = {
        person: [row["name"] for row in world.caller(person).get("/customers").json()["items"]]
        for person in ("accountant", "salesperson", "colleague")
    }
    assert names == {"accountant": ["丙公司", "丁公司"], "salesperson": ["丙公司"], "colleague": ["丁公司"]}
    of_stranger = world.caller("stranger").get("/companies").json()["items"]
    assert [row["id"] for row in of_stranger] == [world.elsewhere.company_id]


def test_the_ageing_holds_what_the_caller_may_see(world: World) -> None:
    totals = {
        person: world.caller(person).get("/ageing").json()["totals"].get("CNY", {}).get("total_minor", 0)
        for person in PEOPLE[:-1]
    }
    assert totals == {
        "accountant": 160_000,
        "reader": 160_000,
        "salesperson": 90_000,
        "colleague": 70_000,
        "stranger": 0,
    }


def test_the_unknown_and_the_hidden_answer_alike(world: World) -> None:
    caller = world.caller("colleague")
    for kind, hidden in (
        ("customers", world.customer_id),
        ("invoices", world.item.invoice_id),
        ("receipts", world.receipt.pk),
    ):
        seen, unknown = caller.get(f"/{kind}/{hidden}"), caller.get(f"/{kind}/999999")
        assert (seen.status_code, unknown.status_code) == (404, 404)
        assert seen.content.replace(str(hidden).encode(), b"") == unknown.content.replace(b"999999", b"")


NAMED: list[tuple[str, dict[str, Any]]] = [
    ("POST /invoices", {"company_id": "elsewhere"}),
    ("POST /receipts", {"bank_account_id": "elsewhere"}),
    ("POST /receipts", {"bank_account_id": 999_999}),
    ("POST /receipts", {"customer_id": 999_999}),
    ("POST /invoices", {"customer_id": 999_999}),
    ("POST /mandates", {"company_id": "elsewhere"}),
    ("POST /mandates", {"payer_id": 999_999}),
    ("POST /mandates", {"debtor_id": 999_999}),
    ("POST /allocations", {"shares": [{"receivable_id": 999_999, "amount_minor": 1}]}),
]


def test_other_rows_named_in_a_body_are_looked_at_too(world: World) -> None:
    """The stranger holds every right of an accountant, in another own company only."""
    assert {
        f"{route} {change}": wrong for route, change in NAMED if (wrong := what_is_named(world, route, change))
    } == {}


def what_is_named(world: World, route: str, change: dict[str, Any]) -> object:
    """Another answer than "not found", or that something was written."""
    from huikuan.receipts.models import BankAccount

    untouched = transaction.savepoint()
    theirs = BankAccount.objects.create(company_id=world.elsewhere.company_id, name="建行 2", currency="CNY")
    ids = {"company_id": world.books.company_id, "bank_account_id": theirs.pk}
    person = "stranger" if change == {"company_id": "elsewhere"} else "accountant"
    body = MATRIX[route].body
    assert body is not None
    named = {name: ids[name] if value == "elsewhere" else value for name, value in change.items()}
    before = rows_of_everything()
    response = world.caller(person).post(MATRIX[route].path(world), {**body(world), **named})
    seen = response.status_code, rows_of_everything() == before
    transaction.savepoint_rollback(untouched)
    return None if seen == (404, True) else (seen, response.content)


def test_a_colleague_of_the_payer_sees_no_allocation_to_another_customer(world: World) -> None:
    money = world.books.receipt(500, world.customer_id)
    world.books.let_pay(world.customer_id, world.other_item.customer_id)
    world.books.allocate(money, (world.other_item, 500))
    seen = {name: len(world.caller(name).get("/allocations").json()["items"]) for name in PEOPLE[:-1]}
    assert seen == {"accountant": 2, "reader": 2, "salesperson": 1, "colleague": 0, "stranger": 0}


def test_an_undeclared_route_stops_the_start():
    api = NinjaAPI(urls_namespace="undeclared")
    api.get("/open")(lambda request: {})
    with pytest.raises(ImproperlyConfigured):
        refuse_undeclared(operations=operations_of(api=api))


def test_a_route_open_to_all_and_declared_stops_the_start():
    api = NinjaAPI(urls_namespace="declared-twice")

    def health(request: object) -> dict[str, str]:
        return {}

    api.get("/health", auth=Bearer(Verb.VIEW))(health)
    with pytest.raises(ImproperlyConfigured):
        refuse_undeclared(operations=operations_of(api=api))
