"""Key figures of a period on books written by real acts."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from huikuan.accounts.models import User
from huikuan.kernel.actor import SYSTEM, Actor, ActorKind, RowScope, Verb
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.ledger.models import DayTotal
from huikuan.portfolio.engines.key_figures import Kpi
from huikuan.portfolio.figures import kpis
from huikuan.receipts.operations.allocating import reverse_allocations
from huikuan.receipts.operations.money import bounce_receipt
from huikuan.receipts.rules import BounceReason
from huikuan.receivables.operations import CreditNoteDraft, Reduction, issue_credit_note
from tests.books import Books, new_books
from tests.writing_off import write_off

pytestmark = pytest.mark.django_db
START, END = date(2026, 3, 1), date(2026, 3, 31)
LATER = datetime(2026, 4, 2, tzinfo=UTC)


@pytest.fixture
def books() -> Books:
    return new_books()


def figures(actor: Actor = SYSTEM, **options: Any) -> dict[tuple[str, str, str], Kpi]:
    found = kpis(actor=actor, start=START, end=END, **options)
    return {(kpi.currency, kpi.name, kpi.variant): kpi for kpi in found}


def parts(found: dict[tuple[str, str, str], Kpi], name: str, variant: str, currency: str = "CNY") -> tuple[int, int]:
    kpi = found[currency, name, variant]
    return kpi.numerator_minor, kpi.denominator_minor


def test_the_sums_behind_the_figures(books: Books) -> None:
    buyer = books.customer("乙公司")
    (old,) = books.invoice(buyer, "F001", 5_000, date(2026, 2, 10))  # overdue when March began
    (early,) = books.invoice(buyer, "F002", 3_000, date(2026, 3, 10))  # falls due in March
    (new,) = books.invoice(buyer, "F003", 2_000, date(2026, 4, 30), issued=date(2026, 3, 5))  # not due by its end
    books.invoice(buyer, "F004", 9_000, issued=date(2026, 4, 1), due=date(2026, 5, 1))  # after the period
    books.allocate(books.receipt(1_000, buyer, on=date(2026, 2, 20)), (old, 1_000))
    books.allocate(books.receipt(2_500, buyer, on=date(2026, 3, 12)), (old, 500), (early, 2_000))
    books.allocate(books.receipt(300, buyer, on=date(2026, 3, 30)), (new, 300))
    credit = CreditNoteDraft(early.invoice_id, "R001", date(2026, 3, 20), 400)
    issue_credit_note(actor=SYSTEM, now=LATER, key="credit", credit_note=credit)
    write_off(actor=SYSTEM, now=LATER, key="off", reduction=Reduction(old.pk, 100, date(2026, 3, 25), "GONE"))
    found = figures()
    # B = 7,000; S = 2,000; C = 2,800; E = 5,700 of which 1,700 (the new one) is not due
    assert parts(found, "DSO", "SIMPLE") == (5_700, 2_000)
    assert found["CNY", "DSO", "SIMPLE"].factor == 31
    assert parts(found, "BPDSO", "SIMPLE") == (1_700, 2_000)
    assert parts(found, "COLLECTION_RATE", "A") == (3_300, 9_000)
    assert parts(found, "COLLECTION_RATE", "A_CASH") == (2_800, 8_600)
    assert parts(found, "COLLECTION_RATE", "B") == (3_300, 2_000)
    assert parts(found, "COLLECTION_RATE", "C") == (2_500, 4_000 + 3_000 - 400)
    assert parts(found, "COLLECTION_RATE", "C1") == (2_000, 3_000 - 400)
    assert parts(found, "CEI", "STANDARD") == (3_300, 9_000 - 1_700)
    assert parts(found, "OVERDUE_RATE", "STANDARD") == (4_000, 5_700)
    assert parts(found, "WEIGHTED_DAYS_LATE", "PAID") == (500 * 30 + 2_000 * 2, 2_800)
    assert parts(found, "WEIGHTED_DAYS_LATE", "OPEN") == (3_400 * 49 + 600 * 21, 5_700)
    assert parts(found, "ADP", "PAID") == (2_500 * 61 + 300 * 25, 2_800)
    # E is all of March's 2,000 (31 days), then January's billings: February has none, so the walk ends
    assert (found["CNY", "DSO", "COUNTBACK"].value, found["CNY", "DSO", "COUNTBACK"].at_least) == (3_100, True)
    assert all(kpi.ties for kpi in found.values())


def test_what_was_taken_back_cancels_on_the_day_it_undoes(books: Books) -> None:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 1_000, date(2026, 3, 1))
    money = books.receipt(1_000, buyer, on=date(2026, 3, 11))
    postings = books.allocate(money, (item, 600))
    books.allocate(money, (item, 400))
    reverse_allocations(actor=SYSTEM, now=LATER, key="undo", posting_ids=postings, effective_date=date(2026, 3, 29))
    assert parts(figures(), "WEIGHTED_DAYS_LATE", "PAID") == (4_000, 400)
    bounce = {"receipt_id": money.pk, "effective_date": date(2026, 3, 30), "reason": BounceReason.BOUNCED}
    bounce_receipt(actor=SYSTEM, now=LATER, key="bounce", **bounce)  # type: ignore[arg-type]
    assert parts(figures(), "WEIGHTED_DAYS_LATE", "PAID") == (0, 0)
    assert figures()["CNY", "WEIGHTED_DAYS_LATE", "PAID"].value is None


def test_narrowed_to_company_currency_and_customers(books: Books) -> None:
    other = new_books("第二公司")
    li = User.objects.create(username="li", name="li").pk
    one, two = books.customer("乙公司", salesperson_id=li), books.customer("丙公司")
    books.invoice(one, "F001", 10)
    books.invoice(two, "F002", 20)
    other.invoice(two, "F003", 40)
    books.invoice(one, "F004", 80, currency="USD")
    salesperson = Actor("小李", ActorKind.PERSON, li, frozenset({Verb.VIEW}), RowScope.OWN)
    overdue = ("OVERDUE_RATE", "STANDARD")
    assert parts(figures(), *overdue) == (70, 70)
    assert parts(figures(company_ids=[books.company_id]), *overdue) == (30, 30)
    assert parts(figures(customer_ids=[one]), *overdue) == (10, 10)
    assert parts(figures(customer_ids=[one]), *overdue, currency="USD") == (80, 80)
    assert parts(figures(actor=salesperson), *overdue) == (10, 10)
    assert parts(figures(actor=salesperson, customer_ids=[one, two]), *overdue) == (10, 10)
    assert {currency for currency, *_ in figures(currency="USD")} == {"USD"}


def test_figures_that_do_not_tie_have_no_value(books: Books) -> None:
    books.invoice(books.customer("乙公司"), "F001", 10)
    DayTotal.objects.filter(account="RECEIVABLE").update(minor=9)
    assert {(kpi.ties, kpi.value) for kpi in figures().values()} == {(False, None)}


def test_who_may_not_and_what_is_no_period() -> None:
    with pytest.raises(NotPermitted):
        figures(actor=Actor("x", ActorKind.PERSON, 1))
    with pytest.raises(Refused, match="PERIOD_INVALID"):
        kpis(actor=SYSTEM, start=END, end=START)
    assert figures() == {}
