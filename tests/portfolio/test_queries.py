"""The ageing on books written by real acts: what counts, who sees it, and that it ties or says so."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.accounts.models import Department, User
from huikuan.accounts.operations.companies import close_period
from huikuan.kernel.actor import SYSTEM, Actor, ActorKind, RowScope, Verb
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.ledger.models import DayTotal
from huikuan.portfolio.queries import ageing
from huikuan.portfolio.rules import AgeingAmounts, AgeingReport, Difference
from huikuan.receipts.operations.money import bounce_receipt, identify_receipt
from huikuan.receipts.rules import BounceReason
from huikuan.receivables.operations import CreditNoteDraft, issue_credit_note
from tests.books import Books, new_books

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)
ENGINES = ("mirror", "database")


@pytest.fixture
def books() -> Books:
    return new_books()


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def report(engine: str, as_of: date = DAY, actor: Actor = SYSTEM, **options: Any) -> AgeingReport:
    found = ageing(actor=actor, as_of=as_of, engine=engine, **options)
    assert found.ties
    return found


def amounts(*buckets: int, undated: int = 0, unapplied: int = 0) -> AgeingAmounts:
    return AgeingAmounts(buckets, undated, unapplied)


def salesperson(user_id: int, **more: Any) -> Actor:
    return Actor("小李", ActorKind.PERSON, user_id, frozenset({Verb.VIEW}), RowScope.OWN, **more)


def user(name: str) -> int:
    return User.objects.create(username=name, name=name).pk


def test_where_items_stand(books: Books, engine: str) -> None:
    buyer = books.customer("乙公司")
    for number, (due, minor) in enumerate(
        [
            (date(2026, 4, 1), 1),
            (DAY, 2),
            (date(2026, 3, 30), 4),
            (date(2026, 3, 1), 8),
            (date(2026, 2, 28), 16),
            (None, 32),
        ]
    ):
        books.invoice(buyer, f"F{number}", minor, due)
    (row,) = report(engine).rows
    assert (row.key, row.currency) == ((buyer,), "CNY")
    assert row.amounts == amounts(3, 12, 16, 0, 0, 0, undated=32)
    (row,) = report(engine, basis="invoice", buckets=(0, 79, 80)).rows  # all issued on 10 January: 80 days
    assert row.amounts == amounts(0, 0, 63, 0)


def test_a_receipt_after_the_day_does_not_change_the_report(books: Books, engine: str) -> None:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 1_000)
    before = report(engine)
    books.allocate(books.receipt(400, buyer, on=date(2026, 4, 1)), (item, 400))
    after = report(engine)
    assert (list(after.rows), after.totals) == (list(before.rows), before.totals)
    assert report(engine, date(2026, 4, 1)).totals["CNY"].total_minor == 600


def test_a_back_dated_posting_changes_the_day_but_not_what_was_known(books: Books, engine: str) -> None:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 1_000)
    known_at = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
    draft = CreditNoteDraft(item.invoice_id, "R001", date(2026, 2, 1), 300)
    issue_credit_note(actor=SYSTEM, now=datetime(2026, 5, 1, tzinfo=UTC), key="late", credit_note=draft)
    assert report(engine).totals["CNY"].total_minor == 700
    assert report(engine, date(2026, 1, 31)).totals["CNY"].total_minor == 1_000
    assert report(engine, known_at=known_at).totals["CNY"].total_minor == 1_000


def test_money_that_is_not_used_stands_apart(books: Books, engine: str) -> None:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 1_000)
    books.allocate(books.receipt(900, buyer), (item, 100))
    books.receipt(70)  # nobody's yet
    found = report(engine)
    assert {row.key: row.amounts for row in found.rows} == {
        (buyer,): amounts(0, 0, 900, 0, 0, 0, unapplied=800),
        (None,): amounts(0, 0, 0, 0, 0, 0, unapplied=70),
    }
    assert (found.totals["CNY"].total_minor, found.totals["CNY"].unapplied_minor) == (900, 870)


def test_a_bounced_receipt_reopens_from_its_day_on(books: Books, engine: str) -> None:
    buyer = books.customer("乙公司")
    (item,) = books.invoice(buyer, "F001", 1_000)
    money = books.receipt(1_000)
    books.allocate(money, (item, 1_000))
    bounce = {"receipt_id": money.pk, "effective_date": date(2026, 3, 10), "reason": BounceReason.BOUNCED}
    bounce_receipt(actor=SYSTEM, now=datetime(2026, 3, 10, tzinfo=UTC), key="bounce", **bounce)  # type: ignore[arg-type]
    assert len(report(engine, date(2026, 3, 9)).rows) == 0
    assert report(engine, date(2026, 3, 10)).totals["CNY"] == amounts(0, 1_000, 0, 0, 0, 0)


def test_currencies_and_companies_stand_apart(books: Books, engine: str) -> None:
    other = new_books("第二公司")
    buyer = books.customer("乙公司")
    books.invoice(buyer, "F001", 10)
    books.invoice(buyer, "F002", 20, currency="USD")
    other.invoice(buyer, "F001", 40)
    assert {row.currency: row.amounts.total_minor for row in report(engine).rows} == {"CNY": 50, "USD": 20}
    by_company = report(engine, by=("company", "currency")).rows
    assert {row.key: row.amounts.total_minor for row in by_company} == {
        (other.company_id, "CNY"): 40,
        (books.company_id, "USD"): 20,
        (books.company_id, "CNY"): 10,
    }
    assert report(engine, company_ids=[other.company_id]).totals["CNY"].total_minor == 40
    assert list(report(engine, currency="USD").totals) == ["USD"]
    assert report(engine, company_ids=[]).totals == {}
    only_here = salesperson(user("u1"), company_ids=frozenset({books.company_id}))
    assert report(engine, actor=only_here, company_ids=[other.company_id]).totals == {}


def test_rows_by_attributes_of_the_customer(books: Books, engine: str) -> None:
    north, li = Department.objects.create(name="北方部").pk, user("li")
    User.objects.filter(pk=li).update(department_id=north)
    one = books.customer("乙公司", salesperson_id=li, region="山东")
    two = books.customer("丙公司", region="山东")
    books.invoice(one, "F001", 10)
    books.invoice(two, "F002", 5)
    books.receipt(7)
    for dimension, keys in (("salesperson", (li, None)), ("department", (north, None)), ("region", ("山东", None))):
        found = {row.key[0]: row.amounts.total_minor for row in report(engine, by=(dimension,)).rows}
        assert found == {keys[0]: 15, None: 0} if dimension == "region" else {keys[0]: 10, None: 5}
    assert [row.key for row in report(engine, by=("region", "salesperson")).rows] == [
        ("山东", li),
        ("山东", None),
        (None, None),
    ]


def test_a_salesperson_sees_his_customers_and_nothing_of_others(books: Books, engine: str) -> None:
    li, wang = user("li"), user("wang")
    mine, his = books.customer("乙公司", salesperson_id=li), books.customer("丙公司", salesperson_id=wang)
    books.invoice(mine, "F001", 10)
    books.receipt(3, mine)
    seen = report(engine, actor=salesperson(li))
    assert [(row.key, row.amounts.total_minor, row.amounts.unapplied_minor) for row in seen.rows] == [((mine,), 10, 3)]
    assert seen.totals == {"CNY": seen.rows[0].amounts}
    books.invoice(his, "F002", 5)
    books.receipt(7)
    again = report(engine, actor=salesperson(li))
    assert (list(again.rows), again.totals, again.positions) == (list(seen.rows), seen.totals, seen.positions)
    assert report(engine).totals["CNY"].total_minor == 15


def test_who_may_not_view_is_refused(books: Books, engine: str) -> None:
    nobody = Actor("x", ActorKind.PERSON, 1, frozenset(), RowScope.ALL)
    with pytest.raises(NotPermitted):
        ageing(actor=nobody, as_of=DAY, engine=engine)
    with pytest.raises(Refused, match="BUCKETS_INVALID"):
        ageing(actor=SYSTEM, as_of=DAY, buckets=(30, 0))


def test_a_report_that_does_not_tie_shows_the_difference_and_no_figure(books: Books, engine: str) -> None:
    li = user("li")
    buyer = books.customer("乙公司", salesperson_id=li)
    books.invoice(buyer, "F001", 1_000)
    books.receipt(70, buyer)
    DayTotal.objects.filter(account="RECEIVABLE").update(minor=990)
    found = ageing(actor=SYSTEM, as_of=DAY, engine=engine)
    assert (found.ties, len(found.rows), found.totals) == (False, 0, {})
    assert found.differences == (Difference(books.company_id, "CNY", "RECEIVABLE", 1_000, 990),)
    seen = ageing(actor=salesperson(li), as_of=DAY, engine=engine)
    assert (seen.ties, len(seen.rows), seen.differences) == (False, 0, ())
    DayTotal.objects.filter(account="UNAPPLIED").update(minor=-71)
    found = ageing(actor=SYSTEM, as_of=DAY, engine=engine, currency="CNY")
    assert [one.difference_minor for one in found.differences] == [10, -1]


def test_the_number_of_queries_does_not_grow(books: Books, engine: str) -> None:
    buyer = books.customer("乙公司")
    books.invoice(buyer, "F000", 10)
    with CaptureQueriesContext(
        connection,
    ) as few:
        report(engine)
    for number in range(20):
        other = books.customer(f"客户{number}")
        books.allocate(books.receipt(5), (books.invoice(other, f"F1{number}", 10)[0], 3))
    with CaptureQueriesContext(connection) as many:
        report(engine)
    assert len(many) <= len(few)
    assert len(many) <= (1 if engine == "database" else 8)


def test_an_empty_ledger(engine: str) -> None:
    found = report(engine)
    assert (len(found.rows), found.totals, found.positions) == (0, {}, {})


def test_a_payer_named_later_changes_no_past_day(books: Books, engine: str) -> None:
    """The money came in a period that was closed before anybody knew whose it was (J6)."""
    buyer, money = books.customer("乙公司"), books.receipt(700, None, date(2026, 2, 20))
    now, first_open = datetime(2026, 3, 31, tzinfo=UTC), date(2026, 3, 1)
    closed = date(2026, 2, 28)
    close_period(actor=SYSTEM, now=now, key="close", company_id=books.company_id, through=closed)
    identify_receipt(actor=SYSTEM, now=now, key="payer", receipt_id=money.pk, customer_id=buyer)
    found = [
        [(row.key, row.amounts.unapplied_minor) for row in report(engine, day).rows] for day in (closed, first_open)
    ]
    assert found == [[((None,), 700)], [((buyer,), 700)]]
