"""Plans as acts: approved by their loss, signed, holding their items, found done or broken by the money; release restores."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from huikuan.approvals.queries import requests_of
from huikuan.approvals.rules import RequestKind
from huikuan.demo.papers import BLANK_PDF
from huikuan.interest.queries import accrued
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.promises.models import Promise, PromiseItem
from huikuan.receipts.operations.money import bounce_receipt
from huikuan.receipts.rules import BounceReason
from huikuan.receivables.models import Receivable
from huikuan.reminders.facts import Scope, facts_of
from huikuan.reminders.rules.steps import Item
from huikuan.settlements.access import plan_for, plans_for
from huikuan.settlements.chances import measured_chance
from huikuan.settlements.checks import check_settlements
from huikuan.settlements.models import Plan, PlanStep
from huikuan.settlements.operations.judging import judge_plans
from huikuan.settlements.operations.planning import (
    cancel_plan,
    decide_plan,
    propose_plan,
    save_policy,
    withdraw_plan,
)
from huikuan.settlements.operations.signing import Signature, sign_plan
from huikuan.settlements.queries import (
    PlanFilter,
    agreements_about,
    discount_booked,
    plan_page,
    planned_items,
    policy_in_force,
    policy_numbered,
    standings_of,
)
from huikuan.settlements.rules.plans import InterestRule, Kind
from huikuan.settlements.rules.policy import SHIPPED, SettlementPolicy
from tests.books import NOW, Books, new_books
from tests.people import new_people
from tests.planned import TODAY, director, made, planned, signed
from tests.promises.test_operations import promised

pytestmark = pytest.mark.django_db
DAY, AFTER = date(2026, 3, 9), date(2026, 3, 13)


def judged(books: Books, today: date) -> dict[int, str]:
    moment = datetime(today.year, today.month, today.day, 2, tzinfo=UTC)
    judge_plans(actor=SYSTEM, now=moment, key=books.key(), today=today)
    return dict(Plan.objects.values_list("pk", "state"))


def paid(books: Books, row: Receivable, minor: int, on: date) -> Any:
    books.now = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
    money = books.receipt(minor, row.customer_id, on)
    books.allocate(money, (row, minor))
    return money


def against_payment(books: Books, items: list[Receivable], discount: int) -> int:
    """Less against payment by March 9."""
    total = sum(item.outstanding_minor for item in items) - discount
    return planned(books, items, kind=Kind.DISCOUNT_FOR_PAYMENT, parts=((DAY, total),), discount_minor=discount)


def opened(row: Receivable) -> int:
    row.refresh_from_db()
    return row.outstanding_minor


def test_a_discount_is_booked_once_all_came_in_time_and_lapses_otherwise() -> None:
    books = new_books()
    kept, broken = (books.customer(name) for name in ("乙", "丙"))
    (first,), (second,) = books.invoice(kept, "F1", 60_000), books.invoice(kept, "F2", 40_000, due=date(2026, 2, 20))
    (late,) = books.invoice(broken, "F3", 50_000)
    one, other = against_payment(books, [first, second], 10_000), against_payment(books, [late], 5_000)
    assert set(planned_items(today=DAY)) == {first.pk, second.pk, late.pk}
    paid(books, first, 60_000, date(2026, 3, 6))
    books.receipt(30_000, kept, date(2026, 3, 6))
    paid(books, late, 44_999, date(2026, 3, 6))
    assert judged(books, DAY) == {one: "DONE", other: "RUNNING"}
    # the money that is not used yet counted; the newest item bears the discount
    assert (opened(first), opened(second), discount_booked(plan_id=one)) == (0, 30_000, 10_000)
    assert judged(books, AFTER) == {one: "DONE", other: "BROKEN"}
    assert (opened(late), discount_booked(plan_id=other)) == (5_001, 0)
    assert planned_items(today=AFTER) == {}
    assert check_settlements()[0].broken == ()


def test_a_done_plan_whose_money_bounced_is_broken_and_its_discount_taken_back() -> None:
    books = new_books()
    (row,) = books.invoice(books.customer("乙"), "F1", 50_000)
    plan = against_payment(books, [row], 5_000)
    money = paid(books, row, 45_000, date(2026, 3, 6))
    assert judged(books, DAY) == {plan: "DONE"} and opened(row) == 0
    on = date(2026, 3, 20)
    moment = datetime(2026, 3, 20, 2, tzinfo=UTC)
    bounced: dict[str, Any] = {"receipt_id": money.pk, "effective_date": on, "reason": BounceReason.BOUNCED}
    bounce_receipt(actor=SYSTEM, now=moment, key=books.key(), **bounced)
    assert opened(row) == 45_000
    assert judged(books, on) == {plan: "BROKEN"}
    assert (opened(row), discount_booked(plan_id=plan)) == (50_000, 0)
    assert judged(books, date(2026, 3, 21)) == {plan: "BROKEN"}


def test_a_signed_plan_supersedes_promises_and_plans_about_its_items() -> None:
    books = new_books()
    buyer = books.customer("乙")
    (one,), (two,) = books.invoice(buyer, "F1", 30_000), books.invoice(buyer, "F2", 30_000)
    promise = promised(books, one, 30_000)
    first = planned(books, [one, two])
    assert Promise.objects.get(pk=promise).state == "SUPERSEDED"
    second = planned(books, [two], interest=InterestRule.PAUSED, begins_on=DAY)
    assert dict(Plan.objects.values_list("pk", "state")) == {first: "SUPERSEDED", second: "AGREED"}
    assert {pk: held.plan_id for pk, held in planned_items(today=TODAY).items()} == {two.pk: second}
    assert judged(books, DAY)[second] == "RUNNING"
    agreements = agreements_about(receivable_ids=[one.pk, two.pk])
    assert [(row.receivable_id, row.plan_id, row.signed_on) for row in agreements] == [
        (one.pk, first, TODAY), (two.pk, first, TODAY), (two.pk, second, TODAY),
    ]  # fmt: skip


def test_a_promise_about_what_a_live_plan_settles_is_refused() -> None:
    """Its instalment is the promise; beside it only what is in no plan is promised, and all again once the plan is over."""
    books = new_books()
    buyer = books.customer("乙")
    (one,), (free,) = books.invoice(buyer, "F1", 30_000), books.invoice(buyer, "F2", 8_000)
    plan = planned(books, [one])
    with pytest.raises(Refused) as refused:
        promised(books, one, 5_000)
    assert (refused.value.code, refused.value.parameters) == ("PROMISE_IN_PLAN", {"plan": plan, "day": "2026-04-03"})
    with pytest.raises(Refused, match="PROMISE_IN_PLAN"):
        promised(books, one, 8_001, receivable_ids=())
    beside = promised(books, free, 8_000, receivable_ids=())
    assert list(PromiseItem.objects.filter(promise=beside).values_list("receivable_id", flat=True)) == [free.pk]
    cancel_plan(actor=SYSTEM, now=NOW, today=TODAY, key="c", plan_id=plan, note="改为一次付清")
    promised(books, one, 30_000)


def test_the_chance_of_an_offer_is_measured_by_the_customers_own_promises() -> None:
    """Four came due, three of them kept: 75 %; one that runs, one of somebody else and one of two years ago do not count."""
    books = new_books()
    rows = [books.invoice(books.customer(name), "F1", 90_000)[0] for name in ("乙", "丙")]
    made_of = [
        ("KEPT", DAY),
        ("KEPT", DAY),
        ("KEPT", DAY),
        ("BROKEN", DAY),
        ("RUNNING", date(2026, 4, 1)),
        ("BROKEN", date(2024, 3, 9)),
    ]
    ids = [promised(books, rows[0], 1_000) for _ in made_of]
    for pk, (state, day) in zip(ids, made_of, strict=True):
        ended = None if state == "RUNNING" else day
        Promise.objects.filter(pk=pk).update(state=state, day=day, made_on=day, held_through=day, ended_on=ended)
    found = [
        measured_chance(actor=SYSTEM, customer_id=row.customer_id, currency="CNY", today=date(2026, 3, 31))
        for row in rows
    ]
    assert [(one.percent, one.rate.kept, one.rate.due) for one in found] == [(75, 3, 4), (None, 0, 0)]


def asked_for(today: date) -> list[Item]:
    return list(facts_of(scope=Scope(), today=today, policies=()).items)


def test_a_cancelled_plan_lets_its_items_go_as_they_were() -> None:
    books = new_books()
    (row,) = books.invoice(books.customer("乙"), "F1", 30_000)
    before = asked_for(TODAY)
    plan = planned(books, [row])
    assert [hold.code for item in asked_for(TODAY) for hold in item.holds] == ["PLANNED"]
    who: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "today": TODAY, "plan_id": plan}
    with pytest.raises(Refused, match="REASON_NEEDED"):
        cancel_plan(**who, key="a", note=" ")
    cancel_plan(**who, key="b", note="客户改为一次付清")
    assert asked_for(TODAY) == before and planned_items(today=TODAY) == {}
    with pytest.raises(Changed, match="SETTLEMENT_CHANGED"):
        cancel_plan(**who, key="c", note="又一次")
    assert opened(row) == 30_000


def test_the_loss_decides_who_approves_and_never_who_asked() -> None:
    books, people = new_books(), new_people()
    (row,) = books.invoice(books.customer("乙"), "F1", 9_000_000)
    plan = made(books, [row], discount_minor=6_000_000)
    ask: dict[str, Any] = {"now": NOW, "today": TODAY, "plan_id": plan}
    with pytest.raises(Refused, match="REASON_NEEDED"):
        propose_plan(actor=people.accountant, key="a", reason="", **ask)
    request_id = propose_plan(actor=people.director, key="b", reason="濒临破产", **ask)["request_id"]
    (request,) = requests_of(kind=RequestKind.SETTLEMENT, subject_ids=[plan])[plan]
    # the loss is above what a tier of amounts decides: the highest tier, whatever the amount
    assert request.amount_minor is None and request.parameters["minor"] == 9_000_000
    say: dict[str, Any] = {"now": NOW, "today": TODAY, "request_id": request_id, "approve": True, "note": ""}
    with pytest.raises(NotPermitted, match="APPROVER_IS_REQUESTER"):
        decide_plan(actor=people.director, key="c", **say)
    withdraw_plan(actor=people.director, now=NOW, key="d", request_id=request_id)
    request_id = propose_plan(actor=people.accountant, key="e", reason="濒临破产", **ask)["request_id"]
    say |= {"request_id": request_id, "approve": False, "note": "先查资产"}
    assert decide_plan(actor=director(), key="f", **say)["state"] == "REJECTED"
    events = PlanStep.objects.filter(plan_id=plan).order_by("pk").values_list("event", flat=True)
    assert list(events) == ["MAKE", "ASK", "WITHDRAW", "ASK", "REJECT"]
    assert Plan.objects.get(pk=plan).state == "CANCELLED"


def test_a_signature_of_a_day_before_the_plan_was_made_revives_no_debt() -> None:
    """Due in 2022, its limitation period ended in 2025: a plan of today dated back to 2024 would have interrupted it."""
    books = new_books()
    (row,) = books.invoice(books.customer("乙"), "F1", 90_000, due=date(2022, 2, 9), issued=date(2022, 1, 10))
    plan = made(books, [row])
    propose_plan(actor=SYSTEM, now=NOW, today=TODAY, key="p", plan_id=plan, reason="")
    act: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "today": TODAY, "plan_id": plan}
    for day in (date(2024, 12, 1), TODAY - timedelta(days=1)):
        with pytest.raises(Refused, match="SETTLEMENT_SIGNED_BEFORE") as refused:
            sign_plan(**act, key=f"s{day}", signature=Signature("高伟", day, "a.pdf", BLANK_PDF))
        assert refused.value.parameters == {"day": "2026-03-02"}
    assert agreements_about(receivable_ids=[row.pk]) == ()
    sign_plan(**act, key="s", signature=Signature("高伟", TODAY, "a.pdf", BLANK_PDF))
    assert [one.signed_on for one in agreements_about(receivable_ids=[row.pk])] == [TODAY]


def test_the_signed_paper_is_a_paper_by_somebody_and_not_ahead() -> None:
    books = new_books()
    (row,) = books.invoice(books.customer("乙"), "F1", 30_000)
    plan = made(books, [row])
    who: dict[str, Any] = {"actor": SYSTEM, "now": NOW, "today": TODAY, "plan_id": plan}
    wrong = (
        (Signature(" ", TODAY, "a.pdf", BLANK_PDF), "SETTLEMENT_SIGNED_BY"),
        (Signature("高伟", DAY, "a.pdf", BLANK_PDF), "SETTLEMENT_SIGNED_AHEAD"),
        (Signature("高伟", TODAY, "a.txt", b"yes"), "SETTLEMENT_PAPER_KIND"),
    )
    for place, (signature, code) in enumerate(wrong):
        with pytest.raises(Refused, match=code):
            sign_plan(**who, key=f"s{place}", signature=signature)
    with pytest.raises(Changed, match="SETTLEMENT_CHANGED"):
        sign_plan(**who, key="s", signature=Signature("高伟", TODAY, "a.pdf", BLANK_PDF))
    assert signed(books, plan) == "RUNNING"


def test_a_plan_is_about_open_items_and_exactly_what_is_open() -> None:
    books = new_books()
    buyer = books.customer("乙")
    (row,), (other,) = books.invoice(buyer, "F1", 30_000), books.invoice(books.customer("丙"), "F2", 10_000)
    with pytest.raises(Refused, match="SETTLEMENT_SUM"):
        made(books, [row], parts=((DAY, 29_999),))
    with pytest.raises(Refused, match="SETTLEMENT_ITEMS"):
        made(books, [row, other])
    with pytest.raises(Refused, match="SETTLEMENT_DAY_PAST"):
        made(books, [row], begins_on=date(2026, 3, 1))


def test_instalments_are_paid_by_what_lowered_the_items_since_and_by_free_money() -> None:
    books = new_books()
    (row,) = books.invoice(books.customer("乙"), "F1", 30_000)
    (beside,) = books.invoice(row.customer_id, "F2", 5_000)
    plan = planned(books, [row])
    paid(books, row, 8_000, DAY)
    books.receipt(4_000, row.customer_id, DAY)
    assert [one.paid_minor for one in standings_of(plan_id=plan, today=DAY)] == [10_000, 2_000, 0]
    # what a promise about another item waits for is not the plan's
    promised(books, beside, 3_000)
    assert [one.paid_minor for one in standings_of(plan_id=plan, today=DAY)] == [9_000, 0, 0]


def test_the_policy_is_kept_in_versions() -> None:
    policy = SettlementPolicy(0, 5, 435, 1, 2, 3, 20, "按内部资金成本")
    save_policy(actor=SYSTEM, now=NOW, key="a", policy=policy)
    assert (policy_in_force().capital_rate_permyriad, policy_numbered(number=0)) == (435, SHIPPED)
    with pytest.raises(Changed, match="SETTLEMENT_POLICY_CHANGED"):
        save_policy(actor=SYSTEM, now=NOW, key="b", policy=policy)
    with pytest.raises(Refused, match="SETTLEMENT_POLICY_SOURCE"):
        save_policy(actor=SYSTEM, now=NOW, key="c", policy=SettlementPolicy(1, source=""))


def test_a_plan_is_seen_with_its_customer() -> None:
    books, people = new_books(), new_people()
    (row,) = books.invoice(books.customer("乙", salesperson_id=people.owner.user_id), "F1", 30_000)
    plan = made(books, [row])
    assert [plans_for(actor=who).count() for who in (people.owner, people.colleague)] == [1, 0]
    with pytest.raises(NotPermitted, match="SETTLEMENT_NOT_VISIBLE"):
        plan_for(actor=people.colleague, plan_id=plan)
    found = plan_page(actor=people.owner, narrowed=PlanFilter(state="DRAFT", search="乙"))
    assert ([one.id for one in found.rows], found.totals) == ([plan], {"CNY": 30_000})
    assert plan_page(actor=people.owner, narrowed=PlanFilter(state="LIVE")).count == 0


def interest_of(row: Receivable, until: date) -> int:
    return accrued(receivable_ids=[row.pk], until=until)[row.pk].accrued_minor


@pytest.mark.parametrize("rule", [InterestRule.PAUSED, InterestRule.WAIVED_IF_KEPT])
def test_interest_stands_still_while_a_plan_is_kept_and_accrues_whole_when_it_is_not(rule: InterestRule) -> None:
    """Released in whichever way, what an item costs is what it would have cost without a plan."""
    books = new_books()
    buyer = books.customer("乙")
    broken, given_up, kept = (books.invoice(buyer, number, 900_000)[0] for number in ("F1", "F2", "F3"))
    before, without = interest_of(broken, TODAY), interest_of(broken, AFTER)
    assert 0 < before < without
    parts, more = ((DAY, 900_000),), {"interest": rule}
    plans = [planned(books, [row], parts=parts, **more) for row in (broken, given_up, kept)]
    loss = Plan.objects.get(pk=plans[0]).interest_loss_minor
    day = interest_of(broken, DAY)
    waives = rule is InterestRule.WAIVED_IF_KEPT
    # as the days of a plan are paused from its first on, what counts is what had accrued through the day before
    assert day == (0 if waives else interest_of(kept, date(2026, 3, 1)))
    cancel_plan(actor=SYSTEM, now=NOW, today=TODAY, key="c", plan_id=plans[1], note="改为一次付清")
    assert interest_of(given_up, AFTER) == without
    paid(books, kept, 900_000, date(2026, 3, 6))
    assert judged(books, DAY)[plans[2]] == "DONE"
    assert interest_of(kept, AFTER) == day
    assert judged(books, AFTER)[plans[0]] == "BROKEN"
    assert interest_of(broken, AFTER) == without
    assert loss == (interest_of(given_up, DAY) if waives else interest_of(given_up, DAY) - before)


def test_a_clock_that_stands_before_a_plan_began_judges_nothing_of_it() -> None:
    books = new_books()
    (row,) = books.invoice(books.customer("乙公司"), "F1", 300_000)
    plan = planned(books, [row])
    books.allocate(books.receipt(300_000, row.customer_id, on=TODAY), (row, 300_000))
    assert judged(books, TODAY - timedelta(days=400)) == {plan: "RUNNING"}
    assert judged(books, DAY) == {plan: "DONE"}
