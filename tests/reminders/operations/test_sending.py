"""From run to outbox to letter: once, with the amounts of the claim, only about the addressee, and traceable."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from huikuan.activities.queries import timeline
from huikuan.activities.rules import SubjectKind
from huikuan.customers.models import Contact
from huikuan.customers.operations import ContactDraft
from huikuan.documents.queries import documents_of
from huikuan.documents.rules import Purpose
from huikuan.jobs.owners import cancel_message, resolve_uncertain, send_again
from huikuan.kernel.actor import SYSTEM, RowScope
from huikuan.kernel.refusal import NotPermitted
from huikuan.outbox.models import Message
from huikuan.outbox.operations.resolving import Resolution
from huikuan.outbox.rules import Event, Permanent, Phase, Retryable, Uncertain
from huikuan.receipts.models import BankAccount
from huikuan.reminders.models import RunRow, StepTaken
from huikuan.reminders.operations.pausing import PauseDraft, pause_reminders
from huikuan.reminders.queries import messages
from huikuan.reminders.rules.runs import RunState
from tests.reminder_office import MONDAY, Office, manager, new_office

pytestmark = pytest.mark.django_db
LATE = date(2026, 2, 28)


@pytest.fixture
def office() -> Office:
    return new_office()


def steps() -> list[tuple[int, str, int, bool, bool]]:
    rows = StepTaken.objects.order_by("pk")
    return [
        (row.receivable_id, row.phase, row.ordinal, row.settled_on is not None, row.released_at is not None)
        for row in rows
    ]


def test_a_step_and_a_message_cannot_exist_twice(office: Office) -> None:
    office.books.invoice(office.customer("乙公司"), "F001", 20_000, due=LATE)
    office.plan_and_send()
    taken, sent = StepTaken.objects.get(), Message.objects.get()
    taken.pk = sent.pk = None
    for row in (taken, sent):
        row._state.adding = True
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_a_second_run_of_the_same_day_sends_nothing(office: Office) -> None:
    office.books.invoice(office.customer("乙公司"), "F001", 20_000, due=LATE)
    assert [office.plan_and_send() for _ in range(3)] == [1, 0, 0]
    assert len(office.channel.mails) == 1


def queue_stale_run(office: Office) -> None:
    """A run whose state was set back as if two people had sent it at the same moment."""
    run_id = office.plan()["run_id"]
    from huikuan.reminders.models import Run

    Run.objects.filter(pk=run_id).update(state=RunState.PLANNED.value)
    office.send(run_id)
    RunRow.objects.update(message=None)
    Run.objects.filter(pk=run_id).update(state=RunState.PLANNED.value)
    office.send(run_id)


def test_a_run_sent_twice_takes_each_step_once(office: Office) -> None:
    office.books.invoice(office.customer("乙公司"), "F001", 20_000, due=LATE)
    queue_stale_run(office)
    assert Message.objects.count() == 1
    assert RunRow.objects.get().reasons == [["STEP_TAKEN_ALREADY", {}]]


def test_without_the_look_at_taken_steps_the_keys_still_stop_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First negative control: the check is only courtesy, the constraint holds."""
    from huikuan.reminders.operations import sending

    monkeypatch.setattr(sending, "_taken", lambda orders: set())
    office.books.invoice(office.customer("乙公司"), "F001", 20_000, due=LATE)
    with pytest.raises(IntegrityError), transaction.atomic():
        queue_stale_run(office)


