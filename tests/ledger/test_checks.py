"""A closing whose act was damaged is named, and stops nothing."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.accounts.operations.companies import close_period
from huikuan.kernel.actor import SYSTEM
from huikuan.ledger.checks import check_ledger
from tests.books import NOW, new_books
from tests.forging import forge

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("detail", ["{}", "[]", "null", '"2026-01-09"', '{"through": 9}', '{"through": "never"}'])
def test_a_damaged_closing_is_named(detail: str) -> None:
    company_id = new_books().company_id
    close_period(actor=SYSTEM, now=NOW, key="close", company_id=company_id, through=date(2026, 1, 9))
    assert broken() == []
    forge(f"UPDATE audit_act SET detail = '{detail}' WHERE verb = 'close_period'")
    (found,) = broken()
    assert found.startswith("closing of act ")


def broken() -> list[str]:
    return [row.object for found in check_ledger() if found.invariant == "J5" for row in found.broken]
