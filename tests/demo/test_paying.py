"""The demo customers pay each in his own way; some are stuck, and of some nothing is known."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huikuan.demo.building import build
from huikuan.demo.paying import fill_paying
from huikuan.paying.checks import check_paying
from huikuan.paying.queries import expectations_of, habits_of
from huikuan.paying.rules.records import blocked_at, record_faults
from tests.demo.test_building import NOW, TODAY, some_business

pytestmark = pytest.mark.django_db


def test_three_of_four_are_written_down_and_a_few_are_stuck() -> None:
    built = build(business=some_business(), now=NOW, password="a password of the demo")
    fill_paying(built=built, now=NOW, today=TODAY)
    known = habits_of(customer_ids=built.customers.values())
    assert len(known) == sum(index % 4 != 3 for index in built.customers)
    assert not any(record_faults(habits=row.habits, process=row.process) for row in known.values())
    stuck = [row for row in known.values() if blocked_at(process=row.process)]
    assert 0 < len(stuck) < len(known) // 5
    items = [(pk, pk, TODAY + timedelta(days=pk % 30)) for pk in built.customers.values()]
    days = [one.day for one in expectations_of(items=items, today=TODAY).values()]
    assert len([day for day in days if day]) > len(days) // 2
    assert [finding.broken for finding in check_paying()] == [(), (), ()]
