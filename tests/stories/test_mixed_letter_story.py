"""Given a customer with overdue items and items due soon, then each sentence of his letters is true of what it is about."""

from __future__ import annotations

import io
from datetime import date, time

import pytest
from pypdf import PdfReader

from huikuan.reminders.models import RunRow, StepTaken
from tests.reminder_office import MONDAY, Office, new_office

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 3, 3)


@pytest.fixture
def office() -> Office:
    return new_office()


def mixed(office: Office, language: str) -> int:
    """Two overdue items, one due today, one due this week, and one far off."""
    buyer = office.customer("乙公司", language=language)
    office.books.invoice(buyer, "F001", 123_450, due=date(2026, 2, 28))
    office.books.invoice(buyer, "F002", 50_000, due=date(2026, 2, 20))
    office.books.invoice(buyer, "F003", 20_000, due=date(2026, 3, 5))
    office.books.invoice(buyer, "F004", 70_000, due=date(2026, 3, 2))
    office.books.invoice(buyer, "F005", 90_000, due=date(2026, 4, 30))  # not within the time of a reminder
    return buyer


def test_a_chinese_letter_about_overdue_items_tells_apart_what_is_due_soon(office: Office) -> None:
    mixed(office, "zh-hans")
    assert office.plan_and_send() == 1
    (mail,) = office.channel.mails
    assert mail.subject == "付款通知：乙公司应付甲方贸易有限公司货款最长已逾期10天"
    assert (
        mail.text
        == """致：乙公司
尊敬的王经理：

您好！截至2026年3月2日，贵司下列逾期款项仍未支付，共2笔，合计人民币 1,734.50 元，最早一笔到期日为2026年2月20日，已逾期10天：

已逾期款项
发票号 | 开票日期 | 到期日 | 逾期天数 | 未付金额（元）
F002 | 2026-01-10 | 2026-02-20 | 10天 | 500.00
F001 | 2026-01-10 | 2026-02-28 | 2天 | 1,234.50
逾期合计 | 人民币 1,734.50 元

除上列已逾期款项外，下列款项尚未逾期，共2笔，合计人民币 900.00 元，最早一笔于2026年3月2日到期，烦请不迟于各笔到期日付款：

即将到期款项
发票号 | 开票日期 | 到期日 | 未付金额（元）
F004 | 2026-01-10 | 2026-03-02 | 700.00
F003 | 2026-01-10 | 2026-03-05 | 200.00
即将到期合计 | 人民币 900.00 元

请贵司于2026年3月9日前付清已逾期款项，或书面告知具体付款日期及未能按期付款的原因。

如贵司认为某笔款项存在争议，请指明发票号、金额和理由，以便我们单独核实处理；无争议部分请先行支付。

上列金额仅为应付款项本金，不包含逾期付款违约金或利息；我方依合同约定及法律规定就逾期付款享有的全部权利均予保留，本函未提及或贵司仅支付本金，均不构成我方对该等权利的放弃。

顺颂商祺！

甲方贸易有限公司
2026年3月2日
"""
    )


def test_the_same_letter_in_english_as_text_html_and_pdf(office: Office) -> None:
    mixed(office, "en")
    assert office.plan_and_send() == 1
    (mail,) = office.channel.mails
    assert mail.subject == "Payment notice: CNY 1,734.50 of 乙公司 overdue, the oldest item 10 days"
    assert mail.text.startswith("""Dear 王经理,

On 2 March 2026 the overdue items of 乙公司 below were still unpaid: 2 in all, CNY 1,734.50 together. \
The oldest item was due on 20 February 2026, 10 days ago.

Overdue
Invoice | Issued | Due | Days overdue | Open amount (CNY)
F002 | 2026-01-10 | 2026-02-20 | 10 | 500.00
F001 | 2026-01-10 | 2026-02-28 | 2 | 1,234.50
Total overdue | CNY 1,734.50

Besides the overdue items above there are items that are not overdue yet: 2 in all, CNY 900.00 together, \
the first of them due on 2 March 2026. Please pay each of them by its due date.

Also due soon
Invoice | Issued | Due | Open amount (CNY)
F004 | 2026-01-10 | 2026-03-02 | 700.00
F003 | 2026-01-10 | 2026-03-05 | 200.00
Total due soon | CNY 900.00

Please pay what is overdue by 9 March 2026, or tell us""")
    order = ["Overdue</caption>", "F002", "F001", "Total overdue", "Besides the overdue items above"]
    order += ["Also due soon</caption>", "F004", "F003", "Total due soon", "Please pay what is overdue"]
    places = [mail.html.index(words) for words in order]
    assert places == sorted(places)
    (attachment,) = mail.attachments
    sheet = "".join(page.extract_text() for page in PdfReader(io.BytesIO(attachment.content)).pages)
    places = [sheet.index(words) for words in ("F002", "Total overdue", "Besides", "Also due soon", "F004", "due soon")]
    assert places == sorted(places[:-1]) + places[-1:]
    assert "F005" not in mail.text + mail.html + sheet


