"""The time line of a customer: who sees it, what it is about, what comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huikuan.accounts.models import User
from huikuan.activities.models import Activity
from huikuan.activities.operations import ActivityDraft, add_activities, record_activity
from huikuan.activities.queries import activities_about, last_contact_days, next_steps, timeline
from huikuan.activities.rules import ActivityKind, NextStep, Outcome, Subject, SubjectKind
from huikuan.audit.operations import Intent, perform
from huikuan.customers.operations import assign_salesperson
from huikuan.kernel.actor import SYSTEM, Actor, ActorKind, RowScope, Verb
from huikuan.kernel.refusal import NotPermitted, Refused
from tests.books import NOW, Books, new_books

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def books() -> Books:
    return new_books()


def salesperson(name: str) -> Actor:
    user = User.objects.create(username=name, name=name)
    return Actor(name, ActorKind.PERSON, user.pk, frozenset({Verb.VIEW, Verb.RECORD_ACTIVITY}), RowScope.OWN)


def record(books: Books, customer_id: int, actor: Actor = SYSTEM, hours: int = 0, **more: object) -> int:
    values = {"kind": ActivityKind.CALL, "text": "说周五付款", "next_step": NextStep("再打电话", TODAY), **more}
    at = NOW + timedelta(hours=hours)
    draft = ActivityDraft(customer_id=customer_id, at=at, **values)  # type: ignore[arg-type]
    return int(record_activity(actor=actor, now=at, today=TODAY, key=books.key(), activity=draft)["activity_id"])


def put_on(books: Books, draft: ActivityDraft) -> None:
    """What another room puts on the time line, such as a message that was answered."""
    intent = Intent("record_reply", SYSTEM, NOW, books.key(), None, {})
    perform(intent=intent, work=lambda act: {"activity_id": add_activities(act=act, drafts=[draft])[0]})


def test_newest_first_with_subjects(books: Books) -> None:
    buyer = books.customer("乙公司")
    item = Subject(SubjectKind.RECEIVABLE, 5)
    first = record(books, buyer)
    second = record(books, buyer, hours=1, subjects=(item, item), outcome=Outcome.PROMISED)
    page = timeline(actor=SYSTEM, customer_id=buyer)
    assert [row.id for row in page.rows] == [second, first]
    assert page.rows[0].subjects == (item,)
    assert [row.id for row in activities_about(actor=SYSTEM, subject=item)] == [second]
    assert last_contact_days(actor=SYSTEM, customer_ids=[buyer]) == {buyer: NOW + timedelta(hours=1)}


def test_an_incomplete_record_is_refused_and_nothing_is_written(books: Books) -> None:
    buyer = books.customer("乙公司")
    with pytest.raises(Refused, match="NEXT_STEP_MISSING"):
        record(books, buyer, next_step=NextStep())
    assert Activity.objects.count() == 0


@pytest.mark.parametrize("kind", list(ActivityKind))
def test_what_has_not_happened_yet_is_no_contact(books: Books, kind: ActivityKind) -> None:
    buyer = books.customer("乙公司")
    draft = ActivityDraft(buyer, kind, NOW + timedelta(seconds=1), "明天要说的", next_step=NextStep("再打", TODAY))
    who: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "today": TODAY, "key": books.key()}
    with pytest.raises(Refused, match="CONTACT_AHEAD"):
        record_activity(**who, activity=draft)
    assert Activity.objects.count() == 0
    record_activity(**who, activity=replace(draft, at=NOW))


def test_a_contact_is_put_where_it_was_also_when_it_is_recorded_later(books: Books) -> None:
    buyer = books.customer("乙公司")
    late = record(books, buyer, hours=-30)
    latest = record(books, buyer)
    older = record(books, buyer, hours=-50)
    assert [row.id for row in timeline(actor=SYSTEM, customer_id=buyer).rows] == [latest, late, older]


def test_a_colleague_neither_sees_nor_writes(books: Books) -> None:
    owner, colleague = salesperson("li"), salesperson("zhang")
    buyer = books.customer("乙公司")
    assign_salesperson(actor=SYSTEM, now=NOW, key=books.key(), customer_ids=[buyer], salesperson_id=owner.user_id)
    record(books, buyer, owner)
    assert timeline(actor=owner).count == 1
    assert timeline(actor=colleague).count == 0
    assert next_steps(actor=colleague, until=TODAY) == ()
    with pytest.raises(NotPermitted):
        record(books, buyer, colleague)


def test_only_the_latest_next_step_counts(books: Books) -> None:
    buyer, other = books.customer("乙公司"), books.customer("丙公司")
    record(books, buyer, next_step=NextStep("旧", TODAY))
    latest = record(books, buyer, hours=1, next_step=NextStep("新", TODAY + timedelta(days=3)))
    record(books, buyer, hours=2, kind=ActivityKind.NOTE, next_step=NextStep())
    mine = record(books, other)
    assert [row.id for row in next_steps(actor=SYSTEM, until=TODAY)] == [mine]
    assert [row.id for row in next_steps(actor=SYSTEM, until=TODAY + timedelta(days=3))] == [mine, latest]


@pytest.mark.parametrize(
    ("kind", "outcome", "stays"),
    [
        (ActivityKind.CALL, Outcome.SETTLED, False),
        (ActivityKind.CHAT, Outcome.PROMISED, False),
        (ActivityKind.EMAIL, Outcome.DISPUTED, False),
        (ActivityKind.EMAIL, Outcome.SENT, True),
        (ActivityKind.CHAT, Outcome.NOT_REACHED, True),
        (ActivityKind.NOTE, Outcome.NONE, True),
    ],
)
def test_a_later_answer_of_the_customer_settles_the_step(
    books: Books, kind: ActivityKind, outcome: Outcome, stays: bool
) -> None:
    buyer = books.customer("乙公司")
    record(books, buyer)
    assert len(next_steps(actor=SYSTEM, until=TODAY)) == 1
    put_on(books, ActivityDraft(buyer, kind, NOW + timedelta(hours=1), "回复", outcome))
    assert len(next_steps(actor=SYSTEM, until=TODAY)) == stays


def test_the_record_cannot_be_rewritten(books: Books) -> None:
    pk = record(books, books.customer("乙公司"))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Activity.objects.filter(pk=pk).update(text="x")
