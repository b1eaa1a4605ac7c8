"""The demo company as its people see it: nobody who sells or leads is shown an empty list."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from huikuan.accounts.queries import actor_of, people
from huikuan.customers.access import customers_for
from huikuan.customers.models import Customer
from huikuan.demo.building import Built, build
from huikuan.demo.business import Business, invent
from huikuan.kernel.actor import Actor
from huikuan.portfolio.queries import ageing
from huikuan.worklist.queries import worklist

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)


def some_business() -> Business:
    """The demo business with the last of its sales only, none of them paid yet."""
    business = invent(today=TODAY)
    business.sales, business.past, business.recent = business.sales[-120:], [], []
    return business


@pytest.fixture
def built() -> Built:
    return build(business=some_business(), now=NOW, password="a password of the demo")


def actor_called(username: str) -> Actor:
    (user_id,) = [row.id for row in people().values() if row.username == username]
    actor = actor_of(user_id=user_id)
    assert actor is not None
    return actor


def test_managers_see_the_customers_of_their_people(built: Built) -> None:
    sellers = {name: set(customers_for(actor=actor_called(name))) for name in ("zhao.min", "qian.lei", "sun.yan")}
    assert all(sellers.values())
    east = set(customers_for(actor=actor_called("xu.hua")))
    assert east == sellers["zhao.min"] | sellers["qian.lei"]
    assert not east & sellers["sun.yan"]
    assert set(customers_for(actor=actor_called("zhou.tao"))) == set(Customer.objects.all())
    assert set(customers_for(actor=actor_called("admin"))) == set(Customer.objects.all())


@pytest.mark.parametrize("username", ["zhou.tao", "xu.hua", "zhao.min", "wu.jing"])
def test_nobodys_work_is_empty(built: Built, username: str) -> None:
    assert worklist(actor=actor_called(username), today=TODAY).count > 0


def test_the_ageing_by_department_names_departments(built: Built) -> None:
    rows = ageing(actor=actor_called("wu.jing"), as_of=TODAY, by=("department",), currency="CNY", engine="database")
    departments = {row.key[0] for row in rows.rows}
    assert len(departments) == 2
    assert None not in departments
