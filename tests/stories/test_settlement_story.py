"""A plan broken in month three (HANDBOOK C8).

given  乙公司 owes 300,000.00 and signs: 100,000.00 at the ends of March, April and May, 6,000.00 given up if kept
when   two instalments come, and 45,000.00 of the third; its grace passes
then   the day finds it broken: reminders go out again, the discount is not booked, what is asked for is what was open all along
and    the whole rest is refused: 55,000.00 are less than one fifth; then a bounce, a demand and its time open the gate
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.receipts.operations.money import bounce_receipt
from huikuan.receipts.rules import BounceReason
from huikuan.receivables.models import Receivable
from huikuan.reminders.facts import Scope, facts_of
from huikuan.reminders.rules.steps import Item
from huikuan.settlements.models import Plan, PlanStep
from huikuan.settlements.operations.accelerating import Demand, accelerate, demand_payment
from huikuan.settlements.operations.judging import judge_plans
from huikuan.settlements.queries import discount_booked, planned_items
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
    except Refused as refusal:
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
    assert the_day(office, date(2026, 6, 3)) == "RUNNING"
    assert set(planned_items(today=office.today)) == {item.pk}
    # beyond the grace nothing is held, also before the day's job says so
    assert planned_items(today=date(2026, 6, 4)) == {}
    assert the_day(office, date(2026, 6, 4)) == "BROKEN"

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
        demand_payment(**act, demand=Demand(date(2026, 6, 3), "太早"))
    demand_payment(**act, demand=Demand(office.today, "催告函，EMS 签收"))
    office.go_to(date(2026, 6, 23))
    assert accelerated(office, plan) == "ACCELERATION_TIME"
    office.go_to(date(2026, 6, 24))
    assert accelerated(office, plan) == str(106 * K)
    events = PlanStep.objects.filter(plan_id=plan).order_by("pk").values_list("event", flat=True)
    assert list(events)[-5:] == ["SIGN", "START", "BREAK", "DEMAND", "ACCELERATE"]
