"""Reminders on every channel: SMS by consent, calls and visits as tasks, letters by courier, replies, one cap over all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from huikuan.activities.models import Activity
from huikuan.activities.rules import NextStep, Outcome
from huikuan.customers.models import Contact, ContactFile, ContactPermission, Customer
from huikuan.customers.permission_rules import PermissionDraft, Stand, ToldBy
from huikuan.customers.permissions import record_permission
from huikuan.jobs.delivery import Post, deliver
from huikuan.kernel.refusal import Refused
from huikuan.outbox.checks import check_outbox
from huikuan.outbox.models import Message
from huikuan.outbox.ports import MessageDraft
from huikuan.outbox.rules import ChannelName
from huikuan.promises.models import Promise
from huikuan.receivables.models import Receivable
from huikuan.reminders.checks import check_reminders
from huikuan.reminders.models import PostedLetter, RunRow, StepTaken
from huikuan.reminders.operations.planning import plan_run
from huikuan.reminders.operations.policies import save_policy
from huikuan.reminders.operations.posting import PostResult, Stub, hand_over_letters, settle_letter
from huikuan.reminders.operations.printing import print_letters
from huikuan.reminders.operations.replying import Reply, record_reply
from huikuan.reminders.operations.tasks import Promised, TaskResult, settle_task
from huikuan.reminders.policies import shipped_policies
from huikuan.reminders.rules.posting import PostEvent, Waybill
from huikuan.reminders.rules.runs import bound_of, hold_reasons
from tests.reminder_office import ZONE, Office, WritingChannel, manager, new_office

pytestmark = pytest.mark.django_db
LATE = date(2026, 2, 28)
PAPER_NAME = "letters"


def office_with(channel: ChannelName, other: ChannelName | None = None) -> Office:
    """An office whose overdue steps take a channel, and another where that one cannot be used."""
    office = new_office()
    for policy in shipped_policies():
        steps = tuple(replace(step, channel=channel, else_channel=other) for step in policy.overdue)
        save_policy(
            actor=manager(),
            now=office.now(),
            key=f"p-{policy.customer_class}",
            policy=replace(policy, overdue=steps),
            replaces_number=0,
        )
    return office


def debtor(office: Office, name: str = "乙公司", mobile: str = "13800000000") -> tuple[int, int]:
    """A customer who is late, with a person who has a mobile number; ids of customer and person."""
    buyer = office.customer(name)
    contact = Contact.objects.get(customer_id=buyer)
    Contact.objects.filter(pk=contact.pk).update(legal_basis="OWN_PERFORMANCE")
    ContactFile.objects.update_or_create(contact=contact, defaults={"mobile": mobile})
    office.books.invoice(buyer, f"F-{name}", 50_000, due=LATE)
    return buyer, contact.pk


def pays(office: Office, buyer: int) -> None:
    """The customer pays all he owes, and it is allocated."""
    receivable = Receivable.objects.get(customer_id=buyer)
    office.books.allocate(office.books.receipt(50_000, buyer), (receivable, 50_000))


def says(office: Office, contact_id: int, stand: Stand, channel: ChannelName = ChannelName.SMS) -> None:
    word = PermissionDraft(channel, stand, office.today, ToldBy.CALL)
    record_permission(
        actor=manager(),
        now=office.now(),
        today=office.today,
        key=office.books.key(),
        contact_id=contact_id,
        permission=word,
    )


def row_of(office: Office) -> RunRow:
    office.plan()
    return RunRow.objects.order_by("-pk").first()  # type: ignore[return-value]


def delivered(office: Office, sms: WritingChannel) -> dict[str, int]:
    post = Post(office.channel, "ar@jia.example", ZONE, {ChannelName.SMS: sms})
    return deliver(clock=office.now, post=post, today=office.today).states


def assert_sound() -> None:
    assert [str(one) for check in (*check_outbox(), *check_reminders()) for one in check.broken] == []


def test_an_sms_goes_to_who_agreed_and_stop_ends_it() -> None:
    office, sms = office_with(ChannelName.SMS), WritingChannel()
    buyer, contact = debtor(office)
    row = row_of(office)
    assert (row.decision, row.reasons[0][0]) == ("SUPPRESS", "NO_CONSENT")
    says(office, contact, Stand.CONSENT)
    assert office.send(office.plan()["run_id"])["queued"] == 1
    assert delivered(office, sms) == {"SENT": 1}
    (mail,) = sms.mails
    assert (mail.recipient, mail.template, mail.html) == ("13800000000", "OVERDUE-zh-hans", "")
    assert "人民币 500.00 元" in mail.text
    assert mail.parameters["total"] == "人民币 500.00 元"
    assert office.channel.mails == []
    message = Message.objects.get()
    reply = Reply(message.pk, " 退订 ")
    done = record_reply(actor=manager(), now=office.now(), today=office.today, key="r", reply=reply)
    assert done["opted_out"] == contact
    assert list(Activity.objects.filter(customer_id=buyer).order_by("pk").values_list("kind", "outcome")) == [
        ("SMS", "SENT"),
        ("SMS", "REACHED"),
    ]
    office.go_to(date(2026, 3, 16))
    row = row_of(office)
    assert (row.decision, row.reasons[0][0]) == ("SUPPRESS", "OPTED_OUT")
    assert_sound()


def test_who_opts_out_between_run_and_delivery_gets_nothing() -> None:
    office, sms = office_with(ChannelName.SMS), WritingChannel()
    _, contact = debtor(office)
    says(office, contact, Stand.CONSENT)
    office.send(office.plan()["run_id"])
    says(office, contact, Stand.OPT_OUT)
    assert delivered(office, sms) == {"SUPPRESSED": 1}
    assert sms.mails == []
    assert not StepTaken.objects.filter(released_at=None).exists()


def test_who_pays_between_run_and_delivery_gets_no_sms() -> None:
    office, sms = office_with(ChannelName.SMS), WritingChannel()
    buyer, contact = debtor(office)
    says(office, contact, Stand.CONSENT)
    office.send(office.plan()["run_id"])
    pays(office, buyer)
    assert delivered(office, sms) == {"SUPPRESSED": 1}
    assert sms.mails == []


def test_the_other_channel_is_taken_and_the_row_says_why() -> None:
    office = office_with(ChannelName.SMS, ChannelName.EMAIL)
    debtor(office)
    row = row_of(office)
    assert (row.channel, row.decision, row.passed_over) == ("EMAIL", "SEND", [["NO_CONSENT", {}]])


def test_mail_stops_for_who_wants_no_more() -> None:
    office = new_office()
    _, contact = debtor(office)
    says(office, contact, Stand.OPT_OUT, ChannelName.EMAIL)
    row = row_of(office)
    assert (row.decision, row.reasons[0][0]) == ("SUPPRESS", "OPTED_OUT")


def test_without_a_provider_an_sms_waits_and_mail_goes() -> None:
    office = office_with(ChannelName.SMS, ChannelName.EMAIL)
    _, contact = debtor(office, "乙公司")
    says(office, contact, Stand.CONSENT)
    debtor(office, "丙公司", mobile="")
    office.send(office.plan()["run_id"])
    report = office.deliver()
    assert (report.states, report.problems) == ({"SENT": 1}, {"SMS": "CHANNEL_NOT_CONFIGURED"})
    assert sorted(Message.objects.values_list("channel", "state")) == [("EMAIL", "SENT"), ("SMS", "PLANNED")]


def test_a_channel_that_is_down_keeps_no_other_one() -> None:
    from huikuan.outbox.rules import Phase, Retryable

    office, sms = office_with(ChannelName.SMS, ChannelName.EMAIL), WritingChannel()
    for number in range(5):
        _, contact = debtor(office, f"短{number}")
        says(office, contact, Stand.CONSENT)
    debtor(office, "邮", mobile="")
    sms.answers = [Retryable(0, Phase.CONNECT, "down")] * 5
    office.send(office.plan()["run_id"])
    assert delivered(office, sms) == {"DEFERRED": 3, "SENT": 1}


def test_a_call_is_a_task_settled_by_what_came_of_it() -> None:
    office = office_with(ChannelName.CALL)
    buyer, _ = debtor(office)
    office.send(office.plan()["run_id"])
    assert office.deliver().states == {}
    message = Message.objects.get()
    assert (message.channel, message.state, message.is_automatic) == ("CALL", "PLANNED", False)
    assert "F-乙公司" in message.text

    def told(outcome: Outcome, key: str) -> dict[str, Any]:
        step = NextStep("再打一次", office.today + timedelta(days=3))
        promised = (
            Promised(50_000, "CNY", office.today + timedelta(days=3), "王经理") if outcome is Outcome.PROMISED else None
        )
        result = TaskResult(message.pk, "财务说周五付", outcome, step, promised)
        return settle_task(actor=manager(), now=office.now(), today=office.today, key=key, result=result)

    told(Outcome.NOT_REACHED, "k1")
    message.refresh_from_db()
    assert message.state == "PLANNED"
    bare = TaskResult(message.pk, "财务说周五付", Outcome.PROMISED, NextStep("查账", office.today))
    with pytest.raises(Refused, match="PROMISE_WITHOUT_TERMS"):
        settle_task(actor=manager(), now=office.now(), today=office.today, key="bare", result=bare)
    done = told(Outcome.PROMISED, "k2")
    promise = Promise.objects.get(pk=done["promise_id"])
    assert (promise.amount_minor, promise.said_by, promise.channel, promise.customer_id) == (
        50_000,
        "王经理",
        "CALL",
        buyer,
    )
    message.refresh_from_db()
    assert message.state == "SENT"
    assert StepTaken.objects.get().settled_on == office.today
    kinds = Activity.objects.filter(customer_id=buyer).order_by("pk").values_list("kind", "outcome")
    assert list(kinds) == [("CALL", "NOT_REACHED"), ("CALL", "PROMISED")]
    assert_sound()


def letters(office: Office) -> dict[str, Any]:
    local = office.now().astimezone(ZONE)
    return print_letters(actor=manager(), now=office.now(), local_now=local, today=office.today, key=office.books.key())


def test_letters_are_printed_posted_and_proved() -> None:
    office = office_with(ChannelName.LETTER)
    buyer, _ = debtor(office)
    paid, _ = debtor(office, "丙公司")
    Customer.objects.update(address="上海市浦东新区世纪大道 1 号")
    office.send(office.plan()["run_id"])
    pays(office, paid)
    done = letters(office)
    assert (done["letters"], done["kept_back"]) == (1, 1)
    assert sorted(Message.objects.values_list("state", flat=True)) == ["SENT", "SUPPRESSED"]
    letter = PostedLetter.objects.get()
    assert letter.waybill_text == "催款函：应付款本金人民币 500.00 元，发票F-乙公司"
    waybill = Waybill(letter.pk, "顺丰", "SF1234567890", office.today)
    who = {"actor": manager(), "now": office.now(), "today": office.today}
    hand_over_letters(**who, key="h", waybills=[waybill])  # type: ignore[arg-type]
    with pytest.raises(Refused) as taken:
        hand_over_letters(**who, key="h2", waybills=[waybill])  # type: ignore[arg-type]
    assert taken.value.code == "WAYBILL_TAKEN"
    result = PostResult(
        letter.pk, PostEvent.DELIVER, office.today, "前台签收", (Stub("stub.png", b"\x89PNG\r\n\x1a\n"),)
    )
    assert settle_letter(**who, key="s", result=result) == {"state": "DELIVERED"}  # type: ignore[arg-type]
    letter.refresh_from_db()
    assert len(letter.stub_ids) == 1
    texts = list(Activity.objects.filter(customer_id=buyer, kind="LETTER").values_list("text", flat=True))
    assert "SF1234567890" in texts[-1]
    assert letters(office)["letters"] == 0
    assert_sound()


def test_one_cap_over_all_channels() -> None:
    office, sms = office_with(ChannelName.SMS), WritingChannel()
    buyer, contact = debtor(office)
    says(office, contact, Stand.CONSENT)
    office.send(office.plan()["run_id"])
    delivered(office, sms)
    office.books.invoice(buyer, "F-neu", 10_000, due=date(2026, 3, 5))
    row = row_of(office)
    assert (row.channel, row.decision, row.reasons[0][0]) == ("EMAIL", "SUPPRESS", "DAY_CAP")


def test_the_bound_counts_every_channel_and_without_it_nothing_is_held() -> None:
    """D8 with its negative control: 21 letters by three channels are held; were only mail counted, they would not be."""
    office = office_with(ChannelName.SMS, ChannelName.CALL)
    for number in range(21):
        _, contact = debtor(office, f"迟{number}")
        if number % 2:
            says(office, contact, Stand.CONSENT)
    planned = plan_run(actor=manager(), now=office.now(), key="plan", today=office.today)
    assert (planned["state"], planned["send"]) == ("HELD", 21)
    channels = list(RunRow.objects.filter(decision="SEND").values_list("channel", flat=True))
    assert {"SMS", "CALL"} == set(channels)
    bound = bound_of(policies=shipped_policies(), largest_before=0)
    mail_only = channels.count("EMAIL")
    assert hold_reasons(messages=mail_only, sent_today=0, bound=bound, per_customer=[1]) == ()


def test_make_up_days_are_work_days() -> None:
    """2026-01-04 is a Sunday on which everybody works: reminders go."""
    office = new_office()
    debtor(office)
    office.go_to(date(2026, 3, 15))
    assert row_of(office).reasons[0][0] == "NOT_A_BUSINESS_DAY"
    office.books.invoice(office.customer("丁公司"), "F-0", 50_000, due=date(2025, 12, 20))
    office.go_to(date(2026, 1, 4))
    row = RunRow.objects.filter(run_id=office.plan()["run_id"], customer__name="丁公司").get()
    assert row.decision == "SEND"


def test_words_are_kept_for_good() -> None:
    """Negative control of the journal: nobody changes what a person said."""
    from django.db import IntegrityError, transaction

    office = new_office()
    _, contact = debtor(office)
    says(office, contact, Stand.OPT_OUT)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactPermission.objects.update(stand="CONSENT")


def test_a_robot_gets_one_message_for_many(monkeypatch: pytest.MonkeyPatch) -> None:
    from huikuan.audit.operations import Intent, perform
    from huikuan.outbox.operations.queueing import queue_messages
    from huikuan.outbox.ports import Content

    office, robot = new_office(), WritingChannel()
    content = Content("sales", "", "", "", "en", "Subject", "text", "", {})

    def queue(number: int) -> None:
        drafts = [
            MessageDraft(
                f"k{number}/{one}", "NOTE", False, office.today, office.now(), content, None, None, ChannelName.FEISHU
            )
            for one in range(number)
        ]
        intent = Intent("queue", manager(), office.now(), f"q{number}", None, {})
        perform(intent=intent, work=lambda act: {"ids": queue_messages(act=act, drafts=drafts)})

    queue(9)
    post = Post(None, "", ZONE, {ChannelName.FEISHU: robot})
    report = deliver(clock=office.now, post=post, today=office.today)
    assert report.states == {"SENT": 9}
    assert len(robot.mails) == 1
    assert robot.mails[0].subject == "9 messages"
    assert robot.mails[0].text.count("Subject") == 9
