"""Taking customers in: a number that is taken is named, nothing of the batch is kept."""

from __future__ import annotations

import pytest

from huikuan.customers.models import Customer
from huikuan.customers.operations import CustomerDraft, classify_customers, register_customers
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from tests.books import NOW, new_books

pytestmark = pytest.mark.django_db


def take_in(key: str, *codes: str) -> dict[str, list[int]]:
    drafts = [CustomerDraft(code=code, name=f"公司 {code}") for code in codes]
    return register_customers(actor=SYSTEM, now=NOW, key=key, customers=drafts)


def test_a_number_that_is_in_the_books_is_named() -> None:
    take_in("first", "C1", "C2")
    with pytest.raises(Refused) as refused:
        take_in("second", "C3", "C2")
    assert (refused.value.code, refused.value.parameters) == ("CUSTOMER_EXISTS", {"number": "C2"})
    assert sorted(Customer.objects.values_list("code", flat=True)) == ["C1", "C2"]


def test_a_number_that_comes_twice_is_named() -> None:
    with pytest.raises(Refused) as refused:
        take_in("first", "C1", "C4", "C4")
    assert (refused.value.code, refused.value.parameters) == ("CUSTOMER_EXISTS", {"number": "C4"})
    assert not Customer.objects.exists()


def test_the_same_key_again_is_the_same_act() -> None:
    assert take_in("first", "C1") == take_in("first", "C1")


def test_another_broken_constraint_is_not_called_a_taken_number() -> None:
    from django.db import IntegrityError

    with pytest.raises(IntegrityError, match="customers_named"):
        take_in("first", "")


def test_customers_are_put_into_a_class_and_only_a_known_one() -> None:
    books = new_books()
    first, second = books.customer("甲客户"), books.customer("乙客户")
    done = classify_customers(actor=SYSTEM, now=NOW, key="c1", customer_ids=[first], customer_class="KEY")
    assert done == {"changed": 1}
    with pytest.raises(Refused, match="CUSTOMER_CLASS_UNKNOWN"):
        classify_customers(actor=SYSTEM, now=NOW, key="c2", customer_ids=[second], customer_class="VIP")
    assert dict(Customer.objects.values_list("pk", "customer_class")) == {first: "KEY", second: "STANDARD"}