def test_without_check_and_keys_the_customer_gets_it_twice(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Second negative control: with every guard off the reminder is doubled, so the guards are what prevents it."""
    from huikuan.reminders.operations import sending

    monkeypatch.setattr(sending, "_taken", lambda orders: set())
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX outbox_message_once")
        cursor.execute("DROP INDEX reminders_step_taken_once")
    office.books.invoice(office.customer("乙公司"), "F001", 20_000, due=LATE)
    queue_stale_run(office)
    assert Message.objects.count() == 2


def test_the_letter_names_nobody_else(office: Office) -> None:
    """D6: two customers with alike facts; no name, number, address or amount of the one is in the other's mail."""
    facts = {"乙公司": ("F777001", 7_654_321), "丙公司": ("F888002", 8_765_432)}
    people = {"乙公司": ("王一", "yi@kehu.example"), "丙公司": ("李二", "bing@kehu.example")}
    for name, (number, minor) in facts.items():
        person, address = people[name]
        buyer = office.books.customer(name, contacts=(ContactDraft(name=person, email=address, gets_reminders=True),))
        office.books.invoice(buyer, number, minor, due=date(2026, 2, 18))
    office.plan_and_send()
    assert len(office.channel.mails) == 2
    for mail in office.channel.mails:
        mine = next(name for name in facts if name in mail.text)
        other = next(name for name in facts if name != mine)
        whole = mail.text + mail.html + mail.subject + mail.recipient + mail.recipient_name
        for word in (other, facts[other][0], *people[other], f"{facts[other][1] // 100:,}"):
            assert word not in whole
        assert facts[mine][0] in mail.text and mail.recipient == people[mine][1]


def test_amounts_and_attachment_are_those_of_the_claim_and_the_hash_proves_them(office: Office) -> None:
    buyer = office.customer("乙公司")
    (item,) = office.books.invoice(buyer, "F001", 50_000, due=date(2026, 2, 20))  # ten days: step 2, with PDF
    (paid,) = office.books.invoice(buyer, "F002", 30_000, due=date(2026, 2, 20))
    office.at = time(7)
    office.plan_and_send()
    before = Message.objects.get().snapshot_hash
    office.books.allocate(office.books.receipt(30_000, buyer, on=MONDAY), (paid, 30_000))
    office.at = time(9)
    office.deliver()
    (mail,) = office.channel.mails
    row = Message.objects.get()
    assert row.snapshot_hash != before
    assert row.snapshot["items"] == [[item.pk, "F001", 1, "2026-01-10", "2026-02-20", 50_000]]
    assert "F002" not in mail.text
    (pdf,) = mail.attachments
    (document,) = documents_of(purpose=Purpose.LETTER, owner_ids=[buyer])
    assert (pdf.name, pdf.content_type, document.size_bytes) == (
        f"HK-{row.pk}.pdf",
        "application/pdf",
        len(pdf.content),
    )
    assert row.document_ids == [document.id]
    (entry,) = timeline(actor=SYSTEM, customer_id=buyer).rows
    assert {subject.kind for subject in entry.subjects} == {
        SubjectKind.MESSAGE,
        SubjectKind.RECEIVABLE,
        SubjectKind.DOCUMENT,
    }
    assert steps() == [(item.pk, "OVERDUE", 2, True, False), (paid.pk, "OVERDUE", 2, False, True)]
    assert row.snapshot["policy"] == RunRow.objects.get().policy_id


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("pause", "PAUSED"),
        ("unapplied", "MAY_BE_PAID"),
        ("stale", "BANK_STALE"),
        ("address", "ADDRESS_INVALID"),
        ("name", "HEADER_UNSAFE"),
    ],
)
def test_the_gate_is_asked_again_at_the_claim(office: Office, change: str, code: str) -> None:
    buyer = office.customer("乙公司")
    office.books.invoice(buyer, "F001", 50_000, due=LATE)
    office.at = time(7)
    office.plan_and_send()
    if change == "pause":
        draft = PauseDraft(buyer, MONDAY, "已约定付款")
        pause_reminders(actor=manager(), now=office.now(), today=MONDAY, key="p", pause=draft)
    elif change == "unapplied":
        office.books.receipt(50_000, buyer, on=MONDAY)
    elif change == "stale":
        BankAccount.objects.update(stated_through=MONDAY - timedelta(days=20))
    elif change == "address":
        Contact.objects.update(email="nobody")
    else:
        Contact.objects.update(name="王\r\nBcc: x@evil.example")
    office.at = time(10)
    assert office.deliver().states == {"SUPPRESSED": 1}
    assert [reason[0] for reason in Message.objects.get().reasons] == [code]
    assert [row[4] for row in steps()] == [True]
    assert office.channel.mails == []


def test_a_suppressed_step_is_due_again_when_the_reason_is_gone(office: Office) -> None:
    buyer = office.customer("乙公司")
    office.books.invoice(buyer, "F001", 50_000, due=LATE)
    office.at = time(7)
    office.plan_and_send()
    Contact.objects.update(email="nobody")
    office.at = time(10)
    office.deliver()
    Contact.objects.update(email="wang@kehu.example")
    assert office.plan_and_send() == 1
    assert [mail.recipient for mail in office.channel.mails] == ["wang@kehu.example"]


