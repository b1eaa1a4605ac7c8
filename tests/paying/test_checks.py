"""Each invariant of paying with a forged row that breaks it."""

from __future__ import annotations

import pytest

from huikuan.customers.models import Contact
from huikuan.customers.operations import ContactDraft
from huikuan.paying.checks import check_paying
from huikuan.paying.models import PayingStep, PayingVersion
from tests.books import new_books
from tests.guards.paying import ground
from tests.guards.tables import copied

pytestmark = pytest.mark.django_db


def broken() -> dict[str, list[tuple[str, str]]]:
    return {one.invariant: [(row.expected, row.found) for row in one.broken] for one in check_paying()}


def test_what_the_acts_write_is_whole() -> None:
    ground()
    assert broken() == {"PY1": [], "PY2": [], "PY3": []}
    assert {one.invariant: one.checked for one in check_paying()} == {"PY1": 1, "PY2": 1, "PY3": 1}


def test_a_version_left_out_is_found() -> None:
    ground()
    copied(number=3)(PayingVersion)
    assert broken()["PY1"] == [("[1, 2]", "[1, 3]")]


def test_a_step_left_out_is_found() -> None:
    ground()
    copied(ordinal=3)(PayingStep)
    assert broken()["PY2"] == [("2", "3")]


def test_an_owner_of_another_customer_is_found() -> None:
    ground()
    other = new_books("甲二公司").customer("丁公司", contacts=(ContactDraft("外人"),))
    step = PayingStep.objects.select_related("version").get()
    copied(ordinal=2, owner_id=Contact.objects.get(customer_id=other).pk)(PayingStep)
    assert broken()["PY3"] == [(f"customer {step.version.customer_id}", f"customer {other}")]
