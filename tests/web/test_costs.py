"""No page asks the database more often because it has more rows to show: every page of the route table, twice grown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huikuan.accounts.operations.people import PersonDraft, add_person
from huikuan.accounts.operations.tokens import TokenDraft, issue_token
from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.rules import ActivityKind, NextStep
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.receivables.models import Receivable
from tests.books import NOW
from tests.read_once import files_read_once
from tests.web.areas.desk import Desk, new_desk
from tests.web.office import Office
from tests.web.route_shapes import Route
from tests.web.routes import ROUTES

__all__ = ["files_read_once"]
TODAY = date(2026, 3, 2)
MORE = 8
PAGES = [one for one in ROUTES if one.sent is None and 200 in one.statuses[:2]]
FOR_ADMINISTRATORS = ("people", "new_person", "person", "own_companies", "own_company")


@pytest.mark.usefixtures("files_read_once")
def test_pages_cost_the_same_with_more_rows(office: Office) -> None:
    desk = new_desk(office)
    grow(desk, 1)
    few = costs(office)
    grow(desk, 2)
    assert costs(office, few) == few


def test_a_query_for_each_row_would_be_found(office: Office) -> None:
    desk = new_desk(office)

    def careless() -> int:
        with CaptureQueriesContext(connection) as asked:
            for row in Receivable.objects.all():
                assert row.invoice.customer.name
        return len(asked)

    few = careless()
    grow(desk, 1)
    assert careless() > few


def costs(office: Office, few: Mapping[str, int] | None = None) -> dict[str, int]:
    """How many queries each page takes once what is made once and kept is there.

    A page that takes as many as `few` says when it is opened for the first time need not be opened again.
    """
    admin = [one for one in ROUTES if one.sent is None and one.name in FOR_ADMINISTRATORS]
    pages = [(one, "colleague") for one in PAGES if one.statuses[1] == 200] + [(one, "admin") for one in admin]
    addresses = {one.id: (who, address_of(one, office)) for one, who in pages}  # which plans a run for some of them
    found = {}
    for name, (who, address) in addresses.items():
        browser = office.browser(who)
        found[name] = cost(browser, address)
        if few is None or found[name] != few.get(name):
            found[name] = cost(browser, address)
    return found


def cost(browser: Client, address: str) -> int:
    reset_queries()  # the log of a connection ends at 9,000: the pages together take more
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200, address
    return len(asked)


def address_of(one: Route, office: Office) -> str:
    return reverse(one.name, kwargs=one.where(office)) + one.query


def grow(desk: Desk, wave: int) -> None:
    """More of everything: customers, items, money known and unknown, contacts, allocations, people, tokens."""
    office, books = desk.office, desk.office.books
    arrivals: list[tuple[int, str, str]] = []
    for number in range(MORE):
        name = f"客户{wave}-{number}有限公司"
        buyer = books.customer(name, salesperson_id=office.people["owner"])
        for part in "AB":
            books.invoice(buyer, f"W{wave}{number}{part}", 7_000 + 100 * number + wave)
        books.receipt(500 + number, buyer)
        books.receipt(600 + number)
        arrivals += [(7_000 + 100 * number + wave, name, "货款"), (91_000 + number, f"陌生人{wave}{number}", "往来")]
        _grow_one_customer(office, wave, number)
    for arrival in arrivals:
        desk.arrives(arrival)
    desk.match()
    person = PersonDraft(f"user{wave}", "新人", (Role.SALESPERSON,), language="en")
    add_person(actor=SYSTEM, now=NOW, key=f"cost-person-{wave}", person=person)
    token = TokenDraft(office.people["colleague"], f"脚本{wave}")
    issue_token(actor=SYSTEM, now=NOW, key=f"cost-token-{wave}", draft=token)


def _grow_one_customer(office: Office, wave: int, number: int) -> None:
    """Another item, payment and contact of the customer, invoice and receipt whose pages are looked at."""
    books = office.books
    (item,) = books.invoice(office.customer, f"Z{wave}{number}", 1_000)
    money = books.receipt(1_000, office.customer)
    books.allocate(money, (Receivable.objects.get(pk=office.item), 10), (item, 20))
    used = type(money).objects.get(pk=office.used_receipt)
    books.allocate(used, (item, 30))
    contact = ActivityDraft(
        office.customer,
        ActivityKind.CALL,
        NOW,
        f"第 {number} 次",
        next_step=NextStep("再打电话", TODAY + timedelta(days=number)),
    )
    record_activity(actor=SYSTEM, now=NOW, today=TODAY, key=f"cost-{wave}-{number}", activity=contact)
