"""The same key and body: one effect and the same answer, also at once and after a crash; another body: refused (I6)."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from huikuan.audit.models import Act
from tests.api.world import World, rows_of_everything
from tests.books import NOW
from tests.own_books import OwnBooks

KEY = "3f1c5a52-6d6e-4d6d-9b7e-0a1b2c3d4e5f"


def receipt_body(world: World, minor: int = 5_000) -> dict[str, object]:
    return {
        "company_id": world.books.company_id,
        "received_on": "2026-02-01",
        "currency": "CNY",
        "amount_minor": minor,
        "customer_id": world.customer_id,
    }


def test_a_repetition_has_one_effect_and_the_same_answer(world: World, moment: time_machine.Traveller) -> None:
    caller, body = world.caller("accountant"), receipt_body(world)
    first = caller.post("/receipts", body, key=KEY)
    after = rows_of_everything()
    moment.move_to(NOW + timedelta(days=3))
    again = caller.post("/receipts", dict(reversed(body.items())), key=KEY)
    assert (first.status_code, again.status_code, again.content) == (201, 201, first.content)
    assert rows_of_everything() == after


def test_a_repetition_answers_the_same_after_the_world_moved_on(world: World) -> None:
    caller = world.caller("accountant")
    body = {"receipt_id": world.receipt.pk, "shares": [{"receivable_id": world.item.pk, "amount_minor": 50_000}]}
    first = caller.post("/allocations", body, key=KEY)
    (posting_id,) = first.json()["posting_ids"]
    caller.post(f"/allocations/{posting_id}/reverse", {"effective_date": "2026-03-01"})
    assert caller.post("/allocations", body, key=KEY).content == first.content


def test_the_same_key_with_another_body_is_refused(world: World) -> None:
    caller = world.caller("accountant")
    caller.post("/receipts", receipt_body(world), key=KEY)
    before = rows_of_everything()
    response = caller.post("/receipts", receipt_body(world, 5_001), key=KEY)
    assert (response.status_code, response.json()["code"]) == (422, "KEY_REUSED")
    assert response.json()["parameters"] == {"key": KEY}
    assert rows_of_everything() == before


def test_the_same_key_at_another_address_is_refused(world: World) -> None:
    caller = world.caller("accountant")
    caller.post("/receipts", receipt_body(world), key=KEY)
    response = caller.post("/customers", {"code": "C-9", "name": "戊公司"}, key=KEY)
    assert (response.status_code, response.json()["code"]) == (422, "KEY_REUSED")


def test_a_key_is_the_persons_own(world: World) -> None:
    body = {"code": "C-9", "name": "戊公司"}
    first = world.caller("accountant").post("/customers", body, key=KEY)
    other = world.caller("stranger").post("/customers", {"code": "C-10", "name": "己公司"}, key=KEY)
    assert (first.status_code, other.status_code) == (201, 201)
    ids = (world.people["accountant"].pk, world.people["stranger"].pk)
    assert set(Act.objects.filter(key__endswith=KEY).values_list("key", flat=True)) == {f"api:{pk}:{KEY}" for pk in ids}


def test_a_refused_write_leaves_its_key_free(world: World) -> None:
    caller = world.caller("accountant")
    too_much = {"receipt_id": world.receipt.pk, "shares": [{"receivable_id": world.item.pk, "amount_minor": 50_001}]}
    refused = caller.post("/allocations", too_much, key=KEY)
    assert (refused.status_code, refused.json()["code"]) == (409, "MORE_THAN_UNAPPLIED")
    too_much["shares"] = [{"receivable_id": world.item.pk, "amount_minor": 50_000}]
    assert caller.post("/allocations", too_much, key=KEY).status_code == 201


@pytest.mark.parametrize("key", ["", "short", "with blank", "a" * 129, "schlüssel-1", "key\x00key"])
def test_a_write_without_a_proper_key_is_refused(world: World, key: str) -> None:
    before = rows_of_everything()
    response = world.caller("accountant").post("/receipts", receipt_body(world), key=key)
    assert response.status_code == 422
    assert [fault["field"] for fault in response.json()["parameters"]["faults"]] == ["header.Idempotency-Key"]
    assert rows_of_everything() == before


def test_many_at_once_with_one_key_have_one_effect(database_of_its_own: Callable[[str], dict[str, Any]]) -> None:
    one = database_of_its_own("[KEY] * 6")
    assert one == {"statuses": [201], "answers": 1, "receipts": 1}


def test_many_at_once_with_their_own_keys_have_their_own_effects(
    database_of_its_own: Callable[[str], dict[str, Any]],
) -> None:
    """The control of the test above: what made one effect of six was the key."""
    six = database_of_its_own("[f'{KEY}-{number}' for number in range(6)]")
    assert six == {"statuses": [201], "answers": 6, "receipts": 6}


AT_ONCE = """
import json, sys
import django
django.setup()
from concurrent.futures import ThreadPoolExecutor
from django.conf import settings
from django.db import connection
settings.ALLOWED_HOSTS = ["testserver"]
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
from huikuan.receipts.models import Receipt
from tests.api.test_idempotency import KEY, receipt_body
from tests.api.world import Caller, new_world, token_of
from tests.books import NOW
import time_machine
with time_machine.travel(NOW):
    world = new_world()
    body, before = receipt_body(world), Receipt.objects.count()
    def call(key):
        try:
            response = Caller(token=world.tokens["accountant"]).post("/receipts", body, key=key)
            return response.status_code, response.content
        finally:
            connection.close()
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(call, KEYS))
print(json.dumps({
    "statuses": sorted({status for status, _ in answers}),
    "answers": len({content for _, content in answers}),
    "receipts": Receipt.objects.count() - before,
}))
"""


@pytest.fixture
def database_of_its_own(own_books: OwnBooks) -> Callable[[str], dict[str, Any]]:
    """Runs `AT_ONCE` where commits are real: rows of the ledger cannot be taken out after a test."""
    return lambda keys: dict(json.loads(own_books.run("-W", "ignore", "-c", AT_ONCE.replace("KEYS", keys))))
