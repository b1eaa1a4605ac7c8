"""A plan broken in month three (HANDBOOK C8).

given  乙公司 owes 300,000.00 and signs: 100,000.00 at the ends of March, April and May, 6,000.00 given up if kept
when   two instalments come, and 45,000.00 of the third; its grace passes
then   the day finds it broken: reminders go out again, the discount is not booked, what is asked for is what was open all along
and    the whole rest is refused: 55,000.00 are less than one fifth; then a bounce, a demand and its time open the gate
and    called in, an item that its contract makes due at the end of the year falls due at once, until the call is taken back
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huikuan.clocks.queries import clocks_of
from huikuan.demo.papers import BLANK_PDF
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, Refused
from huikuan.receipts.operations.money import bounce_receipt
from huikuan.receipts.rules import BounceReason
from huikuan.receivables.models import Receivable
from huikuan.reminders.facts import Scope, facts_of
from huikuan.reminders.rules.steps import Item
from huikuan.settlements.models import Plan, PlanStep
from huikuan.settlements.operations.accelerating import Demand, accelerate, demand_payment, take_call_back
from huikuan.settlements.operations.judging import judge_plans
from huikuan.settlements.queries import discount_booked, planned_items
from huikuan.worklist.queries import worklist
from huikuan.worklist.rules.tasks import TaskKind
from tests.planned import planned
from tests.reminder_office import Office, new_office

pytestmark = pytest.mark.django_db
K = 100_000


def asked_for(office: Office) -> list[Item]:
    """What reminders see of the items on the day, with what holds them."""
    return list(facts_of(scope=Scope(), today=office.today, policies=()).items)


def the_day(office: Office, day: date) -> str:
    office.go_to(day)
    office.books.now = office.now()
    judge_plans(actor=SYSTEM, now=office.now(), key=office.books.key(), today=day)
    return Plan.objects.get().state


def pays(office: Office, item: Receivable, minor: int, day: date) -> int:
    office.go_to(day)
    office.books.now = office.now()
    money = office.books.receipt(minor, item.customer_id, day)
    office.books.allocate(money, (item, minor))
    return money.pk


def accelerated(office: Office, plan: int) -> str:
    """The code that refuses to ask for the whole rest, or how much may be asked for."""
    act: dict[str, Any] = {"actor": SYSTEM, "now": office.now(), "today": office.today, "key": office.books.key()}
    try:
        return str(accelerate(**act, plan_id=plan, note="依民法典第 634 条")["minor"])
    except (Refused, Changed) as refusal:
        return refusal.code


def test_a_plan_broken_in_month_three() -> None:
    office = new_office()
    buyer = office.customer("乙公司")
    (item,) = office.books.invoice(buyer, "F001", 306 * K, due=date(2026, 2, 20))
    plan = planned(office.books, [item], discount_minor=6 * K)
    assert office.plan_and_send() == 0

    pays(office, item, 100 * K, date(2026, 3, 31))
    pays(office, item, 100 * K, date(2026, 4, 30))
    assert the_day(office, date(2026, 5, 11)) == "RUNNING"
    money = pays(office, item, 45 * K, date(2026, 5, 29))
    assert the_day(office, date(2026, 6, 4)) == "RUNNING"
    assert set(planned_items(today=office.today)) == {item.pk}
    # beyond the grace nothing is held, also before the day's job says so
    assert planned_items(today=date(2026, 6, 5)) == {}
    assert the_day(office, date(2026, 6, 5)) == "BROKEN"

    (seen,) = asked_for(office)
    assert (seen.open_minor, seen.holds) == (61 * K, ()) and discount_booked(plan_id=plan) == 0
    assert office.plan_and_send() == 1

    assert accelerated(office, plan) == "ACCELERATION_ARREARS"
    office.go_to(date(2026, 6, 8))
    bounced: dict[str, Any] = {"receipt_id": money, "effective_date": office.today, "reason": BounceReason.BOUNCED}
    bounce_receipt(actor=SYSTEM, now=office.now(), key=office.books.key(), **bounced)
    assert accelerated(office, plan) == "ACCELERATION_DEMAND"
    act: dict[str, Any] = {
        "actor": SYSTEM,
        "now": office.now(),
        "today": office.today,
        "key": office.books.key(),
        "plan_id": plan,
    }
    with pytest.raises(Refused, match="SETTLEMENT_DEMAND_DAY"):
        demand_payment(**act, demand=Demand(date(2026, 6, 3), "太早", "回执.pdf", BLANK_PDF))
    demand_payment(**act, demand=Demand(office.today, "催告函，EMS 签收", "回执.pdf", BLANK_PDF))
    office.go_to(date(2026, 6, 23))
    assert accelerated(office, plan) == "ACCELERATION_TIME"
    office.go_to(date(2026, 6, 24))
    assert accelerated(office, plan) == str(106 * K)
    events = PlanStep.objects.filter(plan_id=plan).order_by("pk").values_list("event", flat=True)
    assert list(events)[-5:] == ["SIGN", "START", "BREAK", "DEMAND", "ACCELERATE"]


def late(office: Office, customer_id: int) -> tuple[dict[int, date], int, set[int]]:
    """What is late on the day: what reminders may ask for with its due day, what the worklist asks for, debts with a clock."""
    asked = {
        one.receivable_id: one.due_date for one in asked_for(office) if one.due_date and one.due_date < office.today
    }
    found = worklist(actor=SYSTEM, today=office.today)
    owed = sum(row.task.amount_minor for row in found.rows if row.task.kind is TaskKind.OVERDUE)
    running = clocks_of(actor=SYSTEM, customer_id=customer_id, today=office.today)
    return asked, owed, {pk for debt in running for pk in debt.receivable_ids}


def test_what_is_called_in_falls_due_at_once_and_by_its_contract_again_when_the_call_is_taken_back() -> None:
    office = new_office()
    buyer = office.customer("乙公司")
    due, end_of_year = date(2026, 2, 20), date(2026, 12, 31)
    (item,) = office.books.invoice(buyer, "F001", 100 * K, due=due)
    (later,) = office.books.invoice(buyer, "F002", 200 * K, due=end_of_year)
    plan = planned(office.books, [item, later])
    assert the_day(office, date(2026, 4, 8)) == "BROKEN"
    before = late(office, buyer)
    assert before == ({item.pk: due}, 100 * K, {item.pk})
    act: dict[str, Any] = {"actor": SYSTEM, "now": office.now(), "plan_id": plan}
    demand = Demand(office.today, "催告函，EMS 签收", "回执.pdf", BLANK_PDF)
    demand_payment(**act, today=office.today, key="d", demand=demand)
    called_on = date(2026, 4, 24)
    office.go_to(called_on)
    assert accelerated(office, plan) == str(300 * K)
    assert accelerated(office, plan) == "SETTLEMENT_CHANGED"
    assert late(office, buyer)[1:] == before[1:]

    office.go_to(date(2026, 4, 25))
    assert late(office, buyer) == ({item.pk: due, later.pk: called_on}, 300 * K, {item.pk, later.pk})
    take_call_back(**act, today=office.today, key="b", note="客户已补足到期款项，协商恢复")
    assert late(office, buyer) == before
