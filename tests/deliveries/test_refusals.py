"""What orders and deliveries refuse, and that nothing is left of it; the guards of two at once."""

from __future__ import annotations

from datetime import date

import pytest
from django.db.models import F

from huikuan.deliveries.models import Note, NoteLine, Order, OrderLine
from huikuan.deliveries.operations.invoicing import link_invoice
from huikuan.deliveries.operations.orders import cancel_order, close_order, place_order, reopen_order
from huikuan.deliveries.operations.policies import set_delivery_policy
from huikuan.deliveries.queries.blocking import delivery_facts
from huikuan.deliveries.rules.drafts import Goods, Judged, OrderDraft
from huikuan.deliveries.rules.policy import DeliveryPolicy
from huikuan.deliveries.rules.states import PaperKind
from huikuan.jobs.checks import check_all
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.micros import MICRO
from huikuan.kernel.refusal import Changed, Refused
from tests.books import Books, new_books
from tests.credit.desk import set_limit
from tests.deliveries.delivering import (
    DELIVERED,
    TODAY,
    accepted,
    delivered,
    first_line,
    goods,
    ordered,
    signature,
    signed,
    sold,
    taken_back,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> tuple[Books, int]:
    """A company and a customer with a limit."""
    books = new_books()
    buyer = books.customer("乙公司")
    set_limit(buyer, 10**12)
    return books, buyer


def broken() -> list[str]:
    return [one.object for found in check_all() for one in found.broken]


def refused(code, call):
    with pytest.raises(Refused) as told:
        call()
    assert told.value.code == code


def test_no_more_is_delivered_than_ordered_and_tolerated(desk):
    books, buyer = desk
    order = ordered(books, buyer)["order_id"]
    refused("DELIVERED_ABOVE_ORDER", lambda: delivered(books, buyer, "SH-1", goods(11), order_id=order))
    assert Note.objects.count() == 0
    policy = DeliveryPolicy(0, 100, 0)
    set_delivery_policy(actor=SYSTEM, now=books.now, key=books.key(), wanted=policy, reason="磅差")
    refused("DELIVERED_ABOVE_ORDER", lambda: delivered(books, buyer, "SH-1", goods(11), order_id=order))
    later = ordered(books, buyer, "DD-2")["order_id"]
    delivered(books, buyer, "SH-1", goods(11), order_id=later)
    assert broken() == []


def test_without_its_guard_a_second_delivery_would_pass(desk):
    """Negative control: the conditional update is what refuses; the CHECK behind it is tested with the guards."""
    books, buyer = desk
    order = ordered(books, buyer)["order_id"]
    delivered(books, buyer, "SH-1", goods(10), order_id=order)
    refused("DELIVERED_ABOVE_ORDER", lambda: delivered(books, buyer, "SH-2", goods(1), order_id=order))
    OrderLine.objects.update(delivered_micros=F("delivered_micros") - 1 * MICRO)
    delivered(books, buyer, "SH-2", goods(1), order_id=order)
    assert [name for name in broken() if "order line" in name] != []


def test_no_more_is_accepted_than_delivered(desk):
    books, buyer = desk
    note = delivered(books, buyer, signature=signature())
    line = first_line(note)
    refused("ACCEPTED_ABOVE_DELIVERY", lambda: accepted(books, note, TODAY, Judged(line.id, 11 * MICRO)))
    accepted(books, note, TODAY, Judged(line.id, 9 * MICRO))
    refused("ACCEPTED_ABOVE_DELIVERY", lambda: accepted(books, note, TODAY, Judged(line.id, 2 * MICRO)))
    refused("REJECTED_WITHOUT_REASON", lambda: accepted(books, note, TODAY, Judged(line.id, 0, MICRO)))
    accepted(books, note)
    refused("ACCEPTANCE_OF_NOTHING", lambda: accepted(books, note))
    NoteLine.objects.update(accepted_micros=F("accepted_micros") - MICRO)
    accepted(books, note)
    assert [name for name in broken() if "judged" in name] != []


def test_papers_come_in_their_order(desk):
    books, buyer = desk
    note = delivered(books, buyer)
    refused("ACCEPTED_UNSIGNED", lambda: accepted(books, note))
    refused("DELIVERY_SIGNED_BEFORE", lambda: signed(books, note, date(2026, 2, 8)))
    refused("DELIVERY_SIGNATORY", lambda: signed(books, note, who=" "))
    refused("DATED_AHEAD", lambda: signed(books, note, date(2026, 3, 9)))
    signed(books, note)
    refused("NOTE_STATE", lambda: signed(books, note))
    refused("ACCEPTED_BEFORE_DELIVERY", lambda: accepted(books, note, date(2026, 2, 8)))
    refused("INSPECTION_RUNS", lambda: accepted(books, note, is_deemed=True))
    refused("NOT_CONSIGNED", lambda: sold(books, note, 1))
    certificate = accepted(books, note)
    refused("NOTE_HAS_PAPERS", lambda: taken_back(books, PaperKind.NOTE, note))
    refused("UNDOING_REASON", lambda: taken_back(books, PaperKind.ACCEPTANCE, certificate, " "))
    taken_back(books, PaperKind.ACCEPTANCE, certificate)
    refused("PAPER_TAKEN_BACK", lambda: taken_back(books, PaperKind.ACCEPTANCE, certificate))
    taken_back(books, PaperKind.NOTE, note)
    refused("NOTE_STATE", lambda: taken_back(books, PaperKind.NOTE, note))
    again = delivered(books, buyer)
    assert again != note
    refused("NOTE_EXISTS", lambda: delivered(books, buyer))
    assert broken() == []


def test_an_order_on_credit_hold_is_not_delivered():
    books = new_books()
    buyer = books.customer("丙公司")
    set_limit(buyer, 1_00)
    done = ordered(books, buyer)
    assert done["check"]["decision"] in ("hold", "cash_first")
    refused("DELIVERY_ON_HOLD", lambda: delivered(books, buyer, order_id=done["order_id"]))
    assert Note.objects.count() == 0


def test_orders_are_closed_opened_and_cancelled(desk):
    books, buyer = desk
    acting = {"actor": SYSTEM, "now": books.now, "today": TODAY}
    order = ordered(books, buyer)["order_id"]
    refused("ORDER_EXISTS", lambda: ordered(books, buyer))
    delivered(books, buyer, "SH-1", goods(4), order_id=order)
    refused("ORDER_DELIVERED", lambda: cancel_order(key=books.key(), order_id=order, **acting))
    close_order(key=books.key(), order_id=order, **acting)
    refused("ORDER_STATE", lambda: delivered(books, buyer, "SH-2", goods(1), order_id=order))
    reopen_order(key=books.key(), order_id=order, **acting)
    with pytest.raises(Changed, match="ORDER_STATE"):
        reopen_order(key=books.key(), order_id=order, **acting)
    empty = ordered(books, buyer, "DD-2")["order_id"]
    cancel_order(key=books.key(), order_id=empty, **acting)
    assert Order.objects.get(pk=empty).state == "CANCELLED"
    assert broken() == []


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (Goods("", MICRO, MICRO), "DELIVERY_LINE_UNNAMED"),
        (Goods("水泵", 0, MICRO), "DELIVERY_LINE_QUANTITY"),
        (Goods("水泵", MICRO), "DELIVERY_LINE_PRICE"),
        (Goods("水泵", MICRO, MICRO, amount_minor=102), "DELIVERY_LINE_AMOUNT"),
        (Goods("水泵", 1, 1), "AMOUNT_OUT_OF_BOUNDS"),
    ],
)
def test_a_faulty_line_is_named(desk, line, code):
    books, buyer = desk
    draft = OrderDraft(books.company_id, buyer, "DD-9", DELIVERED, "CNY", (line,))
    refused(code, lambda: place_order(actor=SYSTEM, now=books.now, today=TODAY, key=books.key(), draft=draft))


