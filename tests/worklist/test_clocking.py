"""Deadlines as tasks: of the person who looks after one, and of everybody who sees the customer when it is nearly missed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.accounts.models import User, UserCompany
from huikuan.clocks.operations.ending import record_deadline
from huikuan.clocks.rules.deadlines import DeadlineDraft, DeadlineKind
from huikuan.customers.models import Customer
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import Refused
from huikuan.worklist.clocked import clocks_ending
from huikuan.worklist.rules.tasks import TaskKind, WorklistPolicy
from tests.books import NOW, new_books
from tests.clocks.office import TODAY, ClockOffice, new_office

pytestmark = pytest.mark.django_db
FAR, NEAR = date(2024, 7, 1), date(2024, 3, 20)
"""Judgments in force: two years later are 121 and 18 days ahead."""


def named(office: ClockOffice, basis: date, person: Actor) -> None:
    draft = DeadlineDraft(
        office.books.company_id,
        office.customer,
        DeadlineKind.ENFORCEMENT,
        basis,
        subject="民初1号",
        person_id=person.user_id,
    )
    record_deadline(actor=office.legal, now=NOW, today=TODAY, key=office.books.key(), draft=draft)


def seen_by(*readers: Actor) -> list[int]:
    policy = WorklistPolicy()
    tasks = [clocks_ending(actor=reader, today=TODAY, policy=policy) for reader in readers]
    return [sum(task.kind is TaskKind.DEADLINE_ENDING for task in found) for found in tasks]


def test_a_far_deadline_is_the_task_of_who_looks_after_it_and_a_near_one_everybodys() -> None:
    office = new_office()
    readers = (office.people.owner, office.legal, office.people.director)
    named(office, FAR, office.people.owner)
    assert seen_by(*readers) == [1, 0, 0]
    named(office, NEAR, office.people.owner)
    assert seen_by(*readers) == [2, 1, 1]


def test_the_deadline_of_somebody_who_left_is_everybodys() -> None:
    office = new_office()
    named(office, FAR, office.people.owner)
    User.objects.filter(username="owner").update(is_active=False)
    assert seen_by(office.legal) == [1]


def test_nobody_looks_after_a_deadline_of_a_customer_he_does_not_see() -> None:
    office = new_office()
    with pytest.raises(Refused, match="DEADLINE_PERSON"):
        named(office, FAR, office.people.colleague)
    named(office, FAR, office.people.manager)


def test_the_deadline_of_somebody_who_sees_the_customer_no_more_is_everybodys() -> None:
    office = new_office()
    named(office, FAR, office.people.owner)
    Customer.objects.filter(pk=office.customer).update(salesperson_id=office.people.colleague.user_id)
    assert seen_by(office.people.colleague, office.legal, office.people.owner) == [1, 1, 0]


def test_nor_does_he_watch_it_at_an_own_company_that_is_not_his() -> None:
    office = new_office()
    named(office, FAR, office.people.owner)
    owner = User.objects.get(username="owner")
    UserCompany.objects.create(user=owner, company_id=office.books.company_id)
    assert seen_by(office.legal) == [0]
    UserCompany.objects.filter(user=owner).update(company_id=new_books("另一家公司").company_id)
    assert seen_by(office.legal) == [1]
    with pytest.raises(Refused, match="DEADLINE_PERSON"):
        named(office, FAR, office.people.owner)


def test_warning_of_the_deadlines_of_others_asks_the_database_as_often_for_many(
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    office = new_office()
    named(office, FAR, office.people.owner)
    policy = WorklistPolicy()
    with CaptureQueriesContext(connection) as asked:
        clocks_ending(actor=office.legal, today=TODAY, policy=policy)
    for one in (office.people.manager, office.people.director):
        named(office, FAR, one)
    with django_assert_num_queries(len(asked)):
        clocks_ending(actor=office.legal, today=TODAY, policy=policy)
