"""What lies ahead is read for the salesperson's own customers only, and is what the next run decides."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.accounts.models import User
from huikuan.kernel.actor import SYSTEM, Actor, ActorKind, RowScope, Verb
from huikuan.reminders.models import RunRow
from huikuan.reminders.operations.pausing import PauseDraft, pause_reminders
from huikuan.reminders.rules.letters import LetterKind
from huikuan.reminders.upcoming import Ahead, ahead_of
from tests.reminder_office import MONDAY, Office, manager, new_office

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 3, 6)


@pytest.fixture
def office() -> Office:
    return new_office()


def seller(name: str, scope: RowScope = RowScope.OWN) -> Actor:
    user = User.objects.create(username=name, name=name)
    return Actor(name, ActorKind.PERSON, user.pk, frozenset({Verb.VIEW, Verb.RECORD_ACTIVITY}), scope)


def test_each_hears_of_his_own_customers_whatever_else_he_sees(office: Office) -> None:
    li, zhang, boss = seller("李"), seller("张"), seller("总", RowScope.ALL)
    for actor, name in ((li, "乙公司"), (zhang, "丙公司")):
        buyer = office.customer(name, salesperson_id=actor.user_id)
        office.books.invoice(buyer, f"F-{name}", 20_000, due=date(2026, 2, 28))
    assert [letter.recipient_name for letter in ahead_of(actor=li, today=MONDAY).letters] == ["王经理"]
    assert len(ahead_of(actor=zhang, today=MONDAY).letters) == 1
    for actor in (boss, manager(), SYSTEM):
        assert ahead_of(actor=actor, today=MONDAY) == Ahead()


def test_it_is_what_the_run_of_that_day_decides(office: Office) -> None:
    li = seller("李")
    late, soon = (office.customer(name, salesperson_id=li.user_id) for name in ("乙公司", "丙公司"))
    office.books.invoice(late, "F001", 20_000, due=date(2026, 3, 1))
    office.books.invoice(soon, "F002", 30_000, due=date(2026, 3, 14))
    office.go_to(FRIDAY)
    ahead = ahead_of(actor=li, today=FRIDAY)
    monday = date(2026, 3, 9)
    assert [(one.customer_id, one.kind, one.ordinal, one.on) for one in ahead.letters] == [
        (late, LetterKind.OVERDUE, 2, monday),
        (soon, LetterKind.BEFORE_DUE, 1, monday),
    ]
    office.go_to(monday)
    run_id = office.plan()["run_id"]
    rows = RunRow.objects.filter(run_id=run_id, decision="SEND").order_by("customer_id")
    assert [(row.customer_id, row.asked_minor) for row in rows] == [
        (one.customer_id, one.asked_minor) for one in ahead.letters
    ]
    # the run waits: what it holds goes today
    assert {one.on for one in ahead_of(actor=li, today=monday).letters} == {monday}
    office.plan_and_send()
    assert ahead_of(actor=li, today=monday).letters == ()


def test_a_pause_through_that_day_silences_it(office: Office) -> None:
    li = seller("李")
    buyer = office.customer("乙公司", salesperson_id=li.user_id)
    office.books.invoice(buyer, "F001", 20_000, due=date(2026, 2, 28))
    for through, number in ((MONDAY, 1), (MONDAY + timedelta(days=1), 0)):
        draft = PauseDraft(buyer, through, "答应周五付款")
        pause_reminders(actor=li, now=office.now(), today=MONDAY, key=office.books.key(), pause=draft)
        assert len(ahead_of(actor=li, today=MONDAY).letters) == number


def test_the_number_of_queries_does_not_grow_and_is_one_for_who_looks_after_nobody(office: Office) -> None:
    li = seller("李")

    def cost(actor: Actor) -> int:
        with CaptureQueriesContext(connection) as asked:
            ahead_of(actor=actor, today=MONDAY)
        return len(asked)

    assert cost(li) == 1
    office.books.invoice(office.customer("乙公司", salesperson_id=li.user_id), "F0", 20_000, due=date(2026, 2, 28))
    few = cost(li)
    for number in range(1, 15):
        buyer = office.customer(f"客户{number}", salesperson_id=li.user_id)
        office.books.invoice(buyer, f"F{number}", 20_000, due=date(2026, 2, 28))
    assert cost(li) == few
    assert few <= 26
