"""The day's work can be repeated without effect, says what it did, and never pretends to have sent."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from threading import Event

import pytest
from click.testing import CliRunner
from django.db import IntegrityError

from huikuan.audit.models import Act, SealedAct
from huikuan.audit.operations import Intent, perform
from huikuan.cli.main import run as run_command
from huikuan.cli.run_day import run_day_command
from huikuan.documents import pdf
from huikuan.jobs import worker
from huikuan.jobs.day import configured_post, run_day
from huikuan.jobs.delivery import Post, deliver
from huikuan.jobs.worker import Habits, work
from huikuan.kernel.actor import SYSTEM
from huikuan.outbox.models import Message
from huikuan.outbox.operations.queueing import queue_messages
from huikuan.outbox.ports import Content, MessageDraft
from huikuan.outbox.rules import Phase, Retryable
from huikuan.reminders.models import Run
from huikuan.reminders.operations.planning import approve_run
from tests.reminder_office import MONDAY, ZONE, Office, WritingChannel, manager, new_office

pytestmark = pytest.mark.django_db
LATE = date(2026, 2, 28)


@pytest.fixture
def office() -> Office:
    office = new_office()
    office.books.invoice(office.customer("乙公司"), "F001", 50_000, due=LATE)
    return office


@pytest.fixture(autouse=True)
def _connection_of_the_test(monkeypatch):
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # it would end the test's own transaction


def day(office: Office, *, send: bool = True):
    return run_day(today=office.today, clock=office.now, post=office.post(), send=send)


def test_a_small_first_day_is_sent_and_repeating_it_adds_nothing(office: Office) -> None:
    first = day(office)
    assert (first.run_state, first.messages, first.queued, first.hold_reasons) == ("QUEUED", 1, 1, ())
    assert first.delivery.states == {"SENT": 1}
    acts = Act.objects.count()
    second = day(office)
    assert (second.run_id, second.delivery.states, Act.objects.count()) == (first.run_id, {}, acts)
    assert len(office.channel.mails) == 1
    assert SealedAct.objects.count() == acts


def test_a_large_first_day_is_held_then_sent_once_somebody_approved(office: Office) -> None:
    office.many_late(20)
    first = day(office)
    assert (first.run_state, first.messages, first.queued) == ("HELD", 21, 0)
    assert [reason.code for reason in first.hold_reasons] == ["RUN_ABOVE_BOUND"]
    approve_run(actor=manager(), now=office.now(), key="approve", run_id=first.run_id)
    second = day(office)
    assert (second.run_id, second.run_state, second.queued) == (first.run_id, "QUEUED", 21)
    assert second.delivery.states == {"SENT": 21}


def test_without_send_nothing_is_queued(office: Office) -> None:
    report = day(office, send=False)
    assert (report.messages, report.queued, Message.objects.count()) == (1, 0, 0)


def test_without_a_mail_server_messages_stay_planned_and_it_says_so(office: Office) -> None:
    report = run_day(today=MONDAY, clock=office.now, post=Post(None, "ar@jia.example", ZONE), send=True)
    assert (report.delivery.problem, report.delivery.waiting) == ("MAIL_NOT_CONFIGURED", 1)
    assert Message.objects.get().state == "PLANNED"
    wrong = run_day(today=MONDAY, clock=office.now, post=Post(office.channel, "nobody", ZONE), send=True)
    assert wrong.delivery.problem == "SENDER_INVALID"
    assert day(office).delivery.states == {"SENT": 1}


def test_letters_with_a_file_wait_for_a_font_and_the_others_go(office: Office, monkeypatch, tmp_path) -> None:
    buyer = office.customer("丙公司")
    office.books.invoice(buyer, "F002", 50_000, due=date(2026, 2, 20))  # step 2 carries a PDF
    monkeypatch.setenv("HUIKUAN_FONTS", str(tmp_path))
    pdf._compiler.cache_clear()
    report = day(office)
    assert (report.delivery.problem, report.delivery.states) == ("FONT_MISSING", {"SENT": 1, "WITHOUT_FONT": 1})
    row = Message.objects.get(customer_id=buyer)
    assert (row.state, row.attempts, row.reasons) == ("PLANNED", 0, [["FONT_MISSING", {}]])
    monkeypatch.delenv("HUIKUAN_FONTS")
    office.at = office.at.replace(hour=12)
    assert day(office).delivery.states == {"SENT": 1}


def test_a_server_that_cannot_be_reached_is_not_asked_for_every_message(office: Office) -> None:
    for number in range(9):
        office.books.invoice(office.customer(f"丙{number}"), f"G{number}", 50_000, due=LATE)
    office.channel.answers = [Retryable(0, Phase.CONNECT, "refused")] * 10
    report = day(office)
    assert (report.delivery.problem, report.delivery.states) == ("MAIL_SERVER_UNREACHABLE", {"DEFERRED": 3})
    assert Message.objects.filter(token=0).count() == 7


def test_a_year_whose_holidays_are_not_known_is_named(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert day(office).unpublished_years == ()
    monkeypatch.setattr("huikuan.kernel.calendar.LAST_PUBLISHED_YEAR", 2025)
    assert day(office).unpublished_years == (2026,)
    said = CliRunner().invoke(run_day_command, ["--date", MONDAY.isoformat()]).output
    assert "2026" in said and ("are not published" in said or "尚未公布" in said)


def test_a_run_that_a_person_superseded_is_not_sent_by_the_job(office: Office) -> None:
    day(office, send=False)
    office.plan(manager())
    report = day(office)
    assert (report.run_state, report.queued) == ("SUPERSEDED", 0)


def test_the_worker_does_the_days_work_once_at_its_hour_and_stops(office: Office) -> None:
    office.at = office.at.replace(hour=8)
    stop = Event()
    habits = Habits(pause_seconds=0, send=True)
    work(clock=office.now, post=office.post(), habits=habits, stop=stop, rounds=2)
    assert Run.objects.count() == 0
    office.at = office.at.replace(hour=9)
    work(clock=office.now, post=office.post(), habits=habits, stop=stop, rounds=3)
    assert Run.objects.count() == 1
    stop.set()
    work(clock=office.now, post=office.post(), habits=habits, stop=stop)


def test_a_fault_in_a_round_is_logged_and_the_next_round_does_the_work(office: Office, monkeypatch, caplog) -> None:
    real, calls = run_day, []

    def once_broken(**more):
        calls.append(more)
        if len(calls) == 1:
            raise IntegrityError("the other worker was quicker")
        return real(**more)

    monkeypatch.setattr(worker, "run_day", once_broken)
    work(clock=office.now, post=office.post(), habits=Habits(pause_seconds=0), stop=Event(), rounds=3)
    assert (len(calls), Run.objects.count()) == (2, 1)
    assert "the day's work failed" in caplog.text


def test_the_command_reports_as_text_and_as_json(office: Office, settings) -> None:
    settings.SMTP_URL = ""
    office.many_late(20)
    shown = CliRunner().invoke(run_day_command, ["--date", "2026-03-02", "--no-send"])
    assert shown.exit_code == 0, shown.output
    assert "2026-03-02" in shown.output and "RUN_ABOVE_BOUND" not in shown.output
    told = json.loads(CliRunner().invoke(run_day_command, ["--date", "2026-03-02", "--send", "--json"]).output)
    assert (told["today"], told["run_state"], told["messages"]) == ("2026-03-02", "HELD", 21)
    assert told["delivery"]["problem"] == "MAIL_NOT_CONFIGURED"
    assert "RUN_ABOVE_BOUND" not in told["hold_reasons"][0]["sentence"]


@pytest.mark.parametrize("command", ["run-day", "worker"])
def test_a_bad_setting_is_said_before_anything_is_done(office: Office, settings, command: str, capsys) -> None:
    settings.SMTP_URL = "http://mail.example"
    assert run_command(words=[command]) != 0
    assert "smtp://" in capsys.readouterr().err
    assert Run.objects.count() == 0


def test_settings_make_the_post(settings) -> None:
    settings.SMTP_URL, settings.EMAIL_FROM = "smtps://u:p@mail.example", "ar@jia.example"
    post = configured_post()
    assert (post.channel is not None, post.sender) == (True, "ar@jia.example")
    settings.SMTP_URL = ""
    assert configured_post().channel is None


def test_two_machines_plan_the_same_day_once(office: Office) -> None:
    reports = {
        run_day(today=MONDAY, clock=office.now, post=office.post(), send=False, actor=SYSTEM).run_id for _ in range(2)
    }
    assert len(reports) == 1
    assert datetime(2026, 3, 2, 2, tzinfo=UTC) == office.now()


def test_a_loop_that_is_told_to_stop_takes_no_further_message(office: Office) -> None:
    day(office, send=False)
    office.send(Run.objects.get().pk)
    assert deliver(clock=office.now, post=office.post(), stopped=lambda: True).states == {}
    assert deliver(clock=office.now, post=office.post(), most=0).waiting == 1
    assert deliver(clock=office.now, post=office.post()).states == {"SENT": 1}


def test_a_worker_that_lost_its_message_says_so_and_a_dead_ones_message_is_freed(office: Office) -> None:
    day(office, send=False)
    office.send(Run.objects.get().pk)

    class Slow(WritingChannel):
        def deliver(self, *, mail, may_transmit):
            Message.objects.update(token=9)  # another worker took over meanwhile
            return super().deliver(mail=mail, may_transmit=may_transmit)

    office.channel = Slow()
    assert deliver(clock=office.now, post=office.post()).states == {"WITHDRAWN": 1}
    office.channel = WritingChannel()
    office.at = office.at.replace(hour=11)
    assert deliver(clock=office.now, post=office.post()).states == {"EXPIRED_PLANNED": 1}
    office.at = office.at.replace(hour=12)
    assert deliver(clock=office.now, post=office.post()).states == {"SENT": 1}


def test_a_message_of_no_room_goes_out_as_it_was_queued(office: Office) -> None:
    content = Content("li@jia.example", "李", "甲方", "", "zh-hans", "每日链首", "abc", "<p>abc</p>", {})
    draft = MessageDraft("head/2026-03-02", "HEAD", False, MONDAY, office.now(), content)
    perform(
        intent=Intent("test", SYSTEM, office.now(), "q"),
        work=lambda act: {"ids": queue_messages(act=act, drafts=[draft])},
    )
    assert deliver(clock=office.now, post=office.post()).states == {"SENT": 1}
    assert [mail.text for mail in office.channel.mails] == ["abc"]


def test_the_day_watches_the_books_and_closes_prices_that_ran_out(office: Office) -> None:
    from huikuan.oversight.models import Run as Look
    from huikuan.prices.queries.confirmations import confirmation_row
    from tests.prices.office import Prices

    prices = Prices(office.books, office.customer("丙公司"))
    signed = prices.signed("JG-001", date(2026, 1, 1), LATE)
    assert [day(office).flagged for _ in range(2)] == [0, 0]
    row = confirmation_row(actor=SYSTEM, confirmation_id=signed)
    assert row is not None
    assert (row.state, Look.objects.count()) == ("EXPIRED", 1)
