"""Each check of plans names a forged row."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.contracts.models import Contract, Milestone
from huikuan.contracts.rules.terms import Trigger
from huikuan.receivables.models import PlanFiring
from huikuan.receivables.plan_checks import check_plans
from tests.books import new_books
from tests.contracts.acting import happens, signed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def contract():
    books = new_books()
    found = signed(books, books.customer("乙公司"))
    happens(books, found, Trigger.ACCEPTANCE, date(2026, 2, 26))
    return found


def broken():
    return [(row.invariant, row.object, row.expected, row.found) for one in check_plans() for row in one.broken]


def test_true_books_are_proven():
    assert broken() == []


def test_a_contract_asset_that_nobody_holds():
    firing = PlanFiring.objects.get(invoice=None)
    PlanFiring.objects.filter(pk=firing.pk).update(undone_by=999)
    found = [row for row in broken() if row[0] == "J7"]
    assert [(row[2], row[3]) for row in found] == [("0", "1000000")]
    assert ("R3", f"firing {firing.pk} taken back", "0", "999") in broken()


def test_a_plan_that_is_not_its_contract(contract):
    Contract.objects.filter(pk=contract).update(amount_minor=1)
    assert broken() == [("R5", f"contract {contract} plan", "1", "10000000")]


def test_a_milestone_that_says_fired_and_was_not(contract):
    row = Milestone.objects.get(contract_id=contract, number=2)
    Milestone.objects.filter(pk=row.pk).update(state="FIRED", fired_on=date(2026, 2, 9), due_on=date(2026, 2, 9))
    assert broken() == [("I1", f"milestone {row.pk} FIRED", "1", "0")]


def test_a_firing_of_another_amount():
    firing = PlanFiring.objects.filter(invoice__isnull=False).latest("pk")
    PlanFiring.objects.filter(pk=firing.pk).update(amount_minor=7)
    assert {row[:2] for row in broken()} == {("R5", f"firing {firing.pk} amount")}
