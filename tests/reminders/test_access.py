"""Who may move a run of reminders: only somebody who sees every letter in it; who comes to a message."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from huikuan.accounts.models import Company, User
from huikuan.kernel.actor import SYSTEM, Actor, ActorKind, RowScope, Verb
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.outbox.models import Message
from huikuan.receipts.models import BankAccount
from huikuan.reminders.access import message_for
from huikuan.reminders.models import Run
from huikuan.reminders.operations.planning import approve_run, cancel_run
from huikuan.reminders.operations.sending import send_run
from huikuan.reminders.queries import run_rows
from tests.reminder_office import MONDAY, manager, new_office

pytestmark = pytest.mark.django_db
LATE = date(2026, 2, 28)


def test_a_run_moves_only_by_who_sees_all_its_letters() -> None:
    """Somebody of one own company neither sends, approves, cancels nor supersedes the letters of another."""
    office = new_office()
    first = office.books.company_id
    other = Company.objects.create(name="甲方科技有限公司", short_name="科技", currency="CNY")
    BankAccount.objects.create(company=other, name="招行", currency="CNY", stated_through=MONDAY)
    of_both, of_first = office.customer("乙公司"), office.customer("丙公司")
    office.books.invoice(of_first, "F001", 20_000, due=LATE)
    office.books.company_id = other.pk
    office.books.invoice(of_both, "F002", 50_000, due=LATE)
    whole = office.plan()["run_id"]
    user = User.objects.create(username="wang", name="王")
    limited = Actor("王", ActorKind.PERSON, user.pk, frozenset(Verb), RowScope.ALL, company_ids=frozenset({first}))
    send = partial(send_run, now=office.now(), today=MONDAY)
    for move in (
        partial(send, actor=limited, key="s", run_id=whole),
        partial(cancel_run, actor=limited, now=office.now(), key="c", run_id=whole),
        partial(approve_run, actor=limited, now=office.now(), key="a", run_id=whole),
    ):
        with pytest.raises(Refused, match="RUN_BEYOND"):
            move()
    assert Message.objects.count() == 0
    own = office.plan(limited)
    assert [row.company_id for row in run_rows(actor=SYSTEM, run_id=own["run_id"]).rows] == [first]
    assert Run.objects.get(pk=whole).state == "PLANNED"
    assert send(actor=limited, key="own", run_id=own["run_id"])["queued"] == 1
    assert send(actor=SYSTEM, key="whole", run_id=whole) == {"state": "QUEUED", "queued": 1, "suppressed": 1}
    assert office.plan(limited)["run_id"] != office.plan(limited)["run_id"]
    assert [row.state for row in Run.objects.order_by("pk")] == ["QUEUED", "QUEUED", "SUPERSEDED", "PLANNED"]


def test_a_message_to_no_customer_is_for_those_who_see_all() -> None:
    office = new_office()
    office.books.invoice(office.customer("乙公司"), "F001", 20_000, due=LATE)
    office.plan_and_send()
    Message.objects.update(customer_id=None)
    pk = Message.objects.get().pk
    assert message_for(actor=manager(), message_id=pk).id == pk
    with pytest.raises(NotPermitted, match="MESSAGE_UNKNOWN"):
        message_for(actor=replace(manager(), scope=RowScope.OWN), message_id=pk)
