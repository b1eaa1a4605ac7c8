"""The demo company's credit control: something of each state, and books that pass the check."""

from __future__ import annotations

import pytest

from huikuan.credit.checks import check_credit_control
from huikuan.credit.models import Commitment, CreditStop, Hold, Waiver
from huikuan.demo.building import build
from huikuan.demo.credit import fill_credit
from huikuan.demo.limits import fill_limits
from tests.demo.test_building import NOW, TODAY, some_business

pytestmark = pytest.mark.django_db


def test_there_is_something_of_each_state() -> None:
    built = build(business=some_business(), now=NOW, password="a password of the demo")
    fill_limits(built=built, now=NOW, today=TODAY)
    fill_credit(built=built, now=NOW, today=TODAY)
    assert set(Hold.objects.values_list("state", flat=True)) == {"HELD", "RELEASED", "REJECTED"}
    assert Commitment.objects.filter(delivered_minor__gt=0).exists()
    assert (CreditStop.objects.count(), Waiver.objects.exists()) == (1, True)
    assert [one.object for found in check_credit_control() for one in found.broken] == []
