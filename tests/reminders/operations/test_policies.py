"""Policies are versions: an edit makes the next one, a decision names the one that made it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.outbox.models import Message
from huikuan.reminders.models import PolicyVersion, RunRow
from huikuan.reminders.operations.policies import save_policy
from huikuan.reminders.policies import policy_by_id
from huikuan.reminders.queries import policies_in_force, policy_history
from huikuan.reminders.rules.policy import OverdueStep, Policy, Tone
from tests.reminder_office import MONDAY, Office, manager, new_office

pytestmark = pytest.mark.django_db
LATE = date(2026, 2, 28)


@pytest.fixture
def office() -> Office:
    return new_office()


def save(office: Office, policy: Policy, replaces: int) -> int:
    done = save_policy(
        actor=manager(), now=office.now(), key=office.books.key(), policy=policy, replaces_number=replaces
    )
    return int(done["policy_id"])


def test_before_the_first_run_the_shipped_policy_is_in_force(office: Office) -> None:
    shipped = policies_in_force(today=MONDAY)["STANDARD"]
    assert (shipped.id, shipped.number) == (0, 0)
    assert [step.days_before for step in shipped.before_due] == [5]
    assert [step.days_overdue for step in shipped.overdue] == [1, 8, 15, 30]
    assert "2026-01-01" in shipped.source


def test_an_edit_is_the_next_version_and_old_decisions_keep_theirs(office: Office) -> None:
    office.books.invoice(office.customer("乙公司"), "F001", 50_000, due=LATE)
    office.at = office.at.replace(hour=7)
    office.plan_and_send()
    first = RunRow.objects.get().policy_id
    changed = replace(
        policies_in_force(today=MONDAY)["STANDARD"],
        overdue=(OverdueStep(1, 60, 1, Tone.FIRM),),
        source="第二版：60 天后才提醒",
    )
    second = save(office, changed, 1)
    assert policies_in_force(today=MONDAY)["STANDARD"].id == second
    assert policy_by_id(policy_id=second).overdue == changed.overdue
    assert [row.policy.number for row in policy_history(customer_class="STANDARD")] == [2, 1]
    office.at = office.at.replace(hour=10)
    office.deliver()  # decided by the version that planned it
    assert [mail.subject[:4] for mail in office.channel.mails] == ["温馨提示"]
    assert Message.objects.get().snapshot["policy"] == first
    office.go_to(date(2026, 3, 10))
    assert office.plan()["send"] == 0  # decided by the new one


def test_an_edit_of_an_older_version_is_told_of_the_newer_one(office: Office) -> None:
    policy = policies_in_force(today=MONDAY)["STANDARD"]
    save(office, policy, 0)
    with pytest.raises(Changed, match="POLICY_CHANGED"):
        save(office, policy, 0)


def test_a_faulty_policy_and_an_actor_without_the_verb_are_refused(office: Office) -> None:
    policy = policies_in_force(today=MONDAY)["STANDARD"]
    with pytest.raises(Refused, match="CAPS_WRONG"):
        save(office, replace(policy, most_per_day=0), 0)
    with pytest.raises(NotPermitted):
        save_policy(
            actor=replace(manager(), verbs=frozenset()), now=office.now(), key="k", policy=policy, replaces_number=0
        )
    assert PolicyVersion.objects.count() == 0


def test_a_class_of_its_own_follows_its_own_policy(office: Office) -> None:
    office.books.invoice(office.customer("重点", customer_class="KEY"), "F001", 60_000, due=LATE)
    office.books.invoice(office.customer("普通", customer_class="UNHEARD"), "F002", 60_000, due=LATE)
    office.plan()
    (row,) = RunRow.objects.all()  # a key customer is reminded from the third day on
    assert row.policy.customer_class == "STANDARD"
    office.go_to(date(2026, 3, 3))
    office.plan()
    assert {row.policy.customer_class for row in RunRow.objects.filter(run__day=date(2026, 3, 3))} == {
        "KEY",
        "STANDARD",
    }


def test_versions_cannot_be_rewritten(office: Office) -> None:
    office.plan(SYSTEM)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        PolicyVersion.objects.update(most_per_day=9)