def test_quiet_hours_and_free_days_postpone_to_the_next_morning_of_work(office: Office) -> None:
    office.books.invoice(office.customer("乙公司"), "F001", 50_000, due=LATE)
    office.go_to(date(2026, 3, 6))  # Friday
    office.at = time(20, 30)
    office.plan_and_send()
    row = Message.objects.get()
    assert (row.state, row.attempts, row.reasons[0][0]) == ("PLANNED", 0, "QUIET_HOURS")
    assert row.next_try_at.isoformat() == "2026-03-09T01:00:00+00:00"  # Monday 09:00 in Shanghai
    office.go_to(date(2026, 3, 7))
    office.at = time(12)
    assert office.deliver().states == {}
    office.go_to(date(2026, 3, 9))
    office.at = time(9)
    assert office.deliver().states == {"SENT": 1}
    assert StepTaken.objects.get().settled_on == date(2026, 3, 9)


def test_two_postponed_messages_of_one_customer_do_not_meet_on_one_day(office: Office) -> None:
    buyer = office.customer("乙公司")
    BankAccount.objects.create(company_id=office.books.company_id, name="美元", currency="USD", stated_through=MONDAY)
    office.books.invoice(buyer, "F001", 50_000, due=LATE)
    office.books.invoice(buyer, "U001", 50_000, due=LATE, currency="USD")
    office.at = time(20, 30)
    office.plan_and_send()
    Message.objects.update(day=LATE)  # as if it had been queued on another day
    office.plan_and_send()
    assert Message.objects.filter(state="PLANNED").count() == 1  # the one that waits counts for today
    office.go_to(date(2026, 3, 3))
    BankAccount.objects.update(stated_through=MONDAY)
    office.at = time(9)
    office.deliver()
    assert office.plan_and_send() == 0
    assert len(office.channel.mails) == 1
    office.go_to(date(2026, 3, 4))
    BankAccount.objects.update(stated_through=date(2026, 3, 3))
    assert office.plan_and_send() == 1


def test_answers_of_the_server_and_what_people_do_about_them(office: Office) -> None:
    buyer = office.customer("乙公司")
    office.books.invoice(buyer, "F001", 50_000, due=LATE)
    office.channel.answers = [Retryable(451, Phase.END, "later"), Uncertain(Phase.END, "lost")]
    office.plan_and_send()
    assert Message.objects.get().state == "PLANNED"
    office.at = time(10, 2)
    assert office.deliver().states == {"UNCERTAIN": 1}
    pk = Message.objects.get().pk
    office.go_to(date(2026, 3, 9))
    assert codes_of_plan(office) == {"STEP_BEFORE_UNSETTLED": 1}
    resolution = Resolution(pk, Event.CONFIRM_SENT, "客户来电说收到了")
    resolve_uncertain(actor=manager(), now=office.now(), key="r", resolution=resolution)
    assert timeline(actor=SYSTEM, customer_id=buyer).count == 1
    assert office.plan_and_send() == 1
    assert [mail.subject[:4] for mail in office.channel.mails] == ["付款通知"]


def codes_of_plan(office: Office) -> dict[str, int]:
    from huikuan.reminders.queries import reason_counts

    return reason_counts(actor=SYSTEM, run_id=office.plan()["run_id"])


def test_a_failed_address_is_mended_and_sent_again(office: Office) -> None:
    office.books.invoice(office.customer("乙公司"), "F001", 50_000, due=LATE)
    office.channel.answers = [Permanent(550, Phase.RECIPIENT, "no such user")]
    office.plan_and_send()
    row = Message.objects.get()
    assert (row.state, row.reasons) == (
        "FAILED",
        [["SERVER_REFUSED", {"code": 550, "phase": "RECIPIENT", "reply": "no such user"}]],
    )
    Contact.objects.update(email="new@kehu.example")
    send_again(actor=manager(), now=office.now(), key="s", message_id=row.pk)
    office.deliver()
    assert [mail.recipient for mail in office.channel.mails] == ["new@kehu.example"]
    assert [row[3:] for row in steps()] == [(True, False)]


