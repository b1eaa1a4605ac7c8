"""Days without a mail server that lets us in: no reminder is lost and none goes twice; its own log is the judge."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from itertools import repeat

import pytest

from huikuan.integrations.email.server_url import mail_server
from huikuan.integrations.email.smtp import SmtpChannel, TimeLimits
from huikuan.jobs.delivery import DeliveryReport, Post, deliver
from huikuan.outbox.models import Message
from huikuan.reminders.models import StepTaken
from tests.mail_sink import Manner, Sink
from tests.reminder_office import ZONE, Office, new_office

pytestmark = pytest.mark.django_db
LATE = date(2026, 2, 28)
LIMITS = TimeLimits(connect=2, command=2, content=2, reply=2, whole=5)
HOURS = range(9, 20)


@pytest.fixture
def sink() -> Iterator[Sink]:
    server = Sink(repeat(Manner.OK), password="right").start()
    yield server
    server.stop()


def delivered(office: Office, port: int, password: str) -> DeliveryReport:
    channel = SmtpChannel(server=mail_server(url=f"smtp://ar:{password}@127.0.0.1:{port}"), limits=LIMITS)
    return deliver(clock=office.now, post=Post(channel, "ar@jia.example", ZONE), today=office.today)


@pytest.mark.parametrize("fault", ["wrong password", "nobody listens"])
def test_after_three_days_every_queued_reminder_goes_once(sink: Sink, fault: str) -> None:
    office = new_office()
    for name in ("乙公司", "丙公司"):
        office.books.invoice(office.customer(name), name, 50_000, due=LATE)
    assert office.send(office.plan()["run_id"])["queued"] == 2
    for day in (date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)):
        office.go_to(day)
        for hour in HOURS:
            office.at = time(hour)
            report = delivered(office, sink.port if fault == "wrong password" else 1, "wrong")
            assert set(report.states) <= {"DEFERRED", "POSTPONED"}
    assert {row.state for row in Message.objects.all()} == {"PLANNED"}
    assert {row.reasons[0][0] for row in Message.objects.all()} == {"SERVER_DEFERRED"}
    assert sink.kept == []
    office.go_to(date(2026, 3, 5))
    office.at = time(10)
    assert delivered(office, sink.port, "right").states == {"SENT": 2}
    assert sorted(sink.copies().values()) == [1, 1]
    assert [row.settled_on for row in StepTaken.objects.all()] == [office.today] * 2
    assert office.plan()["send"] == 0
    office.at = time(11)
    assert delivered(office, sink.port, "right").states == {}
    assert sorted(sink.copies().values()) == [1, 1]
