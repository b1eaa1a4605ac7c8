"""Calls, visits and letters stand in Today with reason and next step, and are withdrawn once nothing may be asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from huikuan.audit.models import Act
from huikuan.customers.models import Contact, Customer
from huikuan.customers.permission_rules import Stand
from huikuan.disputes.models import Dispute
from huikuan.disputes.operations import open_dispute
from huikuan.disputes.rules import DisputedItem, DisputeDraft, Reason
from huikuan.kernel.actor import SYSTEM, Actor, Role
from huikuan.kernel.refusal import Changed, Refused
from huikuan.outbox.models import Message
from huikuan.outbox.rules import ChannelName
from huikuan.promises.models import Promise
from huikuan.promises.operations.promising import make_promise
from huikuan.promises.rules import Channel, PromiseDraft
from huikuan.receivables.models import Receivable
from huikuan.reminders.checks import check_reminders
from huikuan.reminders.models import PostedLetter, StepTaken
from huikuan.reminders.operations.posting import PostResult, hand_over_letters, settle_letter, undo_letter
from huikuan.reminders.operations.withdrawing import withdraw_outdated, withdraw_settled
from huikuan.reminders.rules.posting import PostEvent, Waybill
from huikuan.worklist.queries import worklist
from huikuan.worklist.rules.tasks import NextStep, Task, TaskKind
from tests.people import person
from tests.reminder_office import ZONE, Office, manager
from tests.stories.test_channels_story import LATE, debtor, letters, office_with, pays, says

pytestmark = pytest.mark.django_db


def tasks(office: Office, actor: Actor, kind: TaskKind) -> list[Task]:
    rows = worklist(actor=actor, today=office.today).rows
    return [row.task for row in rows if row.task.kind is kind]


def withdrawn(office: Office, work: Callable[..., int] = withdraw_settled) -> int:
    return work(now=office.now(), local_now=office.now().astimezone(ZONE), today=office.today)


def called(office: Office, channel: ChannelName = ChannelName.CALL) -> tuple[int, Message]:
    """A customer whom the ladder has called or visited, and the task."""
    buyer, _ = debtor(office)
    Customer.objects.update(address="上海市浦东新区世纪大道 1 号")
    office.send(office.plan()["run_id"])
    return buyer, Message.objects.get()


@pytest.mark.parametrize(
    ("channel", "kind", "step"),
    [
        (ChannelName.CALL, TaskKind.CALL_PLANNED, NextStep.MAKE_PLANNED_CALL),
        (ChannelName.VISIT, TaskKind.VISIT_PLANNED, NextStep.PAY_PLANNED_VISIT),
    ],
)
def test_a_task_of_the_ladder_stands_in_today_once(channel: ChannelName, kind: TaskKind, step: NextStep) -> None:
    office = office_with(channel)
    owner, stranger = person("owner", Role.SALESPERSON, None), person("stranger", Role.SALESPERSON, None)
    buyer, message = called(office, channel)
    Customer.objects.filter(pk=buyer).update(salesperson_id=owner.user_id)
    (task,) = tasks(office, owner, kind)
    assert (task.reason, task.next_step, task.amount_minor) == (f"{channel.value}_OF_LADDER", step, 50_000)
    assert (task.parameters["message_id"], task.parameters["days"]) == (message.pk, (office.today - LATE).days)
    assert tasks(office, owner, TaskKind.OVERDUE) == []  # one task for one debt
    assert tasks(office, stranger, kind) == []
    assert withdrawn(office) + withdrawn(office, withdraw_outdated) == 0
    assert not Act.objects.filter(verb="withdraw_task").exists(), "looking is no act"


def test_who_paid_is_not_called() -> None:
    office = office_with(ChannelName.CALL)
    buyer, message = called(office)
    pays(office, buyer)
    assert tasks(office, manager(), TaskKind.CALL_PLANNED) == []
    assert_withdrawn(office, message)


def test_what_is_only_due_soon_keeps_no_call_about_what_was_late() -> None:
    """He was written to about what comes due; next day the call about a late item only mentions it."""
    office = office_with(ChannelName.CALL)
    buyer = office.customer("乙公司")
    Contact.objects.filter(customer_id=buyer).update(phone="13800000000", legal_basis="OWN_PERFORMANCE")
    office.books.invoice(buyer, "F-soon", 70_000, due=office.today + timedelta(days=4))
    office.plan_and_send()
    office.go_to(office.today + timedelta(days=1))
    (late,) = office.books.invoice(buyer, "F-late", 50_000, due=LATE)
    office.send(office.plan()["run_id"])
    message = Message.objects.get(channel="CALL")
    assert ("F-soon" in message.text, "F-late" in message.text) == (True, True)
    (task,) = tasks(office, manager(), TaskKind.CALL_PLANNED)
    assert (task.amount_minor, task.parameters["items"]) == (50_000, 1)
    office.books.allocate(office.books.receipt(50_000, buyer), (late, 50_000))
    assert withdrawn(office) == 1
    message.refresh_from_db()
    assert message.state == "SUPPRESSED"


def test_who_disputes_is_not_called() -> None:
    office = office_with(ChannelName.CALL)
    buyer, message = called(office)
    disputed(office, buyer)
    assert tasks(office, manager(), TaskKind.CALL_PLANNED) == []
    assert_withdrawn(office, message)
    assert Dispute.objects.count() == 1


def test_who_promised_is_not_called() -> None:
    office = office_with(ChannelName.CALL)
    buyer, message = called(office)
    promised(office, buyer)
    assert tasks(office, manager(), TaskKind.CALL_PLANNED) == []
    assert_withdrawn(office, message)
    assert Promise.objects.count() == 1


def test_who_wants_no_calls_is_not_called() -> None:
    office = office_with(ChannelName.CALL)
    _, contact = debtor(office)
    office.send(office.plan()["run_id"])
    says(office, contact, Stand.OPT_OUT, ChannelName.CALL)
    assert withdrawn(office) == 0  # the quick look knows money only
    assert_withdrawn(office, Message.objects.get(), withdraw_outdated)


def test_a_stale_bank_file_ends_no_task() -> None:
    """What the day's usual work mends keeps the task; the negative control of the reasons that end one."""
    office = office_with(ChannelName.CALL)
    called(office)
    office.go_to(office.today + timedelta(days=7), fresh=False)
    assert withdrawn(office, withdraw_outdated) == 0
    assert Message.objects.get().state == "PLANNED"


