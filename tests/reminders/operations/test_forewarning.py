"""Our own salesperson hears of what comes due before the customer does: once an item, in his list, and by mail."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huikuan.accounts.models import User
from huikuan.customers.operations import assign_salesperson
from huikuan.kernel.actor import SYSTEM, Actor, ActorKind, RowScope, Verb
from huikuan.outbox.models import Message
from huikuan.reminders.operations.forewarning import forewarn
from huikuan.reminders.upcoming import Ahead, ahead_of
from tests.books import NOW
from tests.reminder_office import MONDAY, Office, new_office

pytestmark = pytest.mark.django_db
DUE = date(2026, 3, 12)  # ten days after Monday


@pytest.fixture
def office() -> Office:
    return new_office()


def seller(name: str, email: str = "") -> Actor:
    user = User.objects.create(username=name, name=name, email=email)
    return Actor(name, ActorKind.PERSON, user.pk, frozenset({Verb.VIEW}), RowScope.OWN)


def given_to(office: Office, buyer: int, actor: Actor) -> None:
    assign_salesperson(
        actor=SYSTEM, now=NOW, key=office.books.key(), customer_ids=[buyer], salesperson_id=actor.user_id
    )


def tell(office: Office) -> tuple[int, int]:
    done = forewarn(actor=SYSTEM, now=office.now(), key=office.books.key(), today=office.today)
    return int(done["items"]), int(done["mails"])


def test_once_an_item_before_the_customer_hears_of_it(office: Office) -> None:
    li, zhang = seller("李", "li@jia.example"), seller("张")
    mine, theirs = office.customer("乙公司"), office.customer("丙公司")
    given_to(office, mine, li)
    given_to(office, theirs, zhang)
    office.books.invoice(mine, "F001", 50_000, due=DUE)
    office.books.invoice(mine, "F002", 50_000, due=DUE + timedelta(days=1))
    office.books.invoice(theirs, "F003", 50_000, due=DUE)
    assert tell(office) == (2, 1)  # F002 a day later; 张 has no address
    assert tell(office) == (0, 0)
    assert office.plan()["send"] == 0  # the customer's turn comes five days before
    assert [(row.customer_id, row.items) for row in ahead_of(actor=li, today=office.today).foretold] == [(mine, 1)]
    assert [(row.customer_id, row.items) for row in ahead_of(actor=zhang, today=office.today).foretold] == [(theirs, 1)]
    office.go_to(MONDAY + timedelta(days=1))
    assert tell(office) == (1, 1)
    office.deliver()
    assert [(mail.recipient, "F001" in mail.text, "F002" in mail.text) for mail in office.channel.mails] == [
        ("li@jia.example", True, False),
        ("li@jia.example", False, True),
    ]
    assert "F003" not in office.channel.mails[0].text


def test_what_is_paid_meanwhile_is_not_told(office: Office) -> None:
    li = seller("李", "li@jia.example")
    buyer = office.customer("乙公司")
    given_to(office, buyer, li)
    (item,) = office.books.invoice(buyer, "F001", 50_000, due=DUE)
    tell(office)
    office.books.allocate(office.books.receipt(50_000, buyer, on=MONDAY), (item, 50_000))
    assert ahead_of(actor=li, today=office.today) == Ahead()
    assert office.deliver().states == {"SUPPRESSED": 1}
    assert office.channel.mails == []


def test_who_looks_after_a_customer_no_more_is_not_told_of_him(office: Office) -> None:
    li, zhang = seller("李", "li@jia.example"), seller("张")
    kept, moved = office.customer("乙公司"), office.customer("丙公司")
    for number, buyer in (("F001", kept), ("F002", moved)):
        given_to(office, buyer, li)
        office.books.invoice(buyer, number, 50_000, due=DUE)
    assert tell(office) == (2, 1)
    given_to(office, moved, zhang)
    office.deliver()
    (mail,) = office.channel.mails
    assert ("F001" in mail.text, "F002" in mail.text, "丙公司" in mail.text + mail.html) == (True, False, False)


def test_nothing_goes_to_who_looks_after_none_of_them_any_more(office: Office) -> None:
    li, zhang = seller("李", "li@jia.example"), seller("张")
    buyer = office.customer("乙公司")
    given_to(office, buyer, li)
    office.books.invoice(buyer, "F001", 50_000, due=DUE)
    tell(office)
    given_to(office, buyer, zhang)
    assert office.deliver().states == {"SUPPRESSED": 1}
    assert (office.channel.mails, Message.objects.get().reasons) == ([], [["CUSTOMERS_REASSIGNED", {}]])


def test_mail_to_our_own_people_does_not_count_for_the_customers_caps(office: Office) -> None:
    li = seller("李", "li@jia.example")
    buyer = office.customer("乙公司")
    given_to(office, buyer, li)
    office.books.invoice(buyer, "F001", 50_000, due=DUE)
    office.books.invoice(buyer, "F002", 50_000, due=date(2026, 2, 28))
    tell(office)
    assert office.plan_and_send() == 1
    assert Message.objects.filter(is_automatic=True).count() == 1
    replies_go_to = {mail.recipient: mail.reply_to for mail in office.channel.mails}
    assert replies_go_to.pop("li@jia.example") == ""  # his own list
    assert list(replies_go_to.values()) == ["li@jia.example"]  # the customer's letter
