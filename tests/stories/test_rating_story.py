"""A customer's grade falls after broken promises and his term is tightened the same morning, without anybody's hand.

| day | given | when | then |
|---|---|---|---|
| 2025-11-03 | four months of invoices, paid on the day | the first rating is started | a good grade; terms wait for a person |
| 2025-11-03 | the proposal waits | the credit manager approves it | limit, term and class hold for a year |
| 2025-12-01 | two promises to pay, by 12-05 and 12-15 | no money comes | nothing yet: the days are not over |
| 2025-12-18 | both promises are broken | the day's run looks for events | the grade falls, the term is shorter at once |
| 2025-12-18 | the terms were tightened | anybody opens the history | what happened, which factors, which version |
| 2026-01-05 | the customer has paid | the yearly review runs | nothing becomes looser without a person |
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.rules import ActivityKind, NextStep, Outcome
from huikuan.customers.queries import customers_by_id
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.limits.queries import limits_in_force
from huikuan.ratings.operations.deciding import decide_rating
from huikuan.ratings.operations.running import rate_if_due, run_ratings
from huikuan.ratings.queries.explaining import explained
from huikuan.ratings.queries.proposals import proposal_page, terms_history
from huikuan.ratings.queries.ratings import grades_of
from huikuan.ratings.rules.rerating import ProposalState, RunKind
from huikuan.ratings.rules.scorecards import CardKind
from tests.books import new_books
from tests.people import person

pytestmark = pytest.mark.django_db


def at(day: date) -> datetime:
    return datetime.combine(day, time(1, 30), UTC)


def promise(customer_id: int, made: date, due: date) -> None:
    draft = ActivityDraft(
        customer_id=customer_id,
        kind=ActivityKind.CALL,
        at=at(made),
        text="财务答应付款",
        outcome=Outcome.PROMISED,
        next_step=NextStep("查到账", due),
    )
    record_activity(actor=SYSTEM, now=at(made), today=made, key=f"promise {made}", activity=draft)


def test_a_grade_falls_after_broken_promises_and_tightens_the_term():
    books = new_books()
    books.now = at(date(2026, 1, 5))
    manager = person("credit", Role.CREDIT_MANAGER, None)
    buyer = books.customer("乙公司", terms_days=60)
    for month in (7, 8, 9, 10):
        issued, due = date(2025, month, 1), date(2025, month, 28)
        (item,) = books.invoice(buyer, f"F{month}", 30_000_000, due, issued=issued)
        books.allocate(books.receipt(30_000_000, buyer, on=due), (item, 30_000_000))
    (late,) = books.invoice(buyer, "F11", 30_000_000, date(2025, 12, 5), issued=date(2025, 11, 1))

    start = date(2025, 11, 3)
    run_ratings(actor=manager, now=at(start), today=start, key="first", kind=RunKind.MANUAL)
    first = grades_of(customer_ids=[buyer])[buyer]
    (proposal,) = proposal_page(actor=manager).rows
    assert (first.grade, proposal.is_automatic) == ("A", False)
    decide_rating(
        actor=manager,
        now=at(start),
        today=start,
        key="yes",
        request_id=proposal.request_id or 0,
        approve=True,
        note="",
    )
    # 250 ‰ of 1,500,000.00
    assert limits_in_force(customer_ids=[buyer], on=start)[buyer].amount_minor == 37_500_000
    assert customers_by_id(ids=[buyer])[buyer].customer_class == "KEY"

    promise(buyer, date(2025, 11, 28), date(2025, 12, 5))
    promise(buyer, date(2025, 12, 8), date(2025, 12, 15))
    calm = date(2025, 11, 28)
    run_ratings(actor=SYSTEM, now=at(calm), today=calm, key="calm", kind=RunKind.YEARLY)
    assert terms_history(actor=manager, customer_id=buyer)[0].grade == "A"

    morning = date(2025, 12, 18)
    run_ratings(actor=SYSTEM, now=at(date(2025, 12, 1)), today=date(2025, 12, 1), key="month", kind=RunKind.MONTHLY)
    before = customers_by_id(ids=[buyer])[buyer].terms_days
    done = rate_if_due(actor=SYSTEM, now=at(morning), today=morning)
    assert done is not None
    assert (done["rated"], done["tightened"]) == (1, 1)
    fallen = grades_of(customer_ids=[buyer])[buyer]
    assert fallen.grade > first.grade
    tightened = terms_history(actor=manager, customer_id=buyer)[0]
    assert (tightened.is_automatic, tightened.grade, tightened.customer_class) == (True, fallen.grade, "STANDARD")
    assert before is not None
    assert (tightened.terms_days or 0) < before
    assert customers_by_id(ids=[buyer])[buyer].terms_days == tightened.terms_days

    applied = proposal_page(actor=manager, states=[ProposalState.APPLIED]).rows[0]
    assert (applied.is_automatic, applied.reasons[0]["code"]) == (True, "PROMISE_BROKEN")
    assert "promises_kept" in [reason["parameters"].get("factor") for reason in applied.reasons]
    shown = explained(actor=manager, customer_id=buyer, kind=CardKind.CREDIT)
    assert shown is not None
    assert shown.rating.card_number == 1

    books.allocate(books.receipt(30_000_000, buyer, on=date(2025, 12, 30)), (late, 30_000_000))
    new_year = date(2026, 1, 5)
    review = rate_if_due(actor=SYSTEM, now=at(new_year), today=new_year)
    assert review is not None
    assert review["tightened"] == 0
    kept = customers_by_id(ids=[buyer])[buyer].terms_days
    assert kept == tightened.terms_days
