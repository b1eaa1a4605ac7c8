"""Customers are found by what they are narrowed to, and by all of it at once."""

from __future__ import annotations

import pytest

from huikuan.accounts.models import User
from huikuan.customers.queries import CustomerFilter, customer_page
from huikuan.kernel.actor import SYSTEM
from tests.books import new_books

pytestmark = pytest.mark.django_db


@pytest.fixture
def seller() -> int:
    """A salesperson who looks after 甲一 (key) and 甲二 (to watch); nobody looks after 乙 (key) and 丙 (standard)."""
    seller_id = User.objects.create(username="zhao", name="赵敏").pk
    books = new_books()
    books.customer("甲一", customer_class="KEY", salesperson_id=seller_id)
    books.customer("甲二", customer_class="WATCH", salesperson_id=seller_id)
    books.customer("乙", customer_class="KEY")
    books.customer("丙")
    return seller_id


def found(**narrowed: object) -> list[str]:
    page = customer_page(actor=SYSTEM, narrowed=CustomerFilter(**narrowed), sort="code")  # type: ignore[arg-type]
    assert page.count == len(page.rows)
    return sorted(row.name for row in page.rows)


@pytest.mark.parametrize(
    ("customer_class", "names"),
    [("", ["丙", "乙", "甲一", "甲二"]), ("KEY", ["乙", "甲一"]), ("STANDARD", ["丙"]), ("VIP", [])],
)
def test_customers_of_a_class(seller: int, customer_class: str, names: list[str]) -> None:
    assert found(customer_class=customer_class) == names


def test_filters_hold_together(seller: int) -> None:
    assert found(search="甲", salesperson_id=seller, customer_class="KEY") == ["甲一"]
    assert found(search="乙", salesperson_id=seller, customer_class="KEY") == []
