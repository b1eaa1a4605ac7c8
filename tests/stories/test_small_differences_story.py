"""Given a payment that falls a little short, when the run matches it, then it books what the policy or a contract gives up.

| falls short by            | in                            | booked                   |
|---------------------------|-------------------------------|--------------------------|
| 67 fen                    | CNY 12,345.67                 | ROUNDING                 |
| 20 yuan                   | CNY 12,345.67                 | BANK_FEE                 |
| 50.01 yuan                | CNY 12,345.67                 | nothing                  |
| 20 yuan                   | CNY 1,500.00 (more than 1 %)  | nothing                  |
| 25 dollars                | USD 12,345.67                 | BANK_FEE                 |
| 2 %                       | CNY 12,345.67                 | nothing: nobody agreed   |
| 2 %, agreed within 60 d   | CNY 12,345.67                 | EARLY_PAYMENT_DISCOUNT   |
| 2 %, agreed within 30 d   | CNY 12,345.67, after 51 days  | nothing                  |
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from huikuan.contracts.rules.terms import Clauses
from huikuan.jobs.checks import check_all, summary
from huikuan.kernel.actor import SYSTEM
from huikuan.ledger.models import Entry, Posting
from huikuan.receipts.matching import telling, tolerances
from huikuan.receipts.models import AllocationReason, Receipt
from huikuan.receipts.operations.allocating import reverse_allocations
from huikuan.receipts.operations.matching import run_matching
from huikuan.receipts.operations.statements import BankAccountDraft, open_bank_account
from huikuan.receivables.models import Invoice, Receivable
from tests.books import NOW, Books, new_books
from tests.contracts.acting import signed
from tests.contracts.agreed import terms

pytestmark = pytest.mark.django_db
NAME, NUMBER = "苏州华锐机电有限公司", "26322000000010400120"
PAID = date(2026, 3, 2)


@pytest.fixture
def books() -> Books:
    return new_books()


def paid(books: Books, minor: int, text: str = NUMBER, currency: str = "CNY") -> Receipt:
    """Money on a bank account, matched."""
    account = BankAccountDraft(f"{currency} {books.key()}", currency)
    opened = open_bank_account(actor=SYSTEM, now=NOW, key=books.key(), company_id=books.company_id, account=account)
    more: dict[str, Any] = {
        "bank_account_id": opened["bank_account_id"],
        "payer_name": NAME,
        "reference": f"货款 {text}",
    }
    money = books.receipt(minor, on=PAID, currency=currency, **more)
    done = run_matching(actor=SYSTEM, now=NOW, company_id=books.company_id)
    assert done.applied == 1
    return money


def is_open(item: Receivable) -> tuple[int, int]:
    row = Receivable.objects.get(pk=item.pk)
    return row.outstanding_minor, row.discounted_minor


def booked() -> list[str]:
    return list(Posting.objects.filter(kind="SHORT_PAYMENT", reverses=None).values_list("reason", flat=True))


def undo() -> None:
    postings = list(AllocationReason.objects.values_list("posting_id", flat=True))
    reverse_allocations(actor=SYSTEM, now=NOW, key="undo", posting_ids=postings, effective_date=date(2026, 3, 3))


def nothing_broken() -> None:
    assert summary(findings=check_all())[1] == []


@pytest.mark.parametrize(
    ("owed", "short", "currency", "reasons"),
    [
        (1_234_567, 67, "CNY", ["ROUNDING"]),
        (1_234_567, 2_000, "CNY", ["BANK_FEE"]),
        (1_234_567, 5_000, "CNY", ["BANK_FEE"]),
        (1_234_567, 5_001, "CNY", []),
        (150_000, 2_000, "CNY", []),
        (1_234_567, 2_500, "USD", ["BANK_FEE"]),
        (1_234_567, 3_001, "USD", []),
        (1_234_567, 24_691, "CNY", []),
    ],
)
def test_what_the_policy_gives_up_is_booked_with_its_reason_and_comes_back_to_the_fen(
    books: Books, owed: int, short: int, currency: str, reasons: list[str]
) -> None:
    (item,) = books.invoice(books.customer(NAME), NUMBER, owed, currency=currency)
    money = paid(books, owed - short, currency=currency)
    assert booked() == reasons
    assert is_open(item) == ((0, short) if reasons else (short, 0))
    assert Receipt.objects.get(pk=money.pk).unapplied_minor == 0
    if reasons:
        account = Entry.objects.filter(posting__kind="SHORT_PAYMENT").exclude(account="RECEIVABLE").get()
        assert (account.minor, account.receivable_id, account.currency) == (short, item.pk, currency)
    nothing_broken()
    undo()
    assert is_open(item) == (owed, 0)
    assert Receipt.objects.get(pk=money.pk).unapplied_minor == owed - short
    nothing_broken()


def test_of_several_items_the_largest_bears_the_fee(books: Books) -> None:
    buyer = books.customer(NAME)
    (small,), (large,) = books.invoice(buyer, NUMBER, 300_000), books.invoice(buyer, NUMBER[:-1] + "1", 900_000)
    paid(books, 1_198_000, text=f"{NUMBER},{NUMBER[:-1]}1")
    assert (booked(), is_open(small), is_open(large)) == (["BANK_FEE"], (0, 0), (0, 2_000))
    undo()
    assert (is_open(small), is_open(large)) == ((300_000, 0), (900_000, 0))
    nothing_broken()


def test_the_bound_is_what_keeps_a_larger_difference_open(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the bound away, the same payment is given up: nothing else stands in its way."""
    wider = tuple(
        replace(line, most_minor=10**9, most_permille=1000) if line.name == "bank fee CNY" else line
        for line in tolerances.TOLERANCES
    )
    (item,) = books.invoice(books.customer(NAME), NUMBER, 1_234_567)
    original = tolerances.difference
    monkeypatch.setattr(telling, "difference", lambda **asked: original(**asked, tolerances=wider))
    paid(books, 1_234_567 - 5_001)
    assert (booked(), is_open(item)) == (["BANK_FEE"], (0, 5_001))


