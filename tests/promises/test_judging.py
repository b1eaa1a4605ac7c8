"""Which money keeps a promise: whose, for what, moved when; what is no longer owed, and money that is booked later."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from huikuan.kernel.actor import SYSTEM
from huikuan.promises.checks import check_promises
from huikuan.promises.models import Promise, PromiseStep
from huikuan.promises.queries import broken_promises
from huikuan.receivables.drafts import CreditNoteDraft
from huikuan.receivables.models import Receivable
from huikuan.receivables.operations import issue_credit_note
from tests.books import Books, new_books
from tests.promises.test_operations import AFTER, TODAY, judged, promised

pytestmark = pytest.mark.django_db
IN_TIME = date(2026, 3, 5)


def paid(books: Books, row: Receivable, minor: int, on: date) -> None:
    books.now = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
    books.allocate(books.receipt(minor, row.customer_id, on), (row, minor))


def credited(books: Books, row: Receivable, minor: int, on: date) -> None:
    draft = CreditNoteDraft(row.invoice_id, f"CN{minor}", on, minor)
    now = datetime(on.year, on.month, on.day, 2, tzinfo=UTC)
    issue_credit_note(actor=SYSTEM, now=now, key=books.key(), credit_note=draft)


def steps() -> list[str]:
    return list(PromiseStep.objects.order_by("pk").values_list("event", flat=True))


def test_without_named_items_money_for_any_invoice_keeps_a_promise_and_with_named_ones_only_theirs() -> None:
    books = new_books()
    buyer, other = books.customer("乙"), books.customer("丙")
    old, new = books.invoice(buyer, "F1", 1_000)[0], books.invoice(buyer, "F2", 1_000, due=date(2026, 2, 20))[0]
    strict, beside = (books.invoice(other, name, 1_000)[0] for name in ("F3", "F4"))
    free = promised(books, old, 1_000, receivable_ids=())
    named = promised(books, strict, 1_000)
    paid(books, new, 1_000, IN_TIME)
    paid(books, beside, 1_000, IN_TIME)
    assert judged(books, AFTER) == {free: "KEPT", named: "BROKEN"}


def test_without_named_items_only_money_in_its_own_company_and_currency_keeps_a_promise() -> None:
    books, sister = new_books(), new_books("丁方贸易有限公司")
    buyer = books.customer("乙")
    (row,) = books.invoice(buyer, "F1", 1_000)
    (theirs,), (dollars,) = sister.invoice(buyer, "F1", 1_000), books.invoice(buyer, "F2", 1_000, currency="USD")
    promise = promised(books, row, 1_000, receivable_ids=())
    paid(sister, theirs, 1_000, IN_TIME)
    books.allocate(books.receipt(1_000, buyer, IN_TIME, currency="USD"), (dollars, 1_000))
    assert judged(books, AFTER) == {promise: "BROKEN"}


def test_money_of_the_same_day_that_came_before_a_promise_does_not_keep_it() -> None:
    books = new_books()
    (row,), (later,) = (books.invoice(books.customer(name), "F1", 2_000) for name in ("乙", "丙"))
    paid(books, row, 1_000, TODAY)
    waits = books.receipt(1_000, later.customer_id, TODAY)
    ids = [promised(books, one, 1_000) for one in (row, later)]
    books.allocate(waits, (later, 1_000))
    assert judged(books, TODAY) == dict.fromkeys(ids, "RUNNING")
    paid(books, row, 1_000, TODAY)
    assert judged(books, AFTER) == dict(zip(ids, ("KEPT", "BROKEN"), strict=True))


def test_money_that_kept_one_promise_keeps_no_second() -> None:
    books = new_books()
    (row,) = books.invoice(books.customer("乙"), "F1", 2_000)
    first = promised(books, row, 1_000)
    paid(books, row, 1_000, TODAY)
    assert judged(books, TODAY) == {first: "KEPT"}
    second = promised(books, row, 1_000)
    assert judged(books, date(2026, 3, 3)) == {first: "KEPT", second: "RUNNING"}
    assert judged(books, AFTER) == {first: "KEPT", second: "BROKEN"}


def test_a_surplus_of_one_promise_serves_the_next_and_no_fen_serves_both() -> None:
    books = new_books()
    buyer = books.customer("乙")
    one, two = (books.invoice(buyer, name, 1_000)[0] for name in ("F1", "F2"))
    ids = [promised(books, one, 600), promised(books, two, 600)]
    books.receipt(1_000, buyer, IN_TIME)
    assert judged(books, AFTER) == dict(zip(ids, ("KEPT", "PARTLY_KEPT"), strict=True))
    assert list(Promise.objects.order_by("pk").values_list("paid_minor", flat=True)) == [600, 400]


def test_money_after_the_days_of_a_promise_never_keeps_it_whenever_the_job_runs() -> None:
    books = new_books()
    row, unused = (books.invoice(books.customer(name), "F1", 1_000)[0] for name in ("乙", "丙"))
    ids = [promised(books, one, 1_000) for one in (row, unused)]
    paid(books, row, 1_000, AFTER)
    books.receipt(1_000, unused.customer_id, AFTER)
    assert judged(books, date(2026, 3, 21)) == dict.fromkeys(ids, "BROKEN")


def test_a_broken_promise_whose_money_came_in_time_and_was_booked_later_is_kept_after_all() -> None:
    books = new_books()
    rows = [books.invoice(books.customer(name), "F1", 1_000)[0] for name in ("乙", "丙", "丁")]
    whole, part, late = (promised(books, row, 1_000) for row in rows)
    assert set(judged(books, AFTER).values()) == {"BROKEN"}
    for row, minor, on in zip(rows, (1_000, 400, 1_000), (IN_TIME, IN_TIME, AFTER), strict=True):
        books.now = datetime(2026, 3, 13, 2, tzinfo=UTC)
        books.allocate(books.receipt(minor, row.customer_id, on), (row, minor))
    assert judged(books, date(2026, 3, 13)) == {whole: "KEPT", part: "PARTLY_KEPT", late: "BROKEN"}
    assert {row.id for row in broken_promises(actor=SYSTEM, since=TODAY)} == {part, late}
    books.receipt(600, rows[1].customer_id, date(2026, 3, 11))
    assert judged(books, date(2026, 3, 14)) == {whole: "KEPT", part: "KEPT", late: "BROKEN"}
    assert steps() == ["MAKE"] * 3 + ["BREAK"] * 3 + ["KEEP", "KEEP_IN_PART", "KEEP"]
    assert check_promises()[0].broken == ()


def test_what_is_credited_lowers_what_a_promise_needs_and_nothing_left_ends_it_neutrally() -> None:
    books = new_books()
    rows = [books.invoice(books.customer(name), "F1", 1_000)[0] for name in ("乙", "丙", "丁")]
    nothing, less, unpaid = (promised(books, row, 1_000) for row in rows)
    credited(books, rows[0], 1_000, date(2026, 3, 4))
    credited(books, rows[1], 200, date(2026, 3, 4))
    credited(books, rows[2], 200, date(2026, 3, 4))
    paid(books, rows[1], 800, IN_TIME)
    assert judged(books, AFTER) == {nothing: "CANCELLED", less: "KEPT", unpaid: "BROKEN"}
    assert steps()[3:] == ["LAPSE", "KEEP", "BREAK"]


def test_a_credit_after_the_days_of_a_promise_and_money_that_came_late_excuse_nothing() -> None:
    books = new_books()
    rows = [books.invoice(books.customer(name), "F1", 1_000)[0] for name in ("乙", "丙")]
    ids = [promised(books, row, 1_000) for row in rows]
    credited(books, rows[0], 1_000, AFTER)
    paid(books, rows[1], 1_000, AFTER)
    assert judged(books, AFTER) == dict.fromkeys(ids, "BROKEN")


def test_without_named_items_a_credit_counts_only_once_less_is_owed_than_was_promised() -> None:
    books = new_books()
    much, little = books.customer("乙"), books.customer("丙")
    old, _new = (books.invoice(much, name, 1_000)[0] for name in ("F1", "F2"))
    (only,) = books.invoice(little, "F3", 1_000)
    owing, free = (promised(books, row, 1_000, receivable_ids=()) for row in (old, only))
    credited(books, old, 1_000, date(2026, 3, 4))
    credited(books, only, 1_000, date(2026, 3, 4))
    assert judged(books, AFTER) == {owing: "BROKEN", free: "CANCELLED"}
