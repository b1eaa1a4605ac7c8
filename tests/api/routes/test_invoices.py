"""Invoices over the API."""

from __future__ import annotations

import pytest

from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.receivables.models import Invoice, Receivable
from tests.api.world import World, rows_of_everything
from tests.credit.desk import set_limit


def invoice_body(world: World, **more: object) -> dict[str, object]:
    return {
        "company_id": world.books.company_id,
        "customer_id": world.customer_id,
        "number": "F100",
        "issue_date": "2026-02-01",
        "currency": "CNY",
        "instalments": [
            {"due_date": "2026-03-01", "amount_minor": 5_000},
            {"due_date": None, "amount_minor": 2_345},
        ],
        **more,
    }


def test_an_invoice_is_registered_and_read_back(world: World) -> None:
    caller = world.caller("accountant")
    created = caller.post("/invoices", invoice_body(world, contract="HT-1", note="首付"))
    pk = Invoice.objects.get(number="F100").pk
    assert (created.status_code, created.json()["id"]) == (201, pk)
    found = caller.get(f"/invoices/{pk}").json()
    receivables = found.pop("receivables")
    assert found == {
        "id": pk,
        "kind": "INVOICE",
        "number": "F100",
        "company_id": world.books.company_id,
        "customer_id": world.customer_id,
        "currency": "CNY",
        "issue_date": "2026-02-01",
        "amount_minor": 7_345,
        "source_ref": "",
        "contract": "HT-1",
        "note": "首付",
        "lines": [],
    }
    assert [(row["due_date"], row["days_overdue"], row["state"], row["outstanding_minor"]) for row in receivables] == [
        ("2026-03-01", 1, "OVERDUE", 5_000),  # the business day is 2 March
        (None, None, "OPEN", 2_345),
    ]


def test_credit_control_warns_and_holds_nothing(world: World) -> None:
    caller = world.caller("accountant")
    set_limit(world.customer_id, 40_100)  # all that is open less what is unapplied
    Receivable.objects.filter(pk=world.item.pk).update(due_date="2026-03-31")
    first = caller.post("/invoices", invoice_body(world), key="erp-invoice-1").json()
    assert first["warnings"] == [
        {
            "code": "OVER_LIMIT",
            "message": "Exposure would be CNY 474.45, CNY 73.45 above the limit of CNY 401.00.",
            "parameters": {"over": 7_345, "expected": 40_100, "found": 47_445, "currency": "CNY"},
        }
    ]
    set_limit(world.customer_id, 47_445)
    again = caller.post("/invoices", invoice_body(world), key="erp-invoice-1").json()
    assert again == {"id": first["id"], "warnings": []}


def test_lines_come_with_the_invoice_and_are_read_back(world: World) -> None:
    caller = world.caller("accountant")
    line = {
        "name": "水泵",
        "quantity_micros": 1_500_000,
        "unit_price_micros": 50_000_000,
        "amount_minor": 7_500,
        "item_code": "P-1",
        "specification": "DN50",
        "unit": "台",
    }
    discount = {"name": "折扣", "quantity_micros": -1_000_000, "unit_price_micros": 1_550_000, "amount_minor": -155}
    created = caller.post("/invoices", invoice_body(world, lines=[line, discount]))
    found = caller.get(f"/invoices/{created.json()['id']}").json()["lines"]
    bare = {"item_code": "", "specification": "", "unit": ""}
    assert found == [{"number": 1, **line}, {"number": 2, **bare, **discount}]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"amount_minor": 7_000}, "LINE_AMOUNT_DIFFERS"),
        ({"amount_minor": 7_346}, "LINES_DIFFER"),
        ({"quantity_micros": 1.5}, "INPUT_INVALID"),
        ({"unit_price_micros": "73.45"}, "INPUT_INVALID"),
        ({"unit_price_micros": -1}, "INPUT_INVALID"),
        ({"price": 1}, "INPUT_INVALID"),
    ],
)
def test_lines_that_are_not_the_invoice(world: World, change: dict[str, object], code: str) -> None:
    line = {"name": "水泵", "quantity_micros": 1_000_000, "unit_price_micros": 73_450_000, "amount_minor": 7_345}
    before = rows_of_everything()
    answer = world.caller("accountant").post("/invoices", invoice_body(world, lines=[{**line, **change}]))
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert rows_of_everything() == before


