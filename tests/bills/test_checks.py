"""The check of the books names paper, cash and deposits that do not agree with their accounts: each fault forged by hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from huikuan.bills.checks import check_bills
from huikuan.bills.models import Bill, BillPart, Deposit
from huikuan.receipts.models import Receipt
from tests.guards.bills import ground

pytestmark = pytest.mark.django_db


def broken() -> set[str]:
    return {one.invariant for found in check_bills() for one in found.broken}


def paid_without_posting() -> None:
    BillPart.objects.filter(state="HELD").update(state="SETTLED")


def range_twice() -> None:
    held = BillPart.objects.get(state="HELD")
    BillPart.objects.filter(state="ENDORSED").update(state="HELD", start=held.start + 1, end=held.start + 100_000)


def passed_on_though_not_transferable() -> None:
    Bill.objects.update(is_transferable=False)


def lost_without_posting() -> None:
    BillPart.objects.filter(state="ENDORSED").update(state="DISHONOURED")


def deposit_without_posting() -> None:
    Deposit.objects.update(held_minor=8_000, applied_minor=1_000)


def cash_of_nobody() -> None:
    cash = Receipt.objects.filter(taken_by__isnull=False)
    cash.update(reversed_minor=1_000, unapplied_minor=4_000)


@pytest.mark.parametrize(
    ("forge", "found"),
    [
        (paid_without_posting, {"J2"}),
        (range_twice, {"J2", "P3", "P5"}),
        (passed_on_though_not_transferable, {"P5"}),
        (lost_without_posting, {"P4", "P5"}),
        (deposit_without_posting, {"J2"}),
        (cash_of_nobody, {"J2"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_fault_is_named(forge: Callable[[], None], found: set[str]) -> None:
    ground()
    assert broken() == set()
    forge()
    assert broken() == found