def test_a_failed_letter_sent_again_after_a_later_one_went_does_not_go(office: Office) -> None:
    (item,) = office.books.invoice(office.customer("乙公司"), "F001", 50_000, due=LATE)
    office.channel.answers = [Permanent(550, Phase.RECIPIENT, "no such user")]
    office.plan_and_send()
    first = Message.objects.get()
    office.go_to(date(2026, 3, 9))
    assert office.plan_and_send() == 1
    office.go_to(date(2026, 3, 10))
    send_again(actor=manager(), now=office.now(), key="s", message_id=first.pk)
    assert office.deliver().states == {"SUPPRESSED": 1}
    first.refresh_from_db()
    assert first.reasons == [["STEP_OUT_OF_TIME", {}]]
    assert [mail.subject[:4] for mail in office.channel.mails] == ["付款通知"]
    assert steps() == [(item.pk, "OVERDUE", 1, False, True), (item.pk, "OVERDUE", 2, True, False)]
    assert office.plan()["send"] == 0  # the released first step is not taken after the second


def test_a_failed_letter_given_up_releases_its_step(office: Office) -> None:
    office.books.invoice(office.customer("乙公司"), "F001", 50_000, due=LATE)
    office.channel.answers = [Permanent(550, Phase.RECIPIENT, "no such user")]
    office.plan_and_send()
    pk = Message.objects.get().pk
    cancel_message(actor=manager(), now=office.now(), key="c", message_id=pk, reason="地址错了")
    assert [row[3:] for row in steps()] == [(True, True)]
    assert office.plan_and_send() == 1


def test_a_letter_before_the_due_date_held_over_the_day_says_that_its_time_is_over(office: Office) -> None:
    office.go_to(date(2026, 3, 6))  # Friday evening; due on Saturday
    office.books.invoice(office.customer("乙公司"), "F001", 50_000, due=date(2026, 3, 7))
    office.at = time(20, 30)
    assert office.plan_and_send() == 1
    office.go_to(date(2026, 3, 9))
    office.at = time(9)
    assert office.deliver().states == {"SUPPRESSED": 1}
    assert Message.objects.get().reasons == [["STEP_OUT_OF_TIME", {}]]
    assert [row[1:] for row in steps()] == [("BEFORE_DUE", 1, False, True)]
    assert office.plan_and_send() == 1  # the first letter after the due date


def test_a_letter_whose_items_are_paid_says_that_nothing_is_open(office: Office) -> None:
    buyer = office.customer("乙公司")
    (item,) = office.books.invoice(buyer, "F001", 50_000, due=LATE)
    office.at = time(7)
    office.plan_and_send()
    office.books.allocate(office.books.receipt(50_000, buyer, on=MONDAY), (item, 50_000))
    office.at = time(9)
    office.deliver()
    assert Message.objects.get().reasons == [["NOTHING_OPEN", {}]]


def test_a_cancelled_message_releases_its_step(office: Office) -> None:
    office.books.invoice(office.customer("乙公司"), "F001", 50_000, due=LATE)
    office.at = time(7)
    office.plan_and_send()
    pk = Message.objects.get().pk
    somebody = manager("外人")
    elsewhere, of_others = replace(somebody, company_ids=frozenset({999})), replace(somebody, scope=RowScope.OWN)
    for outsider, message_id in ((elsewhere, pk), (of_others, pk), (somebody, 987_654)):
        with pytest.raises(NotPermitted, match="MESSAGE_UNKNOWN"):
            cancel_message(actor=outsider, now=office.now(), key="c0", message_id=message_id, reason="x")
    with pytest.raises(NotPermitted):
        cancel_message(
            actor=replace(manager(), verbs=frozenset()), now=office.now(), key="c1", message_id=pk, reason="x"
        )
    cancel_message(actor=manager(), now=office.now(), key="c2", message_id=pk, reason="客户当面答应")
    assert [row[4] for row in steps()] == [True]
    assert messages(actor=manager()).rows[0].state.value == "SUPPRESSED"
    assert [messages(actor=outsider).count for outsider in (elsewhere, of_others)] == [0, 0]


def test_the_message_id_is_the_same_at_every_attempt(office: Office) -> None:
    office.books.invoice(office.customer("乙公司"), "F001", 50_000, due=LATE)
    seen = []
    real = office.channel.deliver

    def noting(*, mail, may_transmit):
        seen.append(mail.message_id)
        return real(mail=mail, may_transmit=may_transmit)

    office.channel.deliver = noting  # type: ignore[method-assign]
    office.channel.answers = [Retryable(451, Phase.END, "later")]
    office.plan_and_send()
    office.at = time(10, 5)
    office.deliver()
    assert len(seen) == 2 and len(set(seen)) == 1
    assert json.dumps(Message.objects.get().snapshot)