def test_parts_of_an_open_item(world: World) -> None:
    (row,) = world.caller("reader").get(f"/invoices/{world.item.invoice_id}").json()["receivables"]
    assert row == {
        "id": world.item.pk,
        "sequence": 1,
        "due_date": "2026-02-09",
        "days_overdue": 21,
        "state": "OVERDUE",
        "original_minor": 100_000,
        "outstanding_minor": 90_000,
        "allocated_minor": 10_000,
        "credited_minor": 0,
        "discounted_minor": 0,
        "written_off_minor": 0,
        "cancelled_minor": 0,
    }


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"number": "F001"}, 409, "INVOICE_EXISTS"),
        ({"instalments": []}, 422, "INPUT_INVALID"),
        ({"instalments": [{"due_date": None, "amount_minor": DOCUMENT_MAX_MINOR}] * 2}, 422, "AMOUNT_OUT_OF_BOUNDS"),
        ({"instalments": [{"due_date": None, "amount_minor": 1}] * 121}, 422, "INPUT_INVALID"),
        ({"instalments": [{"amount_minor": 1}]}, 422, "INPUT_INVALID"),
        ({"kind": "OPENING"}, 422, "INPUT_INVALID"),
        ({"face_minor": 10}, 422, "INPUT_INVALID"),
        ({"currency": "RMB"}, 422, "INPUT_INVALID"),
    ],
)
def test_what_is_no_invoice(world: World, change: dict[str, object], status: int, code: str) -> None:
    before = rows_of_everything()
    response = world.caller("accountant").post("/invoices", invoice_body(world, **change))
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert rows_of_everything() == before


def test_a_closed_period_takes_no_invoice(world: World) -> None:
    from datetime import date

    from huikuan.accounts.models import Company

    Company.objects.filter(pk=world.books.company_id).update(closed_through=date(2026, 2, 1))
    response = world.caller("accountant").post("/invoices", invoice_body(world))
    assert (response.status_code, response.json()["code"]) == (409, "PERIOD_CLOSED")
    assert response.json()["message"] == (
        "2026-02-01 lies in a closed period (closed through 2026-02-01). Use a later date."
    )


def test_lists_are_narrowed(world: World) -> None:
    caller = world.caller("accountant")
    numbers = {
        query: [row["number"] for row in caller.get(f"/invoices?{query}").json()["items"]]
        for query in (
            f"customer_id={world.customer_id}",
            f"company_id={world.elsewhere.company_id}",
            f"company_id={world.books.company_id}&customer_id={world.other_customer_id}",
            "customer_id=999999",
        )
    }
    assert list(numbers.values()) == [["F001"], [], ["F002"], []]


def test_a_list_takes_so_many_queries_however_long(world: World, django_assert_num_queries) -> None:
    for number in range(20):
        world.books.invoice(world.customer_id, f"G{number}", 100)
    caller = world.caller("accountant")
    caller.get("/invoices?limit=1")
    with django_assert_num_queries(6):  # the token, its roles, its companies; the invoices, their instalments and lines
        assert len(caller.get("/invoices").json()["items"]) == 22
    with django_assert_num_queries(6):
        caller.get(f"/invoices/{world.item.invoice_id}")


def test_a_write_takes_so_many_queries_however_many_instalments(world: World, django_assert_max_num_queries) -> None:
    caller = world.caller("accountant")
    caller.get("/invoices")
    parts = [{"due_date": None, "amount_minor": 1}] * 120
    with django_assert_max_num_queries(38):
        assert caller.post("/invoices", invoice_body(world, instalments=parts)).status_code == 201
