"""Facts from the ledger by hand: the mirror and the database say the same; as known then, in the base currency."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from huikuan.accounts.operations.rates import RateDraft, enter_rates
from huikuan.activities.operations import ActivityDraft
from huikuan.activities.rules import ActivityKind, NextStep, Outcome
from huikuan.kernel.actor import SYSTEM
from huikuan.promises.operations.contacting import ContactDraft, record_contact
from huikuan.promises.rules import Channel, PromiseDraft
from huikuan.ratings.rules.facts import Facts
from huikuan.ratings.sources import Known, facts_of, known_now
from huikuan.receipts.operations.money import bounce_receipt
from huikuan.receipts.rules import BounceReason
from tests.books import NOW, new_books
from tests.committed import as_committed

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 3, 2)


def facts(known: Known | None = None, day: date = AS_OF) -> dict[int, Facts]:
    return facts_of(as_of=day, known=known or known_now(as_of=day), limits={}, to_currency="CNY")


def test_facts_by_hand_from_mirror_and_database():
    books = new_books()
    pk = books.customer("乙公司")
    (first,) = books.invoice(pk, "F1", 100, date(2026, 1, 10), issued=date(2025, 12, 1))
    (second,) = books.invoice(pk, "F2", 300, date(2026, 2, 10), issued=date(2026, 1, 5))
    books.invoice(pk, "F3", 500, date(2026, 2, 20), issued=date(2026, 1, 20))
    books.invoice(pk, "F4", 700, date(2026, 3, 20), issued=date(2026, 2, 20))
    books.invoice(pk, "old", 900, date(2025, 2, 1), issued=date(2025, 1, 1))
    books.allocate(books.receipt(100, pk, on=date(2026, 1, 20)), (first, 100))
    books.allocate(books.receipt(400, pk, on=date(2026, 2, 12)), (second, 300))
    found = facts()
    assert found[pk] == Facts(
        first_invoice=date(2025, 1, 1),
        invoices=5,
        sold_minor=1_600,
        paid_minor=400,
        late_minor_days=100 * 10 + 300 * 2,
        paid_items=2,
        late_days=12,
        open_minor=2_100,
        overdue_minor=1_400,
        longest_overdue=394,
        unapplied_minor=100,
    )
    with as_committed():
        assert facts() == found


def test_what_was_taken_back_counts_no_more():
    books = new_books()
    pk = books.customer("乙公司")
    (item,) = books.invoice(pk, "F1", 100, date(2026, 1, 10))
    receipt = books.receipt(100, pk, on=date(2026, 1, 30))
    books.allocate(receipt, (item, 100))
    before = known_now(as_of=AS_OF)
    paid = facts()[pk]
    bounce_receipt(
        actor=SYSTEM,
        now=NOW,
        key="bounce",
        receipt_id=receipt.pk,
        effective_date=date(2026, 2, 2),
        reason=BounceReason.BOUNCED,
    )
    after = facts()[pk]
    assert (paid.paid_minor, paid.late_minor_days, paid.bounced) == (100, 2_000, 0)
    assert (after.paid_minor, after.paid_items, after.open_minor, after.bounced) == (0, 0, 100, 1)
    assert facts(before)[pk] == paid
    assert facts(day=date(2027, 3, 2))[pk].bounced_ever == 1
    assert facts(day=date(2027, 3, 2))[pk].bounced == 0


def test_another_currency_is_converted_or_named():
    books = new_books()
    pk = books.customer("乙公司")
    books.invoice(pk, "F1", 100, issued=date(2026, 1, 10))
    books.invoice(pk, "U1", 200, issued=date(2026, 1, 10), currency="USD")
    assert (facts()[pk].sold_minor, facts()[pk].without_rate) == (100, ("USD",))
    draft = RateDraft(date(2026, 1, 1), "USD", "CNY", 7_000_000, "人民银行")
    enter_rates(actor=SYSTEM, now=NOW, key="rate", rates=[draft])
    assert (facts()[pk].sold_minor, facts()[pk].without_rate) == (1_500, ())


def test_the_promised_day_counts_and_not_the_day_of_the_next_step():
    books = new_books()
    pk = books.customer("乙公司")
    books.invoice(pk, "F1", 50_000, date(2026, 1, 10))
    made, promised, next_day = date(2026, 1, 20), date(2026, 1, 23), date(2026, 2, 20)
    at = datetime(2026, 1, 20, 2, tzinfo=UTC)
    step = NextStep("核对款项是否到账", next_day)
    contact = ActivityDraft(pk, ActivityKind.CALL, at, "周五付款", Outcome.PROMISED, step)
    promise = PromiseDraft(pk, books.company_id, "CNY", 50_000, promised, "王经理", Channel.CALL)
    record_contact(actor=SYSTEM, now=at, today=made, key="c", contact=ContactDraft(contact, promise))
    books.receipt(50_000, pk, on=date(2026, 2, 10))
    assert (facts()[pk].promises_due, facts()[pk].promises_kept) == (1, 0)
    books.receipt(1, pk, on=promised)
    assert facts()[pk].promises_kept == 0, "one fen keeps no promise"
    books.receipt(49_999, pk, on=promised)
    assert facts()[pk].promises_kept == 1
