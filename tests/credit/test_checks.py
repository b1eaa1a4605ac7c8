"""`huikuan check` on credit: whole books pass, and each forged row is found by its invariant."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db.models import F

from huikuan.credit.checks import check_credit_control
from huikuan.credit.models import Commitment, Decision, Hold
from huikuan.credit.operations.holds import Release, release_hold
from huikuan.receipts.models import Receipt
from huikuan.receivables.models import Receivable
from tests.credit.desk import TODAY, Desk, new_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    desk = new_desk()
    (first,) = desk.books.invoice(desk.buyer, "F1", 10_000)
    desk.books.invoice(desk.buyer, "F2", 5_000)
    desk.books.allocate(desk.books.receipt(8_000, desk.buyer), (first, 6_000))
    desk.ask(60_000, "SO1", actor=desk.people.owner)
    held = desk.ask(90_000, "SO2", actor=desk.people.owner)
    release = Release(held["hold_id"], held["decision_id"], "在途")
    release_hold(**desk.acting(desk.credit_manager), today=TODAY, release=release)
    return desk


def broken() -> list[tuple[str, str]]:
    return [(one.invariant, one.object) for finding in check_credit_control() for one in finding.broken]


def test_whole_books_pass(desk: Desk) -> None:
    assert broken() == []
    assert [(found.invariant, found.checked) for found in check_credit_control()] == [("C1", 2), ("C2", 2)]


def one_more_ordered() -> None:
    Commitment.objects.filter(number="SO1").update(ordered_minor=F("ordered_minor") + 1)


def one_more_open() -> None:
    Receivable.objects.filter(invoice__number="F2").update(
        outstanding_minor=F("outstanding_minor") + 1, original_minor=F("original_minor") + 1
    )


def one_more_unapplied() -> None:
    Receipt.objects.update(unapplied_minor=F("unapplied_minor") + 1, amount_minor=F("amount_minor") + 1)


def nobody_named() -> None:
    row = Decision.objects.exclude(override="").get()
    row.pk, row.override = None, ""
    row.save(force_insert=True)


def released_by_nobody() -> None:
    Hold.objects.update(settled_by_id=None)


@pytest.mark.parametrize(
    ("forge", "found"),
    [
        (one_more_ordered, ("C1", "order SO1 ordered")),
        (one_more_open, ("C1", "receivables of customer {buyer} in CNY")),
        (one_more_unapplied, ("C1", "advances of customer {buyer} in CNY")),
        (nobody_named, ("C2", "decision {decision} about order SO2")),
        (released_by_nobody, ("C2", "hold {hold}")),
    ],
)
def test_a_forged_row_is_found(desk: Desk, forge: Callable[[], None], found: tuple[str, str]) -> None:
    if forge is one_more_open:
        Receivable.objects.update(first_moved_on=F("last_moved_on"))
    forge()
    names = {
        "buyer": desk.buyer,
        "decision": Decision.objects.latest("pk").pk,
        "hold": Hold.objects.get().pk,
    }
    assert broken() == [(found[0], found[1].format(**names))]
