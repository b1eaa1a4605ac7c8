"""Given open items, when days pass, then each customer gets each step once, on the right day, with the right amounts."""

from __future__ import annotations

from datetime import date, time

import pytest

from huikuan.activities.queries import timeline
from huikuan.jobs.checks import check_all
from huikuan.kernel.actor import SYSTEM
from huikuan.reminders.models import RunRow, StepTaken
from tests.reminder_office import MONDAY, Office, new_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


def reasons(run_id: object) -> list[str]:
    return [code for row in RunRow.objects.filter(run_id=run_id).order_by("pk") for code, _ in row.reasons]


def test_preview_then_send_then_pay_then_the_next_step_stays_home(office: Office) -> None:
    buyer = office.customer("乙公司")
    (item,) = office.books.invoice(buyer, "F001", 123_450, due=date(2026, 2, 28))
    planned = office.plan()
    assert planned == {"run_id": planned["run_id"], "state": "HELD", "send": 1, "suppressed": 0, "items": 1}
    assert office.channel.mails == []  # a preview sends nothing
    assert office.plan_and_send() == 1
    (mail,) = office.channel.mails
    assert mail.subject == "温馨提示：甲方贸易有限公司有1笔货款尚未收到，合计人民币 1,234.50 元"
    assert "F001" in mail.text and "1,234.50" in mail.text and "逾期付款违约金" in mail.text
    assert [entry.text for entry in timeline(actor=SYSTEM, customer_id=buyer).rows] == [mail.subject]
    # the second step is due on the 8th day overdue; the money came the day before
    money = office.books.receipt(123_450, buyer, on=date(2026, 3, 7))
    office.books.allocate(money, (item, 123_450))
    office.go_to(date(2026, 3, 9))
    assert office.plan_and_send() == 0
    assert len(office.channel.mails) == 1
    assert [row.broken for row in check_all() if row.broken] == []


def test_a_payment_between_queue_and_claim_suppresses_the_message(office: Office) -> None:
    buyer = office.customer("乙公司")
    (item,) = office.books.invoice(buyer, "F001", 50_000, due=date(2026, 2, 28))
    office.at = time(7)  # before the contact hours: queued, but not sent
    office.plan_and_send()
    assert office.channel.mails == []
    money = office.books.receipt(50_000, buyer, on=MONDAY)
    office.books.allocate(money, (item, 50_000))
    office.at = time(9, 30)
    report = office.deliver()
    assert (report.states, office.channel.mails) == ({"SUPPRESSED": 1}, [])
    assert StepTaken.objects.filter(released_at=None).count() == 0


def test_a_part_payment_changes_the_amount_of_the_letter_not_the_step(office: Office) -> None:
    buyer = office.customer("乙公司")
    (item,) = office.books.invoice(buyer, "F001", 50_000, due=date(2026, 2, 28))
    office.at = time(7)
    office.plan_and_send()
    money = office.books.receipt(20_000, buyer, on=MONDAY)
    office.books.allocate(money, (item, 20_000))
    office.at = time(9, 30)
    office.deliver()
    (mail,) = office.channel.mails
    assert "300.00" in mail.text and "500.00" not in mail.text
    office.go_to(date(2026, 3, 9))
    assert office.plan_and_send() == 1  # FEATURES D5: the counter goes on with step 2
    assert StepTaken.objects.order_by("-pk").values_list("ordinal", flat=True).first() == 2
