"""How far the ledgers of the own companies go, and whom newer postings speak of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.test.utils import CaptureQueriesContext

from huikuan.customers.models import Customer
from huikuan.ledger.models import Posting
from huikuan.ledger.queries import LastPosting, are_posted, customers_posted_about, last_postings
from huikuan.ledger.rules import Account
from tests.books import NOW, Books, new_books

pytestmark = pytest.mark.django_db


@pytest.fixture
def two() -> tuple[Books, Books]:
    """One own company with two postings about 甲, another with one about 乙; a third has posted nothing."""
    ours, theirs = new_books(), new_books("乙方贸易有限公司")
    new_books("丙方贸易有限公司")
    jia = ours.customer("甲")
    ours.invoice(jia, "F1", 500)
    ours.receipt(40, jia)
    theirs.invoice(theirs.customer("乙"), "G1", 60)
    return ours, theirs


def test_the_last_posting_of_each(two: tuple[Books, Books]) -> None:
    ours, theirs = two
    last = {row.company_id: row.pk for row in Posting.objects.order_by("number")}
    assert last_postings() == {
        ours.company_id: LastPosting(2, last[ours.company_id], NOW),
        theirs.company_id: LastPosting(1, last[theirs.company_id], NOW),
    }


def test_what_stands(two: tuple[Books, Books]) -> None:
    last = last_postings()
    assert are_posted(postings=last)
    for company_id in last:
        assert not are_posted(postings={**last, company_id: replace(last[company_id], number=7)})
    assert not are_posted(postings={**last, 999: replace(last[two[0].company_id], posting_id=999)})


def test_whom_newer_postings_speak_of(
    two: tuple[Books, Books], django_assert_num_queries: CaptureQueriesContext
) -> None:
    ours, theirs = two
    after = {ours.company_id: 0, theirs.company_id: 0}
    jia, yi = Customer.objects.order_by("pk").values_list("pk", flat=True)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert customers_posted_about(account=Account.RECEIVABLE, after=after) == {jia, yi}
    assert customers_posted_about(account=Account.RECEIVABLE, after={ours.company_id: 1}) == set()
    assert customers_posted_about(account=Account.UNAPPLIED, after={ours.company_id: 1}) == {jia}
    assert customers_posted_about(account=Account.RECEIVABLE, after={}) == set()
