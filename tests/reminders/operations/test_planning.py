"""A plan costs the same number of queries for one customer and for many, and writes nothing but itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huikuan.accounts.models import Company, User, UserRole
from huikuan.audit.models import Act
from huikuan.customers.operations import ContactDraft, assign_salesperson, set_do_not_contact
from huikuan.kernel.actor import SYSTEM, Actor, ActorKind, Role, RowScope, Verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.outbox.models import Message
from huikuan.receipts.models import BankAccount, MatchOutcome
from huikuan.reminders.access import SecondPerson, second_person
from huikuan.reminders.models import PolicyVersion, Run, RunRow
from huikuan.reminders.operations.pausing import PauseDraft, end_pause, pause_reminders
from huikuan.reminders.operations.planning import Exclusion, approve_run, cancel_run, exclude_rows, plan_run
from huikuan.reminders.operations.policies import save_policy
from huikuan.reminders.previews import letter_of_row, letter_pdf
from huikuan.reminders.queries import pauses, policies_in_force, reason_counts, run, run_rows, runs
from huikuan.reminders.rules.runs import Decision
from tests.books import NOW
from tests.reminder_office import MONDAY, Office, manager, new_office

pytestmark = pytest.mark.django_db
LATE = date(2026, 2, 28)


@pytest.fixture
def office() -> Office:
    return new_office()


def codes(run_id: int) -> dict[str, int]:
    return reason_counts(actor=SYSTEM, run_id=run_id)


def test_the_number_of_queries_does_not_grow_with_customers(office: Office) -> None:
    def planned() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            office.plan()
        return len(queries)

    for number in range(2):
        office.books.invoice(office.customer(f"甲{number}"), f"A{number}", 20_000, due=LATE)
    office.plan()  # the first one saves the shipped policies too
    few = planned()
    for number in range(40):
        buyer = office.customer(f"乙{number}")
        office.books.invoice(buyer, f"B{number}", 20_000, due=LATE)
        office.books.invoice(buyer, f"C{number}", 30_000, due=LATE + timedelta(days=4))
    assert planned() == few
    assert few <= 39


def test_the_same_key_gives_the_same_run_and_a_new_key_supersedes_it(office: Office) -> None:
    office.books.invoice(office.customer("乙公司"), "F001", 20_000, due=LATE)
    first = plan_run(actor=SYSTEM, now=office.now(), key="day-1", today=MONDAY)
    assert plan_run(actor=SYSTEM, now=office.now(), key="day-1", today=MONDAY) == first
    second = office.plan()
    assert second["run_id"] != first["run_id"]
    states = dict(Run.objects.values_list("pk", "state"))
    assert states == {first["run_id"]: "SUPERSEDED", second["run_id"]: "PLANNED"}
    with pytest.raises(Changed, match="RUN_CHANGED"):
        office.send(first["run_id"])


def test_the_first_plan_saves_the_shipped_policies_as_versions(office: Office) -> None:
    office.plan()
    office.plan()
    assert sorted(PolicyVersion.objects.values_list("customer_class", "number")) == [
        ("KEY", 1),
        ("STANDARD", 1),
        ("WATCH", 1),
    ]


def test_every_reason_is_kept_with_the_row(office: Office) -> None:
    plain = office.customer("乙公司")
    nobody = office.customer("丙公司", contacts=(ContactDraft(name="无地址", gets_reminders=True),))
    small, quiet = office.customer("丁公司"), office.customer("戊公司")
    payer, maybe = office.customer("己公司"), office.customer("庚公司")
    for buyer, minor in (
        (plain, 20_000),
        (nobody, 20_000),
        (small, 9_999),
        (quiet, 20_000),
        (payer, 20_000),
        (maybe, 20_000),
    ):
        office.books.invoice(buyer, f"F{buyer}", minor, due=LATE)
    set_do_not_contact(actor=SYSTEM, now=NOW, key=office.books.key(), customer_id=quiet, reason="诉讼中")
    office.books.receipt(20_000, payer)
    unknown = office.books.receipt(25_000)
    MatchOutcome.objects.create(
        receipt=unknown, decision="PROPOSED", policy_version="m", candidates=[{"customer_id": maybe}], looked_at=NOW
    )
    planned = office.plan()
    assert (planned["send"], planned["suppressed"]) == (1, 5)
    assert codes(planned["run_id"]) == {
        "BELOW_MINIMUM": 1,
        "DO_NOT_CONTACT": 1,
        "MAY_BE_PAID": 1,
        "NO_RECIPIENT": 1,
        "PAYMENT_PROPOSED": 1,
    }
    office.go_to(date(2026, 3, 7), fresh=False)  # a Saturday, and the bank is a week old
    assert codes(office.plan()["run_id"]) | {"BANK_STALE": 6, "NOT_A_BUSINESS_DAY": 6} == codes(
        Run.objects.latest("pk").pk
    )


def test_a_pause_keeps_a_customer_or_an_item_back_until_it_ends(office: Office) -> None:
    buyer = office.customer("乙公司")
    (first,) = office.books.invoice(buyer, "F001", 20_000, due=LATE)
    office.books.invoice(buyer, "F002", 30_000, due=LATE)
    person, until = manager(), MONDAY + timedelta(days=3)

    def paused(receivable_id: int | None) -> int:
        draft = PauseDraft(buyer, until, "月底付款已约定", receivable_id)
        return int(
            pause_reminders(actor=person, now=office.now(), today=MONDAY, key=office.books.key(), pause=draft)[
                "pause_id"
            ]
        )

    paused(first.pk)
    assert RunRow.objects.get(run_id=office.plan()["run_id"]).asked_minor == 30_000
    whole = paused(None)
    assert codes(office.plan()["run_id"]) == {"PAUSED": 1}
    assert [row.through for row in pauses(actor=person, today=MONDAY)] == [until, until]
    end_pause(actor=person, now=office.now(), key=office.books.key(), pause_id=whole)
    with pytest.raises(Changed, match="PAUSE_ENDED"):
        end_pause(actor=person, now=office.now(), key=office.books.key(), pause_id=whole)
    assert codes(office.plan()["run_id"]) == {}
    office.go_to(until + timedelta(days=1))
    assert RunRow.objects.get(run_id=office.plan()["run_id"]).asked_minor == 50_000


@pytest.mark.parametrize(
    ("through", "reason", "code"), [(MONDAY - timedelta(days=1), "x", "PAUSE_IN_PAST"), (MONDAY, " ", "REASON_NEEDED")]
)
def test_a_pause_needs_a_reason_and_a_day_to_come(office: Office, through: date, reason: str, code: str) -> None:
    draft = PauseDraft(office.customer("乙公司"), through, reason)
    with pytest.raises(Refused, match=code):
        pause_reminders(actor=manager(), now=office.now(), today=MONDAY, key="p", pause=draft)


def test_a_held_run_goes_on_only_with_another_person(office: Office) -> None:
    office.many_late()
    planner, other = manager("陈会计"), manager("周经理")
    planned = office.plan(planner)
    run_id = planned["run_id"]
    assert planned["state"] == "HELD"
    assert second_person(actor=planner, verb=Verb.REMIND) == SecondPerson(is_alone=False, names=("周经理",))
    with pytest.raises(Changed, match="RUN_CHANGED"):
        office.send(run_id, planner)
    for actor, code in ((planner, "SAME_PERSON"), (SYSTEM, "PERSON_NEEDED")):
        with pytest.raises(Refused, match=code):
            approve_run(actor=actor, now=office.now(), key=office.books.key(), run_id=run_id, reason="急")
    approve_run(actor=other, now=office.now(), key=office.books.key(), run_id=run_id)
    assert office.send(run_id, planner)["queued"] == 21
    view = run(actor=planner, run_id=run_id)
    assert view is not None
    assert (view.state, view.planner_name, view.approver_name) == ("QUEUED", "陈会计", "周经理")
    assert view.alone_because == ""


def test_who_is_alone_approves_his_own_run_with_a_reason_that_is_kept(office: Office) -> None:
    office.many_late()
    planner = manager("陈会计")
    run_id = office.plan(planner)["run_id"]
    assert second_person(actor=planner, verb=Verb.REMIND) == SecondPerson(is_alone=True, names=())
    with pytest.raises(Refused, match="REASON_NEEDED"):
        approve_run(actor=planner, now=office.now(), key="without", run_id=run_id, reason="  ")
    why = "首次使用，二十一封均已逐一核对"
    approve_run(actor=planner, now=office.now(), key="alone", run_id=run_id, reason=why)
    assert Act.objects.get(key="alone").detail == {"run_id": run_id, "reason": why}
    view = run(actor=planner, run_id=run_id)
    assert view is not None
    assert (view.state, view.approver_name, view.alone_because) == ("APPROVED", "陈会计", why)
    assert office.send(run_id, planner)["queued"] == 21


@pytest.mark.parametrize("there_is", ["a colleague", "one who was invited", "one who left", "a token"])
def test_alone_is_only_who_really_is(office: Office, there_is: str) -> None:
    office.many_late()
    planner = manager("陈会计")
    run_id = office.plan(planner)["run_id"]
    if there_is == "one who left":
        manager("周经理")
        User.objects.filter(username="周经理").update(is_active=False)
    elif there_is != "a token":
        user = User.objects.create(username="zhou", name="周经理", password="" if there_is == "a colleague" else "!")
        UserRole.objects.create(user=user, role=Role.COLLECTOR.value)
    actor = replace(planner, kind=ActorKind.TOKEN) if there_is == "a token" else planner

    def approve() -> None:
        approve_run(actor=actor, now=office.now(), key="alone", run_id=run_id, reason="都看过了")

    if there_is == "one who left":
        approve()
    else:
        with pytest.raises(Refused, match="SAME_PERSON"):
            approve()


def test_a_small_first_run_is_not_held_and_the_day_is_counted_whole(office: Office) -> None:
    office.many_late(20)
    assert office.plan_and_send() == 20
    office.books.invoice(office.customer("乙公司"), "F001", 20_000, due=LATE)
    planned = office.plan()
    assert (planned["send"], planned["state"]) == (1, "HELD")  # the twenty-first message of the day
    view = run(actor=SYSTEM, run_id=planned["run_id"])
    assert view is not None
    assert [reason.code for reason in view.hold_reasons] == ["DAY_ABOVE_BOUND"]


def test_the_database_itself_wants_four_eyes(office: Office) -> None:
    from django.db import IntegrityError, transaction

    run_id = office.plan(manager("陈会计"))["run_id"]
    with pytest.raises(IntegrityError, match="reminders_run_four_eyes"), transaction.atomic():
        Run.objects.filter(pk=run_id).update(approver_id=manager("陈会计").user_id)


def test_a_run_within_the_bound_of_the_month_is_not_held(office: Office) -> None:
    office.plan()
    for policy in policies_in_force(today=MONDAY).values():
        strict = replace(policy, small_run=0)
        save_policy(
            actor=manager(), now=office.now(), key=office.books.key(), policy=strict, replaces_number=policy.number
        )
    for number in range(4):
        office.books.invoice(
            office.customer(f"乙{number}"), f"F{number}", 20_000, due=LATE + timedelta(days=10 * (number > 0))
        )
    assert office.plan_and_send() == 1
    office.go_to(date(2026, 3, 5))
    assert office.plan()["state"] == "PLANNED"  # three are three times one
    office.books.invoice(office.customer("乙9"), "F9", 20_000, due=LATE)
    assert office.plan()["state"] == "HELD"


def test_rows_taken_out_stay_due(office: Office) -> None:
    office.books.invoice(office.customer("乙公司"), "F001", 20_000, due=LATE)
    run_id = office.plan()["run_id"]
    row = RunRow.objects.get(run_id=run_id)
    person = manager()
    exclusion = Exclusion(run_id, (row.pk,), "客户周五来对账")
    assert exclude_rows(actor=person, now=office.now(), key="x1", exclusion=exclusion) == {"excluded": 1}
    assert codes(run_id) == {"EXCLUDED_BY_PERSON": 1}
    assert office.send(run_id)["queued"] == 0
    assert office.plan()["send"] == 1
    with pytest.raises(Changed, match="RUN_CHANGED"):
        exclude_rows(actor=person, now=office.now(), key="x3", exclusion=exclusion)


def test_a_cancelled_or_outdated_run_sends_nothing(office: Office) -> None:
    office.books.invoice(office.customer("乙公司"), "F001", 20_000, due=LATE)
    run_id = office.plan()["run_id"]
    office.go_to(MONDAY + timedelta(days=1))
    with pytest.raises(Refused, match="RUN_OUTDATED"):
        office.send(run_id)
    cancel_run(actor=manager(), now=office.now(), key="c", run_id=run_id)
    office.go_to(MONDAY)
    with pytest.raises(Changed, match="RUN_CHANGED"):
        office.send(run_id)
    assert Message.objects.count() == 0


def test_a_preview_is_the_letter(office: Office) -> None:
    office.books.invoice(office.customer("乙公司"), "F001", 20_000, due=LATE)
    run_id = office.plan()["run_id"]
    (row,) = run_rows(actor=SYSTEM, run_id=run_id).rows
    content = letter_of_row(actor=SYSTEM, row_id=row.id)
    assert "F001" in content.text
    assert letter_pdf(content=content, reference="HK-1").startswith(b"%PDF-")
    office.plan_and_send()
    assert office.channel.mails[0].text == content.text


def test_visibility_follows_the_customer_and_the_company(office: Office) -> None:
    user = User.objects.create(username="li", name="李")
    seller = Actor("李", ActorKind.PERSON, user.pk, frozenset({Verb.VIEW}), RowScope.OWN)
    mine, theirs = office.customer("乙公司"), office.customer("丙公司")
    for buyer in (mine, theirs):
        office.books.invoice(buyer, f"F{buyer}", 20_000, due=LATE)
    assign_salesperson(actor=SYSTEM, now=NOW, key="as", customer_ids=[mine], salesperson_id=user.pk)
    run_id = office.plan()["run_id"]
    assert [row.customer_id for row in run_rows(actor=seller, run_id=run_id).rows] == [mine]
    assert [(view.send, view.suppressed) for view in runs(actor=seller).rows] == [(1, 0)]
    hidden = RunRow.objects.get(customer_id=theirs)
    with pytest.raises(Refused, match="ROW_UNKNOWN"):
        letter_of_row(actor=seller, row_id=hidden.pk)
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        office.plan(seller)
    elsewhere = Actor("王", ActorKind.PERSON, user.pk, frozenset(Verb), RowScope.ALL, company_ids=frozenset({999}))
    assert run_rows(actor=elsewhere, run_id=run_id).rows == ()


def test_two_own_companies_write_separately_and_only_one_a_day(office: Office) -> None:
    other = Company.objects.create(name="甲方科技有限公司", short_name="科技", currency="CNY")
    BankAccount.objects.create(company=other, name="招行", currency="CNY", stated_through=MONDAY)
    buyer = office.customer("乙公司")
    office.books.invoice(buyer, "F001", 20_000, due=LATE)
    office.books.company_id, first = other.pk, office.books.company_id
    office.books.invoice(buyer, "F002", 50_000, due=LATE)
    run_id = office.plan()["run_id"]
    rows = run_rows(actor=SYSTEM, run_id=run_id).rows
    assert [(row.company_id, row.decision) for row in rows] == [
        (other.pk, Decision.SEND.value),
        (first, Decision.SUPPRESS.value),
    ]
    assert office.plan_and_send() == 1
    office.go_to(MONDAY + timedelta(days=1))
    BankAccount.objects.update(stated_through=MONDAY)
    assert office.plan_and_send() == 1
    assert [mail.sender_name for mail in office.channel.mails] == ["甲方科技有限公司", "甲方贸易有限公司"]


def test_what_does_not_exist_or_has_no_reason_is_refused(office: Office) -> None:
    person, now = manager(), office.now()
    run_id = office.plan()["run_id"]
    with pytest.raises(Refused, match="RUN_UNKNOWN"):
        approve_run(actor=person, now=now, key="a", run_id=99)
    with pytest.raises(Refused, match="RUN_UNKNOWN"):
        cancel_run(actor=person, now=now, key="b", run_id=99)
    with pytest.raises(Refused, match="RUN_UNKNOWN"):
        office.send(99)
    with pytest.raises(Refused, match="RUN_UNKNOWN"):
        exclude_rows(actor=person, now=now, key="c", exclusion=Exclusion(99, (1,), "x"))
    with pytest.raises(Refused, match="REASON_NEEDED"):
        exclude_rows(actor=person, now=now, key="d", exclusion=Exclusion(run_id, (1,), " "))
    with pytest.raises(Refused, match="PAUSE_UNKNOWN"):
        end_pause(actor=person, now=now, key="e", pause_id=99)
    buyer, other = office.customer("乙公司"), office.customer("丙公司")
    (theirs,) = office.books.invoice(other, "F001", 20_000, due=LATE)
    with pytest.raises(Refused, match="RECEIVABLE_UNKNOWN"):
        draft = PauseDraft(buyer, MONDAY, "x", theirs.pk)
        pause_reminders(actor=person, now=now, today=MONDAY, key="f", pause=draft)
    assert run(actor=person, run_id=99) is None