def invoiced_under(books: Books, clauses: Clauses, *minors: int) -> list[Receivable]:
    """Invoices under one signed contract."""
    buyer = books.customer(NAME)
    signed(books, buyer, replace(terms(), clauses=clauses))
    items = [books.invoice(buyer, f"{NUMBER[:-1]}{place}", minor)[0] for place, minor in enumerate(minors)]
    Invoice.objects.filter(pk__in=[item.invoice_id for item in items]).update(contract="HT-1")
    return items


@pytest.mark.parametrize(
    ("clauses", "short", "granted"),
    [
        (Clauses(discount_permille=20, discount_days=60), 24_691, True),
        (Clauses(discount_permille=20, discount_days=60), 24_692, True),  # rounded up
        (Clauses(discount_permille=12, discount_days=60), 14_814, True),  # no usual rate, but the one agreed
        (Clauses(discount_permille=20, discount_days=60), 24_693, False),
        (Clauses(discount_permille=20, discount_days=60), 12_345, False),  # another rate
        (Clauses(discount_permille=20, discount_days=30), 24_691, False),  # 51 days after the invoice
        (Clauses(), 24_691, False),
    ],
)
def test_a_discount_is_given_only_as_a_contract_in_force_grants_it(
    books: Books, clauses: Clauses, short: int, granted: bool
) -> None:
    (item,) = invoiced_under(books, clauses, 1_234_567)
    paid(books, 1_234_567 - short, text=f"{NUMBER[:-1]}0")
    assert booked() == (["EARLY_PAYMENT_DISCOUNT"] if granted else [])
    assert is_open(item) == ((0, short) if granted else (short, 0))
    codes = {row["code"] for row in AllocationReason.objects.get().reasons}
    assert ("DISCOUNT_AGREED" in codes) is granted
    nothing_broken()
    undo()
    assert is_open(item) == (1_234_567, 0)
    nothing_broken()


def test_a_discount_on_two_invoices_is_that_of_both_together(books: Books) -> None:
    first, second = invoiced_under(books, Clauses(discount_permille=20, discount_days=60), 300_000, 900_000)
    paid(books, 1_176_000, text=f"{NUMBER[:-1]}0,{NUMBER[:-1]}1")
    assert (booked(), is_open(first), is_open(second)) == (["EARLY_PAYMENT_DISCOUNT"], (0, 0), (0, 24_000))
    nothing_broken()
