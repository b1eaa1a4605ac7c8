"""The worklist reads today's debts and waiting money with a constant number of queries."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from huikuan.accounts.models import Company, User
from huikuan.accounts.operations.rates import RateDraft, enter_rates
from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.rules import ActivityKind, NextStep, Outcome
from huikuan.customers.models import Customer
from huikuan.kernel.actor import SYSTEM, Actor, ActorKind, Role, RowScope, Verb
from huikuan.outbox.rules import Phase, Uncertain
from huikuan.paying.operations import PayingDraft, save_paying
from huikuan.paying.rules.records import Habits, PaymentDayKind, PaymentDays
from huikuan.promises.operations.promising import make_promise
from huikuan.promises.rules import Channel, PromiseDraft
from huikuan.receipts.models import BankAccount
from huikuan.receivables.models import Receivable
from huikuan.reminders.operations.sending import send_run
from huikuan.securities.rules import SecurityKind
from huikuan.worklist.queries import worklist
from huikuan.worklist.rules.tasks import TaskKind, amounts_of
from tests.books import NOW, Books, new_books
from tests.people import person
from tests.reminder_office import new_office
from tests.securities.office import new_office as new_security_office

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def test_late_soon_and_waiting_money_each_make_a_task() -> None:
    books = new_books()
    late, soon, fine = (books.customer(name) for name in ("迟到", "将到", "没事"))
    books.invoice(late, "F1", 5_000, due=date(2026, 2, 20))
    books.invoice(late, "F2", 7_000, due=date(2026, 1, 31))
    books.invoice(soon, "F3", 9_000, due=date(2026, 3, 5))
    books.invoice(fine, "F4", 9_000, due=date(2026, 4, 5))
    found = worklist(actor=SYSTEM, today=TODAY)
    assert [(row.task.kind, row.customer.name if row.customer else "") for row in found.rows] == [
        (TaskKind.OVERDUE, "迟到"),
        (TaskKind.DUE_SOON, "将到"),
        (TaskKind.CAUSE_MISSING, ""),
    ]
    first = found.rows[0].task
    assert (first.amount_minor, first.parameters["days"], first.parameters["items"]) == (12_000, 30, 2)
    assert found.totals == {"CNY": 21_000}


def test_due_today_is_soon_and_not_late() -> None:
    books = new_books()
    books.invoice(books.customer("今天"), "F1", 5_000, due=TODAY)
    (row,) = worklist(actor=SYSTEM, today=TODAY).rows
    assert row.task.kind is TaskKind.DUE_SOON


def test_the_number_of_queries_does_not_grow(django_assert_num_queries: Any) -> None:
    books = new_books()
    for number in range(12):
        books.invoice(books.customer(f"客户{number}"), f"F{number}", 5_000)
    with django_assert_num_queries(42):
        worklist(actor=SYSTEM, today=TODAY)
    for number in range(12, 40):
        books.invoice(books.customer(f"客户{number}"), f"F{number}", 5_000)
    with django_assert_num_queries(42):
        worklist(actor=SYSTEM, today=TODAY)


def test_a_debt_says_when_the_customers_own_process_pays_it(django_assert_num_queries: Any) -> None:
    books = new_books()
    late, silent = books.customer("迟到"), books.customer("不知")
    for number, customer in (("F1", late), ("F2", silent)):
        books.invoice(customer, number, 5_000, due=date(2026, 2, 20))
    habits = Habits(payment_days=PaymentDays(PaymentDayKind.MONTH_DAYS, (10,)), transfer_days=1)
    save_paying(actor=SYSTEM, now=NOW, key="paying", draft=PayingDraft(late, habits, (), 0))
    with django_assert_num_queries(43):
        found = worklist(actor=SYSTEM, today=TODAY)
    assert {row.customer.name: row.expected and row.expected.day for row in found.rows if row.customer} == {
        "迟到": date(2026, 3, 11),
        "不知": None,
    }


def test_what_was_agreed_for_today_comes_first_and_in_words() -> None:
    books = new_books()
    late, agreed = books.customer("迟到"), books.customer("已约")
    for number, customer in (("F1", late), ("F2", agreed)):
        books.invoice(customer, number, 5_000, due=date(2026, 1, 10))
    activity = ActivityDraft(
        agreed, ActivityKind.CALL, NOW, "答应今天付款", next_step=NextStep("打电话确认到账", TODAY)
    )
    record_activity(actor=SYSTEM, now=NOW, today=TODAY, key="call", activity=activity)
    first, second, missing = worklist(actor=SYSTEM, today=TODAY).rows
    assert missing.task.parameters == {"debts": 2}
    assert (first.task.kind, first.task.parameters["action"]) == (TaskKind.FOLLOW_UP, "打电话确认到账")
    assert second.task.kind is TaskKind.OVERDUE


STEP_DAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("due", "open_minor", "settled", "shown"),
    [
        (date(2026, 3, 30), 5_000, False, ("FOLLOW_UP", "CNY", 5_000)),  # nothing is due for three weeks
        (date(2026, 3, 11), 5_000, False, ("FOLLOW_UP", "CNY", 5_000)),
        (date(2026, 2, 9), 5_000, False, ("FOLLOW_UP", "CNY", 5_000)),
        (None, 0, False, ("FOLLOW_UP", "", 0)),  # nothing is owed at all
        (date(2026, 2, 9), 5_000, True, ("OVERDUE", "CNY", 5_000)),
        (date(2026, 3, 30), 5_000, True, None),
    ],
)
def test_a_step_agreed_on_2_march_for_9_march_is_a_task_on_its_day_until_it_is_settled(
    due: date | None, open_minor: int, settled: bool, shown: tuple[str, str, int] | None
) -> None:
    books = new_books()
    buyer = books.customer("乙公司")
    if open_minor:
        books.invoice(buyer, "F1", open_minor, due=due)
    call = ActivityDraft(buyer, ActivityKind.CALL, NOW, "下周再说", next_step=NextStep("再打电话", STEP_DAY))
    record_activity(actor=SYSTEM, now=NOW, today=TODAY, key="first", activity=call)
    before = worklist(actor=SYSTEM, today=STEP_DAY - timedelta(days=1)).rows
    assert "FOLLOW_UP" not in [row.task.kind.value for row in before]
    if settled:
        later = ActivityDraft(buyer, ActivityKind.CALL, NOW + timedelta(days=7), "已付款", outcome=Outcome.SETTLED)
        record_activity(actor=SYSTEM, now=later.at, today=STEP_DAY, key="second", activity=later)
    found = [row.task for row in worklist(actor=SYSTEM, today=STEP_DAY).rows]
    assert [(task.kind.value, task.currency, task.amount_minor) for task in found] == ([shown] if shown else [])
    if found and not settled:
        assert (found[0].parameters["action"], found[0].next_step.value) == ("再打电话", "DO_AS_AGREED")


def test_a_step_agreed_is_told_once_with_all_currencies_owed_and_only_to_whom_sees_the_customer() -> None:
    books = new_books()
    owner, stranger = (person(name, Role.SALESPERSON, None) for name in ("owner", "stranger"))
    buyer = books.customer("乙公司", salesperson_id=owner.user_id)
    books.invoice(buyer, "F1", 5_000, due=date(2026, 2, 9))
    books.invoice(buyer, "F2", 700, due=date(2026, 5, 9))
    books.invoice(buyer, "F3", 300, due=date(2026, 5, 9), currency="USD")
    call = ActivityDraft(buyer, ActivityKind.CALL, NOW, "再说", next_step=NextStep("再打电话", TODAY))
    record_activity(actor=SYSTEM, now=NOW, today=TODAY, key="call", activity=call)
    tasks = [row.task for row in worklist(actor=SYSTEM, today=TODAY).rows]
    assert [(task.kind.value, amounts_of(task=task)) for task in tasks] == [("FOLLOW_UP", {"CNY": 5_000, "USD": 300})]
    seen = worklist(actor=owner, today=TODAY)
    assert [row.task.kind.value for row in seen.rows].count("FOLLOW_UP") == 1
    assert seen.totals == {"CNY": 5_000, "USD": 300}
    assert worklist(actor=stranger, today=TODAY).rows == ()


@pytest.mark.parametrize(("other", "asked"), [(0, ("", 0)), (10_000, ("CNY", 10_000))])
def test_a_step_agreed_about_a_promised_debt_asks_for_nothing_of_it(other: int, asked: tuple[str, int]) -> None:
    books = new_books()
    buyer = books.customer("乙公司")
    (promised,) = books.invoice(buyer, "F1", 90_000)
    if other:
        books.invoice(buyer, "F2", other)
    draft = PromiseDraft(
        buyer, books.company_id, "CNY", 90_000, STEP_DAY, "高伟", Channel.CALL, receivable_ids=(promised.pk,)
    )
    make_promise(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), draft=draft)
    call = ActivityDraft(buyer, ActivityKind.CALL, NOW, "周一付", next_step=NextStep("送对账单", TODAY))
    record_activity(actor=SYSTEM, now=NOW, today=TODAY, key="call", activity=call)
    found = worklist(actor=SYSTEM, today=TODAY)
    (step,) = [row.task for row in found.rows]
    assert (step.kind, step.currency, step.amount_minor) == (TaskKind.FOLLOW_UP, *asked)
    assert [(one.waiting.waits_for.value, one.waiting.amount_minor) for one in found.waiting] == [("PROMISE", 90_000)]
    assert found.totals == ({"CNY": other} if other else {})


def test_money_that_is_here_is_not_asked_for_though_a_call_was_agreed() -> None:
    books = new_books()
    owner = person("owner", Role.SALESPERSON, None)
    buyer = books.customer("乙公司", salesperson_id=owner.user_id)
    books.invoice(buyer, "F1", 100_000)
    call = ActivityDraft(buyer, ActivityKind.CALL, NOW, "再催", next_step=NextStep("再打电话催款", TODAY))
    record_activity(actor=SYSTEM, now=NOW, today=TODAY, key="call", activity=call)
    for received, left in ((60_000, 40_000), (40_000, 0)):
        books.receipt(received, buyer)
        for actor in (owner, SYSTEM):
            found = worklist(actor=actor, today=TODAY)
            (step,) = [row.task for row in found.rows if row.task.kind is TaskKind.FOLLOW_UP]
            assert (step.amount_minor, step.parameters["action"]) == (left, "再打电话催款")
            assert [(one.waiting.waits_for.value, one.waiting.amount_minor) for one in found.waiting] == [
                ("MONEY_HERE", 100_000 - left)
            ]


def test_money_of_one_own_company_does_not_pay_what_is_owed_to_another() -> None:
    books, others = new_books(), new_books("丁方贸易有限公司")
    owner = person("owner", Role.SALESPERSON, None)
    buyer = books.customer("乙公司", salesperson_id=owner.user_id)
    books.invoice(buyer, "F1", 100_000)
    others.receipt(100_000, buyer)
    found = worklist(actor=owner, today=TODAY)
    assert [
        (row.task.kind, row.task.amount_minor) for row in found.rows if row.task.kind is not TaskKind.LETTER_AHEAD
    ] == [(TaskKind.OVERDUE, 100_000)]
    assert (found.rows[0].task.parameters["unapplied"], found.waiting) == (0, ())
    others.invoice(buyer, "F2", 30_000)
    found = worklist(actor=owner, today=TODAY)
    assert [(one.waiting.waits_for.value, one.waiting.amount_minor) for one in found.waiting] == [
        ("MONEY_HERE", 30_000)
    ]
    assert [row.task.amount_minor for row in found.rows if row.task.kind is TaskKind.OVERDUE] == [100_000]


RATES = (RateDraft(TODAY, "USD", "CNY", 7_000_000, "中国银行"), RateDraft(TODAY, "JPY", "CNY", 50_000, "中国银行"))


@pytest.mark.parametrize(
    ("rates", "order", "unrated"),
    [
        (RATES, ["USD", "CNY", "JPY"], ()),  # 6,300.00, 1,000.00 and 900.00 yuan
        (RATES[:1], ["USD", "CNY", "JPY"], ("JPY",)),
        ((), ["CNY", "JPY", "USD"], ("JPY", "USD")),
    ],
)
def test_amounts_of_several_currencies_are_compared_by_the_rates_of_the_day(
    rates: tuple[RateDraft, ...], order: list[str], unrated: tuple[str, ...]
) -> None:
    books = new_books()
    for currency, minor in (("CNY", 100_000), ("USD", 90_000), ("JPY", 18_000)):
        books.invoice(books.customer(f"客户{currency}"), f"F{currency}", minor, currency=currency)
    if rates:
        enter_rates(actor=SYSTEM, now=NOW, key="rates", rates=rates)
    found = worklist(actor=SYSTEM, today=TODAY)
    assert [row.task.currency for row in found.rows if row.task.kind is TaskKind.OVERDUE] == order
    assert found.unrated == unrated
    owner = person("owner", Role.SALESPERSON, None)
    Customer.objects.update(salesperson_id=owner.user_id)
    for row in Receivable.objects.all():
        books.receipt(row.outstanding_minor, row.customer_id, currency=row.currency)
    assert [one.waiting.currency for one in worklist(actor=owner, today=TODAY).waiting] == order


def test_agreed_steps_cost_the_same_number_of_queries_however_many(django_assert_num_queries: Any) -> None:
    books = new_books()
    for number in range(2):
        _agreed(books, number)
    with django_assert_num_queries(42):
        worklist(actor=SYSTEM, today=TODAY)
    for number in range(2, 20):
        _agreed(books, number)
    with django_assert_num_queries(42):
        worklist(actor=SYSTEM, today=TODAY)


def _agreed(books: Books, number: int) -> None:
    buyer = books.customer(f"客户{number}")
    books.invoice(buyer, f"F{number}", 5_000, due=date(2026, 5, 9))
    call = ActivityDraft(buyer, ActivityKind.CALL, NOW, "再说", next_step=NextStep("再打电话", TODAY))
    record_activity(actor=SYSTEM, now=NOW, today=TODAY, key=books.key(), activity=call)


def test_a_waiting_run_stands_before_money_by_currency_and_only_on_its_day() -> None:
    office = new_office()
    buyer, abroad = office.customer("乙公司"), office.customer("Abroad")
    office.books.invoice(buyer, "F1", 50_000_000, due=date(2026, 2, 27))
    office.books.invoice(abroad, "F2", 70_000, due=date(2026, 2, 27), currency="USD")
    BankAccount.objects.create(
        company_id=office.books.company_id, name="中行美元户", currency="USD", stated_through=TODAY
    )
    office.plan()
    found = worklist(actor=SYSTEM, today=TODAY)
    assert [(row.task.kind.value, row.task.currency, row.task.amount_minor) for row in found.rows] == [
        ("RUN_WAITING", "CNY", 50_000_000),
        ("RUN_WAITING", "USD", 70_000),
        ("OVERDUE", "CNY", 50_000_000),
        ("CAUSE_MISSING", "CNY", 50_000_000),
        ("OVERDUE", "USD", 70_000),
    ]
    assert found.rows[0].task.parameters == {"messages": 1, "date": "2026-03-02"}
    assert found.totals == {"CNY": 50_000_000, "USD": 70_000}
    tomorrow = worklist(actor=SYSTEM, today=date(2026, 3, 3))
    assert [row.task.kind.value for row in tomorrow.rows] == ["OVERDUE", "CAUSE_MISSING", "OVERDUE"]


def test_a_run_waits_for_who_may_move_it_whatever_was_planned_since() -> None:
    office = new_office()
    first = office.books.company_id
    office.books.invoice(office.customer("丙公司"), "F1", 20_000, due=date(2026, 2, 27))
    other = Company.objects.create(name="甲方科技有限公司", short_name="科技", currency="CNY")
    BankAccount.objects.create(company=other, name="招行", currency="CNY", stated_through=TODAY)
    office.books.company_id = other.pk
    office.books.invoice(office.customer("乙公司"), "F2", 50_000, due=date(2026, 2, 27))
    user = User.objects.create(username="wang", name="王")
    limited = Actor("王", ActorKind.PERSON, user.pk, frozenset(Verb), RowScope.ALL, company_ids=frozenset({first}))

    def waiting(actor: Actor) -> list[int]:
        tasks = [row.task for row in worklist(actor=actor, today=TODAY).rows]
        return [task.amount_minor for task in tasks if task.kind is TaskKind.RUN_WAITING]

    office.plan()
    assert (waiting(SYSTEM), waiting(limited)) == ([70_000], [])
    own = office.plan(limited)["run_id"]
    assert (waiting(SYSTEM), waiting(limited)) == ([20_000], [20_000])
    send_run(actor=limited, now=office.now(), key="own", run_id=own, today=TODAY)
    assert (waiting(SYSTEM), waiting(limited)) == ([70_000], [])


def test_a_message_of_unknown_fate_stands_before_money() -> None:
    office = new_office()
    office.books.invoice(office.customer("乙公司"), "F1", 50_000_000, due=date(2026, 2, 27))
    office.channel.answers = [Uncertain(Phase.END, "lost")]
    office.plan_and_send()
    kinds = [row.task.kind.value for row in worklist(actor=SYSTEM, today=TODAY).rows]
    assert kinds == ["MESSAGE_UNCERTAIN", "OVERDUE", "CAUSE_MISSING"]


def test_a_salesperson_hears_what_goes_to_his_customers_next_and_nobody_else_does() -> None:
    office = new_office()
    owner = person("owner", Role.SALESPERSON, None)
    late, coming = (office.customer(name, salesperson_id=owner.user_id) for name in ("迟到", "将到"))
    office.books.invoice(late, "F1", 50_000, due=date(2026, 2, 23))
    office.books.invoice(coming, "F2", 70_000, due=date(2026, 3, 12))
    found = worklist(actor=owner, today=TODAY)
    assert [(row.task.kind, row.task.reason, row.customer.name if row.customer else "") for row in found.rows] == [
        (TaskKind.LETTER_AHEAD, "OVERDUE_LETTER_TOMORROW", "迟到"),
        (TaskKind.FORETOLD, "FORETOLD", "将到"),
    ]
    assert found.rows[0].task.parameters == {"ordinal": 2, "date": "2026-03-03", "items": 1, "days": 8}
    assert found.rows[1].task.parameters == {"items": 1, "due": "2026-03-12", "date": "2026-03-06"}
    assert found.totals == {"CNY": 120_000}
    assert [row.task.kind for row in worklist(actor=SYSTEM, today=TODAY).rows] == [TaskKind.OVERDUE]


def test_security_that_ends_is_a_task_of_the_customers_salesperson_and_of_whoever_sees_all(
    django_assert_num_queries: Any,
) -> None:
    office = new_security_office()
    first = office.record(SecurityKind.GUARANTEE_ORDINARY, principal_due=date(2025, 9, 12), giver="张三")
    office.record(SecurityKind.BANK_GUARANTEE, giver="工行", valid_through=date(2027, 1, 1))
    (row,) = worklist(actor=office.people.owner, today=TODAY).rows
    assert (row.task.kind, row.task.reason, row.task.next_step.value, row.customer and row.customer.name) == (
        TaskKind.SECURITY_ENDING,
        "GUARANTEE_RUNS_OUT",
        "SUE_FOR_GUARANTEE",
        "乙公司",
    )
    assert row.task.parameters == {
        "security_id": first,
        "security_kind": "GUARANTEE_ORDINARY",
        "giver": "张三",
        "date": "2026-03-12",
        "days": 10,
        "article": "CC 692",
    }
    with django_assert_num_queries(35):
        assert worklist(actor=SYSTEM, today=TODAY).totals == {}
    for _ in range(15):
        office.record(SecurityKind.DEPOSIT, valid_through=date(2026, 4, 1))
    with django_assert_num_queries(35):
        assert worklist(actor=SYSTEM, today=TODAY).count == 16
    assert worklist(actor=office.people.colleague, today=TODAY).rows == ()
