"""Limits of the demo come through real acts, show every kind, and are the same for the same day."""

from __future__ import annotations

from collections import Counter

import pytest

from huikuan.approvals.models import Request
from huikuan.demo.building import build
from huikuan.demo.limits import fill_limits
from huikuan.kernel.actor import SYSTEM
from huikuan.limits.checks import check_limits
from huikuan.limits.listing import LimitFilter, Which, limits_list
from tests.demo.test_building import NOW, TODAY, some_business

pytestmark = pytest.mark.django_db


def test_every_kind_of_limit_is_there_and_each_was_approved_by_another() -> None:
    built = build(business=some_business(), now=NOW, password="a password of the demo")
    fill_limits(built=built, now=NOW, today=TODAY)
    told = set(Which) - {Which.USED_UP}  # it needs the exposure, which credit tells
    counts = {which: limits_list(actor=SYSTEM, today=TODAY, narrowed=LimitFilter(which)).count for which in told}
    assert min(counts.values()) >= 2, counts
    assert [found.broken for found in check_limits()] == [()]
    states = Counter(Request.objects.values_list("state", flat=True))
    assert set(states) == {"APPROVED", "WAITING"}
    deciders = set(Request.objects.exclude(decided_by=None).values_list("decided_by_name", flat=True))
    assert deciders == {"何平", "王红"}
    assert "何平" not in set(Request.objects.values_list("requested_by_name", flat=True))
