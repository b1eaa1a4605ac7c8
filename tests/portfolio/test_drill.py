"""Behind every cell stand the items that add up to it, oldest first, in pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huikuan.accounts.models import User
from huikuan.kernel.actor import SYSTEM, Actor, ActorKind, RowScope, Verb
from huikuan.kernel.paging import Page
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.portfolio.drill import NO_DUE_DATE, AgedItem, Cell, cell_items, drill
from huikuan.portfolio.queries import ageing
from huikuan.portfolio.rules import Dimension
from tests.books import Books, new_books

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)


@pytest.fixture
def books() -> Books:
    return new_books()


def behind(cell: Cell, actor: Actor = SYSTEM, **options: Any) -> Page[AgedItem]:
    return drill(actor=actor, as_of=DAY, cell=cell, **options)


def test_an_item_as_of_the_day(books: Books) -> None:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 1_000, date(2026, 3, 1))
    books.allocate(books.receipt(300, on=date(2026, 3, 20)), (item, 300))
    books.allocate(books.receipt(700, on=date(2026, 4, 2)), (item, 700))  # later: not paid on the day
    (row,) = behind(Cell("CNY", {Dimension.CUSTOMER: buyer}, bucket=1)).rows
    assert row == AgedItem(
        receivable_id=item.pk,
        invoice_id=item.invoice_id,
        invoice_number="F001",
        company_id=books.company_id,
        customer_id=buyer,
        currency="CNY",
        issue_date=date(2026, 1, 10),
        due_date=date(2026, 3, 1),
        days=30,
        original_minor=1_000,
        open_minor=700,
    )


def test_a_file_has_the_items_of_all_pages_in_their_order(books: Books) -> None:
    buyer = books.customer("乙公司")
    for number in range(5):
        books.invoice(buyer, f"F{number}", 100, date(2026, 3, 1 + number))
    cell = Cell("CNY", {Dimension.CUSTOMER: buyer})
    pages = [behind(cell, number=number, size=2).rows for number in (1, 2, 3)]
    assert cell_items(actor=SYSTEM, as_of=DAY, cell=cell, most=9) == sum(pages, ())
    assert cell_items(actor=SYSTEM, as_of=DAY, cell=cell, most=5) == sum(pages, ())
    with pytest.raises(Refused, match="EXPORT_TOO_LONG") as refused:
        cell_items(actor=SYSTEM, as_of=DAY, cell=cell, most=4)
    assert refused.value.parameters == {"count": "5", "most": "4"}
    with pytest.raises(Refused, match="BUCKET_UNKNOWN"):
        cell_items(actor=SYSTEM, as_of=DAY, cell=Cell("CNY", {}, 99), most=9)


@pytest.mark.parametrize("view", ["named", "fifo"])
@pytest.mark.parametrize("engine", ["mirror", "database"])
def test_the_items_of_each_cell_add_up_to_it(books: Books, view: str, engine: str) -> None:
    other = new_books("第二公司")
    one, two = books.customer("乙公司"), books.customer("丙公司")
    for number, due in enumerate([date(2026, 4, 9), DAY, date(2026, 3, 30), date(2026, 2, 1), date(2025, 1, 1), None]):
        books.invoice(one, f"F{number}", 10**number, due)
        other.invoice(two, f"F{number}", 3 * 10**number, due)
        books.invoice(two, f"U{number}", 7 * 10**number, due, currency="USD")
    (item,) = books.invoice(one, "F9", 500)
    books.allocate(books.receipt(500), (item, 321))
    options: dict[str, Any] = {"view": view, "engine": engine}
    for row in ageing(actor=SYSTEM, as_of=DAY, by=("company", "customer"), **options).rows:
        group = dict(zip((Dimension.COMPANY, Dimension.CUSTOMER), row.key, strict=True))
        columns = [*enumerate(row.amounts.buckets), (NO_DUE_DATE, row.amounts.no_due_date_minor)]
        for bucket, minor in (*columns, (None, row.amounts.total_minor)):
            page = behind(Cell(row.currency, group, bucket), **options)
            assert page.totals.get(row.currency, 0) == minor
            assert sum(item.open_minor for item in page.rows) == minor


def test_pages_oldest_first(books: Books) -> None:
    buyer = books.customer("乙公司")
    for day in (5, 3, 4, 1, 2):
        books.invoice(buyer, f"F{day}", day, date(2026, 3, day))
    first = behind(Cell("CNY"), number=1, size=2)
    second = behind(Cell("CNY"), number=2, size=2)
    last = behind(Cell("CNY"), number=3, size=2)
    numbers = [[row.invoice_number for row in page.rows] for page in (first, second, last)]
    assert numbers == [["F1", "F2"], ["F3", "F4"], ["F5"]]
    assert (first.count, first.pages, first.totals) == (5, 3, {"CNY": 15})
    assert behind(Cell("CNY"), number=4, size=2).rows == ()


def test_what_a_group_does_not_hold(books: Books) -> None:
    buyer = books.customer("乙公司", region="山东")
    books.invoice(buyer, "F001", 1_000)
    for group in (
        {Dimension.CUSTOMER: 999},
        {Dimension.REGION: "江苏"},
        {Dimension.COMPANY: 999},
        {Dimension.CURRENCY: "USD"},
        {Dimension.SALESPERSON: 5},
    ):
        page = behind(Cell("CNY", group))
        assert (page.rows, page.count, page.totals) == ((), 0, {})
    assert behind(Cell("CNY", {Dimension.REGION: "山东", Dimension.SALESPERSON: None})).count == 1
    assert behind(Cell("USD")).count == 0


def test_a_salesperson_drills_into_his_own_only(books: Books) -> None:
    li = User.objects.create(username="li", name="li").pk
    actor = Actor("小李", ActorKind.PERSON, li, frozenset({Verb.VIEW}), RowScope.OWN)
    mine, other = books.customer("乙公司", salesperson_id=li), books.customer("丙公司")
    books.invoice(mine, "F001", 10)
    books.invoice(other, "F002", 20)
    assert [row.customer_id for row in behind(Cell("CNY"), actor=actor).rows] == [mine]
    assert behind(Cell("CNY", {Dimension.CUSTOMER: other}), actor=actor).rows == ()


def test_who_may_not_and_what_is_not_there(books: Books) -> None:
    with pytest.raises(NotPermitted):
        behind(Cell("CNY"), actor=Actor("x", ActorKind.PERSON, 1))
    for bucket in (6, -2):
        with pytest.raises(Refused, match="BUCKET_UNKNOWN"):
            behind(Cell("CNY", bucket=bucket))
