"""The time line of a customer: who sees it, what it is about, what comes next."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from huikuan.accounts.models import User
from huikuan.activities.models import Activity
from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.queries import activities_about, last_contact_days, next_steps, timeline
from huikuan.activities.rules import ActivityKind, NextStep, Outcome, Subject, SubjectKind
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
    draft = ActivityDraft(customer_id=customer_id, at=NOW + timedelta(hours=hours), **values)  # type: ignore[arg-type]
    return int(record_activity(actor=actor, now=NOW, today=TODAY, key=books.key(), activity=draft)["activity_id"])


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
    record(books, buyer, hours=1, kind=kind, outcome=outcome, next_step=NextStep())
    assert len(next_steps(actor=SYSTEM, until=TODAY)) == stays


def test_the_record_cannot_be_rewritten(books: Books) -> None:
    pk = record(books, books.customer("乙公司"))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Activity.objects.filter(pk=pk).update(text="x")
