"""A light plan of visits: by day and region, done on the spot, seen by whom it concerns; a complaint stands before the money."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from huikuan.activities.models import Activity, PlannedVisit
from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.rules import ActivityKind, NextStep, Outcome
from huikuan.activities.visit_rules import VisitDraft
from huikuan.activities.visiting import VisitResult, drop_visit, plan_visit, settle_visit
from huikuan.activities.visits import last_visits, visits_between
from huikuan.customers.models import Customer
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.reminders.our_side import our_side
from huikuan.web.pages.visits import week_shown
from huikuan.worklist.queries import worklist
from tests.books import NOW, Books, new_books
from tests.people import People, new_people

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
WEDNESDAY = TODAY + timedelta(days=2)


def office() -> tuple[Books, People, int, int]:
    """Two customers: one of the owner, late, in Suzhou; one of his colleague in another department."""
    books, people = new_books(), new_people()
    mine = books.customer("乙公司", salesperson_id=people.owner.user_id, address="江苏省苏州市工业园区星湖街 1 号")
    theirs = books.customer("丙公司", salesperson_id=people.colleague.user_id)
    books.invoice(mine, "F001", 50_000, due=date(2026, 2, 20))
    return books, people, mine, theirs


def plans(books: Books, actor: Actor, customer: int, person: Actor, day: date = WEDNESDAY, **more: Any) -> int:
    draft = VisitDraft(customer, person.user_id or 0, day, "送对账单")
    done = plan_visit(actor=actor, now=NOW, today=TODAY, key=more.get("key", books.key()), draft=draft)
    return int(done["visit_id"])


def settles(books: Books, actor: Actor, visit_id: int, **more: Any) -> dict[str, Any]:
    step = NextStep("带新报价再来", TODAY + timedelta(days=9))
    result = VisitResult(visit_id, more.get("kind", ActivityKind.VISIT), "货卖得慢", Outcome.REACHED, step)
    return settle_visit(actor=actor, now=NOW, today=TODAY, key=books.key(), result=result)


def test_a_visit_is_planned_by_region_and_done() -> None:
    books, people, mine, _ = office()
    visit_id = plans(books, people.owner, mine, people.owner)
    shown = week_shown(actor=people.owner, today=TODAY, day=TODAY, person_id=None, region="")
    ((region, (stop,)),) = shown.regions
    assert (region, stop.customer.name, stop.overdue[0].minor, stop.last_visit) == (
        "苏州市工业园区",
        "乙公司",
        50_000,
        None,
    )
    assert [(day, len(visits)) for day, visits in shown.days if visits] == [(WEDNESDAY, 1)]
    settles(books, people.owner, visit_id)
    assert list(Activity.objects.values_list("kind", "outcome", "next_action")) == [
        ("VISIT", "REACHED", "带新报价再来")
    ]
    assert last_visits(customer_ids=[mine])[mine] == NOW
    (visit,) = visits_between(actor=people.owner, first=TODAY, last=WEDNESDAY)
    assert (visit.state.value, visit.activity_id) == ("DONE", Activity.objects.get().pk)
    with pytest.raises(Changed):
        settles(books, people.owner, visit_id)
    assert Activity.objects.count() == 1


def test_a_customer_stands_once_on_a_day_of_a_person() -> None:
    books, people, mine, _ = office()
    visit_id = plans(books, people.owner, mine, people.owner, key="once")
    assert plans(books, people.owner, mine, people.owner, key="once") == visit_id
    with pytest.raises(Refused, match="VISIT_PLANNED_ALREADY"):
        plans(books, people.owner, mine, people.owner)
    drop_visit(actor=people.owner, now=NOW, key=books.key(), visit_id=visit_id)
    assert visits_between(actor=people.owner, first=TODAY, last=WEDNESDAY) == ()
    plans(books, people.owner, mine, people.owner)
    for changes in ({"state": "PLANNED"}, {"state": "DONE"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            PlannedVisit.objects.filter(pk=visit_id).update(**changes)


def test_who_may_plan_and_see_what() -> None:
    books, people, mine, theirs = office()
    own = plans(books, people.owner, mine, people.owner)
    plans(books, people.colleague, theirs, people.colleague)

    def sees(actor: Actor) -> set[int]:
        return {row.customer_id for row in visits_between(actor=actor, first=TODAY, last=WEDNESDAY)}

    both = {mine, theirs}
    assert [sees(one) for one in (people.owner, people.colleague, people.manager)] == [{mine}, {theirs}, {mine}]
    assert [sees(one) for one in (people.director, people.nobody)] == [both, set()]
    for actor in (people.colleague, people.nobody, people.auditor):
        with pytest.raises(NotPermitted):
            settles(books, actor, own)
        with pytest.raises(NotPermitted):
            drop_visit(actor=actor, now=NOW, key="x", visit_id=own)
        with pytest.raises(NotPermitted):
            plans(books, actor, mine, actor)
    plans(books, people.manager, mine, people.owner, TODAY + timedelta(days=3))
    for actor, person in ((people.owner, people.manager), (people.manager, people.colleague)):
        with pytest.raises(Refused, match="VISIT_PERSON_WRONG"):
            plans(books, actor, mine, person, TODAY + timedelta(days=4))
    weeks = [
        week_shown(actor=actor, today=TODAY, day=TODAY, person_id=people.owner.user_id, region="").person_id
        for actor in (people.manager, people.colleague)
    ]
    assert weeks == [people.owner.user_id, people.colleague.user_id]


def test_an_open_complaint_is_said_before_money_is_asked_for() -> None:
    books, people, mine, _ = office()

    def says(outcome: Outcome, step: NextStep) -> None:
        draft = ActivityDraft(mine, ActivityKind.COMPLAINT, NOW, "包装破损，要求换货", outcome, step)
        record_activity(actor=people.owner, now=NOW, today=TODAY, key=books.key(), activity=draft)

    assert our_side(customer_ids=[mine], today=TODAY) == {}
    says(Outcome.REACHED, NextStep("换货", TODAY))
    (blocker,) = our_side(customer_ids=[mine], today=TODAY)[mine]
    assert (blocker.code.value, blocker.number, blocker.amount_minor) == ("COMPLAINT_OPEN", "包装破损，要求换货", 0)
    (task,) = [row for row in worklist(actor=people.owner, today=TODAY).rows if row.blockers]
    assert task.blockers == (blocker,)
    says(Outcome.SETTLED, NextStep())
    assert our_side(customer_ids=[mine], today=TODAY) == {}
    assert Customer.objects.filter(pk=mine).exists()


def test_a_week_costs_the_same_for_any_number_of_customers(django_assert_num_queries: Any) -> None:
    books, people, mine, _ = office()
    plans(books, people.owner, mine, people.owner)
    with django_assert_num_queries(5):
        week_shown(actor=people.owner, today=TODAY, day=TODAY, person_id=None, region="")
    for number in range(5):
        one = books.customer(f"客户{number}", salesperson_id=people.owner.user_id)
        books.invoice(one, f"G{number}", 10_000)
        plans(books, people.owner, one, people.owner)
    with django_assert_num_queries(5):
        week_shown(actor=people.owner, today=TODAY, day=TODAY, person_id=None, region="")
