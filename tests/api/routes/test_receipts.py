"""Money received over the API."""

from __future__ import annotations

import pytest

from huikuan.receipts.models import Receipt
from tests.api.world import World, rows_of_everything


def receipt_body(world: World, **more: object) -> dict[str, object]:
    return {
        "company_id": world.books.company_id,
        "received_on": "2026-02-25",
        "currency": "CNY",
        "amount_minor": 10_050,
        **more,
    }


def test_money_is_recorded_and_read_back(world: World) -> None:
    caller = world.caller("accountant")
    body = receipt_body(
        world,
        fee_minor=50,
        method="CHEQUE",
        customer_id=world.customer_id,
        bank_account_id=world.bank_account.pk,
        payer_name="丙公司",
        payer_account="6222 0001",
        reference="货款 F001",
    )
    created = caller.post("/receipts", body)
    pk = Receipt.objects.get(amount_minor=10_050).pk
    assert (created.status_code, created.json()) == (201, {"id": pk})
    del body["payer_account"]  # an account number stays inside
    assert caller.get(f"/receipts/{pk}").json() == {
        **body,
        "id": pk,
        "number": 2,
        "allocated_minor": 0,
        "unapplied_minor": 10_050,
        "refunded_minor": 0,
        "reversed_minor": 0,
        "deposit_minor": 0,
        "source_ref": "",
    }


def test_money_of_nobody_is_for_who_sees_everything(world: World) -> None:
    pk = world.caller("accountant").post("/receipts", receipt_body(world)).json()["id"]
    assert world.caller("reader").get(f"/receipts/{pk}").json()["customer_id"] is None
    assert world.caller("salesperson").get(f"/receipts/{pk}").status_code == 404


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"fee_minor": 10_050}, 422, "AMOUNT_OUT_OF_BOUNDS"),
        ({"fee_minor": -1}, 422, "INPUT_INVALID"),
        ({"received_on": "2026-02-31"}, 422, "INPUT_INVALID"),
        ({"statement_line_id": 1}, 422, "INPUT_INVALID"),
        ({"number": 7}, 422, "INPUT_INVALID"),
        ({"company_id": 999_999}, 404, "COMPANY_NOT_VISIBLE"),
        ({"bank_account_id": 999_999}, 404, "BANK_ACCOUNT_NOT_VISIBLE"),
    ],
)
def test_what_is_no_receipt(world: World, change: dict[str, object], status: int, code: str) -> None:
    before = rows_of_everything()
    response = world.caller("accountant").post("/receipts", receipt_body(world, **change))
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert rows_of_everything() == before


def test_money_in_another_currency_than_its_account_is_no_receipt(world: World) -> None:
    before = rows_of_everything()
    body = receipt_body(world, currency="USD", bank_account_id=world.bank_account.pk)
    response = world.caller("accountant").post("/receipts", body)
    assert (response.status_code, response.json()["code"]) == (422, "ACCOUNT_CURRENCY_DIFFERS")
    assert rows_of_everything() == before


def test_lists_are_narrowed_and_paged(world: World) -> None:
    second, third = world.books.receipt(1_000), world.books.receipt(2_000, world.other_customer_id)
    caller = world.caller("accountant")
    first_page = caller.get("/receipts?limit=2").json()
    assert ([row["id"] for row in first_page["items"]], first_page["next"]) == (
        [world.receipt.pk, second.pk],
        second.pk,
    )
    rest = caller.get(f"/receipts?limit=2&after={first_page['next']}").json()
    assert ([row["id"] for row in rest["items"]], rest["next"]) == ([third.pk], None)
    narrowed = caller.get(f"/receipts?customer_id={world.other_customer_id}").json()
    assert [row["id"] for row in narrowed["items"]] == [third.pk]
    assert caller.get(f"/receipts?company_id={world.elsewhere.company_id}").json()["items"] == []


def test_a_list_takes_so_many_queries_however_long(world: World, django_assert_num_queries) -> None:
    for _ in range(20):
        world.books.receipt(100, world.customer_id)
    caller = world.caller("accountant")
    caller.get("/receipts?limit=1")
    with django_assert_num_queries(4):  # the token, its roles, its companies; the receipts
        assert len(caller.get("/receipts").json()["items"]) == 21
    with django_assert_num_queries(4):
        caller.get(f"/receipts/{world.receipt.pk}")
