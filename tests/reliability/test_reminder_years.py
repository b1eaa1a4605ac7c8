"""Three years of the real acts on the real tables: outages, payments, bounces, a server that refuses now and then.

No step is doubled, none comes before its gap, none is lost without a word, and nobody who owes nothing is asked.
"""

from __future__ import annotations

import random
from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from django.db import connection

from huikuan.kernel.actor import SYSTEM
from huikuan.outbox.checks import check_outbox
from huikuan.outbox.models import Message
from huikuan.outbox.rules import Permanent, Phase, Retryable
from huikuan.receipts.operations.money import bounce_receipt
from huikuan.receipts.rules import BounceReason
from huikuan.receivables.models import Receivable
from huikuan.reminders.checks import check_reminders
from huikuan.reminders.models import RunRow, StepTaken
from huikuan.reminders.policies import shipped_policies
from tests.reminder_office import MONDAY, Office, new_office

pytestmark = [pytest.mark.django_db, pytest.mark.reliability]
YEARS, RUNS = 3, 170
GAPS = {
    step.ordinal: step.gap_days
    for policy in shipped_policies()
    if policy.customer_class == "STANDARD"
    for step in policy.overdue
}


def something_happens(office: Office, chance: random.Random, buyers: list[int]) -> None:
    """A new invoice, a payment in part or in full, or a payment that goes back."""
    today = office.today
    what = chance.random()
    open_ones = list(Receivable.objects.filter(outstanding_minor__gt=0, issue_date__lte=today))
    if what < 0.35 or not open_ones:
        due = today + timedelta(days=chance.randrange(0, 45))
        number = f"F-{today}-{chance.random()}"
        office.books.invoice(chance.choice(buyers), number, chance.randrange(20_000, 90_000), due=due, issued=today)
    elif what < 0.55:
        item = chance.choice(open_ones)
        minor = item.outstanding_minor if chance.random() < 0.6 else chance.randrange(1, item.outstanding_minor + 1)
        money = office.books.receipt(minor, item.customer_id, on=today)
        office.books.allocate(money, (item, minor))
        if chance.random() < 0.3:
            bounce_receipt(
                actor=SYSTEM, now=office.now(), key=office.books.key(), receipt_id=money.pk,
                effective_date=today, reason=BounceReason.BOUNCED,
            )  # fmt: skip
    if chance.random() < 0.2:
        office.channel.answers = [
            chance.choice((Retryable(451, Phase.END, "later"), Permanent(550, Phase.RECIPIENT, "never")))
        ]


@pytest.mark.usefixtures("sqlite_only")  # what is planned on which day hangs on rules
def test_three_years() -> None:
    chance = random.Random(connection.vendor)  # another life on each database
    office = new_office()
    buyers = [office.customer(f"客户{number}") for number in range(5)]
    day = MONDAY
    for _ in range(RUNS):
        office.go_to(day, fresh=chance.random() < 0.9)
        for _ in range(chance.randrange(3)):
            something_happens(office, chance, buyers)
        office.at = time(chance.choice((8, 10, 15, 21)))
        office.plan_and_send()
        day += timedelta(days=chance.choice((1, 1, 1, 2, 3, 7, 30)) if chance.random() < 0.95 else 60)
    assert day - MONDAY > timedelta(days=365 * YEARS)
    assert [row for finding in (*check_outbox(), *check_reminders()) for row in finding.broken] == []

    sent: dict[tuple[int, str, str], list[tuple[int, date]]] = {}
    owed = dict(Receivable.objects.values_list("pk", "customer_id"))
    for message in Message.objects.filter(state="SENT").order_by("day", "pk"):
        assert all(owed[item[0]] == message.customer_id for item in message.snapshot["items"])
        assert all(item[5] > 0 for item in message.snapshot["items"])
        for receivable_id, due, phase, ordinal in message.snapshot["steps"]:
            sent.setdefault((receivable_id, due, phase), []).append((ordinal, message.day))
    assert len(office.channel.mails) == Message.objects.filter(state="SENT").count() > 40
    for (_, _, phase), taken in sent.items():
        ordinals = [ordinal for ordinal, _ in taken]
        assert ordinals == sorted(set(ordinals))  # in order, none twice
        if phase == "OVERDUE":
            for (_, before), (ordinal, on) in pairwise(taken):
                assert on >= before + timedelta(days=GAPS[ordinal])
    days = [(message.customer_id, message.day) for message in Message.objects.filter(state="SENT")]
    assert len(days) == len(set(days))  # one automatic message a day

    told = {
        (kept["receivable_id"], phase, ordinal)
        for items in RunRow.objects.values_list("items", flat=True)
        for kept in items
        for phase, ordinal, _ in kept["skipped"]
    }
    for receivable_id, phase, ordinal in StepTaken.objects.filter(released_at=None).values_list(
        "receivable_id", "phase", "ordinal"
    ):
        for lower in range(1, ordinal):
            live = StepTaken.objects.filter(
                released_at=None, receivable_id=receivable_id, phase=phase, ordinal=lower
            ).exists()
            assert live or (receivable_id, phase, lower) in told  # taken, or skipped with a reason
