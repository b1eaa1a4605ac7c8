"""Whom the gate keeps a message from: shown in the run, and looked at again after its approval, right before it leaves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from huikuan.audit.operations import Intent, perform
from huikuan.customers.models import Contact, ContactFile
from huikuan.customers.operations import set_do_not_contact
from huikuan.customers.permission_rules import Stand
from huikuan.kernel.actor import SYSTEM
from huikuan.outbox.models import Message
from huikuan.outbox.operations.queueing import queue_messages
from huikuan.outbox.ports import Content, MessageDraft
from huikuan.outbox.rules import ChannelName
from huikuan.receipts.models import BankAccount
from huikuan.receivables.models import Receivable
from huikuan.reminders.models import PolicyVersion, RunRow
from huikuan.reminders.operations.planning import approve_run
from huikuan.reminders.operations.policies import save_policy
from huikuan.reminders.policies import current_policies
from tests.planned import planned
from tests.reminder_office import Office, WritingChannel, manager
from tests.stories.test_channels_story import debtor, delivered, office_with, pays, says
from tests.stories.test_people_tasks_story import disputed, promised

pytestmark = pytest.mark.django_db
Change = Callable[[Office, int, int], None]


def wants_no_more(office: Office, buyer: int, contact: int) -> None:
    says(office, contact, Stand.OPT_OUT)


def has_no_basis(office: Office, buyer: int, contact: int) -> None:
    Contact.objects.filter(pk=contact).update(legal_basis="")


def lost_his_number(office: Office, buyer: int, contact: int) -> None:
    ContactFile.objects.filter(contact_id=contact).update(mobile="123")


def left_the_company(office: Office, buyer: int, contact: int) -> None:
    ContactFile.objects.filter(contact_id=contact).update(left_on=office.today)


def is_not_to_be_contacted(office: Office, buyer: int, contact: int) -> None:
    set_do_not_contact(actor=SYSTEM, now=office.now(), key=office.books.key(), customer_id=buyer, reason="诉讼中")


def agrees(office: Office, buyer: int) -> None:
    planned(office.books, list(Receivable.objects.filter(customer_id=buyer)))


CASES: dict[str, tuple[Change, str, str]] = {
    "退订": (wants_no_more, "OPTED_OUT", "OPTED_OUT"),
    "无依据": (has_no_basis, "NO_LEGAL_BASIS", "NO_LEGAL_BASIS"),
    "错号": (lost_his_number, "MOBILE_INVALID", "MOBILE_INVALID"),
    "离职": (left_the_company, "NO_RECIPIENT", "NO_RECIPIENT"),
    "勿扰": (is_not_to_be_contacted, "DO_NOT_CONTACT", "DO_NOT_CONTACT"),
    "争议": (lambda office, buyer, _: disputed(office, buyer), "DISPUTED", "DISPUTED"),
    "承诺": (lambda office, buyer, _: promised(office, buyer), "PROMISED_BY", "PROMISED_BY"),
    "计划": (lambda office, buyer, _: agrees(office, buyer), "PLANNED", "PLANNED"),
    "付清": (lambda office, buyer, _: pays(office, buyer), "", "NOTHING_OPEN"),
}
"""What happens to a customer, the reason in the run (none where no row is left), and the reason right before sending."""


def nine_and_one() -> tuple[Office, dict[str, tuple[int, int]]]:
    """A customer for each case and one to whom nothing happens; all agreed to SMS."""
    office = office_with(ChannelName.SMS)
    people = {name: debtor(office, name) for name in (*CASES, "照常")}
    for _, contact in people.values():
        says(office, contact, Stand.CONSENT)
    return office, people


def happen(office: Office, people: dict[str, tuple[int, int]]) -> None:
    for name, (change, _, _) in CASES.items():
        change(office, *people[name])


def test_the_run_says_whom_it_keeps_the_message_from() -> None:
    office, people = nine_and_one()
    happen(office, people)
    office.plan()
    rows = {row.customer.name: row for row in RunRow.objects.select_related("customer")}
    said = {name: row.reasons[0][0] if row.reasons else "" for name, row in rows.items()}
    holds = {name: [hold[0] for item in row.items for hold in item["holds"]] for name, row in rows.items()}
    for name, (_, code, _) in CASES.items():
        assert not code or code in (said.get(name), *holds.get(name, ())), name
    assert [name for name, row in rows.items() if row.decision == "SEND"] == ["照常"]


def test_who_is_out_between_approval_and_sending_gets_nothing() -> None:
    """The run is held, another person approves it, it is queued; then everything happens, and only one SMS leaves."""
    office, people = nine_and_one()
    policies = current_policies(today=office.today)
    for name, policy in policies.items():
        number = PolicyVersion.objects.filter(customer_class=name).latest("number").number
        key = f"small-{name}"
        save_policy(
            actor=manager(),
            now=office.now(),
            key=key,
            policy=replace(policy, small_run=1),
            replaces_number=number,
        )
    run = office.plan(manager("计划"))
    assert (run["state"], run["send"]) == ("HELD", 10)
    approve_run(actor=manager("复核"), now=office.now(), key="approve", run_id=run["run_id"])
    assert office.send(run["run_id"])["queued"] == 10
    happen(office, people)
    sms = WritingChannel()
    assert delivered(office, sms) == {"SENT": 1, "SUPPRESSED": 9}
    assert [mail.parameters["customer_name"] for mail in sms.mails] == ["照常"]
    ids = {buyer: name for name, (buyer, _) in people.items()}
    found = {ids[row.customer_id or 0]: [code for code, _ in row.reasons] for row in Message.objects.all()}
    wanted = {name: code for name, (_, _, code) in CASES.items()}
    assert {name: wanted[name] in found[name] for name in wanted} == dict.fromkeys(wanted, True), found


def test_one_cap_over_channels_right_before_sending() -> None:
    """An SMS is queued before the hours; meanwhile he got an automatic mail: the SMS waits for the next morning of work."""
    office, sms = office_with(ChannelName.SMS), WritingChannel()
    buyer, contact = debtor(office)
    says(office, contact, Stand.CONSENT)
    office.at = time(7)
    office.send(office.plan()["run_id"])
    content = Content("a@kehu.example", "", "", "", "zh-hans", "对账单", "text", "", {})
    draft = MessageDraft("other", "NOTE", True, office.today, office.now(), content, None, buyer)
    intent = Intent("queue", SYSTEM, office.now(), "other", None, {})
    perform(intent=intent, work=lambda act: {"ids": queue_messages(act=act, drafts=[draft])})
    Message.objects.filter(key="other").update(state="SENT", sent_at=office.now())
    office.at = time(10)
    assert delivered(office, sms) == {"POSTPONED": 1}
    waiting = Message.objects.get(channel="SMS")
    assert (waiting.reasons[0][0], waiting.next_try_at.isoformat()) == ("DAY_CAP", "2026-03-03T01:00:00+00:00")
    office.go_to(office.today + timedelta(days=1))
    assert delivered(office, sms) == {"SENT": 1}


def test_a_sunday_on_which_everybody_works_is_the_next_morning_of_work() -> None:
    """Queued in the evening of 31 December: three free days, then Sunday, 4 January, a make-up day."""
    office, sms = office_with(ChannelName.SMS), WritingChannel()
    office.go_to(date(2025, 12, 31))
    buyer, contact = debtor(office)
    office.books.invoice(buyer, "F-alt", 50_000, due=date(2025, 12, 20))
    says(office, contact, Stand.CONSENT)
    office.send(office.plan()["run_id"])
    office.at = time(20, 30)
    assert delivered(office, sms) == {"POSTPONED": 1}
    assert Message.objects.get().next_try_at.isoformat() == "2026-01-04T01:00:00+00:00"
    office.go_to(date(2026, 1, 4))
    office.at = time(9)
    assert delivered(office, sms) == {"SENT": 1}


def test_the_bank_file_is_looked_at_right_before_sending() -> None:
    """Fresh when it was planned, a week old when it would leave: it stays, and its step is free for a later run."""
    office, sms = office_with(ChannelName.SMS), WritingChannel()
    _, contact = debtor(office)
    says(office, contact, Stand.CONSENT)
    office.send(office.plan()["run_id"])
    BankAccount.objects.update(stated_through=office.today - timedelta(days=20))
    assert delivered(office, sms) == {"SUPPRESSED": 1}
    assert Message.objects.get().reasons[0][0] == "BANK_STALE"
    office.go_to(office.today + timedelta(days=1))
    office.send(office.plan()["run_id"])
    assert delivered(office, sms) == {"SENT": 1}
