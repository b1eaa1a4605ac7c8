"""A step of the worker that fails is told and keeps no other step from being done."""

from __future__ import annotations

from datetime import date
from threading import Event
from typing import Any

import pytest

from huikuan.audit.models import Act, SealedAct
from huikuan.audit.sealing import seal_acts
from huikuan.jobs import worker
from huikuan.jobs.day import run_day
from huikuan.jobs.worker import Habits, work
from huikuan.outbox.models import Message
from tests.reminder_office import Office, new_office

pytestmark = pytest.mark.django_db
STEPS = {
    "run_day": "the day's work",
    "release_settled": "the release of what is paid",
    "deliver": "the delivery",
    "seal_acts": "the sealing",
    "refresh_mirror": "the refresh of the figures",
}


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch) -> Office:
    """An office with an overdue item."""
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)  # it would end the test's own transaction
    office = new_office()
    office.books.invoice(office.customer("乙公司"), "F001", 50_000, due=date(2026, 2, 28))
    return office


def test_the_business_day_seals_what_a_round_does_not_look_back_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An act committed long after its id was given out would else stay unsealed for ever."""
    monkeypatch.setattr(worker, "RECENT", 5)
    seal_acts(now=office.now())
    last = Act.objects.order_by("pk").values().last()
    assert last is not None
    Act.objects.create(**last | {"id": last["id"] + 100, "key": "last"})
    seal_acts(now=office.now())
    late = Act.objects.create(**last | {"id": last["id"] + 50, "key": "late"})
    this = worker._Round(clock=office.now, post=office.post(), habits=Habits(), name="w", stopped=lambda: False)
    this.seal()
    assert not SealedAct.objects.filter(act=late).exists()
    run_day(today=office.now().date(), clock=office.now, post=office.post(), send=False)
    assert SealedAct.objects.filter(act=late).exists()


@pytest.mark.parametrize("broken", STEPS)
def test_the_other_steps_are_done_where_one_fails(
    broken: str, office: Office, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    done: list[str] = []

    def step(name: str) -> Any:
        real = getattr(worker, name)

        def run(**given: Any) -> Any:
            done.append(name)
            if name == broken:
                raise OSError("no space left")
            return real(**given)

        return run

    for name in STEPS:
        monkeypatch.setattr(worker, name, step(name))
    work(clock=office.now, post=office.post(), habits=Habits(pause_seconds=0), stop=Event(), rounds=2)
    again = ["run_day"] if broken == "run_day" else []
    assert done == [*STEPS, *again, *list(STEPS)[1:]]
    assert {record.message for record in caplog.records if record.exc_info} == {f"{STEPS[broken]} failed"}


def test_messages_leave_and_acts_are_sealed_although_the_day_s_work_fails(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.send(int(office.plan()["run_id"]))
    assert [message.state for message in Message.objects.all()] == ["PLANNED"]

    def broken(**given: Any) -> None:
        raise OSError("the mirror cannot be written")

    monkeypatch.setattr(worker, "run_day", broken)
    work(clock=office.now, post=office.post(), habits=Habits(pause_seconds=0), stop=Event(), rounds=1)
    assert [message.state for message in Message.objects.all()] == ["SENT"]
    assert SealedAct.objects.count() == Act.objects.count()
