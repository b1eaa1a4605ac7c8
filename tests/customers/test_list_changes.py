"""Everybody gets his own values at once, with his own reason, and merged customers follow."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from huikuan.audit.operations import Intent, OpenAct, perform
from huikuan.customers.list_changes import change_each
from huikuan.customers.merging import merge_customers
from huikuan.customers.models import Customer, CustomerChange
from huikuan.kernel.actor import SYSTEM
from tests.books import NOW, new_books
from tests.counted import queries_of

pytestmark = pytest.mark.django_db


def change(key: str, changes: Mapping[int, Mapping[str, object]], reason: str | Mapping[int, str] = "") -> int:
    def work(act: OpenAct) -> dict[str, int]:
        return {"fields": change_each(act=act, changes=changes, reason=reason)}

    return int(perform(intent=Intent("change_each", SYSTEM, NOW, key), work=work)["fields"])


def test_each_keeps_his_own_reason_and_only_what_became_different() -> None:
    books = new_books()
    first, second = books.customer("甲", terms_days=30), books.customer("乙", terms_days=30)
    changes = {first: {"terms_days": 45, "region": "华东"}, second: {"terms_days": 30, "customer_class": "WATCH"}}
    assert change("both", changes, {first: "甲的理由", second: "乙的理由"}) == 3
    kept = CustomerChange.objects.order_by("pk").values_list("customer_id", "field", "reason")
    assert list(kept) == [
        (first, "terms_days", "甲的理由"),
        (first, "region", "甲的理由"),
        (second, "customer_class", "乙的理由"),
    ]


def test_merged_customers_follow_in_class_but_not_in_terms() -> None:
    books = new_books()
    into, merged = books.customer("甲", terms_days=30), books.customer("甲分", terms_days=30)
    merge_customers(actor=SYSTEM, now=NOW, key="m", customer_id=merged, into_id=into, reason="同一家")
    change("one", {into: {"terms_days": 0, "customer_class": "WATCH"}}, {into: "降级"})
    rows = Customer.objects.order_by("pk").values_list("pk", "terms_days", "customer_class")
    assert list(rows) == [(into, 0, "WATCH"), (merged, 30, "WATCH")]
    last = CustomerChange.objects.filter(customer_id=merged, field="customer_class").latest("pk")
    assert (last.after, last.reason) == ("WATCH", "降级")


def test_many_cost_the_queries_of_a_few() -> None:
    books = new_books()
    ids = [books.customer(f"客户{number}") for number in range(30)]
    few = queries_of(lambda: change("few", {pk: {"terms_days": 7} for pk in ids[:3]}))
    assert queries_of(lambda: change("many", {pk: {"terms_days": pk % 90} for pk in ids})) == few
