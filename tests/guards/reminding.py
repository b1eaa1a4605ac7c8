"""Guards of the rooms that remind: policies, letters, runs, steps, messages; with the rows they are tried on."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.db.models import F

from huikuan.audit.models import Act
from huikuan.customers.models import Contact, ContactPermission
from huikuan.outbox.models import Allowance, KeptChannel, Message
from huikuan.reminders.models import Forewarning, LetterBatch, LetterVersion, Pause, PostedLetter
from tests.books import NOW
from tests.guards.tables import Forge, Guard, changed, copied
from tests.reminder_office import MONDAY, new_office


def on_another_message(**values: object) -> Forge:
    """A letter a second time, for a message that no letter carries yet."""

    def forge(model: type[models.Model]) -> None:
        copied(key="another")(Message)
        copied(message_id=Message.objects.get(key="another").pk, **values)(model)

    return forge


GUARDS: list[Guard] = [
    ("reminders.PolicyVersion", "reminders_policy_once", copied()),
    ("reminders.PolicyVersion", "reminders_window_not_empty", copied(window_end=time(0), number=1_000)),
    ("reminders.PolicyVersion", "reminders_cap_positive", copied(most_per_day=0, number=1_000)),
    ("reminders.PolicyStep", "reminders_step_once", copied()),
    ("reminders.LetterVersion", "reminders_letter_once", copied()),
    (
        "reminders.LetterVersion",
        "reminders_letter_four_eyes",
        changed(approver_id=F("author_id"), approved_at=NOW, alone_because=""),
    ),
    ("reminders.LetterVersion", "reminders_letter_approval_whole", changed(approver_id=8, approved_at=None)),
    ("reminders.Run", "reminders_run_four_eyes", changed(planner_id=7, approver_id=7, alone_because="")),
    ("reminders.Run", "reminders_run_approved_by_somebody", changed(state="APPROVED", approver_id=None)),
    ("reminders.RunRow", "reminders_one_message_a_customer", copied(message=None)),
    ("reminders.RunRow", "message", copied({"message__isnull": False}, currency="USD")),
    ("reminders.RunRow", "reminders_suppressed_not_queued", changed(decision="SUPPRESS")),
    ("reminders.StepTaken", "reminders_step_taken_once", copied()),
    ("reminders.Pause", "reminders_pause_has_reason", changed(reason="")),
    ("reminders.Forewarning", "reminders_forewarned_once", copied()),
    ("outbox.Message", "outbox_message_once", copied()),
    ("outbox.Message", "outbox_message_key_not_empty", changed(key="")),
    ("outbox.Message", "outbox_message_leased_while_held", changed(lease_until=NOW)),
    ("outbox.Message", "outbox_message_sent_has_moment", changed(sent_at=None)),
    ("outbox.Attempt", "outbox_attempt_once", copied()),
    ("outbox.Message", "outbox_message_channel_known", changed(channel="PIGEON")),
    ("outbox.Allowance", "name", copied()),
    ("outbox.KeptChannel", "name", copied(is_on=False)),
    ("outbox.KeptChannel", "outbox_one_sms_provider_on", copied(name="sms-http")),
    ("outbox.KeptChannel", "outbox_kept_channel_settable", changed(channel="EMAIL")),
    ("outbox.KeptChannel", "outbox_kept_channel_whole", changed(sealed="")),
    ("outbox.KeptChannel", "outbox_kept_channel_counted", changed(number=0)),
    ("customers.ContactPermission", "customers_stand", copied(stand="PERHAPS")),
    ("reminders.PostedLetter", "message", copied(place=9, waybill_number="SF7654321")),
    ("reminders.PostedLetter", "reminders_letter_place_once", on_another_message(waybill_number="SF7654321")),
    ("reminders.PostedLetter", "reminders_waybill_once", on_another_message(place=9)),
    ("reminders.PostedLetter", "reminders_letter_handed_over_whole", changed(state="PRINTED")),
]


def letters_and_words(act: Act, buyer: int) -> None:
    """A letter with the courier, a robot's bucket, and a person's word about a channel."""
    Allowance.objects.create(name="FEISHU/east/0", tokens=1, filled_at=NOW)
    sms = {"name": "sms-tencent", "channel": "SMS", "kind": "tencent", "sealed": "x", "number": 1, "changed_by": "x"}
    KeptChannel.objects.create(act=act, changed_at=NOW, is_on=True, **sms)
    contact = Contact.objects.get(customer_id=buyer)
    word = {"channel": "SMS", "stand": "CONSENT", "said_on": MONDAY, "told_by": "CALL", "who_name": "x"}
    ContactPermission.objects.create(contact=contact, act=act, at=NOW, **word)
    batch = LetterBatch.objects.create(day=MONDAY, letters=1, document_id=1, printed_by="x", printed_at=NOW, act=act)
    PostedLetter.objects.create(
        batch=batch,
        message=Message.objects.earliest("pk"),
        customer_id=buyer,
        place=1,
        waybill_text="x",
        state="HANDED_OVER",
        courier="顺丰",
        waybill_number="SF1234567",
        handed_on=MONDAY,
    )


def ground() -> None:
    """One reminder that was sent; a letter text, a pause and a forewarning besides."""
    office = new_office()
    buyer = office.customer("乙公司")
    (item,) = office.books.invoice(buyer, "F001", 20_000)
    office.plan_and_send()
    act = Act.objects.earliest("pk")
    letters_and_words(act, buyer)
    LetterVersion.objects.create(
        kind="OVERDUE",
        tone="FIRM",
        language="en",
        number=9,
        subject="x",
        body="x",
        author_id=7,
        author_name="x",
        created_at=NOW,
        act=act,
    )
    Pause.objects.create(customer_id=buyer, through=MONDAY, reason="对账中", created_by="x", created_at=NOW, act=act)
    Forewarning.objects.create(
        receivable_id=item.pk, due_date=MONDAY, customer_id=buyer, company_id=office.books.company_id, day=MONDAY,
        act=act,
    )  # fmt: skip
    assert Message.objects.get().state == "SENT"
