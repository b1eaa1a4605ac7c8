"""Orders, deliveries and acceptances by program: strict, once for a key, with what credit said and what fired."""

from __future__ import annotations

import pytest

from tests.api.world import World
from tests.credit.desk import set_limit

pytestmark = pytest.mark.django_db

LINE = {"name": "水泵", "item_code": "P-1", "quantity_micros": 2_000_000, "unit_price_micros": 50_000_000}


def order(world: World, **more: object) -> dict[str, object]:
    return {
        "company_id": world.books.company_id,
        "customer_id": world.customer_id,
        "number": "DD-7",
        "placed_on": "2026-02-01",
        "currency": "CNY",
        "lines": [LINE],
        **more,
    }


def delivery(world: World, order_id: int | None, **more: object) -> dict[str, object]:
    line = {"name": "水泵", "quantity_micros": 2_000_000}
    return {
        "company_id": world.books.company_id,
        "customer_id": world.customer_id,
        "number": "SH-7",
        "delivered_on": "2026-02-05",
        "currency": "CNY",
        "order_id": order_id,
        "lines": [line],
        **more,
    }


@pytest.fixture(autouse=True)
def limited(world: World) -> None:
    """The customer may owe plenty."""
    set_limit(world.customer_id, 10**12)


def test_from_the_order_to_the_acceptance(world: World) -> None:
    caller = world.caller("accountant")
    made = caller.post("/orders", order(world), key="order-dd-7")
    assert made.status_code == 201, made.content
    assert made.json()["credit"] in ("allow", "warn")
    again = caller.post("/orders", order(world), key="order-dd-7")
    assert again.json() == made.json()
    sent = caller.post("/deliveries", delivery(world, made.json()["id"]))
    assert sent.status_code == 201, sent.content
    note = sent.json()["id"]
    signed = caller.post(f"/deliveries/{note}/signature", {"signed_on": "2026-02-06", "signatory": "李明"})
    assert signed.status_code == 201, signed.content
    line = caller.get(f"/deliveries/{note}").json()["lines"][0]
    body = {
        "delivery_id": note,
        "signature": {"signed_on": "2026-02-08", "signatory": "王工"},
        "lines": [
            {"line_id": line["id"], "accepted_micros": 1_000_000, "rejected_micros": 1_000_000, "reason": "裂纹"}
        ],
    }
    assert caller.post("/acceptances", body).status_code == 201
    shown = caller.get(f"/deliveries/{note}").json()
    assert (shown["amount_minor"], shown["accepted_minor"], shown["rejected_minor"]) == (100_00, 50_00, 50_00)
    assert caller.get(f"/orders/{made.json()['id']}").json()["delivered_minor"] == 50_00


@pytest.mark.parametrize(
    "wrong",
    [
        {"lines": []},
        {"lines": [{**LINE, "quantity_micros": "2"}]},
        {"lines": [{**LINE, "quantity_micros": True}]},
        {"placed_on": "01.02.2026"},
        {"surplus": 1},
        {"inspection_days": 731},
    ],
)
def test_what_is_not_exactly_right_is_refused(world: World, wrong: dict[str, object]) -> None:
    assert world.caller("accountant").post("/orders", order(world, **wrong)).status_code == 422


def test_more_than_was_ordered_is_refused_with_what_is_left(world: World) -> None:
    caller = world.caller("accountant")
    made = caller.post("/orders", order(world)).json()["id"]
    body = delivery(world, made, lines=[{"name": "水泵", "quantity_micros": 3_000_000}])
    answer = caller.post("/deliveries", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "DELIVERED_ABOVE_ORDER")
