"""Given open items, when days pass, then each customer gets each step once, on the right day, with the right amounts."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from huikuan.activities.queries import timeline
from huikuan.jobs.checks import check_all
from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.operations.money import bounce_receipt
from huikuan.receipts.rules import BounceReason
from huikuan.reminders.models import RunRow, StepTaken
from tests.reminder_office import MONDAY, Office, new_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


def test_preview_then_send_then_pay_then_the_next_step_stays_home(office: Office) -> None:
    buyer = office.customer("乙公司")
    (item,) = office.books.invoice(buyer, "F001", 123_450, due=date(2026, 2, 28))
    planned = office.plan()
    assert planned == {"run_id": planned["run_id"], "state": "PLANNED", "send": 1, "suppressed": 0, "items": 1}
    assert office.channel.mails == []  # a preview sends nothing
    assert office.plan_and_send() == 1
    (mail,) = office.channel.mails
    assert mail.subject == "温馨提示：甲方贸易有限公司有1笔到期货款尚未收到，合计人民币 1,234.50 元"
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


def test_the_whole_ladder_of_a_chinese_and_an_english_customer(office: Office) -> None:
    """Given two customers who do not pay, when sixty days pass, then each gets every letter once, in his language."""
    ladder: list[tuple[date, str, str]] = []
    for name, language in (("乙公司", "zh-hans"), ("Bing Ltd", "en")):
        office.books.invoice(office.customer(name, language=language), f"F-{language}", 50_000, due=date(2026, 3, 11))
    day = MONDAY
    while day < date(2026, 5, 1):
        office.go_to(day)
        office.plan_and_send()
        ladder += [(day, mail.language, mail.subject) for mail in office.channel.mails]
        office.channel.mails.clear()
        day += timedelta(days=1)
    # due on Wednesday, 11 March; five days before is a Friday; the 30th day after is a Friday
    assert [(on, subject) for on, language, subject in ladder if language == "zh-hans"] == [
        (date(2026, 3, 6), "付款提醒：甲方贸易有限公司有1笔货款待付，最早2026年3月11日到期"),
        (date(2026, 3, 12), "温馨提示：甲方贸易有限公司有1笔到期货款尚未收到，合计人民币 500.00 元"),
        (date(2026, 3, 19), "付款通知：乙公司应付甲方贸易有限公司货款最长已逾期8天"),
        (date(2026, 3, 26), "催款函：请于2026年4月2日前支付已逾期货款人民币 500.00 元"),
        (date(2026, 4, 10), "正式催款函：逾期货款人民币 500.00 元，最早一笔已逾期30天"),
    ]
    assert [subject for _, language, subject in ladder if language == "en"] == [
        "Payment reminder from 甲方贸易有限公司: CNY 500.00, first due on 11 March 2026",
        "A friendly reminder from 甲方贸易有限公司: CNY 500.00 not yet received",
        "Payment notice: CNY 500.00 of Bing Ltd overdue, the oldest item 8 days",
        "Demand for payment: CNY 500.00 by 2 April 2026",
        "Formal demand for payment: CNY 500.00 overdue, the oldest item 30 days",
    ]


def test_after_a_long_outage_each_item_is_asked_for_once(office: Office) -> None:
    """Given three weeks without a run, when it runs again, then one letter goes out and tells which steps it left out."""
    buyer = office.customer("乙公司")
    office.books.invoice(buyer, "F001", 50_000, due=date(2026, 3, 4))
    office.plan_and_send()
    assert [mail.subject[:4] for mail in office.channel.mails] == ["付款提醒"]
    office.go_to(date(2026, 3, 25))
    assert [office.plan_and_send() for _ in range(2)] == [1, 0]
    assert [mail.subject[:4] for mail in office.channel.mails] == ["付款提醒", "催款函："]
    (kept,) = RunRow.objects.filter(decision="SEND").latest("pk").items
    assert kept["skipped"] == [["OVERDUE", 1, "LATER_STEP_REACHED"], ["OVERDUE", 2, "LATER_STEP_REACHED"]]


def test_a_bounced_payment_lets_the_ladder_go_on_where_it_was(office: Office) -> None:
    buyer = office.customer("乙公司")
    (item,) = office.books.invoice(buyer, "F001", 50_000, due=date(2026, 2, 27))
    office.plan_and_send()
    money = office.books.receipt(50_000, buyer, on=date(2026, 3, 4))
    office.books.allocate(money, (item, 50_000))
    office.go_to(date(2026, 3, 10))
    assert office.plan_and_send() == 0
    bounce_receipt(
        actor=SYSTEM,
        now=office.now(),
        key=office.books.key(),
        receipt_id=money.pk,
        effective_date=date(2026, 3, 10),
        reason=BounceReason.BOUNCED,
    )
    assert office.plan_and_send() == 1
    assert StepTaken.objects.latest("pk").ordinal == 2  # not the first one again
