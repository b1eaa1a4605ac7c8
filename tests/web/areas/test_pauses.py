"""Pauses: a salesperson keeps a letter from his own customer, with a reason and a last day, and everybody sees it."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from huikuan.audit.models import Act
from huikuan.customers.operations import ContactDraft
from huikuan.receipts.models import BankAccount
from huikuan.reminders.models import Pause
from tests.web.areas.desk import cost, text_of, written
from tests.web.areas.test_reminders import press
from tests.web.office import KEY, Office

TYPED = {"through": "2026-03-06", "reason": "周五付款"}


def paused(office: Office, who: str = "owner") -> Pause:
    assert press(office, who, "pause_customer", office.customer, **TYPED)[0] == 303
    return Pause.objects.get()


def test_the_letter_of_tomorrow_is_a_task_that_leads_to_its_pause_and_is_gone_after_it(office: Office) -> None:
    BankAccount.objects.create(
        company_id=office.books.company_id, name="工行", currency="CNY", stated_through=date(2026, 3, 1)
    )
    contact = ContactDraft("高伟", email="gao@kehu.example", gets_reminders=True)
    buyer = office.books.customer("戊公司", salesperson_id=office.people["owner"], contacts=(contact,))
    office.books.invoice(buyer, "F901", 80_000, date(2026, 2, 23))
    where = f"{reverse('pause_customer', args=[buyer])}?next=%2F"
    pages = {who: office.browser(who).get("/") for who in ("owner", "stranger", "colleague")}
    said = "Overdue letter 2 goes tomorrow: 1 item, the oldest late by 8 days"
    assert [said in text_of(pages[who]) for who in ("owner", "stranger", "colleague")] == [True, False, False]
    assert [where in pages[who].content.decode() for who in ("owner", "stranger", "colleague")] == [True, False, False]
    assert "Call before it does, or pause the reminders" in text_of(pages["owner"])
    assert press(office, "owner", "pause_customer", buyer, **TYPED, next="/") == (303, "/")
    after = office.browser("owner").get("/")
    assert said not in text_of(after)
    assert "戊公司" in text_of(after)  # still late, and still to be called


def test_a_pause_goes_back_where_it_came_from_and_offers_its_undo(office: Office) -> None:
    browser = office.browser("owner")
    where = reverse("pause_customer", args=[office.customer])
    form = browser.get(f"{where}?next=/&item={office.item}")
    page = form.content.decode()
    assert f'<option value="{office.item}" selected>F001 · 2026-02-09 · CNY 1,234.50</option>' in page
    assert 'value="2026-03-09"' in page  # a week
    assert 'max="2026-03-16"' in page  # a fortnight for a salesperson
    sent = {**TYPED, "key": KEY, "item": office.item, "next": "/"}
    answer = browser.post(where, sent)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    row = Pause.objects.get()
    assert (row.receivable_id, row.through, row.reason, row.created_by) == (
        office.item,
        date(2026, 3, 6),
        "周五付款",
        "赵敏",
    )
    assert reverse("end_pause", args=[row.pk]) in browser.get("/").content.decode()
    assert browser.post(where, sent).status_code == 303
    assert (Pause.objects.count(), Act.objects.filter(verb="pause_reminders").count()) == (1, 1)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"reason": ""}, "This field is required."),
        ({"through": "2026-03-01"}, "2026-03-01 lies in the past."),
        ({"through": "2026-03-17"}, "You may pause reminders through 2026-03-16 at most."),
        ({"item": "987654"}, "Select a valid choice."),
        ({"through": "gestern"}, "Enter a valid date."),
    ],
)
def test_what_cannot_be_is_said_at_the_form_which_keeps_what_was_typed(
    typed: dict[str, str], words: str, office: Office
) -> None:
    before = written()
    status, page = press(office, "owner", "pause_customer", office.customer, **{**TYPED, **typed})
    assert (status, words in page) == (422, True)
    assert written() == before


def test_who_may_remind_pauses_for_longer(office: Office) -> None:
    assert press(office, "colleague", "pause_customer", office.customer, through="2027-03-03", reason="协议")[0] == 303
    assert (
        press(office, "colleague", "pause_customer", office.customer, through="2027-03-04", reason="x", key=KEY + "b")[
            0
        ]
        == 422
    )


def test_nobody_pauses_another_s_customer(office: Office) -> None:
    before = written()
    assert press(office, "stranger", "pause_customer", office.customer, **TYPED)[0] == 404
    assert press(office, "owner", "pause_customer", office.others_customer, **TYPED)[0] == 404
    assert written() == before


def test_the_list_shows_each_his_own_and_who_may_end_what(office: Office) -> None:
    row = paused(office, "colleague")
    where = reverse("end_pause", args=[row.pk])
    pages = {
        who: office.browser(who).get(reverse("pauses")).content.decode() for who in ("owner", "stranger", "colleague")
    }
    assert ["周五付款" in pages[who] for who in ("owner", "stranger", "colleague")] == [True, False, True]
    assert [where in pages[who] for who in ("owner", "colleague")] == [False, True]
    assert press(office, "owner", "end_pause", row.pk)[0] == 403
    assert press(office, "stranger", "end_pause", row.pk)[0] == 404
    assert press(office, "colleague", "end_pause", row.pk, key=KEY + "a") == (303, reverse("pauses"))
    row.refresh_from_db()
    assert row.ended_at is not None
    assert "Nothing is paused" in text_of(office.browser("owner").get(reverse("pauses")))
    status, page = press(office, "colleague", "end_pause", row.pk, key=KEY + "b")
    assert (status, "This pause is over already." in page) == (422, True)


def test_a_salesperson_ends_what_he_made(office: Office) -> None:
    row = paused(office)
    assert press(office, "owner", "end_pause", row.pk, key=KEY + "b") == (303, reverse("pauses"))
    assert Pause.objects.filter(ended_at=None).count() == 0


def test_the_cost_does_not_grow_with_the_pauses(office: Office) -> None:
    assert press(office, "owner", "pause_customer", office.customer, **TYPED, item=office.item)[0] == 303
    browser = office.browser("colleague")
    few = cost(browser, reverse("pauses"))
    for number in range(5):
        sent = {**TYPED, "key": f"{KEY}{number}", "item": office.item}
        browser.post(reverse("pause_customer", args=[office.customer]), sent)
    assert Pause.objects.count() == 6
    browser.get(reverse("pauses"))  # says what was done, once
    assert cost(browser, reverse("pauses")) == few
