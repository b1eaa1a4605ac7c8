"""Given an invoice, when money comes, part of it, bounces or is taken back, then every figure is exact at every moment."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, Refused
from huikuan.receipts.models import Receipt
from huikuan.receipts.operations.allocating import reverse_allocations
from huikuan.receipts.operations.money import bounce_receipt, refund_receipt
from huikuan.receipts.rules import BounceReason
from huikuan.receivables.models import Receivable
from huikuan.receivables.operations import (
    CreditNoteDraft,
    Reduction,
    accept_short_payment,
    issue_credit_note,
    reverse_posting,
)
from tests.books import NOW, Books, new_books
from tests.writing_off import revived, write_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Books:
    return new_books()


def open_of(row: Receivable) -> int:
    return Receivable.objects.get(pk=row.pk).outstanding_minor


def unapplied_of(row: Receipt) -> int:
    return Receipt.objects.get(pk=row.pk).unapplied_minor


def test_part_payment_then_the_rest(books: Books) -> None:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 123_450)
    first = books.receipt(23_450, buyer)
    books.allocate(first, (item, 23_450))
    assert (open_of(item), unapplied_of(first)) == (100_000, 0)
    second = books.receipt(150_000)  # nobody named: becomes the debtor's money when it is used
    books.allocate(second, (item, 100_000))
    assert (open_of(item), unapplied_of(second)) == (0, 50_000)
    assert Receipt.objects.get(pk=second.pk).customer_id == buyer


def test_bounce_reopens_every_item_to_the_fen(books: Books) -> None:
    buyer = books.customer("乙公司")
    (a,) = books.invoice(buyer, "F001", 1_001)
    (b,) = books.invoice(buyer, "F002", 2_002)
    money = books.receipt(3_000)
    books.allocate(money, (a, 1_001), (b, 1_999))
    bounce_receipt(
        actor=SYSTEM,
        now=NOW,
        key=books.key(),
        receipt_id=money.pk,
        effective_date=date(2026, 2, 25),
        reason=BounceReason.BOUNCED,
    )
    assert (open_of(a), open_of(b)) == (1_001, 2_002)
    back = Receipt.objects.get(pk=money.pk)
    assert (back.unapplied_minor, back.allocated_minor, back.reversed_minor) == (0, 0, 3_000)


def test_undo_twice_is_refused_and_the_first_key_answers_again(books: Books) -> None:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 1_000)
    money = books.receipt(1_000, buyer)
    postings = books.allocate(money, (item, 1_000))
    undo: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "posting_ids": postings, "effective_date": date(2026, 2, 21)}
    first = reverse_allocations(key="undo-1", **undo)
    assert reverse_allocations(key="undo-1", **undo) == first
    with pytest.raises(Changed, match="ALREADY_REVERSED"):
        reverse_allocations(key="undo-2", **undo)
    assert (open_of(item), unapplied_of(money)) == (1_000, 1_000)


def test_more_than_open_or_unapplied_is_refused_and_nothing_is_written(books: Books) -> None:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 1_000)
    money = books.receipt(1_500, buyer)
    with pytest.raises(Refused, match="MORE_THAN_OPEN"):
        books.allocate(money, (item, 1_001))
    (other,) = books.invoice(buyer, "F002", 1_000)
    with pytest.raises(Refused, match="MORE_THAN_UNAPPLIED"):
        books.allocate(money, (item, 1_000), (other, 501))
    assert (open_of(item), open_of(other), unapplied_of(money)) == (1_000, 1_000, 1_500)


def test_credit_note_short_payment_write_off_and_their_reversals(books: Books) -> None:
    buyer = books.customer("乙公司")
    first, second = books.invoice(buyer, "F001", 0, parts=[(date(2026, 2, 9), 600), (date(2026, 3, 9), 400)])
    credit = issue_credit_note(
        actor=SYSTEM,
        now=NOW,
        key=books.key(),
        credit_note=CreditNoteDraft(first.invoice_id, "R001", date(2026, 1, 20), 650),
    )
    assert (open_of(first), open_of(second)) == (0, 350)
    short = accept_short_payment(
        actor=SYSTEM,
        now=NOW,
        key=books.key(),
        reduction=Reduction(second.pk, 50, date(2026, 2, 1), "BANK_FEE"),
    )
    written = write_off(
        actor=SYSTEM, now=NOW, key=books.key(), reduction=Reduction(second.pk, 300, date(2026, 2, 2), "BANKRUPT")
    )
    assert open_of(second) == 0
    call: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "effective_date": date(2026, 2, 3), "reason": "MISTAKE"}
    with pytest.raises(Refused, match="WRITE_OFF_NEEDS_TWO"):
        reverse_posting(**call, key=books.key(), posting_id=written["posting_id"])
    for act, done, expected in ((revived, written, 300), (reverse_posting, short, 350), (reverse_posting, credit, 400)):
        act(**call, key=books.key(), posting_id=done["posting_id"])
        assert open_of(second) == expected
    assert open_of(first) == 600


def test_refund_pays_back_only_what_is_unapplied(books: Books) -> None:
    buyer = books.customer("乙公司")
    money = books.receipt(1_000, buyer)
    with pytest.raises(Refused, match="MORE_THAN_UNAPPLIED"):
        refund_receipt(
            actor=SYSTEM,
            now=NOW,
            key=books.key(),
            receipt_id=money.pk,
            amount_minor=1_001,
            effective_date=date(2026, 2, 21),
        )
    refund_receipt(
        actor=SYSTEM,
        now=NOW,
        key=books.key(),
        receipt_id=money.pk,
        amount_minor=400,
        effective_date=date(2026, 2, 21),
    )
    assert unapplied_of(money) == 600


def test_a_stranger_may_pay_only_with_an_authorisation(books: Books) -> None:
    buyer, boss = books.customer("乙公司"), books.customer("丙公司")
    (item,) = books.invoice(buyer, "F001", 1_000)
    money = books.receipt(1_000, boss)
    with pytest.raises(Refused, match="THIRD_PARTY_UNAUTHORISED"):
        books.allocate(money, (item, 1_000))
    books.let_pay(boss, buyer)
    books.allocate(money, (item, 1_000))
    assert open_of(item) == 0


def test_currencies_never_mix(books: Books) -> None:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 1_000)
    money = books.receipt(1_000, buyer, currency="USD")
    with pytest.raises(Refused, match="CURRENCIES_DIFFER"):
        books.allocate(money, (item, 1_000))
