"""Security in the exposure: what covers a part lowers no more than that part."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.accounts.models import Company, ExchangeRate
from huikuan.audit.models import Act
from huikuan.securities.rules import Scope, SecurityDraft, SecurityKind
from tests.credit.desk import TODAY, Desk, new_desk
from tests.securities.office import recorded_and_confirmed

pytestmark = pytest.mark.django_db
LATER = date(2026, 4, 1)


@pytest.fixture
def desk() -> Desk:
    desk = new_desk()
    desk.books.invoice(desk.buyer, "F1", 30_000, due=LATER, contract="K1")
    desk.books.invoice(desk.buyer, "F2", 20_000, due=LATER)
    return desk


def secured(desk: Desk, **more: Any) -> None:
    values = {"amount_minor": 90_000, "currency": "CNY", "valid_from": date(2026, 1, 1), **more}
    draft = SecurityDraft(desk.buyer, SecurityKind.DEPOSIT, **values)
    recorded_and_confirmed(draft=draft, by=desk.credit_manager, key=desk.books.key(), today=TODAY)


def security(desk: Desk) -> int:
    return int(desk.ask(1)["components"]["SECURITY"])


@pytest.mark.parametrize(
    ("more", "counted"),
    [
        ({}, 90_000),
        ({"scope": Scope.CONTRACT, "contract_number": "K1"}, 30_000),
        ({"scope": Scope.CONTRACT, "contract_number": "K2"}, 0),
        ({"scope": Scope.INVOICES, "invoice_numbers": ("F2", "F9")}, 20_000),
        ({"scope": Scope.INVOICES, "invoice_numbers": ("F1",), "amount_minor": 1_000}, 1_000),
    ],
)
def test_a_security_for_a_part_counts_for_what_that_part_owes_at_most(
    desk: Desk, more: dict[str, Any], counted: int
) -> None:
    secured(desk, **more)
    assert security(desk) == counted


def test_a_security_of_one_own_company_covers_the_debts_to_it(desk: Desk) -> None:
    secured(desk, company_id=desk.books.company_id)
    assert security(desk) == 90_000  # the only own company: all debts are debts to it
    Company.objects.create(name="甲方二公司", short_name="二", currency="CNY")
    assert security(desk) == 50_000
    secured(desk, scope=Scope.INVOICES, invoice_numbers=("F1",), company_id=desk.books.company_id)
    assert security(desk) == 50_000  # two securities lie on the same debts, which count once


def test_in_another_currency_it_goes_by_the_rate_and_is_nothing_without_one(desk: Desk) -> None:
    secured(desk, currency="USD", amount_minor=1_000, scope=Scope.CONTRACT, contract_number="K1")
    assert security(desk) == 0
    assert [one["code"] for one in desk.ask(1)["reasons"]] == ["RATE_UNKNOWN"]
    ExchangeRate.objects.create(
        day=date(2026, 3, 1), currency="USD", to_currency="CNY", rate_micros=7_100_000, source="中国外汇交易中心",
        entered_by="x", entered_at=desk.books.now, act=Act.objects.earliest("pk"),
    )  # fmt: skip
    assert security(desk) == 7_100


def test_what_security_costs_in_queries(desk: Desk) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            desk.ask(1)
        return len(asked)

    assert cost() == 16  # with the bills that may come back and the goods without an order
    secured(desk)
    assert cost() == 16 + 2
    secured(desk, scope=Scope.CONTRACT, contract_number="K1")
    assert cost() == 16 + 3  # what is open of the part
