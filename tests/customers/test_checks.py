"""The check of the customer file: sound books pass, a forged row of each kind is named."""

from __future__ import annotations

import pytest

from huikuan.customers.checks import check_customers
from huikuan.customers.merging import merge_customers, undo_merge
from huikuan.customers.models import CustomerFile
from huikuan.kernel.actor import SYSTEM
from tests.books import NOW, Books, new_books
from tests.customers.changing import change

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Books:
    return new_books()


def broken() -> list[tuple[str, str, str]]:
    return [(row.object, row.expected, row.found) for found in check_customers() for row in found.broken]


def test_groups_and_merges_made_by_the_acts_are_sound(books: Books) -> None:
    top, low, same, gone = (books.customer(name) for name in "甲乙丙丁")
    change(low, parent_id=top)
    merge_customers(actor=SYSTEM, now=NOW, key="m", customer_id=same, into_id=low, reason="重复")
    done = merge_customers(actor=SYSTEM, now=NOW, key="n", customer_id=gone, into_id=low, reason="重复")
    undo_merge(actor=SYSTEM, now=NOW, key="u", merge_id=done["merge_id"])
    assert [(found.checked, found.broken) for found in check_customers()] == [(2, ()), (1, ())]


def test_a_forged_circle_is_named(books: Books) -> None:
    first, second, below = (books.customer(name) for name in "甲乙丙")
    change(second, parent_id=first)
    change(below, parent_id=second)
    CustomerFile.objects.create(customer_id=first, parent_id=second)
    assert [row[0] for row in broken()] == [f"customer {first}", f"customer {second}", f"customer {below}"]


def test_a_forged_pointer_is_named(books: Books) -> None:
    first, second = books.customer("甲"), books.customer("乙")
    CustomerFile.objects.create(customer_id=first, merged_into_id=second)
    assert broken() == [(f"customer {first}", "None", str(second))]
    CustomerFile.objects.all().delete()
    merge_customers(actor=SYSTEM, now=NOW, key="m", customer_id=first, into_id=second, reason="重复")
    CustomerFile.objects.update(merged_into=None)
    assert broken() == [(f"customer {first}", str(second), "None")]
