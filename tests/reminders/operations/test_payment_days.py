"""A run says when the customer's own process pays; a letter waits for that day only where the policy chooses it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from huikuan.kernel.actor import SYSTEM
from huikuan.outbox.models import Message
from huikuan.paying.operations import PayingDraft, save_paying
from huikuan.paying.rules.records import Habits, PaymentDayKind, PaymentDays
from huikuan.reminders.models import PolicyVersion, RunRow
from huikuan.reminders.operations.policies import save_policy
from huikuan.reminders.queries import policies_in_force
from tests.reminder_office import MONDAY, Office, manager, new_office

pytestmark = pytest.mark.django_db
FRIDAYS = Habits(payment_days=PaymentDays(PaymentDayKind.WEEKDAY, weekday=4))


def new_buyer() -> tuple[Office, int]:
    office = new_office()
    buyer = office.customer("乙公司")
    office.books.invoice(buyer, "F001", 20_000, due=date(2026, 2, 28))
    draft = PayingDraft(buyer, FRIDAYS, (), 0)
    save_paying(actor=SYSTEM, now=office.now(), key="fridays", draft=draft)
    return office, buyer


def wait_for_payment_days(office: Office) -> None:
    office.plan()  # saves the policies that come with the product
    for policy in policies_in_force(today=MONDAY).values():
        waits = replace(policy, waits_for_payment_day=True)
        save_policy(
            actor=manager(), now=office.now(), key=office.books.key(), policy=waits, replaces_number=policy.number
        )


def row_of(run_id: int) -> tuple[str, list[list[object]], str, bool]:
    row = RunRow.objects.get(run_id=run_id)
    return row.decision, row.reasons, row.items[0]["expected_on"], row.items[0]["pays_soon"]


def test_the_letter_goes_and_the_row_says_when_money_comes() -> None:
    office, _ = new_buyer()
    assert row_of(office.plan()["run_id"]) == ("SEND", [], "2026-03-06", True)
    assert office.plan_and_send() == 1


def test_where_the_policy_waits_it_waits_once() -> None:
    office, _ = new_buyer()
    wait_for_payment_days(office)
    held = [["PAYMENT_DAY_AHEAD", {"day": "2026-03-06"}]]
    assert row_of(office.plan()["run_id"]) == ("SUPPRESS", held, "2026-03-06", True)
    office.go_to(date(2026, 3, 6))
    assert row_of(office.plan()["run_id"])[:2] == ("SUPPRESS", held)
    office.go_to(date(2026, 3, 9))  # Friday has passed without money
    assert row_of(office.plan()["run_id"]) == ("SEND", [], "2026-03-13", False)


def test_a_queued_letter_stays_behind_if_the_payment_day_is_learned_meanwhile() -> None:
    office = new_office()
    wait_for_payment_days(office)
    buyer = office.customer("乙公司")
    office.books.invoice(buyer, "F001", 20_000, due=date(2026, 2, 28))
    office.send(office.plan()["run_id"])
    save_paying(actor=SYSTEM, now=office.now(), key="late", draft=PayingDraft(buyer, FRIDAYS, (), 0))
    office.deliver()
    assert [(row.state, row.reasons[0][0]) for row in Message.objects.all()] == [("SUPPRESSED", "PAYMENT_DAY_AHEAD")]
    assert office.channel.mails == []


def test_policies_saved_before_do_not_wait() -> None:
    office = new_office()
    office.plan()
    assert set(PolicyVersion.objects.values_list("payment_day_within", "waits_for_payment_day")) == {(10, False)}
