"""The day's run on the ladders: on as shipped, the same queries for any number, nothing twice; currencies and own companies apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from huikuan.accounts.models import Company
from huikuan.credit.operations.stopping import StopDraft, stop_credit
from huikuan.customers.operations import ContactDraft
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.outbox.models import Message
from huikuan.sanctions.checks import check_sanctions
from huikuan.sanctions.models import Sanction, SanctionItem
from huikuan.sanctions.operations import climbing
from huikuan.sanctions.operations.applying import notify_sanction
from huikuan.sanctions.operations.climbing import propose_by_policy
from huikuan.sanctions.operations.deciding import decide_sanction
from huikuan.sanctions.operations.ending import lift_sanction
from huikuan.sanctions.operations.writing import Way
from huikuan.sanctions.policies import shipped_ladders
from huikuan.sanctions.queries.debtors import debtors
from huikuan.sanctions.rules.ladder import main_sum
from tests.books import NOW, Books, new_books
from tests.credit.desk import new_desk
from tests.people import person

pytestmark = pytest.mark.django_db
DUE = date(2026, 2, 9)
TODAY = DUE + timedelta(days=12)


def late(books: Books, first: int, number: int) -> None:
    for place in range(first, first + number):
        books.invoice(books.customer(f"迟{place}"), f"L{place}", 100_000, due=DUE)


def run(books: Books, today: date = TODAY, key: str = "") -> dict[str, Any]:
    return propose_by_policy(actor=SYSTEM, now=NOW, today=today, key=key or books.key())


def cost(books: Books) -> int:
    with CaptureQueriesContext(connection) as found:
        run(books)
    return len(found)


def test_thirty_proposals_cost_what_three_do_and_a_second_run_adds_none() -> None:
    assert shipped_ladders().proposes
    books = new_books()
    late(books, 0, 3)
    three = cost(books)
    assert Sanction.objects.count() == 3
    late(books, 100, 30)
    assert (cost(books), Sanction.objects.count()) == (three, 33)
    # The same key again, another scheduler's key, another day: nothing is doubled.
    assert run(books, key="same") == run(books, key="same") == {"proposed": 0}
    assert run(books, TODAY + timedelta(days=1)) == {"proposed": 0}
    assert check_sanctions()[0].broken == ()


def test_who_lost_the_race_for_a_debtor_proposes_nothing_for_him(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two schedulers decide from what they read at the same time: the second looks again once it holds the customers."""
    books = new_books()
    late(books, 0, 2)
    read = debtors(today=TODAY)
    run(books)
    monkeypatch.setattr(climbing, "debtors", lambda **_: read)
    assert run(books) == {"proposed": 0}
    # Without that look the database itself refuses the second one.
    monkeypatch.setattr(climbing, "_RUNGS", [])
    with pytest.raises(Exception, match=r"(?i)unique"), transaction.atomic():
        run(books)
    assert Sanction.objects.count() == 2


def test_debts_in_two_currencies_stand_in_one_letter_each_with_its_sum() -> None:
    books = new_books()
    buyer = books.customer("丁公司", contacts=(ContactDraft(name="高伟", email="gao@ding.example"),))
    books.invoice(buyer, "F1", 100_000, due=DUE)
    books.invoice(buyer, "F2", 20_000, due=DUE + timedelta(days=1), currency="USD")
    assert run(books) == {"proposed": 1}
    row = Sanction.objects.get()
    assert (row.currency, row.asked_minor, SanctionItem.objects.count()) == ("CNY", 100_000, 2)
    director = person("two-currencies", Role.FINANCE_DIRECTOR, None)
    given: dict[str, Any] = {"now": NOW, "today": TODAY}
    decide_sanction(**given, actor=director, key=books.key(), request_id=row.request_id or 0, approve=True, note="同意")
    notify_sanction(**given, actor=SYSTEM, key=books.key(), sanction_id=row.pk, way=Way.EMAIL)
    text = Message.objects.latest("pk").text
    assert "人民币 1,000.00 元、USD 200.00" in text
    # Each currency has its table with its own sum, and is in the sum of the letter.
    assert "F1" in text and "F2" in text and text.count("USD 200.00") >= 2
    assert main_sum(items=debtors(today=TODAY)[buyer, books.company_id].items) == ("CNY", 100_000)
    assert check_sanctions()[0].broken == ()


def test_a_stop_of_one_own_company_leaves_the_other_alone() -> None:
    desk = new_desk()
    other = Company.objects.create(name="乙方贸易有限公司", short_name="乙方", currency="CNY")
    stop = StopDraft(desk.buyer, "中止供货", order_number="SO1", company_id=desk.books.company_id)
    stop_credit(**desk.acting(desk.credit_manager), today=TODAY, stop=stop)

    def blocked(company_id: int, order: str) -> bool:
        told = desk.ask(1, order, company=company_id, today=TODAY, reserve=False)
        return "SANCTION" in {one["code"] for one in told["reasons"]}

    assert blocked(desk.books.company_id, "SO1")
    assert not blocked(other.pk, "SO1") and not blocked(desk.books.company_id, "SO2")
    stop_credit(**desk.acting(desk.credit_manager), today=TODAY, stop=replace(stop, company_id=None))
    assert blocked(other.pk, "SO1")


def test_a_lifted_rung_comes_back_no_earlier_than_its_gap() -> None:
    books = new_books()
    late(books, 0, 1)
    run(books)
    row = Sanction.objects.get()
    director = person("lifting", Role.FINANCE_DIRECTOR, None)
    given: dict[str, Any] = {"now": NOW, "today": TODAY}
    lift: dict[str, Any] = {**given, "actor": director, "sanction_id": row.pk}
    with pytest.raises(Changed, match="SANCTION_CHANGED"):
        lift_sanction(**lift, key=books.key(), note="已商定")
    decide_sanction(**given, actor=director, key=books.key(), request_id=row.request_id or 0, approve=True, note="同意")
    notify_sanction(**given, actor=SYSTEM, key=books.key(), sanction_id=row.pk, way=Way.POST)
    with pytest.raises(Refused, match="SANCTION_LIFT_WHY"):
        lift_sanction(**lift, key=books.key(), note=" ")
    with pytest.raises(NotPermitted):
        lift_sanction(**{**lift, "actor": person("sales", Role.SALES_MANAGER, None)}, key=books.key(), note="x")
    lift_sanction(**lift, key=books.key(), note="已商定")
    row.refresh_from_db()
    assert row.state == "RELEASED"
    assert run(books) == {"proposed": 0}
    assert run(books, TODAY + timedelta(days=1)) == {"proposed": 1}