def test_after_the_dunning_an_item_due_soon_gets_a_courteous_letter_of_its_own(office: Office) -> None:
    """The acceptance finding: items dunned the day before stand in no letter that calls them soon due."""
    buyer = mixed(office, "zh-hans")
    office.plan_and_send()
    office.channel.mails.clear()
    office.books.invoice(buyer, "F006", 30_000, due=date(2026, 3, 6))
    office.go_to(TUESDAY)
    assert office.plan_and_send() == 1
    (mail,) = office.channel.mails
    assert (
        mail.subject == "温馨提示：甲方贸易有限公司有3笔到期货款尚未收到，合计人民币 2,434.50 元"
    )  # F004 is late today
    office.channel.mails.clear()
    office.books.invoice(buyer, "F007", 40_000, due=date(2026, 3, 9))
    office.go_to(date(2026, 3, 4))
    assert office.plan_and_send() == 1
    (mail,) = office.channel.mails
    assert mail.subject == "付款提醒：甲方贸易有限公司有3笔货款待付，最早2026年3月5日到期"
    assert "共3笔，合计人民币 900.00 元，最早到期日为2026年3月5日：" in mail.text
    assert [number for number in ("F001", "F002", "F004") if number in mail.text] == []
    assert [number for number in ("F003", "F006", "F007") if number not in mail.text] == []
    row = RunRow.objects.get(decision="SEND", run__day=date(2026, 3, 4))
    assert (row.kind, row.asked_minor) == ("BEFORE_DUE", 90_000)


def test_what_a_letter_tells_apart_counts_as_told(office: Office) -> None:
    buyer = office.customer("乙公司")
    office.books.invoice(buyer, "F001", 123_450, due=date(2026, 2, 28))
    office.books.invoice(buyer, "F003", 20_000, due=date(2026, 3, 5))
    assert [office.plan_and_send(), office.plan_and_send()] == [1, 0]
    told = StepTaken.objects.filter(released_at=None).order_by("receivable_id").values_list("phase", "settled_on")
    assert list(told) == [("OVERDUE", MONDAY), ("BEFORE_DUE", MONDAY)]
    for day in (TUESDAY, date(2026, 3, 4), date(2026, 3, 5)):
        office.go_to(day)
        assert office.plan_and_send() == 0  # no letter of its own for what stood in the first one


def test_a_letter_whose_overdue_items_are_paid_before_it_goes_is_courteous(office: Office) -> None:
    buyer = office.customer("乙公司")
    (late,) = office.books.invoice(buyer, "F001", 123_450, due=date(2026, 2, 28))
    office.books.invoice(buyer, "F003", 20_000, due=date(2026, 3, 5))
    office.at = time(7)
    office.plan_and_send()
    money = office.books.receipt(123_450, buyer, on=MONDAY)
    office.books.allocate(money, (late, 123_450))
    office.at = time(9, 30)
    office.deliver()
    (mail,) = office.channel.mails
    assert mail.subject == "付款提醒：甲方贸易有限公司有1笔货款待付，最早2026年3月5日到期"
    assert "F001" not in mail.text


def test_an_item_that_became_overdue_before_the_letter_goes_stands_among_the_overdue_ones(office: Office) -> None:
    buyer = office.customer("乙公司")
    office.books.invoice(buyer, "F001", 123_450, due=date(2026, 2, 28))
    office.books.invoice(buyer, "F003", 20_000, due=MONDAY)
    office.at = time(21)
    office.plan_and_send()
    office.go_to(TUESDAY)
    office.at = time(10)
    office.deliver()
    (mail,) = office.channel.mails
    assert mail.subject == "温馨提示：甲方贸易有限公司有2笔到期货款尚未收到，合计人民币 1,434.50 元"
    assert "尚未逾期" not in mail.text
    live = StepTaken.objects.filter(released_at=None).values_list("phase", flat=True)
    assert list(live) == ["OVERDUE"]  # its own first step is due on a later day
