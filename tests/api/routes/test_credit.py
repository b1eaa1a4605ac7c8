"""Credit checks of an ERP: answers, keys, reservations, what became of an order."""

from __future__ import annotations

from typing import Any

import pytest

from huikuan.credit.models import Commitment, Decision
from tests.api.world import World
from tests.credit.desk import set_limit

pytestmark = pytest.mark.django_db


def body(world: World, **more: Any) -> dict[str, Any]:
    asked = {"company_id": world.books.company_id, "customer_id": world.other_customer_id, "amount_minor": 30_000}
    return {**asked, "currency": "CNY", "at": "order", **more}


@pytest.fixture
def limited(world: World) -> World:
    """丁公司 owes 700.00 since February and may owe 1,000.00."""
    set_limit(world.other_customer_id, 100_000)
    return world


def test_without_an_order_it_is_an_answer_and_no_more(limited: World) -> None:
    response = limited.caller("accountant").post("/credit/checks", body(limited))
    found = response.json()
    assert (response.status_code, found["exposure"], found["limit"], found["increase"]) == (
        200,
        70_000,
        100_000,
        30_000,
    )
    assert (found["decision_id"], found["reserved"], Decision.objects.count()) == (None, False, 1)


def test_an_order_is_reserved_once_and_the_next_is_held_with_words(limited: World) -> None:
    caller = limited.caller("accountant")
    asked = body(limited, at="contract", order_number="SO1", reserve=True)
    first, again = (caller.post("/credit/checks", asked, key="order-0001") for _ in range(2))
    assert (first.status_code, first.json()) == (201, again.json())
    other = caller.post("/credit/checks", {**asked, "amount_minor": 1}, key="order-0001")
    assert (other.status_code, other.json()["code"]) == (422, "KEY_REUSED")
    held = caller.post("/credit/checks", body(limited, at="order", amount_minor=30_001, order_number="SO2")).json()
    assert held["decision"] == "hold"
    over = next(one for one in held["reasons"] if one["code"] == "OVER_LIMIT")
    assert over["message"] == "Exposure would be CNY 1,000.01, CNY 0.01 above the limit of CNY 1,000.00."
    assert [way["message"] for way in held["release_by"]] == [
        "The customer pays CNY 0.01, or the limit is raised by as much.",
    ]


def test_what_became_of_an_order(world: World) -> None:
    caller = world.caller("accountant")
    sent = {"company_id": world.books.company_id, "number": "SO-0", "delivered_minor": 60, "invoiced_minor": 10}
    done = caller.post("/credit/orders", sent).json()
    assert done["order"] == {"ordered": 100, "released": 0, "delivered": 60, "invoiced": 10, "cancelled": 0}
    assert done["check"]["decision"] == "warn"
    wrong = caller.post("/credit/orders", {**sent, "delivered_minor": 101})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "ORDER_AMOUNTS_WRONG")
    assert Commitment.objects.get(number="SO-0").delivered_minor == 60


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"at": "ORDER"}, "FIELD_NOT_ON_LIST"),
        ({"amount_minor": 0}, "FIELD_TOO_SMALL"),
        ({"amount_minor": "1"}, "FIELD_NOT_INTEGER"),
        ({"order_number": " SO1"}, "FIELD_NOT_ALLOWED_TEXT"),
        ({"limit": 1}, "FIELD_UNEXPECTED"),
    ],
)
def test_what_is_not_taken(world: World, change: dict[str, Any], code: str) -> None:
    response = world.caller("accountant").post("/credit/checks", body(world, **change))
    assert (response.status_code, response.json()["parameters"]["faults"][0]["code"]) == (422, code)


def test_reserving_needs_an_order(world: World) -> None:
    response = world.caller("accountant").post("/credit/checks", body(world, reserve=True))
    assert (response.status_code, response.json()["code"]) == (422, "ORDER_NUMBER_NEEDED")
