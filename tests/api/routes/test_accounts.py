"""Our own accounts over the API: strict types, each company's own."""

from __future__ import annotations

import pytest

from huikuan.receipts.models import BankAccount, Wallet
from tests.api.world import World, rows_of_everything


def body(world: World, **more: object) -> dict[str, object]:
    return {"company_id": world.books.company_id, "name": "微信商户", "currency": "CNY", **more}


def test_an_account_is_added_and_listed_for_its_own_company_only(world: World) -> None:
    caller = world.caller("accountant")
    made = caller.post("/accounts", body(world, kind="WECHAT_MERCHANT", bank="财付通", number="１９００"))
    assert made.status_code == 201
    row = BankAccount.objects.get(name="微信商户")
    assert made.json() == {"id": row.pk}
    listed = caller.get("/accounts").json()["items"]
    assert [one["id"] for one in listed] == [world.bank_account.pk, row.pk]
    assert listed[1] == {
        "id": row.pk,
        "company_id": world.books.company_id,
        "name": "微信商户",
        "kind": "WECHAT_MERCHANT",
        "currency": "CNY",
        "bank": "财付通",
        "number": "1900",
        "stated_through": None,
    }
    assert [one["id"] for one in world.caller("stranger").get("/accounts").json()["items"]] == []


def test_a_bank_is_what_nobody_says_otherwise(world: World) -> None:
    assert world.caller("accountant").post("/accounts", body(world)).status_code == 201
    assert Wallet.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"kind": "TILL"}, "INPUT_INVALID"),
        ({"kind": "bank"}, "INPUT_INVALID"),
        ({"currency": "cny"}, "INPUT_INVALID"),
        ({"name": ""}, "INPUT_INVALID"),
        ({"name": "x" * 101}, "INPUT_INVALID"),
        ({"number": 1102}, "INPUT_INVALID"),
        ({"company_id": "1"}, "INPUT_INVALID"),
        ({"owner": "甲"}, "INPUT_INVALID"),
    ],
)
def test_what_is_no_account_is_refused_and_nothing_is_written(
    world: World, change: dict[str, object], code: str
) -> None:
    before = rows_of_everything()
    answer = world.caller("accountant").post("/accounts", body(world, **change))
    assert (answer.status_code, answer.json()["code"], rows_of_everything()) == (422, code, before)


def test_a_name_stands_once(world: World) -> None:
    caller = world.caller("accountant")
    answer = caller.post("/accounts", body(world, name=world.bank_account.name))
    assert (answer.status_code, answer.json()["code"]) == (409, "ACCOUNT_EXISTS")
