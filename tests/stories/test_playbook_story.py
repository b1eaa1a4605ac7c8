"""A blocked step gets its strategy with the reason; the call is noted with it; money comes; the outcome counts, ranks nothing alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from huikuan.activities.models import Activity
from huikuan.activities.operations import ActivityDraft
from huikuan.activities.rules import ActivityKind, NextStep, Outcome
from huikuan.audit.models import Act
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.paying.operations import PayingDraft, Place, block_step, save_paying
from huikuan.paying.rules.records import Block, Habits, Step, StepKind
from huikuan.playbook.checks import check_playbook
from huikuan.playbook.models import StrategyUse, UseResult
from huikuan.playbook.operations.contacting import record_contact_with
from huikuan.playbook.operations.using import judge_uses
from huikuan.playbook.operations.writing import PlanDraft, save_measure, save_plan, save_strategy
from huikuan.playbook.queries.library import measure_in_force, strategies_in_force, strategy_in_force
from huikuan.playbook.queries.outcomes import latest_uses, outcomes_of, tallies
from huikuan.playbook.queries.preparing import plan_of, sheet_of
from huikuan.playbook.rules.measuring import MeasurePolicy
from huikuan.playbook.rules.preparing import Check, Standing
from huikuan.playbook.rules.strategies import Met
from huikuan.playbook.rules.suggesting import Level
from huikuan.promises.operations.contacting import ContactDraft
from huikuan.worklist.queries import worklist
from huikuan.worklist.rules.tasks import TaskKind
from huikuan.worklist.rules.waiting import WaitsFor
from tests.books import NOW, Books, new_books
from tests.people import new_people

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
OVER = TODAY + timedelta(days=31)


def blocked(books: Books, customer_id: int) -> None:
    process = (Step("发票复核", StepKind.INVOICE_CHECK, usual_days=3), Step("付款", StepKind.PAYMENT, usual_days=2))
    save_paying(actor=SYSTEM, now=NOW, key=books.key(), draft=PayingDraft(customer_id, Habits(), process, 0))
    block = Block(date(2026, 2, 20), "经办人休假")
    block_step(actor=SYSTEM, now=NOW, key=books.key(), place=Place(customer_id, 1, 1), block=block)


def called(customer_id: int, actor: Actor, key: str, code: str = "UNBLOCK_STEP", day: date = TODAY) -> dict[str, Any]:
    step = NextStep("补交验收单", day + timedelta(days=2))
    draft = ContactDraft(ActivityDraft(customer_id, ActivityKind.CALL, NOW, "复核岗说缺验收单", Outcome.REACHED, step))
    return record_contact_with(actor=actor, now=NOW, today=day, key=key, contact=draft, strategy_code=code)


def test_a_blocked_step_is_cleared_and_the_strategy_is_measured() -> None:
    books, people = new_books(), new_people()
    buyer = books.customer("乙公司", salesperson_id=people.owner.user_id)
    (item,) = books.invoice(buyer, "F001", 100_000, due=date(2026, 1, 20))
    blocked(books, buyer)

    (row,) = (one for one in worklist(actor=people.owner, today=TODAY).rows if one.task.kind is TaskKind.OVERDUE)
    assert row.suggestion is not None
    assert (row.suggestion.strategy.code, row.minutes) == ("UNBLOCK_STEP", 15)
    sheet = sheet_of(actor=people.owner, customer_id=buyer, today=TODAY)
    first = sheet.suggestions[0]
    assert [(one.code, one.met, one.known) for one in first.conditions] == [
        ("SIGNS", Met.YES, ("NO_KEY_PERSON", "STEP_BLOCKED"))
    ]
    standings = {one.check: one.standing for one in sheet.checks}
    assert (standings[Check.OURS], standings[Check.TIMETABLE]) == (Standing.GOOD, Standing.OPEN)

    done = called(buyer, people.owner, "call")
    assert called(buyer, people.owner, "call") == done
    assert (Activity.objects.count(), Act.objects.filter(verb="record_contact").count()) == (1, 1)
    use = StrategyUse.objects.get()
    assert (use.asked_minor, use.days_overdue, use.age, use.cause) == (100_000, 41, "TO_60", "")

    books.allocate(books.receipt(60_000, buyer, date(2026, 3, 20)), (item, 60_000))
    assert judge_uses(actor=SYSTEM, now=NOW, key="early", today=OVER - timedelta(days=1))["judged"] == 0
    assert judge_uses(actor=SYSTEM, now=NOW, key="day", today=OVER) == {"judged": 1, "succeeded": 1}
    assert judge_uses(actor=SYSTEM, now=NOW, key="next", today=OVER)["judged"] == 0
    assert UseResult.objects.values_list("paid_minor", "paid_permille", "within_days").get() == (60_000, 600, 30)
    (group,) = outcomes_of(strategy="UNBLOCK_STEP", known=tallies(), policy=measure_in_force())
    assert (group.age, group.success.cases, group.success.is_enough) == ("TO_60", 1, False)
    assert [one.paid_permille for one in latest_uses(actor=people.owner, strategy="UNBLOCK_STEP")] == [600]
    assert latest_uses(actor=people.colleague, strategy="UNBLOCK_STEP") == ()
    assert sheet_of(actor=people.owner, customer_id=buyer, today=OVER).suggestions[0].level is Level.NONE
    assert check_playbook()[0].broken == ()


def test_a_payment_is_credited_once_to_the_latest_use_before_it() -> None:
    """Three contacts about one debt and one payment: what the strategies brought together is what came."""
    books, people = new_books(), new_people()
    buyer = books.customer("乙公司", salesperson_id=people.owner.user_id)
    (row,) = books.invoice(buyer, "F001", 100_000, due=date(2026, 1, 20))
    for place, code in enumerate(("UNBLOCK_STEP", "PERSISTENCE", "PHASE_EMPHASIS", "PERSISTENCE")):
        day = (TODAY, TODAY + timedelta(days=1), TODAY + timedelta(days=1), TODAY + timedelta(days=5))[place]
        called(buyer, people.owner, f"c{place}", code, day=day)
    for on, minor in ((TODAY, 10_000), (TODAY + timedelta(days=3), 60_000), (TODAY + timedelta(days=5), 20_000)):
        books.allocate(books.receipt(minor, buyer, on), (row, minor))
    # the first is judged before the later ones are over: these take their money all the same
    judge_uses(actor=SYSTEM, now=NOW, key="first", today=OVER)
    judge_uses(actor=SYSTEM, now=NOW, key="rest", today=OVER + timedelta(days=10))
    results = UseResult.objects.order_by("use_id").values_list("strategy", "paid_minor", "has_succeeded")
    assert list(results) == [
        ("UNBLOCK_STEP", 10_000, False),
        ("PERSISTENCE", 0, False),
        ("PHASE_EMPHASIS", 60_000, True),
        ("PERSISTENCE", 20_000, False),
    ]


def test_a_use_about_another_item_takes_nothing_away() -> None:
    books, people = new_books(), new_people()
    buyer, other = (books.customer(name, salesperson_id=people.owner.user_id) for name in ("乙公司", "丙公司"))
    (row,) = books.invoice(buyer, "F001", 100_000, due=date(2026, 1, 20))
    books.invoice(other, "F002", 100_000, due=date(2026, 1, 20))
    called(buyer, people.owner, "a", "UNBLOCK_STEP")
    called(other, people.owner, "b", "PERSISTENCE")
    books.allocate(books.receipt(100_000, buyer, TODAY), (row, 100_000))
    judge_uses(actor=SYSTEM, now=NOW, key="j", today=OVER)
    assert list(UseResult.objects.order_by("use_id").values_list("paid_minor", flat=True)) == [100_000, 0]


def test_contact_and_strategy_stand_together_or_not_at_all() -> None:
    books, people = new_books(), new_people()
    buyer = books.customer("乙公司", salesperson_id=people.owner.user_id)
    assert called(buyer, people.owner, "a", "PERSISTENCE")["use_id"] == 0
    with pytest.raises(NotPermitted):
        called(buyer, people.colleague, "b")
    books.invoice(buyer, "F001", 5_000, due=date(2026, 1, 20))
    with pytest.raises(Refused, match="STRATEGY_UNKNOWN"):
        called(buyer, people.owner, "c", "NOPE")
    assert Activity.objects.count() == 1


def test_a_strategy_is_rewritten_as_a_version_and_never_with_a_threat() -> None:
    shipped = next(one for one in strategies_in_force() if one.code == "PERSISTENCE")
    quicker = replace(shipped, effort_minutes=5)
    said: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "reason": "实测更快"}
    assert save_strategy(**said, key="1", strategy=quicker) == {"number": 1}
    with pytest.raises(Changed, match="STRATEGY_CHANGED"):
        save_strategy(**said, key="2", strategy=quicker)
    newest = strategy_in_force(code="PERSISTENCE")
    assert newest is not None
    assert (newest.number, newest.effort_minutes) == (1, 5)
    threat = replace(newest, script=replace(newest.script, zh="不付款后果自负"))
    with pytest.raises(Refused, match="WORD_NOT_ALLOWED"):
        save_strategy(**said, key="3", strategy=threat)
    with pytest.raises(Refused, match="MEASURE_CASES"):
        save_measure(**said, key="4", policy=MeasurePolicy(0, 30, 500, 1))
    assert save_measure(**said, key="5", policy=MeasurePolicy(0, 45, 500, 25)) == {"number": 1}
    assert measure_in_force() == MeasurePolicy(1, 45, 500, 25)


def test_the_bottom_line_is_for_whoever_sees_the_customer() -> None:
    books, people = new_books(), new_people()
    buyer = books.customer("乙公司", salesperson_id=people.owner.user_id)
    draft = PlanDraft(buyer, "全额，月底前", "首付六成，余款两期", "停止供货；律师函", 0)
    save_plan(actor=people.owner, now=NOW, key="plan", draft=draft)
    assert plan_of(actor=people.owner, customer_id=buyer).bottom_line == "首付六成，余款两期"
    for look in (
        lambda: plan_of(actor=people.colleague, customer_id=buyer),
        lambda: save_plan(actor=people.colleague, now=NOW, key="other", draft=draft),
        lambda: sheet_of(actor=people.colleague, customer_id=buyer, today=TODAY),
    ):
        with pytest.raises(NotPermitted):
            look()
    with pytest.raises(Changed, match="PLAN_CHANGED"):
        save_plan(actor=people.owner, now=NOW, key="again", draft=draft)


def test_money_that_is_here_waits_for_whoever_allocates_it() -> None:
    books, people = new_books(), new_people()
    buyer = books.customer("乙公司", salesperson_id=people.owner.user_id)
    books.invoice(buyer, "F001", 5_000, due=date(2026, 1, 20))
    books.receipt(5_000, buyer)
    found = worklist(actor=people.owner, today=TODAY)
    assert ([one for one in found.rows if one.task.kind is TaskKind.OVERDUE], found.waiting_count) == ([], 1)
    assert [(one.waiting.waits_for, one.waiting.amount_minor) for one in found.waiting] == [
        (WaitsFor.MONEY_HERE, 5_000)
    ]
