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


@pytest.mark.parametrize(
    ("search", "name"),
    [
        ("chongqing", "重庆长安重工有限公司"),
        ("ChongQing ChangAn", "重庆长安重工有限公司"),
        ("chang'an", "重庆长安重工有限公司"),
        ("cqca", "重庆长安重工有限公司"),
        ("cazg", "重庆长安重工有限公司"),
        ("changan", "重庆长安重工有限公司"),
        ("zhonggong", "重庆长安重工有限公司"),
        ("lvye", "绿叶（中国）食品厂"),
        ("lyzg", "绿叶（中国）食品厂"),
        ("mueller", "Mueller GmbH"),
    ],
)
def test_found_by_pinyin_or_initials(search: str, name: str) -> None:
    books = new_books()
    for each in ("重庆长安重工有限公司", "绿叶（中国）食品厂", "Mueller GmbH"):
        books.customer(each)
    assert found(search=search) == [name]


@pytest.mark.parametrize(
    "search", ["chongqin9", "gongsi", "yxgs", "c%q", "xx", "cq", "hang", "ngan", "zhonglian", "chong3"]
)
def test_what_is_no_pinyin_of_a_name_finds_nobody(search: str) -> None:
    new_books().customer("重庆长安重工有限公司")
    assert found(search=search) == []
