"""Promises as acts: they hold reminders, replace each other, are found kept by the money; more time becomes a promise."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.promises.checks import check_promises
from huikuan.promises.holding import held_items
from huikuan.promises.models import Extension, Promise, PromiseStep
from huikuan.promises.operations.extending import Answer, ask_extension, decide_extension
from huikuan.promises.operations.judging import judge_promises
from huikuan.promises.operations.promising import cancel_promise, make_promise
from huikuan.promises.queries import broken_promises
from huikuan.promises.rules import Channel, ExtensionDraft, ExtensionEvent, PromiseDraft
from huikuan.receipts.operations.money import bounce_receipt
from huikuan.receipts.rules import BounceReason
from huikuan.receivables.models import Receivable
from tests.books import NOW, Books, new_books
from tests.people import new_people
from tests.reminder_office import new_office

pytestmark = pytest.mark.django_db
TODAY, DAY, AFTER = date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 12)


def promised(books: Books, row: Receivable, minor: int, **more: Any) -> int:
    ids = more.pop("receivable_ids", (row.pk,))
    draft = PromiseDraft(
        row.customer_id, row.company_id, row.currency, minor, more.pop("day", DAY), "高伟", Channel.CALL,
        receivable_ids=ids, **more,
    )  # fmt: skip
    return int(make_promise(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), draft=draft)["promise_id"])


def judged(books: Books, today: date) -> dict[int, str]:
    judge_promises(actor=SYSTEM, now=NOW, key=books.key(), today=today)
    return dict(Promise.objects.values_list("pk", "state"))


def test_the_day_finds_what_was_kept_kept_in_part_and_broken() -> None:
    books = new_books()
    whole, part, none = (books.invoice(books.customer(name), "F1", 1_000)[0] for name in ("乙", "丙", "丁"))
    ids = [promised(books, row, 1_000) for row in (whole, part, none)]
    assert set(judged(books, DAY).values()) == {"RUNNING"}
    books.allocate(books.receipt(1_000, whole.customer_id, date(2026, 3, 5)), (whole, 1_000))
    books.receipt(400, part.customer_id, date(2026, 3, 6))
    books.receipt(900, none.customer_id, date(2026, 3, 1))
    assert judged(books, AFTER) == dict(zip(ids, ("KEPT", "PARTLY_KEPT", "BROKEN"), strict=True))
    assert [row.id for row in broken_promises(actor=SYSTEM, since=TODAY)] == ids[1:]
    promised(books, none, 1_000)
    assert [row.id for row in broken_promises(actor=SYSTEM, since=TODAY)] == ids[1:2]
    assert check_promises()[0].broken == ()


def bounced(books: Books, receipt_id: int, on: date) -> None:
    bounce_receipt(
        actor=SYSTEM,
        now=datetime(on.year, on.month, on.day, 2, tzinfo=UTC),
        key=books.key(),
        receipt_id=receipt_id,
        effective_date=on,
        reason=BounceReason.BOUNCED,
    )


def test_a_kept_promise_whose_money_bounced_runs_again_and_is_broken_after_its_days() -> None:
    books = new_books()
    (row,) = books.invoice(books.customer("乙"), "F1", 1_000)
    (other,) = books.invoice(books.customer("丙"), "F2", 1_000)
    promise, steady = promised(books, row, 1_000), promised(books, other, 1_000)
    money = books.receipt(1_000, row.customer_id, date(2026, 3, 2))
    books.allocate(money, (row, 1_000))
    books.allocate(books.receipt(1_000, other.customer_id, date(2026, 3, 2)), (other, 1_000))
    assert judged(books, date(2026, 3, 3)) == {promise: "KEPT", steady: "KEPT"}
    # nothing bounced: judging again changes nothing (the negative control)
    assert judged(books, date(2026, 3, 4)) == {promise: "KEPT", steady: "KEPT"}
    bounced(books, money.pk, date(2026, 3, 5))
    assert judged(books, date(2026, 3, 5)) == {promise: "RUNNING", steady: "KEPT"}
    assert Promise.objects.get(pk=promise).ended_on is None
    assert row.pk in held_items(today=date(2026, 3, 5))
    assert judged(books, AFTER) == {promise: "BROKEN", steady: "KEPT"}
    assert [one.id for one in broken_promises(actor=SYSTEM, since=TODAY)] == [promise]
    assert [step.event for step in PromiseStep.objects.filter(promise_id=promise).order_by("pk")] == [
        "MAKE", "KEEP", "REOPEN", "BREAK",
    ]  # fmt: skip
    assert check_promises()[0].broken == ()


def test_a_bounce_after_the_days_of_a_promise_breaks_it_and_what_was_paid_another_way_keeps_it() -> None:
    books = new_books()
    first, second = (books.invoice(books.customer(name), "F1", 1_000)[0] for name in ("乙", "丙"))
    ids = [promised(books, row, 1_000) for row in (first, second)]
    money = [books.receipt(1_000, row.customer_id, date(2026, 3, 5)) for row in (first, second)]
    for receipt, row in zip(money, (first, second), strict=True):
        books.allocate(receipt, (row, 1_000))
    assert set(judged(books, AFTER).values()) == {"KEPT"}
    for receipt in money:
        bounced(books, receipt.pk, date(2026, 3, 20))
    books.now = datetime(2026, 3, 20, 3, tzinfo=UTC)
    books.allocate(books.receipt(1_000, second.customer_id, date(2026, 3, 20)), (second, 1_000))
    assert judged(books, date(2026, 3, 21)) == dict(zip(ids, ("BROKEN", "KEPT"), strict=True))


def test_a_running_promise_holds_its_items_through_its_grace_also_when_the_message_leaves() -> None:
    office = new_office()
    (item,) = office.books.invoice(office.customer("乙公司"), "F001", 123_450, due=date(2026, 2, 20))
    run_id = office.plan()["run_id"]
    promised(office.books, item, 123_450)
    assert set(held_items(today=date(2026, 3, 11))) == {item.pk} and held_items(today=AFTER) == {}
    office.send(run_id)
    office.deliver()
    assert office.channel.mails == []
    office.go_to(date(2026, 3, 12))
    judged(office.books, AFTER)
    office.plan_and_send()
    assert len(office.channel.mails) == 1


def test_a_later_promise_about_an_item_replaces_the_earlier_and_one_is_taken_back() -> None:
    books = new_books()
    (item,) = books.invoice(books.customer("乙"), "F1", 1_000)
    first = promised(books, item, 500)
    second = promised(books, item, 1_000, receivable_ids=())
    assert dict(Promise.objects.values_list("pk", "state")) == {first: "SUPERSEDED", second: "RUNNING"}
    with pytest.raises(Refused, match="REASON_NEEDED"):
        cancel_promise(actor=SYSTEM, now=NOW, today=TODAY, key="c", promise_id=second, note=" ")
    cancel_promise(actor=SYSTEM, now=NOW, today=TODAY, key="c", promise_id=second, note="听错了")
    with pytest.raises(Changed, match="PROMISE_CHANGED"):
        cancel_promise(actor=SYSTEM, now=NOW, today=TODAY, key="d", promise_id=second, note="再来")
    assert check_promises()[0].broken == ()


def test_no_more_than_is_open_and_nothing_of_anothers_is_promised() -> None:
    books = new_books()
    (item,) = books.invoice(books.customer("乙"), "F1", 1_000)
    (others,) = books.invoice(books.customer("丙"), "F1", 1_000)
    with pytest.raises(Refused, match="PROMISE_MORE_THAN_OPEN"):
        promised(books, item, 1_001)
    with pytest.raises(Refused, match="PROMISE_ITEMS_NOT_THEIRS"):
        promised(books, item, 1, receivable_ids=(others.pk,))
    assert Promise.objects.count() == 0


def test_more_time_is_asked_answered_once_and_becomes_a_promise_while_the_due_date_stays() -> None:
    books, people = new_books(), new_people()
    buyer = books.customer("乙", salesperson_id=people.owner.user_id)
    (item,) = books.invoice(buyer, "F1", 1_000)
    draft = ExtensionDraft(buyer, books.company_id, "CNY", (item.pk,), date(2026, 4, 1), "资金紧张", "高伟")
    asking: dict[str, Any] = {"now": NOW, "today": TODAY, "draft": draft}
    for actor in (people.colleague, people.auditor):
        with pytest.raises(NotPermitted):
            ask_extension(actor=actor, key="a", **asking)
    extension_id = ask_extension(actor=people.owner, key="a", **asking)["extension_id"]
    answering: dict[str, Any] = {"now": NOW, "today": TODAY, "extension_id": extension_id}
    yes = Answer(ExtensionEvent.ACCEPT, "可以", date(2026, 3, 25))
    for actor in (people.owner, people.colleague, people.auditor):
        with pytest.raises(NotPermitted):
            decide_extension(actor=actor, key="b", answer=yes, **answering)
    decide_extension(actor=people.accountant, key="b", answer=yes, **answering)
    promise = Promise.objects.get()
    assert (promise.day, promise.amount_minor, promise.state) == (date(2026, 3, 25), 1_000, "RUNNING")
    item.refresh_from_db()
    assert item.due_date == date(2026, 2, 9) and Extension.objects.get().promise_id == promise.pk
    with pytest.raises(Changed, match="EXTENSION_CHANGED"):
        decide_extension(actor=people.accountant, key="c", answer=Answer(ExtensionEvent.REFUSE, "不行"), **answering)
