"""`huikuan oversight`: flags as a table and as one document; the day's run finds them."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.oversight.models import Flag
from tests.cli.conftest import Huikuan
from tests.oversight.office import new_watched

pytestmark = pytest.mark.django_db


def test_flags_are_listed(huikuan: Huikuan) -> None:
    office = new_watched()
    office.cash(8_800, date(2026, 2, 1))
    office.look()
    flag = Flag.objects.get()
    document = huikuan("oversight", "--json").document
    assert (document["state"], document["count"]) == ("OPEN", 1)
    assert document["flags"] == [
        {
            "id": flag.pk,
            "kind": "CASH_UNMATCHED",
            "day": "2026-02-01",
            "state": "OPEN",
            "customer_id": office.customer,
            "customer": "乙公司",
            "currency": "CNY",
            "minor": 8_800,
            "people": ["owner"],
            "sentence": "Receipt 1 of CNY 88.00 is on no bank statement after 29 days.",
            "rows": [{"kind": "RECEIPT", "id": flag.rows[0]["id"], "label": "1"}],
        }
    ]
    assert "乙公司" in huikuan("oversight").out
    assert huikuan("oversight", "--state", "DISMISSED", "--json").document["flags"] == []


def test_more_flags_than_rows_are_counted(huikuan: Huikuan) -> None:
    office = new_watched()
    for number in range(3):
        office.cash(100 + number, date(2026, 2, 1))
    office.look()
    assert "3 flags in all." in huikuan("oversight", "--limit", 1).out
