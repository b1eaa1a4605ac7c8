"""What a running promise holds back: what was promised, and no more; what a missed one asks for; whose it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from huikuan.kernel.actor import SYSTEM, Actor, Role
from huikuan.kernel.refusal import Refused
from huikuan.promises.calendar import kept_by_collector
from huikuan.promises.holding import held_items, promised_items
from huikuan.promises.operations.promising import cancel_promise, make_promise
from huikuan.promises.rules import Channel, PromiseDraft
from huikuan.receivables.models import Receivable
from huikuan.sanctions.queries.debtors import debtors
from huikuan.worklist.queries import worklist
from huikuan.worklist.rules.tasks import TaskKind
from tests.books import NOW, new_books
from tests.people import new_people, person
from tests.promises.test_operations import AFTER, DAY, TODAY, judged, promised
from tests.reminder_office import new_office
from tests.stories.test_people_tasks_story import disputed

pytestmark = pytest.mark.django_db
OWED = 123_450


def test_of_an_item_promised_in_part_the_rest_is_asked_for_everywhere() -> None:
    office = new_office()
    (item,) = office.books.invoice(office.customer("乙公司"), "F001", OWED, due=date(2026, 2, 20))
    promised(office.books, item, 100_000)
    assert (held_items(today=TODAY), promised_items(today=TODAY)[item.pk].minor) == ({}, 100_000)
    assert {one.held_by for one in debtors(today=TODAY)[item.customer_id, item.company_id].items} == {""}
    listed = worklist(actor=SYSTEM, today=TODAY)
    assert [one.waiting.amount_minor for one in listed.waiting] == [100_000]
    assert listed.totals == {"CNY": OWED - 100_000}
    office.plan_and_send()
    (mail,) = office.channel.mails
    assert "234.50" in mail.text and "1,000.00" in mail.text and "1,234.50" not in mail.text


def test_one_fen_holds_one_fen_and_nearly_all_holds_all() -> None:
    books = new_books()
    buyer = books.customer("乙")
    (item,) = books.invoice(buyer, "F1", OWED, due=date(2026, 2, 20))
    promised(books, item, 1)
    assert held_items(today=TODAY) == {}
    promised(books, item, OWED * 98 // 100)
    assert held_items(today=TODAY) == {}
    promised(books, item, OWED * 99 // 100 + 1)
    assert set(held_items(today=TODAY)) == {item.pk}


def test_a_promise_of_all_that_is_undisputed_holds_the_item() -> None:
    office = new_office()
    buyer = office.customer("乙公司")
    (item,) = office.books.invoice(buyer, "F001", OWED, due=date(2026, 2, 20))
    promised(office.books, item, OWED // 2)
    assert held_items(today=TODAY) == {}
    disputed(office, buyer, OWED - OWED // 2)
    assert set(held_items(today=TODAY)) == {item.pk}


def missing(today: date) -> list[int]:
    rows = worklist(actor=SYSTEM, today=today).rows
    return [row.task.amount_minor for row in rows if row.task.kind is TaskKind.PROMISE_BROKEN]


def test_a_promise_kept_in_part_is_not_called_unpaid() -> None:
    books = new_books()
    for name, minor in (("乙", 400), ("丙", 0)):
        (item,) = books.invoice(books.customer(name), "F1", 1_000, due=date(2026, 2, 20))
        promised(books, item, 1_000)
        if minor:
            books.allocate(books.receipt(minor, item.customer_id, DAY), (item, minor))
    judged(books, AFTER)
    rows = worklist(actor=SYSTEM, today=AFTER).rows
    told = {row.task.reason: row.task.amount_minor for row in rows if row.task.kind is TaskKind.PROMISE_BROKEN}
    assert told == {"PROMISE_IN_PART": 600, "PROMISE_MISSED": 1_000}


@pytest.mark.parametrize("named", [True, False])
def test_a_missed_promise_asks_for_no_more_than_is_unpaid_still(named: bool) -> None:
    books = new_books()
    (item,) = books.invoice(books.customer("乙"), "F1", 1_000, due=date(2026, 2, 20))
    promised(books, item, 1_000, receivable_ids=(item.pk,) if named else ())
    assert set(judged(books, AFTER).values()) == {"BROKEN"}
    assert missing(AFTER) == [1_000]
    books.allocate(books.receipt(700, item.customer_id, AFTER), (item, 700))
    assert missing(AFTER) == [300]
    books.allocate(books.receipt(300, item.customer_id, AFTER), (item, 300))
    assert missing(AFTER) == []


def test_a_promise_is_not_taken_back_once_its_day_is_over() -> None:
    books = new_books()
    (item,) = books.invoice(books.customer("乙"), "F1", 1_000)
    promise_id = promised(books, item, 1_000)
    cancel: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "note": "听错了"}
    with pytest.raises(Refused, match="PROMISE_CANCEL_LATE"):
        cancel_promise(**cancel, today=DAY + timedelta(days=1), key="late", promise_id=promise_id)
    done = cancel_promise(**cancel, today=DAY, key="early", promise_id=promise_id)
    assert done == {"promise_id": promise_id}


def test_namesakes_who_heard_promises_are_counted_apart() -> None:
    books, people = new_books(), new_people()
    first = people.accountant
    second = replace(person("other.clerk", Role.AR_ACCOUNTANT, None), name=first.name)

    def heard(actor: Actor, row: Receivable) -> None:
        draft = PromiseDraft(row.customer_id, row.company_id, "CNY", 1_000, DAY, "高伟", Channel.CALL)
        make_promise(actor=actor, now=NOW, today=TODAY, key=books.key(), draft=draft)

    for actor, name in ((first, "乙"), (second, "丙")):
        heard(actor, books.invoice(books.customer(name), "F1", 1_000)[0])
    judged(books, AFTER)
    rows = kept_by_collector(actor=SYSTEM, first=TODAY, last=AFTER)
    assert [(row.name, row.rate.due) for row in rows] == [(first.name, 1)] * 2
