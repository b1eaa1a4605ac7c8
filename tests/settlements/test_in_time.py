"""An instalment is judged by the day its money was received: not by when it was booked, nor by when the day's job ran."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from huikuan.demo.papers import BLANK_PDF
from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.operations.allocating import reverse_allocations
from huikuan.receipts.operations.money import bounce_receipt
from huikuan.receipts.rules import BounceReason
from huikuan.receivables.drafts import CreditNoteDraft
from huikuan.receivables.models import Receivable
from huikuan.receivables.operations import issue_credit_note
from huikuan.settlements.checks import check_settlements
from huikuan.settlements.models import PlanStep
from huikuan.settlements.operations.accelerating import Demand, accelerate, demand_payment, take_call_back
from huikuan.settlements.queries import discount_booked, planned_items, standings_of
from huikuan.settlements.rules.plans import InterestRule
from huikuan.web.pages.settlements import plan_shown
from tests.books import Books, new_books
from tests.planned import made, planned, signed
from tests.promises.test_operations import promised
from tests.settlements.test_operations import interest_of, judged, opened, paid

pytestmark = pytest.mark.django_db
FIRST, LAST, BROKEN_ON = date(2026, 3, 31), date(2026, 4, 3), date(2026, 4, 7)
"""The first instalment's day, the last of its grace, and a day on which the plan is found broken."""


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 3, tzinfo=UTC)


def came(books: Books, row: Receivable, minor: int, on: date, booked: date) -> Any:
    """Money received on a day and booked on a later one."""
    books.now = at(booked)
    money = books.receipt(minor, row.customer_id, on)
    books.allocate(money, (row, minor))
    return money


def three_parts(**more: Any) -> tuple[Books, Receivable, int]:
    """A plan of three instalments of 30,000."""
    books = new_books()
    (row,) = books.invoice(books.customer("乙"), "F1", 90_000 + more.get("discount_minor", 0))
    return books, row, planned(books, [row], **more)


def states(plan: int, today: date) -> list[str]:
    return [one.state.value for one in standings_of(plan_id=plan, today=today)]


def test_money_that_came_after_the_grace_is_late_also_where_the_job_ran_later() -> None:
    books, row, plan = three_parts()
    assert judged(books, date(2026, 3, 30)) == {plan: "RUNNING"}
    paid(books, row, 90_000, date(2026, 4, 4))
    assert judged(books, date(2026, 7, 1)) == {plan: "BROKEN"}
    assert states(plan, date(2026, 7, 1)) == ["LATE", "PAID", "PAID"]
    assert PlanStep.objects.get(plan_id=plan, event="BREAK").minor == 30_000


def test_money_of_the_last_day_of_grace_is_in_time_whenever_it_is_judged() -> None:
    books, row, plan = three_parts()
    came(books, row, 30_000, LAST, booked=LAST)
    books.receipt(60_000, row.customer_id, date(2026, 4, 20))
    assert judged(books, date(2026, 7, 1)) == {plan: "DONE"}


@pytest.mark.parametrize(("received", "state"), [(LAST, "RUNNING"), (LAST + timedelta(days=1), "BROKEN")])
@pytest.mark.parametrize("is_used", [True, False])
def test_money_booked_after_the_judgement_mends_it_where_it_had_come_in_time(
    received: date, state: str, is_used: bool
) -> None:
    books, row, plan = three_parts()
    assert judged(books, BROKEN_ON) == {plan: "BROKEN"} and planned_items(today=BROKEN_ON) == {}
    if is_used:
        came(books, row, 30_000, received, booked=date(2026, 4, 8))
    else:
        books.receipt(30_000, row.customer_id, received)
    assert judged(books, date(2026, 4, 9)) == {plan: state}
    assert judged(books, date(2026, 4, 10)) == {plan: state}
    assert set(planned_items(today=date(2026, 4, 10))) == ({row.pk} if state == "RUNNING" else set())
    assert check_settlements()[0].broken == ()


def test_a_mended_plan_whose_money_is_all_here_is_done_with_its_discount_and_breaks_no_more() -> None:
    books, row, plan = three_parts(discount_minor=3_000)
    assert judged(books, BROKEN_ON) == {plan: "BROKEN"}
    came(books, row, 90_000, FIRST, booked=date(2026, 4, 8))
    assert judged(books, date(2026, 4, 9)) == {plan: "DONE"}
    assert (opened(row), discount_booked(plan_id=plan)) == (0, 3_000)
    assert judged(books, date(2026, 7, 1)) == {plan: "DONE"}
    events = PlanStep.objects.filter(plan_id=plan).order_by("pk").values_list("event", flat=True)
    assert list(events)[-3:] == ["BREAK", "MEND", "FINISH"]
    assert check_settlements()[0].broken == ()


def test_a_mended_plan_breaks_by_its_next_instalment_and_is_mended_again() -> None:
    books, row, plan = three_parts()
    judged(books, BROKEN_ON)
    came(books, row, 30_000, LAST, booked=date(2026, 4, 8))
    assert judged(books, date(2026, 4, 9)) == {plan: "RUNNING"}
    assert judged(books, date(2026, 5, 20)) == {plan: "BROKEN"}
    came(books, row, 60_000, date(2026, 4, 30), booked=date(2026, 5, 21))
    assert judged(books, date(2026, 5, 22)) == {plan: "DONE"}


def test_interest_stands_still_again_once_a_plan_is_mended() -> None:
    books, row, plan = three_parts(interest=InterestRule.PAUSED)
    before = interest_of(row, date(2026, 3, 1))
    judged(books, BROKEN_ON)
    assert interest_of(row, BROKEN_ON) > before
    books.receipt(30_000, row.customer_id, LAST)
    assert judged(books, date(2026, 4, 9)) == {plan: "RUNNING"}
    assert interest_of(row, BROKEN_ON) == before


