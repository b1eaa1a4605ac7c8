"""Reminder policies in the browser: each version with its state, a change looked at before it is made, by who may."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from huikuan.audit.models import Act
from huikuan.customers.operations import ContactDraft
from huikuan.receipts.models import BankAccount
from huikuan.reminders.models import PolicyVersion
from huikuan.reminders.queries import policies_in_force
from tests.web.areas.desk import cost, text_of, written
from tests.web.areas.test_reminders import press
from tests.web.office import KEY, Office

TODAY = date(2026, 3, 2)
TYPED: dict[str, Any] = {
    "seen": "0",
    "entry_rule": "FIRST",
    "forewarn_days": "12",
    "most_per_day": "1",
    "most_per_week": "2",
    "window_start": "09:30",
    "window_end": "18:00",
    "bank_fresh_days": "",
    "bound_factor": "4",
    "small_run": "50",
    "payment_day_within": "15",
    "waits_for_payment_day": "on",
    "waits_for_our_side": "on",
    "effective_from": "2026-03-02",
    "source": "2026 年起放宽",
    "before_1_days": "3",
    "before_1_tone": "FRIENDLY",
    "before_2_days": "7",
    "before_2_tone": "CLEAR",
    "before_2_pdf": "on",
    "late_1_days": "30",
    "late_1_tone": "FINAL",
    "late_1_pdf": "on",
    "late_3_days": "10",
    "late_3_gap": "5",
    "late_3_tone": "FIRM",
    "minimum_CNY": "200.00",
}
WHERE = ("STANDARD",)


@pytest.fixture
def late(office: Office) -> int:
    """A customer of the owner, eight days late, to whom a run writes today."""
    BankAccount.objects.create(
        company_id=office.books.company_id, name="工行", currency="CNY", stated_through=date(2026, 3, 1)
    )
    contact = ContactDraft("高伟", email="gao@kehu.example", gets_reminders=True)
    buyer = office.books.customer("戊公司", salesperson_id=office.people["owner"], contacts=(contact,))
    office.books.invoice(buyer, "F901", 80_000, date(2026, 2, 22))
    return buyer


def save(office: Office, who: str = "director", **more: Any) -> tuple[int, str]:
    where = reverse("change_policy", args=WHERE)
    answer = office.browser(who).post(where, {"key": KEY, **TYPED, **more})
    return answer.status_code, answer.headers.get("Location", "") or text_of(answer)


def test_each_class_stands_there_with_its_days(office: Office) -> None:
    page = text_of(office.browser("owner").get(reverse("policies")))
    assert "Standard customers 5 1, 8, 15, 30" in page
    assert "Key customers 7 3, 12, 25, 45" in page
    assert "comes with the product" in page


def test_the_reason_of_the_product_is_in_the_language_of_the_reader(office: Office) -> None:
    page = office.browser("owner").get(reverse("policies")).content.decode()
    assert "Default of the product: reminders" in page
    assert "产品默认策略" not in page
    browser = office.browser("owner")
    browser.post(reverse("language"), {"language": "zh-hans"})
    page = browser.get(reverse("policies")).content.decode()
    assert "产品默认策略" in page
    assert "Default of the product" not in page


def test_who_may_only_read_sees_the_steps_and_who_can_change_them(office: Office) -> None:
    page = office.browser("colleague").get(reverse("policy", args=WHERE)).content.decode()
    assert "It can be changed by: " in page
    assert "王红" in page
    assert re.findall(r'name="((?:late|before)_\d+_days)"', page) == [
        "before_1_days",
        *(f"late_{n}_days" for n in range(1, 5)),
    ]
    assert "The next version" not in page
    page = office.browser("director").get(reverse("policy", args=WHERE)).content.decode()
    assert "It can be changed by: " not in page
    assert len(re.findall(r'name="(?:late|before)_\d+_days"', page)) == 12


def test_a_change_is_the_next_version_with_its_steps_in_order(office: Office) -> None:
    assert save(office) == (303, reverse("policy", args=WHERE))
    policy = policies_in_force(today=TODAY)["STANDARD"]
    assert (policy.number, policy.source, policy.effective_from) == (2, "2026 年起放宽", TODAY)
    assert [(step.ordinal, step.days_before, step.tone.value, step.with_pdf) for step in policy.before_due] == [
        (1, 7, "CLEAR", True),
        (2, 3, "FRIENDLY", False),
    ]
    assert [(step.ordinal, step.days_overdue, step.gap_days, step.tone.value) for step in policy.overdue] == [
        (1, 10, 5, "FIRM"),
        (2, 30, 1, "FINAL"),
    ]
    assert (policy.payment_day_within, policy.waits_for_payment_day, policy.waits_for_our_side) == (15, True, True)
    assert (policy.minimum_minor, policy.bank_fresh_days, policy.small_run) == ({"CNY": 20_000}, None, 50)
    page = text_of(office.browser("owner").get(reverse("policy", args=WHERE)))
    assert "2 in force 7, 3 10, 30 2026 年起放宽" in page
    assert "1 replaced 5 1, 8, 15, 30" in page
    assert save(office) == (303, reverse("policy", args=WHERE))  # a second click
    assert PolicyVersion.objects.filter(customer_class="STANDARD").count() == 2


def test_a_version_of_a_later_day_waits_for_it(office: Office) -> None:
    assert save(office, effective_from="2026-04-01")[0] == 303
    assert policies_in_force(today=TODAY)["STANDARD"].number == 1
    assert policies_in_force(today=date(2026, 4, 1))["STANDARD"].number == 2
    page = text_of(office.browser("director").get(reverse("policy", args=WHERE)))
    assert "2 from 2026-04-01" in page
    assert "1 in force" in page
    assert save(office, seen="2", effective_from="2026-03-20", key=KEY + "b")[0] == 303
    page = text_of(office.browser("director").get(reverse("policy", args=WHERE)))
    assert "3 from 2026-03-20" in page
    assert "2 replaced" in page


def test_two_editors_do_not_undo_each_other(office: Office) -> None:
    assert save(office)[0] == 303
    status, page = save(office, key=KEY + "b")
    assert (status, "Somebody else saved version 2 of this policy meanwhile." in page) == (422, True)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"before_2_days": "4"}, "The first reminder must come 5 days before the due date at the latest."),
        ({"late_3_days": "30"}, "Steps after the due date must come one after the other"),
        ({"effective_from": "2026-03-01"}, "A policy cannot begin in the past."),
        ({"most_per_day": ""}, "This field is required."),
        ({"late_1_days": "0"}, "Ensure this value is greater than or equal to 1."),
        ({"window_end": "09:00"}, "The contact hours end before they begin."),
        ({"minimum_CNY": "abc"}, "abc"),
        ({"forewarn_days": "5"}, "The salesperson must be told no later than the customer (7 days before)."),
    ],
)
@pytest.mark.parametrize("name", ["look_at_policy", "change_policy"])
def test_what_cannot_be_is_said_and_what_was_typed_stays(
    name: str, typed: dict[str, str], words: str, office: Office
) -> None:
    before = written()
    sent = {"key": KEY, **TYPED, **typed}
    answer = office.browser("director").post(reverse(name, args=WHERE), sent)
    assert (answer.status_code, words in text_of(answer)) == (422, True)
    assert 'value="09:30"' in answer.content.decode()
    assert written() == before


def test_the_reason_is_asked_for_when_it_is_saved(office: Office, late: int) -> None:
    sent = {"key": KEY, **TYPED, "source": ""}
    answer = office.browser("director").post(reverse("look_at_policy", args=WHERE), sent)
    assert answer.status_code == 200
    assert "Messages to be sent: 1 now, 0 with this policy." in text_of(answer)
    answer = office.browser("director").post(reverse("change_policy", args=WHERE), sent)
    assert (answer.status_code, "This field is required." in text_of(answer)) == (422, True)


def test_a_look_says_whom_it_would_write_to_otherwise_and_saves_nothing(office: Office, late: int) -> None:
    before = written()
    where = reverse("look_at_policy", args=WHERE)
    answer = office.browser("director").post(where, {"key": KEY, **TYPED})
    page = text_of(answer)
    assert answer.status_code == 200
    assert "Messages to be sent: 1 now, 0 with this policy. 1 message would be another." in page
    assert "戊公司 overdue, message 2, clear no letter due CNY 800.00" in page
    assert written() == before
    same = office.browser("director").post(where, {"key": KEY, **TYPED, "late_3_days": "8", "late_3_tone": "CLEAR"})
    assert "戊公司 overdue, message 2, clear overdue, message 1, clear CNY 800.00" in text_of(same)


@pytest.mark.parametrize("name", ["look_at_policy", "change_policy"])
@pytest.mark.parametrize("who", ["owner", "stranger", "colleague"])
def test_who_may_not_edit_reads_only(name: str, who: str, office: Office) -> None:
    before = written()
    assert office.browser(who).post(reverse(name, args=WHERE), {"key": KEY, **TYPED}).status_code == 403
    page = office.browser(who).get(reverse("policy", args=WHERE)).content.decode()
    assert "<fieldset disabled>" in page
    assert reverse(name, args=WHERE) not in page.replace(f'action="{reverse("change_policy", args=WHERE)}"', "")
    assert written() == before


def test_an_unknown_class_has_no_page(office: Office) -> None:
    for name in ("policy", "look_at_policy"):
        where = reverse(name, args=["VIP"])
        browser = office.browser("director")
        assert (browser.get(where) if name == "policy" else browser.post(where, {"key": KEY})).status_code == 404


def test_the_act_keeps_the_whole_policy(office: Office) -> None:
    save(office)
    detail = Act.objects.get(verb="save_policy").detail
    assert detail["replaces"] == 0
    assert detail["policy"]["small_run"] == 50
    assert detail["policy"]["effective_from"] == "2026-03-02"


def test_the_cost_of_a_look_does_not_grow_with_the_customers(office: Office, late: int) -> None:
    browser = office.browser("director")
    assert cost(browser, reverse("policy", args=WHERE)) <= 9
    assert press(office, "director", "look_at_policy", *WHERE)[0] == 422  # type: ignore[arg-type]