def test_a_letter_that_waits_is_withdrawn_when_the_money_comes() -> None:
    office = office_with(ChannelName.LETTER)
    buyer, message = called(office, ChannelName.LETTER)
    (task,) = tasks(office, manager(), TaskKind.LETTERS_POST)
    assert (task.reason, task.next_step, task.parameters["letters"]) == (
        "LETTERS_TO_PRINT",
        NextStep.PRINT_LETTERS,
        1,
    )
    pays(office, buyer)
    assert tasks(office, manager(), TaskKind.LETTERS_POST) == []
    assert_withdrawn(office, message)


def test_letters_ask_for_their_waybill_and_their_stub_and_a_slip_is_taken_back() -> None:
    office = office_with(ChannelName.LETTER)
    called(office, ChannelName.LETTER)
    letters(office)
    assert tasks(office, manager(), TaskKind.LETTERS_POST) == []
    office.go_to(office.today + timedelta(days=1))
    assert reasons(office) == ["LETTERS_NOT_HANDED_OVER"]
    letter = PostedLetter.objects.get().pk
    note(office, letter, "SF0000001")
    office.go_to(office.today + timedelta(days=8))
    assert reasons(office) == ["LETTERS_NOT_HEARD_OF"]
    who = {"actor": manager(), "now": office.now()}
    result = PostResult(letter, PostEvent.RETURN, office.today, "查无此人")
    settle_letter(**who, today=office.today, key="s", result=result)  # type: ignore[arg-type]
    assert reasons(office) == []
    with pytest.raises(Refused):
        undo_letter(**who, key="u0", letter_id=letter, reason=" ")  # type: ignore[arg-type]
    assert undo_letter(**who, key="u1", letter_id=letter, reason="弄错了")["state"] == "HANDED_OVER"  # type: ignore[arg-type]
    assert undo_letter(**who, key="u2", letter_id=letter, reason="单号录错")["state"] == "PRINTED"  # type: ignore[arg-type]
    with pytest.raises(Changed):
        undo_letter(**who, key="u3", letter_id=letter, reason="再来")  # type: ignore[arg-type]
    note(office, letter, "SF0000002")
    row = PostedLetter.objects.get()
    assert (row.state, row.waybill_number, row.ended_on) == ("HANDED_OVER", "SF0000002", None)


def reasons(office: Office) -> list[str]:
    return [task.reason for task in tasks(office, manager(), TaskKind.LETTERS_POST)]


def note(office: Office, letter: int, number: str) -> None:
    waybills = [Waybill(letter, "顺丰", number, office.today)]
    hand_over_letters(actor=manager(), now=office.now(), today=office.today, key=number, waybills=waybills)


def disputed(office: Office, buyer: int, minor: int | None = None) -> None:
    row = Receivable.objects.get(customer_id=buyer)
    items = (DisputedItem(row.pk, minor or row.outstanding_minor),)
    draft = DisputeDraft(buyer, row.company_id, row.currency, Reason.QUALITY, "漏水", items)
    open_dispute(actor=SYSTEM, now=office.now(), today=office.today, key="dispute", draft=draft)


def promised(office: Office, buyer: int) -> None:
    row = Receivable.objects.get(customer_id=buyer)
    day = office.today + timedelta(days=3)
    draft = PromiseDraft(
        buyer,
        row.company_id,
        row.currency,
        row.outstanding_minor,
        day,
        "王经理",
        Channel.CALL,
        receivable_ids=(row.pk,),
    )
    make_promise(actor=SYSTEM, now=office.now(), today=office.today, key="promise", draft=draft)


def assert_withdrawn(office: Office, message: Message, work: Callable[..., int] = withdraw_settled) -> None:
    """The task ends by itself, its step is free again, and the books of reminders stay sound."""
    assert (withdrawn(office, work), withdrawn(office, work)) == (1, 0)
    message.refresh_from_db()
    assert message.state == "SUPPRESSED"
    assert not StepTaken.objects.filter(released_at=None).exists()
    assert [str(one) for check in check_reminders() for one in check.broken] == []
