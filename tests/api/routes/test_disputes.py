"""Disputes by program: strict types, the same refusals and the same access as the pages."""

from __future__ import annotations

from typing import Any

import pytest

from huikuan.api.dispute_shapes import DisputeDecision, DisputeReason, DisputeState
from huikuan.disputes.models import Dispute, DisputeItem
from huikuan.disputes.rules import DECISIONS, Reason, State
from tests.api.world import World

pytestmark = pytest.mark.django_db


def body(world: World, **more: Any) -> dict[str, Any]:
    items = [{"receivable_id": world.item.pk, "amount_minor": 100}]
    plain = {"company_id": world.books.company_id, "customer_id": world.customer_id, "currency": "CNY"}
    return {**plain, "reason": "quantity", "text": "少到两台", "items": items, **more}


def test_the_names_are_those_of_the_room() -> None:
    assert {one.value.upper() for one in DisputeState} == {one.value for one in State}
    assert {one.value.upper() for one in DisputeReason} == {one.value for one in Reason}
    assert {one.value.upper() for one in DisputeDecision} == {one.value for one in DECISIONS}


def test_a_dispute_is_raised_seen_and_decided_once(world: World) -> None:
    caller = world.caller("accountant")
    made = caller.post("/disputes", body(world))
    assert made.status_code == 201
    pk = made.json()["id"]
    shown = caller.get(f"/disputes/{pk}").json()
    assert (shown["state"], shown["amount_minor"], shown["reason"], shown["by_portal"]) == (
        "open",
        100,
        "quantity",
        False,
    )
    assert [(one["receivable_id"], one["amount_minor"]) for one in shown["items"]] == [(world.item.pk, 100)]
    assert [one["id"] for one in caller.get("/disputes?state=open").json()["items"]] == [pk]
    assert caller.get("/disputes?state=settled").json()["items"] == []
    done = caller.post(f"/disputes/{pk}/decision", {"decision": "reject", "note": "已签收"})
    assert (done.status_code, Dispute.objects.get().state) == (201, "REJECTED")
    assert caller.post(f"/disputes/{pk}/decision", {"decision": "accept", "note": "x"}).status_code == 409


@pytest.mark.parametrize("amount", [0, -1, 1.5, "1", True, None, 10**14])
def test_only_a_whole_positive_amount_is_taken(world: World, amount: object) -> None:
    items = [{"receivable_id": world.item.pk, "amount_minor": amount}]
    assert world.caller("accountant").post("/disputes", body(world, items=items)).status_code == 422
    assert DisputeItem.objects.count() == 0


@pytest.mark.parametrize(
    "wrong", [{"reason": "QUANTITY"}, {"text": ""}, {"items": []}, {"currency": "RMB"}, {"more": 1}]
)
def test_what_is_not_known_is_refused(world: World, wrong: dict[str, object]) -> None:
    assert world.caller("accountant").post("/disputes", body(world, **wrong)).status_code == 422


def test_more_than_is_open_and_anothers_item_are_refused(world: World) -> None:
    caller = world.caller("accountant")
    much = [{"receivable_id": world.item.pk, "amount_minor": 10**12}]
    foreign = [{"receivable_id": world.other_item.pk, "amount_minor": 1}]
    for items in (much, foreign):
        assert caller.post("/disputes", body(world, items=items)).status_code in (409, 422)
    assert Dispute.objects.count() == 0
