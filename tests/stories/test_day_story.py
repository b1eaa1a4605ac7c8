"""Given an invoice and money, when an act on them is dated before them or far ahead, then it is refused and names a day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from huikuan.accounts.operations.companies import close_period
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.ledger.models import Posting
from huikuan.ledger.queries import control_totals
from huikuan.ledger.rules import Account
from huikuan.receipts.operations.allocating import reverse_allocations
from huikuan.receipts.operations.money import bounce_receipt, refund_receipt
from huikuan.receipts.rules import BounceReason
from huikuan.receivables.operations import (
    CreditNoteDraft,
    Reduction,
    accept_short_payment,
    issue_credit_note,
    reverse_posting,
)
from tests.books import NOW, Books, new_books
from tests.writing_off import write_off

pytestmark = pytest.mark.django_db
ISSUED, CAME = date(2026, 1, 10), date(2026, 2, 20)
LATEST = date(2026, 3, 3)
"""The day after `NOW`: it may be today somewhere."""
Act = Callable[[date], Any]


class Desk:
    """An invoice, money half used for it, a write-off, and the acts on them by name."""

    def __init__(self) -> None:
        self.books: Books = new_books()
        buyer = self.books.customer("乙公司")
        (self.item,) = self.books.invoice(buyer, "F001", 1_000, issued=ISSUED)
        self.money = self.books.receipt(500, buyer, on=CAME)
        (self.allocation,) = self.books.allocate(self.money, (self.item, 250))
        given_up = Reduction(self.item.pk, 10, date(2026, 2, 1), "ROUNDING")
        self.off = self.do(accept_short_payment, reduction=given_up)["posting_id"]
        self.acts: dict[str, tuple[date, Act]] = {
            "undo": (CAME, self.undo),
            "refund": (CAME, lambda day: self.do(refund_receipt, **self.paid, amount_minor=1, effective_date=day)),
            "bounce": (CAME, self.bounce),
            "write_off": (ISSUED, lambda day: self.do(write_off, reduction=self.reduction(day))),
            "short": (ISSUED, lambda day: self.do(accept_short_payment, reduction=self.reduction(day))),
            "credit": (ISSUED, self.credit),
            "reverse": (date(2026, 2, 1), self.reverse),
        }

    @property
    def paid(self) -> dict[str, int]:
        return {"receipt_id": self.money.pk}

    def do(self, act: Callable[..., Any], **call: Any) -> Any:
        return act(actor=SYSTEM, now=NOW, key=self.books.key(), **call)

    def undo(self, day: date) -> Any:
        return self.do(reverse_allocations, posting_ids=[self.allocation], effective_date=day)

    def bounce(self, day: date) -> Any:
        return self.do(bounce_receipt, **self.paid, effective_date=day, reason=BounceReason.BOUNCED)

    def reduction(self, day: date) -> Reduction:
        return Reduction(self.item.pk, 5, day, "ROUNDING")

    def credit(self, day: date) -> Any:
        return self.do(issue_credit_note, credit_note=CreditNoteDraft(self.item.invoice_id, "R001", day, 5))

    def reverse(self, day: date) -> Any:
        return self.do(reverse_posting, posting_id=self.off, effective_date=day, reason="MISTAKE")


ACTS = ("undo", "refund", "bounce", "write_off", "short", "credit", "reverse")


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("name", ACTS)
def test_no_act_is_dated_before_what_it_acts_on(desk: Desk, name: str) -> None:
    first, act = desk.acts[name]
    before = first - timedelta(days=1)
    with pytest.raises(Refused) as refused:
        act(before)
    told = {"date": before.isoformat(), "earliest": first.isoformat()}
    assert (refused.value.code, refused.value.parameters) == ("DATED_BEFORE_ORIGIN", told)
    act(first)


@pytest.mark.parametrize("name", ACTS)
def test_no_act_is_dated_ahead(desk: Desk, name: str) -> None:
    _, act = desk.acts[name]
    with pytest.raises(Refused) as refused:
        act(date(2030, 1, 1))
    told = {"date": "2030-01-01", "latest": LATEST.isoformat()}
    assert (refused.value.code, refused.value.parameters) == ("DATED_AHEAD", told)
    act(LATEST)


def test_what_was_dated_ahead_by_mistake_is_taken_back_on_its_own_day(desk: Desk) -> None:
    far = date(2030, 1, 1)
    desk.books.invoice(desk.item.customer_id, "F002", 7, due=far, issued=far)
    mistake = Posting.objects.get(kind="INVOICE", effective_date=far).pk
    desk.do(reverse_posting, posting_id=mistake, effective_date=far, reason="MISTAKE")
    assert Posting.objects.filter(effective_date=far).count() == 2


def test_a_bounce_before_the_issue_of_what_was_paid_leaves_every_day_in_order(desk: Desk) -> None:
    """Money that came on 20 February is used for an invoice of 1 March and bounces, as the bank says, on 25 February."""
    (later,) = desk.books.invoice(desk.item.customer_id, "F002", 250, issued=date(2026, 3, 1))
    desk.books.allocate(desk.money, (later, 250))
    desk.bounce(date(2026, 2, 25))
    days = [date(2026, 2, 19), CAME, date(2026, 2, 24), date(2026, 2, 25), date(2026, 3, 1)]
    open_on = [sum(control_totals(account=Account.RECEIVABLE, as_of=day).values()) for day in days]
    unused_on = [-sum(control_totals(account=Account.UNAPPLIED, as_of=day).values()) for day in days]
    assert open_on == [990, 740, 740, 990, 1_240]
    assert unused_on == [0, 250, 250, 0, 0]


def test_books_closed_through_the_latest_day_take_the_first_open_one(desk: Desk) -> None:
    desk.do(close_period, company_id=desk.books.company_id, through=LATEST)
    with pytest.raises(Refused, match="PERIOD_CLOSED"):
        desk.undo(LATEST)
    with pytest.raises(Refused, match="DATED_AHEAD"):
        desk.undo(LATEST + timedelta(days=2))
    desk.undo(LATEST + timedelta(days=1))


def test_books_do_not_close_ahead(desk: Desk) -> None:
    with pytest.raises(Refused, match="DATED_AHEAD"):
        desk.do(close_period, company_id=desk.books.company_id, through=LATEST + timedelta(days=1))