def test_nothing_is_billed_beyond_what_was_delivered(desk):
    books, buyer = desk
    note = delivered(books, buyer, signature=signature())
    (first,) = books.invoice(buyer, "F-1", 90_000_00)
    (second,) = books.invoice(buyer, "F-2", 30_000_00)
    acting = {"actor": SYSTEM, "now": books.now, "today": TODAY, "note_ids": [note]}
    assert link_invoice(key=books.key(), invoice_id=first.invoice_id, **acting)["left_minor"] == 0
    done = link_invoice(key=books.key(), invoice_id=second.invoice_id, **acting)
    assert done == {"notes": 1, "left_minor": 20_000_00}
    (third,) = books.invoice(buyer, "F-3", 1_00)
    refused("INVOICED_NOTHING", lambda: link_invoice(key=books.key(), invoice_id=third.invoice_id, **acting))
    refused("NOTE_INVOICED", lambda: taken_back(books, PaperKind.NOTE, note))
    other = books.customer("丁公司")
    (foreign,) = books.invoice(other, "F-4", 1_00)
    refused("INVOICE_OF_ANOTHER", lambda: link_invoice(key=books.key(), invoice_id=foreign.invoice_id, **acting))
    assert broken() == []


def test_the_days_of_delivery_for_the_check_of_an_invoice(desk):
    books, buyer = desk
    order = ordered(books, buyer)["order_id"]
    asked = {"company_id": books.company_id, "customer_id": buyer, "order_number": "DD-1"}
    assert delivery_facts(**asked) is None
    first = delivered(books, buyer, "SH-1", goods(4), order_id=order, signature=signature())
    delivered(books, buyer, "SH-2", goods(6), order_id=order)
    accepted(books, first)
    found = delivery_facts(**asked)
    assert found is not None
    assert (found.first_on, found.last_on, found.accepted_on) == (DELIVERED, DELIVERED, date(2026, 2, 12))
    assert (found.delivered_minor, found.unsigned_minor, found.open_minor) == (100_000_00, 60_000_00, 100_000_00)
