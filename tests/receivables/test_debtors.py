"""Who owes how much: sums over companies, order, pages."""

from __future__ import annotations

from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from huikuan.customers.queries import CustomerFilter
from huikuan.kernel.actor import SYSTEM
from huikuan.receivables.queries.debtors import DebtorFilter, DebtorRow, Owing, debtor_page
from tests.books import new_books

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def debtors() -> dict[str, int]:
    """Ids by name: 甲 owes two of our companies yuan, and dollars; 乙 nothing late; 丙 has an item without a due day; 丁 has paid."""
    books = new_books()
    jia, yi, bing, ding = (books.customer(name) for name in "甲乙丙丁")
    books.invoice(jia, "F1", 500, date(2026, 2, 9))
    books.invoice(jia, "F2", 300, date(2026, 4, 9))
    books.invoice(jia, "F3", 70, date(2026, 2, 1), currency="USD")
    new_books("乙方贸易有限公司").invoice(jia, "G1", 200, date(2026, 1, 31))
    books.invoice(yi, "F4", 2_000, date(2026, 3, 2))
    books.invoice(bing, "F5", 10, None)
    (paid,) = books.invoice(ding, "F6", 90, date(2026, 1, 15))
    books.allocate(books.receipt(90, ding), (paid, 90))
    return {"甲": jia, "乙": yi, "丙": bing, "our": books.company_id}


def listed(**more: object) -> list[DebtorRow]:
    narrowed = more.pop("narrowed", DebtorFilter())
    return list(debtor_page(actor=SYSTEM, as_of=TODAY, narrowed=narrowed, **more).rows)  # type: ignore[arg-type]


def test_one_row_for_each_customer_and_currency(debtors: dict[str, int]) -> None:
    jia, yi, bing = (debtors[name] for name in "甲乙丙")
    page = debtor_page(actor=SYSTEM, as_of=TODAY, narrowed=DebtorFilter())
    assert page.rows == (
        DebtorRow(jia, "CNY", 1_000, 700, 3, date(2026, 1, 31)),
        DebtorRow(jia, "USD", 70, 70, 1, date(2026, 2, 1)),
        DebtorRow(yi, "CNY", 2_000, 0, 1, date(2026, 3, 2)),
        DebtorRow(bing, "CNY", 10, 0, 1, None),
    )
    assert (page.count, page.totals) == (4, {"CNY": 3_010, "USD": 70})


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("open", "丙 甲$ 甲 乙"),
        ("-open", "乙 甲 甲$ 丙"),
        ("overdue", "乙 丙 甲$ 甲"),
        ("oldest", "甲 甲$ 乙 丙"),
        ("-oldest", "乙 甲$ 甲 丙"),
        ("anything else", "甲 甲$ 乙 丙"),
    ],
)
def test_the_order(debtors: dict[str, int], sort: str, expected: str) -> None:
    names = {debtors[name]: name for name in "甲乙丙"}
    found = [names[row.customer_id] + ("$" if row.currency == "USD" else "") for row in listed(sort=sort)]
    assert " ".join(found) == expected


def test_narrowed(debtors: dict[str, int]) -> None:
    jia = debtors["甲"]
    assert [row.currency for row in listed(narrowed=DebtorFilter(Owing.OVERDUE))] == ["CNY", "USD"]
    assert listed(narrowed=DebtorFilter(customers=CustomerFilter(search="甲"), currency="USD")) == [
        DebtorRow(jia, "USD", 70, 70, 1, date(2026, 2, 1))
    ]
    assert listed(narrowed=DebtorFilter(customers=CustomerFilter(customer_class="KEY"))) == []
    (row, *_rest) = listed(narrowed=DebtorFilter(company_id=debtors["our"]))
    assert row == DebtorRow(jia, "CNY", 800, 500, 2, date(2026, 2, 9))


def test_the_second_page_goes_on_where_the_first_ended(debtors: dict[str, int]) -> None:
    for sort in ("-overdue", "oldest"):
        whole = listed(sort=sort)
        assert listed(sort=sort, size=3) + listed(sort=sort, size=3, number=2) == whole


def test_one_query_whatever_there_is(debtors: dict[str, int], django_assert_num_queries: CaptureQueriesContext) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        listed()
