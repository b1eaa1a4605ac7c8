"""Customers and own companies over the API."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.accounts.models import Department, User, UserRole
from huikuan.audit.models import Act
from huikuan.audit.operations import Intent, perform
from huikuan.customers.models import Customer
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.limits.operations import set_limits
from huikuan.limits.rules import LimitDraft, LimitKind, LimitSource
from tests.api.world import Caller, World, token_of
from tests.books import NOW


def test_a_customer_is_taken_in_and_read_back(world: World) -> None:
    caller = world.caller("accountant")
    body = {"code": "K-100", "name": "戊公司", "tax_code": "91310000607432545Q", "region": "华东", "terms_days": 60}
    created = caller.post("/customers", body)
    assert created.status_code == 201
    (pk,) = Customer.objects.filter(code="K-100").values_list("pk", flat=True)
    assert created.json() == {"id": pk}
    assert caller.get(f"/customers/{pk}").json() == {
        **body,
        "id": pk,
        "address": "",
        "country": "CN",
        "customer_class": "STANDARD",
        "credit_limit_minor": None,
    }
    assert Act.objects.get(verb="register_customers", key__startswith="api:").actor_name == "accountant"


@pytest.mark.parametrize(("said", "kept"), [({}, "STANDARD"), ({"customer_class": "WATCH"}, "WATCH")])
def test_a_customer_is_taken_in_with_his_class(world: World, said: dict[str, str], kept: str) -> None:
    caller = world.caller("accountant")
    pk = caller.post("/customers", {"code": "K-102", "name": "庚公司", **said}).json()["id"]
    assert caller.get(f"/customers/{pk}").json()["customer_class"] == kept
    act = Act.objects.get(verb="register_customers", key__startswith="api:")
    assert act.detail["customer"]["customer_class"] == kept


def test_a_class_that_does_not_exist_is_refused_by_name(world: World) -> None:
    answer = world.caller("accountant").post("/customers", {"code": "K-1", "name": "辛公司", "customer_class": "key"})
    assert answer.status_code == 422
    (fault,) = answer.json()["parameters"]["faults"]
    assert (fault["field"], fault["code"]) == ("body.customer_class", "FIELD_NOT_ON_LIST")
    assert "'STANDARD', 'KEY', 'WATCH'" in fault["message"]
    assert not Customer.objects.filter(code="K-1").exists()


def test_a_customer_comes_with_the_limit_in_force(world: World) -> None:
    caller = world.caller("accountant")
    pk = caller.post("/customers", {"code": "K-107", "name": "癸公司"}).json()["id"]
    draft = LimitDraft(pk, LimitKind.PERMANENT, 0, "CNY", date(2020, 1, 1), reason="现款", source=LimitSource.IMPORT)
    perform(intent=Intent("set", SYSTEM, NOW, "set"), work=lambda act: {"ids": set_limits(act=act, drafts=[draft])})
    assert caller.get(f"/customers/{pk}").json()["credit_limit_minor"] == 0


def test_the_description_names_the_classes(world: World) -> None:
    fields = world.caller("accountant").get("/openapi.json").json()["components"]["schemas"]
    assert fields["CustomerClass"]["enum"] == ["STANDARD", "KEY", "WATCH"]
    assert fields["CustomerIn"]["properties"]["customer_class"]["default"] == "STANDARD"


def test_whoever_sees_only_some_looks_after_his_own_new_customer(world: World) -> None:
    from huikuan.accounts.models import Department, UserRole

    manager = world.people["colleague"]
    manager.department = Department.objects.create(name="二部")
    manager.save()
    UserRole.objects.create(user=manager, role="SALES_MANAGER")
    caller = world.caller("colleague")
    pk = caller.post("/customers", {"code": "K-101", "name": "己公司"}).json()["id"]
    assert Customer.objects.get(pk=pk).salesperson_id == manager.pk
    assert caller.get(f"/customers/{pk}").status_code == 200


def test_a_customer_is_found_by_his_number(world: World) -> None:
    found = world.caller("reader").get("/customers?code=C-丙公司").json()
    assert ([row["id"] for row in found["items"]], found["next"]) == ([world.customer_id], None)
    assert world.caller("colleague").get("/customers?code=C-丙公司").json()["items"] == []


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 200])
def test_pages_hold_every_row_once_in_order(world: World, limit: int) -> None:
    more = [world.books.customer(f"公司{number}") for number in range(1, 3)]
    pages = list(pages_of(world, f"/customers?limit={limit}"))
    assert [row["id"] for page in pages for row in page] == [world.customer_id, world.other_customer_id, *more]
    assert {len(page) for page in pages[:-1]} <= {limit}
    assert 0 < len(pages[-1]) <= limit


def test_a_list_takes_so_many_queries_however_long(world: World, django_assert_num_queries) -> None:
    for number in range(30):
        world.books.customer(f"公司{number}")
    caller = world.caller("accountant")
    caller.get("/customers")  # the token's use is noted once a minute
    with django_assert_num_queries(6):  # the token, its roles, its companies; the customers
        assert len(caller.get("/customers?limit=30").json()["items"]) == 30


def test_own_companies(world: World, django_assert_num_queries) -> None:
    caller = world.caller("accountant")
    caller.get("/companies")
    with django_assert_num_queries(4):
        answer = caller.get("/companies").json()
    assert answer["items"][0] == {
        "id": world.books.company_id,
        "name": "甲方贸易有限公司",
        "short_name": "甲方",
        "tax_code": "",
        "currency": "CNY",
    }
    assert len(answer["items"]) == 2


def pages_of(world: World, address: str):
    caller, after = world.caller("accountant"), 0
    while after is not None:
        page = caller.get(f"{address}&after={after}").json()
        yield page["items"]
        after = page["next"]


def test_a_manager_reads_his_department_and_nothing_of_others(world: World) -> None:
    east = Department.objects.create(name="华东")
    User.objects.filter(pk=world.people["salesperson"].pk).update(department=east)
    manager = User.objects.create(username="manager", name="manager", department=east)
    UserRole.objects.create(user=manager, role=Role.SALES_MANAGER.value)
    caller = Caller(token_of(manager))
    for path, key in (("/customers", world.customer_id), ("/invoices", world.item.invoice_id)):
        assert [row["id"] for row in caller.get(path).json()["items"]] == [key]
    assert [row["id"] for row in caller.get("/receipts").json()["items"]] == [world.receipt.pk]
    assert caller.get(f"/customers/{world.customer_id}").status_code == 200
    assert caller.get(f"/customers/{world.other_customer_id}").status_code == 404
    assert caller.get(f"/invoices/{world.other_item.invoice_id}").status_code == 404
    User.objects.filter(pk=world.people["salesperson"].pk).update(department=None)
    assert caller.get("/customers").json()["items"] == []