def test_money_that_went_back_was_not_in_time() -> None:
    """The first came in time and bounced; what replaced it came late."""
    books, row, plan = three_parts()
    money = came(books, row, 30_000, FIRST, booked=FIRST)
    back: dict[str, Any] = {"receipt_id": money.pk, "effective_date": date(2026, 4, 8), "reason": BounceReason.BOUNCED}
    bounce_receipt(actor=SYSTEM, now=at(date(2026, 4, 8)), key=books.key(), **back)
    came(books, row, 30_000, date(2026, 4, 8), booked=date(2026, 4, 8))
    assert judged(books, date(2026, 4, 9)) == {plan: "BROKEN"}


def test_money_used_anew_after_the_grace_keeps_the_day_it_came() -> None:
    books, row, plan = three_parts()
    books.now = at(FIRST)
    money = books.receipt(30_000, row.customer_id, FIRST)
    postings = books.allocate(money, (row, 30_000))
    undone: dict[str, Any] = {"posting_ids": postings, "effective_date": BROKEN_ON}
    reverse_allocations(actor=SYSTEM, now=at(BROKEN_ON), key=books.key(), **undone)
    books.now = at(date(2026, 4, 8))
    books.allocate(money, (row, 30_000))
    assert judged(books, date(2026, 4, 9)) == {plan: "RUNNING"}


def credited(books: Books, row: Receivable, minor: int, on: date) -> None:
    note = CreditNoteDraft(row.invoice_id, f"CN{on}", on, minor)
    issue_credit_note(actor=SYSTEM, now=at(on), key=books.key(), credit_note=note)


def test_a_credit_note_lowers_what_is_owed_and_breaks_nothing() -> None:
    books, row, plan = three_parts()
    credited(books, row, 20_000, date(2026, 3, 15))
    paid(books, row, 10_000, FIRST)
    assert judged(books, BROKEN_ON) == {plan: "RUNNING"}
    credited(books, row, 30_000, date(2026, 5, 5))
    paid(books, row, 30_000, date(2026, 5, 29))
    assert judged(books, date(2026, 7, 1)) == {plan: "DONE"}


def test_a_credit_note_issued_late_mends_what_was_never_owed() -> None:
    books, row, plan = three_parts()
    paid(books, row, 10_000, FIRST)
    assert judged(books, BROKEN_ON) == {plan: "BROKEN"}
    credited(books, row, 20_000, date(2026, 4, 8))
    assert judged(books, date(2026, 4, 9)) == {plan: "RUNNING"}


def broken_plans(number: int) -> tuple[Books, list[Receivable], list[int]]:
    """Plans of as many customers, all found broken."""
    books = new_books()
    rows = [books.invoice(books.customer(f"乙{place}"), f"F{place}", 90_000)[0] for place in range(number)]
    plans = [planned(books, [row]) for row in rows]
    assert set(judged(books, BROKEN_ON).values()) == {"BROKEN"}
    return books, rows, plans


def test_a_broken_plan_on_which_somebody_acted_since_stays_broken() -> None:
    """Called in, replaced by another plan, promised: none is undone by money that is booked later. The last is free."""
    books, rows, plans = broken_plans(4)
    who: dict[str, Any] = {"actor": SYSTEM, "plan_id": plans[0]}
    demand = Demand(BROKEN_ON, "EMS", "回执.pdf", BLANK_PDF)
    demand_payment(**who, now=at(BROKEN_ON), today=BROKEN_ON, key="d", demand=demand)
    called_on = date(2026, 4, 23)
    accelerate(**who, now=at(called_on), today=called_on, key="a", note="")
    books.now = at(called_on)
    parts = ((date(2026, 8, 3), 90_000),)
    signed(books, made(books, [rows[1]], today=called_on, parts=parts), at(called_on), called_on)
    promised(books, rows[2], 30_000, day=date(2026, 8, 3))
    for row in rows:
        books.receipt(60_000, row.customer_id, FIRST)
    found = judged(books, date(2026, 4, 24))
    assert [found[pk] for pk in plans] == ["BROKEN", "BROKEN", "BROKEN", "RUNNING"]
    shown = [plan_shown(actor=SYSTEM, plan_id=pk, today=date(2026, 4, 24)).came_in_time for pk in plans[:3]]
    assert shown == [True, True, True]
    # taken back, it is judged by its money like any other
    take_call_back(**who, now=at(date(2026, 4, 24)), today=date(2026, 4, 24), key="b", note="款项当时已到账")
    assert judged(books, date(2026, 4, 27))[plans[0]] == "RUNNING"


def test_a_judgement_is_mended_for_a_year_and_never_by_a_clock_that_was_set_back() -> None:
    books, rows, plans = broken_plans(1)
    assert judged(books, date(2026, 4, 2)) == {plans[0]: "BROKEN"}
    books.receipt(90_000, rows[0].customer_id, FIRST)
    assert judged(books, BROKEN_ON + timedelta(days=367)) == {plans[0]: "BROKEN"}
    assert judged(books, BROKEN_ON + timedelta(days=366)) == {plans[0]: "DONE"}


def test_a_plan_in_force_has_its_money_before_a_broken_one() -> None:
    books = new_books()
    buyer = books.customer("乙")
    (first,), (second,) = books.invoice(buyer, "F1", 90_000), books.invoice(buyer, "F2", 30_000)
    broken = planned(books, [first])
    running = planned(books, [second], parts=((date(2026, 8, 3), 30_000),))
    assert judged(books, BROKEN_ON) == {broken: "BROKEN", running: "RUNNING"}
    books.receipt(30_000, buyer, FIRST)
    assert judged(books, date(2026, 4, 9)) == {broken: "BROKEN", running: "DONE"}
