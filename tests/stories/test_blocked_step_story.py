"""A debtor who is not malicious: a step of his process stands still, he says so, promises, and pays.

| day | given | when | then |
|---|---|---|---|
| Mon 03-02 | 41 days late, his acceptance stands still | a reminder is planned | Today names the strategy, asks for the cause |
| Mon 03-02 | a screenshot of his message | the cause is recorded | it has evidence and owner; Today asks no more |
| Mon 03-02 | that cause | the rules weigh | not malicious, with why; the sheet shows the step and the script |
| Tue 03-03 | the call | it is recorded with strategy, promise, next step | one act; cause, grade and age are kept with the use |
| Wed 03-04 | the promise runs | the day runs | no reminder; Today shows the debt among what waits |
| Fri 03-06 | the money is there | Monday's day runs | promise kept, cause ended; kept rate and score follow |
| Mon 04-06 | the days of the strategy are over | it is judged | one success for this cause, grade and age, not enough to rank |
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from huikuan.activities.operations import ActivityDraft
from huikuan.activities.queries import next_steps
from huikuan.activities.rules import ActivityKind, NextStep, Outcome
from huikuan.causes.models import Cause as CauseRow
from huikuan.causes.operations.recording import record_cause
from huikuan.causes.queries.causes import causes_of, evidence_of
from huikuan.causes.rules.causes import Cause, CauseDraft
from huikuan.conduct.queries.grounds import proposals_of
from huikuan.conduct.rules.weighing import ConductPolicy, Ground, Nature
from huikuan.jobs.day import run_day
from huikuan.kernel.actor import SYSTEM
from huikuan.outbox.models import Message
from huikuan.paying.operations import PayingDraft, Place, block_step, mend_step, save_paying
from huikuan.paying.rules.records import Block, Habits, Step, StepKind
from huikuan.playbook.models import StrategyUse
from huikuan.playbook.operations.contacting import record_contact_with
from huikuan.playbook.operations.using import judge_uses
from huikuan.playbook.queries.library import measure_in_force
from huikuan.playbook.queries.outcomes import outcomes_of, tallies
from huikuan.playbook.queries.preparing import sheet_of
from huikuan.playbook.rules.preparing import Check, Standing
from huikuan.promises.calendar import kept_by_collector, kept_by_customer
from huikuan.promises.models import Promise
from huikuan.promises.operations.contacting import ContactDraft
from huikuan.promises.rules import Channel, PromiseDraft
from huikuan.ratings.operations.running import run_ratings
from huikuan.ratings.queries.explaining import explained
from huikuan.ratings.rules.rerating import RunKind
from huikuan.ratings.rules.scorecards import CardKind
from huikuan.reminders.models import RunRow
from huikuan.web.pages.preparation import preparation_page
from huikuan.worklist.queries import worklist
from huikuan.worklist.rules.tasks import ASKS_FOR_MONEY, TaskKind
from huikuan.worklist.rules.waiting import WaitsFor
from tests.people import new_people
from tests.reminder_office import MONDAY, Office, new_office

pytestmark = pytest.mark.django_db
DUE, FRIDAY = date(2026, 1, 20), date(2026, 3, 6)
AMOUNT = 6_000_000
PROCESS = (
    Step("验收签字", StepKind.ACCEPTANCE, usual_days=3),
    Step("付款", StepKind.PAYMENT, usual_days=2),
)


def the_day(office: Office, day: date) -> None:
    office.go_to(day)
    run_day(today=day, clock=office.now, post=office.post(), send=True)


def decided() -> tuple[str, list[str]]:
    """What the newest run makes of the debt, and why."""
    row = RunRow.objects.order_by("-pk")[0]
    return row.decision, [code for code, _ in row.reasons]


def rated(office: Office, buyer: int) -> tuple[int, str]:
    """What the score says of kept promises, in points, and the grade."""
    run_ratings(actor=SYSTEM, now=office.now(), today=office.today, key=office.books.key(), kind=RunKind.MANUAL)
    shown = explained(actor=SYSTEM, customer_id=buyer, kind=CardKind.CREDIT)
    assert shown is not None
    return next(one.points for one in shown.lines if one.code == "promises_kept"), shown.rating.grade


def test_a_blocked_step_is_found_named_cleared_and_the_promise_kept() -> None:
    people, office = new_people(), new_office()
    books, owner = office.books, people.owner
    buyer = office.customer("蓝天机械", salesperson_id=owner.user_id)
    for month in (9, 10, 11, 12):
        (paid,) = books.invoice(buyer, f"F{month}", 1_000_000, date(2025, month, 20), issued=date(2025, month, 1))
        books.allocate(books.receipt(1_000_000, buyer, date(2025, month, 20)), (paid, 1_000_000))
    (item,) = books.invoice(buyer, "F2026-01", AMOUNT, DUE)
    about: dict[str, Any] = {"actor": SYSTEM, "now": office.now()}
    save_paying(**about, key="paying", draft=PayingDraft(buyer, Habits(), PROCESS, 0))
    place, block = Place(buyer, 1, 1), Block(date(2026, 2, 20), "验收人出差，三月初回来")
    block_step(**about, key="block", place=place, block=block)

    # Monday: a reminder is ready, and Today says what to do and what nobody has said yet.
    office.plan()
    assert decided() == ("SEND", [])
    tasks = worklist(actor=owner, today=MONDAY).rows
    assert [row.suggestion.strategy.code for row in tasks if row.suggestion] == ["UNBLOCK_STEP"]
    assert TaskKind.CAUSE_MISSING in {row.task.kind for row in tasks}
    cause = CauseDraft(
        buyer, books.company_id, "CNY", Cause.PROCESS_BLOCKED, "验收人出差，付款卡在验收签字", (item.pk,),
        owner.user_id or 0, (("聊天记录.png", b"\x89PNG\r\n\x1a\n"),),
    )  # fmt: skip
    who: dict[str, Any] = {"actor": owner, "now": office.now(), "today": MONDAY}
    cause_id = int(record_cause(**who, key="cause", draft=cause)["cause_id"])
    (row,) = causes_of(customer_id=buyer)
    assert (row.owner, [one.name for one in evidence_of(cause_id=cause_id)]) == ("owner", ["聊天记录.png"])
    assert TaskKind.CAUSE_MISSING not in {one.task.kind for one in worklist(actor=owner, today=MONDAY).rows}

    # What the rules make of him, and the sheet before the call.
    policy = ConductPolicy()
    proposal = proposals_of(actor=owner, customer_ids=[buyer], today=MONDAY, policy=policy)[buyer]
    assert (proposal.nature, proposal.reasons) == (Nature.NOT_MALICIOUS, ())
    assert {one.ground for one in proposal.counters} == {Ground.PROCESS_BLOCKED}
    sheet = sheet_of(actor=owner, customer_id=buyer, today=MONDAY)
    timetable = next(one for one in sheet.checks if one.check is Check.TIMETABLE)
    assert (timetable.standing, timetable.reasons[0].parameters) == (Standing.OPEN, {"step": "验收签字"})
    shown = preparation_page(actor=owner, customer_id=buyer, today=MONDAY, companies=(), code="")
    assert shown.best is not None
    assert shown.best.strategy.row.code == "UNBLOCK_STEP"
    assert any("验收签字" in part for part in shown.best.script)
    _, grade = rated(office, buyer)

    # Tuesday: the call, its strategy, the promise and the next step in one act.
    office.go_to(date(2026, 3, 3))
    call = ActivityDraft(
        buyer, ActivityKind.CALL, office.now(), "验收人回来了，周五付清", Outcome.PROMISED,
        NextStep("查款项是否到账", FRIDAY),
    )  # fmt: skip
    promise = PromiseDraft(buyer, books.company_id, "CNY", AMOUNT, FRIDAY, "王经理", Channel.CALL)
    done = record_contact_with(
        actor=owner,
        now=office.now(),
        today=office.today,
        key="call",
        contact=ContactDraft(call, promise),
        strategy_code=shown.best.strategy.row.code,
    )
    use = StrategyUse.objects.get(pk=done["use_id"])
    assert (use.cause, use.grade, use.age, use.asked_minor) == ("PROCESS_BLOCKED", grade, "TO_60", AMOUNT)
    mend_step(actor=SYSTEM, now=office.now(), key="mend", place=Place(buyer, 2, 1))

    # Wednesday: nobody asks him while he has given his word.
    the_day(office, date(2026, 3, 4))
    assert decided() == ("SUPPRESS", ["PROMISED_BY"])
    assert Message.objects.count() == 0
    today = worklist(actor=owner, today=office.today)
    assert [(one.waiting.waits_for, one.waiting.until) for one in today.waiting] == [(WaitsFor.PROMISE, FRIDAY)]
    assert ASKS_FOR_MONEY.isdisjoint(one.task.kind for one in today.rows)
    assert [one.next_action for one in next_steps(actor=owner, until=FRIDAY)] == ["查款项是否到账"]

    # The money; on Monday the job finds the promise kept and ends the cause.
    before, _ = rated(office, buyer)
    books.allocate(books.receipt(AMOUNT, buyer, FRIDAY), (item, AMOUNT))
    the_day(office, MONDAY + timedelta(days=7))
    assert (Promise.objects.get().state, CauseRow.objects.get().state) == ("KEPT", "SETTLED")
    for rates in (kept_by_customer, kept_by_collector):
        (kept,) = rates(actor=owner, first=MONDAY, last=office.today)
        assert (kept.rate.kept, kept.rate.due, kept.rate.permille) == (1, 1, 1_000)
    after, _ = rated(office, buyer)
    assert after > before
    assert proposals_of(actor=owner, customer_ids=[buyer], today=office.today, policy=policy)[buyer].counters[
        0
    ].ground in (
        Ground.PROMISES_KEPT,
        Ground.PAID_ON_TIME,
    )

    # A month later the strategy's days are over.
    office.go_to(date(2026, 4, 6))
    judge_uses(actor=SYSTEM, now=office.now(), key="uses", today=office.today)
    (outcome,) = outcomes_of(strategy="UNBLOCK_STEP", known=tallies(), policy=measure_in_force())
    assert (outcome.cause, outcome.grade, outcome.age) == ("PROCESS_BLOCKED", grade, "TO_60")
    assert (outcome.success.successes, outcome.success.cases, outcome.success.is_enough) == (1, 1, False)
