"""Money used for open items over the API, and taken back."""

from __future__ import annotations

import pytest

from huikuan.receipts.models import Receipt
from huikuan.receivables.models import Receivable
from tests.api.world import World, rows_of_everything


def allocation_body(world: World, minor: int = 50_000, **more: object) -> dict[str, object]:
    return {
        "receipt_id": world.receipt.pk,
        "shares": [{"receivable_id": world.item.pk, "amount_minor": minor}],
        **more,
    }


def open_and_unapplied(world: World) -> tuple[int, int]:
    item, receipt = Receivable.objects.get(pk=world.item.pk), Receipt.objects.get(pk=world.receipt.pk)
    return item.outstanding_minor, receipt.unapplied_minor


def test_money_is_allocated_and_taken_back(world: World) -> None:
    caller = world.caller("accountant")
    assert open_and_unapplied(world) == (90_000, 50_000)
    done = caller.post("/allocations", allocation_body(world, 30_000))
    assert done.status_code == 201
    (posting_id,) = done.json()["posting_ids"]
    assert open_and_unapplied(world) == (60_000, 20_000)
    row = {
        "posting_id": posting_id,
        "number": 5,
        "company_id": world.books.company_id,
        "receipt_id": world.receipt.pk,
        "receivable_id": world.item.pk,
        "currency": "CNY",
        "amount_minor": 30_000,
        "effective_date": "2026-02-20",
        "is_live": True,
    }
    assert caller.get("/allocations").json()["items"][-1] == row
    undone = caller.post(f"/allocations/{posting_id}/reverse", {"effective_date": "2026-03-01"})
    assert (undone.status_code, open_and_unapplied(world)) == (201, (90_000, 50_000))
    listed = caller.get("/allocations").json()["items"]
    assert (len(listed), listed[-1]) == (2, {**row, "is_live": False})


def test_a_short_payment_is_accepted_with_its_reason(world: World) -> None:
    share = {
        "receivable_id": world.item.pk,
        "amount_minor": 50_000,
        "short_minor": 40_000,
        "short_reason": "QUALITY",
    }
    done = world.caller("accountant").post("/allocations", allocation_body(world, shares=[share]))
    assert (done.status_code, len(done.json()["posting_ids"])) == (201, 2)
    assert Receivable.objects.get(pk=world.item.pk).discounted_minor == 40_000


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"minor": 50_001}, 409, "MORE_THAN_UNAPPLIED"),
        ({"minor": 90_001}, 409, "MORE_THAN_OPEN"),
        ({"minor": 0}, 422, "INPUT_INVALID"),
        ({"shares": []}, 422, "INPUT_INVALID"),
        ({"explanation": {"is_automatic": True}}, 422, "INPUT_INVALID"),
        ({"receipt_id": 999_999}, 404, "RECEIPT_NOT_VISIBLE"),
    ],
)
def test_what_cannot_be_allocated(world: World, change: dict[str, object], status: int, code: str) -> None:
    before = rows_of_everything()
    response = world.caller("accountant").post("/allocations", allocation_body(world, **change))  # type: ignore[arg-type]
    assert (response.status_code, response.json()["code"]) == (status, code)
    assert (rows_of_everything(), open_and_unapplied(world)) == (before, (90_000, 50_000))


@pytest.mark.parametrize(
    ("share", "code"),
    [
        ({"short_minor": 5}, "REASON_UNKNOWN"),
        ({"short_minor": 5, "short_reason": "NO_REASON"}, "INPUT_INVALID"),
    ],
)
def test_a_short_payment_needs_a_reason_on_the_list(world: World, share: dict[str, object], code: str) -> None:
    named = {"receivable_id": world.item.pk, "amount_minor": 1, **share}
    response = world.caller("accountant").post("/allocations", allocation_body(world, shares=[named]))
    assert (response.status_code, response.json()["code"]) == (422, code)


def test_another_customers_debt_needs_a_paper(world: World) -> None:
    caller, shares = world.caller("accountant"), [{"receivable_id": world.other_item.pk, "amount_minor": 1}]
    refused = caller.post("/allocations", allocation_body(world, shares=shares))
    assert (refused.status_code, refused.json()["code"]) == (422, "THIRD_PARTY_UNAUTHORISED")
    paper = {
        "company_id": world.books.company_id,
        "debtor_id": world.other_item.customer_id,
        "payer_id": world.customer_id,
        "signed_on": "2026-02-01",
        "file_name": "委托付款函.pdf",
        "content_base64": "JVBERi0xLjQ=",
    }
    for change, code in (
        ({"payer_id": paper["debtor_id"]}, "MANDATE_SELF"),
        ({"valid_through": "2026-01-01"}, "MANDATE_DAYS"),
        ({"content_base64": "***"}, "CONTENT_NOT_BASE64"),
    ):
        answer = caller.post("/mandates", {**paper, **change})
        assert answer.json()["code"] == code
    assert caller.post("/mandates", paper).status_code == 201
    assert caller.post("/allocations", allocation_body(world, shares=shares)).status_code == 201


def test_what_was_taken_back_is_not_taken_back_again(world: World) -> None:
    caller, address = world.caller("accountant"), f"/allocations/{world.posting_id}/reverse"
    assert caller.post(address, {"effective_date": "2026-03-01"}).status_code == 201
    again = caller.post(address, {"effective_date": "2026-03-01"})
    assert (again.status_code, again.json()["code"]) == (409, "ALREADY_REVERSED")


def test_only_allocations_are_taken_back_here(world: World) -> None:
    response = world.caller("accountant").post("/allocations/1/reverse", {"effective_date": "2026-03-01"})
    assert (response.status_code, response.json()["code"]) == (404, "ALLOCATION_NOT_VISIBLE")


def test_lists_are_narrowed_and_paged(world: World) -> None:
    money = world.books.receipt(5_000, world.customer_id)
    more = [world.books.allocate(money, (world.item, 1_000))[0] for _ in range(3)]
    caller = world.caller("accountant")
    page = caller.get("/allocations?limit=3").json()
    assert [row["posting_id"] for row in page["items"]] == [world.posting_id, *more[:2]]
    rest = caller.get(f"/allocations?limit=3&after={page['next']}").json()
    assert ([row["posting_id"] for row in rest["items"]], rest["next"]) == (more[2:], None)
    of_one = caller.get(f"/allocations?receipt_id={money.pk}").json()
    assert [row["posting_id"] for row in of_one["items"]] == more


def test_a_list_takes_so_many_queries_however_long(world: World, django_assert_num_queries) -> None:
    money = world.books.receipt(5_000, world.customer_id)
    for _ in range(20):
        world.books.allocate(money, (world.item, 100))
    for person in ("accountant", "salesperson"):
        caller = world.caller(person)
        caller.get("/allocations?limit=1")
        # The token, its roles, its companies; the allocations, their postings, their entries.
        with django_assert_num_queries(6):
            assert len(caller.get("/allocations").json()["items"]) == 21


def test_a_write_takes_so_many_queries_however_many_shares(world: World, django_assert_max_num_queries) -> None:
    items = [world.books.invoice(world.customer_id, f"G{number}", 100)[0] for number in range(60)]
    caller = world.caller("accountant")
    caller.get("/allocations")
    shares = [{"receivable_id": item.pk, "amount_minor": 100} for item in items]
    with django_assert_max_num_queries(26):
        assert caller.post("/allocations", allocation_body(world, shares=shares)).status_code == 201
