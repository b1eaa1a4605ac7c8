"""The list of limits: what it is narrowed to, its order, whose customers it shows, what it costs; limits of a group."""

from __future__ import annotations

from collections.abc import Collection

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.audit.operations import Intent, perform
from huikuan.customers.fields import change_customer
from huikuan.customers.queries import customers_by_id
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.limits.listing import SORTS, LimitFilter, Used, Which, limits_list
from huikuan.limits.queries import customer_limits, limits_in_force, shared_limits
from huikuan.limits.rules import LimitKind, Standing
from tests.limits.office import TODAY, Office, new_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    made = new_office()
    own = {"salesperson_id": made.people.owner.user_id}
    others = {name: made.books.customer(name, **own) for name in ("甲", "丙", "丁", "戊", "己")}
    made.set(
        made.imported(100, customer_id=others["甲"]),
        made.imported(300, customer_id=others["丙"], valid_through=made.day(30)),
        made.imported(0, customer_id=others["丁"]),
        made.imported(500, customer_id=others["戊"], valid_from=made.day(-9), valid_through=made.day(-1)),
    )
    made.ask(900)
    return made


def names(office: Office, which: Which, sort: str = "-limit", who: Actor = SYSTEM, search: str = "") -> list[str]:
    page = limits_list(actor=who, today=TODAY, narrowed=LimitFilter(which, search), sort=sort)
    assert page.count == len(page.rows)
    return [row.customer.name for row in page.rows]


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        (Which.IN_FORCE, ["丙", "甲", "丁"]),
        (Which.ENDING, ["丙"]),
        (Which.OVER, ["戊"]),
        (Which.CASH_ONLY, ["丁"]),
        (Which.WAITING, ["乙公司"]),
        (Which.NONE, ["己", "乙公司"]),
    ],
)
def test_each_tab(office: Office, which: Which, expected: list[str]) -> None:
    assert sorted(names(office, which)) == sorted(expected)
    if which is Which.IN_FORCE:
        assert names(office, which) == expected


def test_order_totals_search_and_rows(office: Office) -> None:
    assert names(office, Which.IN_FORCE, "limit") == ["丁", "甲", "丙"]
    assert names(office, Which.IN_FORCE, "through")[0] == "丙"
    assert names(office, Which.IN_FORCE, search="丙") == ["丙"]
    assert names(office, Which.IN_FORCE, who=office.people.owner) == ["丙", "甲", "丁"]
    assert names(office, Which.IN_FORCE, who=office.people.colleague) == []
    page = limits_list(actor=SYSTEM, today=TODAY, narrowed=LimitFilter(), size=2, number=2)
    assert (page.count, page.totals, [row.customer.name for row in page.rows]) == (3, {"CNY": 400}, ["丁"])
    assert {len(names(office, Which.IN_FORCE, sort)) for sort in SORTS} == {3}


@pytest.mark.parametrize("which", list(Which))
def test_the_cost_does_not_grow_with_the_list(office: Office, which: Which) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            limits_list(actor=SYSTEM, today=TODAY, narrowed=LimitFilter(which))
        return len(asked)

    before = cost()
    more = [office.books.customer(f"新{number}") for number in range(20)]
    office.set(*(office.imported(50, customer_id=pk, valid_through=office.day(3)) for pk in more[:10]))
    assert before <= 10
    assert cost() == before


def test_a_limit_of_the_top_is_shared_by_the_group(office: Office) -> None:
    top = office.books.customer("集团")
    intent = Intent("change", SYSTEM, office.now, "group")

    def work(act):
        change_customer(act=act, customer_id=office.customer_id, changes={"parent_id": top}, reason="集团")
        return {}

    perform(intent=intent, work=work)
    assert shared_limits(customer_ids=[office.customer_id, top], on=TODAY) == {}
    office.set(office.imported(8_000, customer_id=top))
    assert shared_limits(customer_ids=[office.customer_id, top], on=TODAY)[office.customer_id].amount_minor == 8_000
    found = customer_limits(actor=office.people.owner, customer_id=office.customer_id, today=TODAY)
    assert found.in_force.standing is Standing.NONE
    assert found.shared is not None
    assert found.shared.customer_id == top
    assert [one.kind for one in found.waiting] == [LimitKind.PERMANENT]
    assert limits_in_force(customer_ids=[top], on=TODAY)[top].amount_minor == 8_000


def test_what_is_used_orders_narrows_and_is_told_of_the_page_alone(office: Office) -> None:
    at_risk = {"甲": Used(80), "丙": Used(301, is_partial=True), "丁": Used(5)}
    asked: list[int] = []

    def usage(ids: Collection[int]) -> dict[int, Used]:
        named = customers_by_id(ids=ids)
        asked.append(len(named))
        return {pk: at_risk.get(row.name, Used(-3)) for pk, row in named.items()}

    def rows(which: Which, sort: str, size: int = 50) -> list[tuple[str, int | None, bool, bool]]:
        narrowed = LimitFilter(which, usage=usage)
        found = limits_list(actor=SYSTEM, today=TODAY, narrowed=narrowed, sort=sort, size=size).rows
        return [(row.customer.name, row.used_permille, row.is_near, row.is_over) for row in found]

    over, near, cash = ("丙", 1_003, False, True), ("甲", 800, True, False), ("丁", None, False, True)
    assert rows(Which.IN_FORCE, "-used") == [cash, over, near]
    assert rows(Which.USED_UP, "used") == [near, over, cash]
    at_risk["甲"] = Used(79)
    assert rows(Which.USED_UP, "-limit") == [over, cash]
    assert rows(Which.OVER, "-used") == [("戊", None, False, False)]
    asked.clear()
    assert (len(rows(Which.IN_FORCE, "-limit", size=2)), asked) == (2, [2])
    assert names(office, Which.USED_UP) == []
