"""Exposure against the limits of many customers: the same figure as on one customer's page, in a constant number of queries."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.credit.queries.exposure import ExposureSum, exposure_row, exposure_sums
from huikuan.customers.fields import change_customer
from huikuan.kernel.actor import SYSTEM
from tests.books import NOW
from tests.credit.desk import TODAY, Desk, new_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return new_desk()


def put_under(desk: Desk, customer_id: int, parent_id: int) -> None:
    def work(act: OpenAct) -> dict[str, Json]:
        change_customer(act=act, customer_id=customer_id, changes={"parent_id": parent_id}, reason="集团")
        return {}

    perform(intent=Intent("change", SYSTEM, NOW, desk.books.key()), work=work)


def test_the_top_of_a_group_is_measured_with_its_group_and_a_member_alone(desk: Desk) -> None:
    top, other = desk.books.customer("集团"), desk.books.customer("旁")
    put_under(desk, desk.buyer, top)
    for customer_id, minor in ((desk.buyer, 40_000), (top, 7_000), (other, 500)):
        desk.books.invoice(customer_id, f"F{customer_id}", minor)
    desk.books.receipt(3_000, desk.buyer)
    found = exposure_sums(customer_ids=[desk.buyer, top, other], today=TODAY)
    assert found == {
        desk.buyer: ExposureSum(37_000, is_partial=False),
        top: ExposureSum(44_000, is_partial=False),
        other: ExposureSum(500, is_partial=False),
    }
    for customer_id in (desk.buyer, other):
        row = exposure_row(actor=SYSTEM, customer_id=customer_id, today=TODAY)
        assert row is not None
        assert row.exposure_minor == found[customer_id].minor


def test_an_amount_without_a_rate_makes_its_customer_partial_and_no_other(desk: Desk) -> None:
    other = desk.books.customer("旁")
    desk.books.invoice(desk.buyer, "F1", 900, currency="USD")
    desk.books.invoice(other, "F2", 500)
    assert exposure_sums(customer_ids=[desk.buyer, other], today=TODAY) == {
        desk.buyer: ExposureSum(0, is_partial=True),
        other: ExposureSum(500, is_partial=False),
    }
    assert exposure_sums(customer_ids=[], today=TODAY) == {}


def test_the_cost_does_not_grow_with_the_customers(desk: Desk) -> None:
    def cost(ids: list[int]) -> int:
        with CaptureQueriesContext(connection) as asked:
            exposure_sums(customer_ids=ids, today=TODAY)
        return len(asked)

    few = [desk.books.customer(f"新{number}") for number in range(2)]
    many = [*few, *(desk.books.customer(f"多{number}") for number in range(30))]
    for customer_id in many:
        desk.books.invoice(customer_id, f"F{customer_id}", 500)
    assert cost(few) <= 10
    assert cost(many) == cost(few)
