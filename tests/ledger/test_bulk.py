"""Postings from columns are as balanced, gapless and complete as those posted one by one."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from django.db import transaction

from huikuan.accounts.models import Company
from huikuan.audit.models import Act
from huikuan.audit.operations import OpenAct
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.ledger.bulk import Form, Side, allocated_of, post_columns, reserve_postings
from huikuan.ledger.models import DayTotal, Entry, Posting
from huikuan.ledger.operations import post
from huikuan.ledger.rules import Account, EntryDraft, PostingDraft, PostingKind, Unbalanced
from tests.books import NOW, new_books

pytestmark = pytest.mark.django_db
FORM = Form(
    PostingKind.RECEIPT,
    (Side(Account.BANK_CLEARING, 1, names_receipt=True), Side(Account.UNAPPLIED, -1, names_receipt=True)),
)


def rows(*amounts: int, day: date = date(2026, 1, 10)) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "effective_date": [day] * len(amounts),
            "document_id": list(range(1, len(amounts) + 1)),
            "currency": ["CNY"] * len(amounts),
            "amount_minor": list(amounts),
            "customer_id": [1] * len(amounts),
            "receivable_id": pl.Series([None] * len(amounts), dtype=pl.Int64),
            "receipt_id": list(range(101, len(amounts) + 101)),
        },
        schema_overrides={
            "document_id": pl.Int64,
            "amount_minor": pl.Int64,
            "customer_id": pl.Int64,
            "receipt_id": pl.Int64,
        },
    )


@pytest.fixture
def act() -> OpenAct:
    row = Act.objects.create(
        verb="test", actor_kind="SYSTEM", actor_name="system", at=NOW, key="bulk", input_hash="", detail={}
    )
    return OpenAct(row.pk, SYSTEM, NOW)


def bulk(act: OpenAct, company_id: int, frame: pl.DataFrame, form: Form = FORM) -> int:
    with transaction.atomic():
        first = reserve_postings(count=frame.height)
        post_columns(act=act, company_id=company_id, form=form, frame=frame, first_id=first)
    return first


def facts(ids: list[int]) -> list[tuple[object, ...]]:
    entries = Entry.objects.filter(posting_id__in=ids).order_by("posting_id", "-minor")
    return list(
        entries.values_list(
            "posting__number", "posting__kind", "posting__document_id", "posting__posted_at", "posting__reason",
            "account", "currency", "minor", "effective_date", "customer_id", "receivable_id", "receipt_id", "company_id",
        )
    )  # fmt: skip


def test_the_same_rows_as_one_by_one(act):
    company_id = new_books().company_id
    amounts = (5, 7, 10**13)
    first = bulk(act, company_id, rows(*amounts))
    together = facts(list(range(first, first + 3)))
    drafts = [
        PostingDraft(
            PostingKind.RECEIPT,
            date(2026, 1, 10),
            (
                EntryDraft(Account.BANK_CLEARING, minor, "CNY", 1, None, 100 + place),
                EntryDraft(Account.UNAPPLIED, -minor, "CNY", 1, None, 100 + place),
            ),
            document_id=place,
        )
        for place, minor in enumerate(amounts, 1)
    ]
    single = facts(post(act=act, company_id=company_id, drafts=drafts))
    assert [row[0] for row in together] == [1, 1, 2, 2, 3, 3]
    assert [row[0] for row in single] == [4, 4, 5, 5, 6, 6]
    assert [row[1:] for row in together] == [row[1:] for row in single]
    totals = DayTotal.objects.values_list("account", "minor")
    assert sorted(totals) == [("BANK_CLEARING", 2 * sum(amounts)), ("UNAPPLIED", -2 * sum(amounts))]


def test_ids_reserved_are_nobody_elses(act):
    company_id = new_books().company_id
    with transaction.atomic():
        first = reserve_postings(count=10)
        second = reserve_postings(count=1)
        draft = PostingDraft(
            PostingKind.INVOICE,
            date(2026, 1, 1),
            (EntryDraft(Account.RECEIVABLE, 1, "CNY", 1, 1), EntryDraft(Account.REVENUE_CLEARING, -1, "CNY", 1)),
        )
        (other,) = post(act=act, company_id=company_id, drafts=[draft])
    assert second == first + 10
    assert other == second + 1


def test_numbers_stay_gapless_when_an_act_fails(act):
    company_id = new_books().company_id
    bulk(act, company_id, rows(1, 2))
    with pytest.raises(RuntimeError), transaction.atomic():
        bulk(act, company_id, rows(3))
        raise RuntimeError
    bulk(act, company_id, rows(4))
    assert list(Posting.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize(
    "form",
    [
        Form(PostingKind.RECEIPT, (Side(Account.BANK_CLEARING, 1), Side(Account.BANK_FEE, 1))),
        Form(PostingKind.RECEIPT, (Side(Account.BANK_CLEARING, 2), Side(Account.BANK_FEE, -2))),
        Form(PostingKind.RECEIPT, ()),
    ],
)
def test_forms_that_do_not_balance_are_refused(act, form):
    with pytest.raises(Unbalanced):
        bulk(act, new_books().company_id, rows(1), form)


@pytest.mark.parametrize("amounts", [(0,), (5, -1)])
def test_amounts_below_one_are_refused(act, amounts):
    with pytest.raises(Unbalanced):
        bulk(act, new_books().company_id, rows(*amounts))
    assert not Posting.objects.exists()


def test_a_gap_in_days_is_refused(act):
    frame = rows(1, 2).with_columns(pl.Series("effective_date", [date(2026, 1, 1), None]))
    with pytest.raises(Unbalanced):
        bulk(act, new_books().company_id, frame)


def test_a_closed_period_is_refused(act):
    company_id = new_books().company_id
    Company.objects.filter(pk=company_id).update(closed_through=date(2026, 1, 10))
    with pytest.raises(Refused, match="PERIOD_CLOSED"):
        bulk(act, company_id, rows(1))
    bulk(act, company_id, rows(1, day=date(2026, 1, 11)))


def test_nothing_to_post_writes_nothing(act):
    bulk(act, new_books().company_id, rows())
    assert not Posting.objects.exists()


def test_what_is_allocated_is_net_of_reversals():
    books = new_books()
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 100)
    (other,) = books.invoice(buyer, "F002", 100)
    money = books.receipt(150, buyer)
    books.allocate(money, (item, 100), (other, 50))
    from huikuan.receipts.operations.allocating import reverse_allocations

    posting_id = Posting.objects.get(entries__receivable_id=other.pk, entries__account="RECEIVABLE", kind="ALLOCATE").pk
    reverse_allocations(actor=SYSTEM, now=NOW, key="undo", posting_ids=[posting_id], effective_date=date(2026, 2, 21))
    with transaction.atomic():
        found = allocated_of(receipt_ids=pl.Series([money.pk]))
    assert found.rows() == [(money.pk, item.pk, 100)]
