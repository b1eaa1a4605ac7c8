"""The page of how a customer pays: rows move without scripts, what was typed stays, an earlier version comes back."""

from __future__ import annotations

from datetime import date, time

import pytest

from huikuan.customers.models import Contact
from huikuan.paying.queries import habits_of
from huikuan.paying.rules.records import (
    Block,
    Habits,
    InvoiceDelivery,
    InvoiceForm,
    InvoiceWishes,
    PaymentDayKind,
    PaymentDays,
    Step,
    StepKind,
)
from huikuan.web.forms.paying import arranged, rate_text
from tests.web.areas.desk import text_of
from tests.web.office import KEY, Office
from tests.web.route_lists.paying import HABITS, recorded

pytestmark = pytest.mark.django_db
TYPED = {
    **HABITS,
    "key": KEY,
    "rows": "3",
    "closing_day": "25",
    "day_kind": "MONTH_DAYS",
    "month_days": "25\uff0c10",
    "roll": "PREVIOUS",
    "needs_budget": "on",
    "budget_through": "2026-12-31",
    "invoice_form": "SPECIAL",
    "tax_rate": "6.5",
    "invoice_delivery": "ELECTRONIC",
    "invoice_deadline": "20",
    "invoice_title": "乙方机电有限公司",
    "bank": "工商银行",
    "cut_off": "16:30",
    "pays_at": "15:00",
    "transfer_days": "1",
    "note": "只收专票",
    "reason": "电话里说的",
    "step_1_name": "请款单",
    "step_1_kind": "FORM",
    "step_1_days": "1",
    "step_1_evidence": "盖章的验收单",
    "step_2_name": "付款",
    "step_2_kind": "PAYMENT",
    "step_2_owner_text": "出纳",
    "step_2_since": "2026-02-27",
    "step_2_why": "出纳休假",
}


def address(office: Office, what: str = "") -> str:
    return f"/customers/{office.customer}/paying/{what}"


def test_what_is_typed_is_saved_whole(office: Office) -> None:
    owner = str(Contact.objects.get().pk)
    mender = str(office.people["owner"])
    typed = {**TYPED, "step_1_owner": owner, "step_2_mender": mender}
    done = office.browser("owner").post(address(office, "save/"), typed)
    assert (done.status_code, done["Location"]) == (303, address(office))
    row = habits_of(customer_ids=[office.customer])[office.customer]
    assert row.habits == Habits(
        25,
        PaymentDays(PaymentDayKind.MONTH_DAYS, (10, 25), roll=Habits().payment_days.roll.__class__("PREVIOUS")),
        InvoiceWishes(InvoiceForm.SPECIAL, "乙方机电有限公司", 650, InvoiceDelivery.ELECTRONIC, 20),
        needs_budget=True,
        budget_through=date(2026, 12, 31),
        bank="工商银行",
        cut_off=time(16, 30),
        pays_at=time(15),
        transfer_days=1,
        note="只收专票",
    )
    assert row.process == (
        Step("请款单", StepKind.FORM, int(owner), "", 1, "盖章的验收单"),
        Step("付款", StepKind.PAYMENT, None, "出纳", 0, "", Block(date(2026, 2, 27), "出纳休假", int(mender))),
    )
    assert (row.why, row.saved_by) == ("电话里说的", "赵敏")
    shown = text_of(office.browser("owner").get(address(office)))
    for words in ("stuck in 付款", "出纳休假", "赵敏 mends it", "Version 1", "Special VAT invoice · 6.5 %"):
        assert words in shown


def test_what_cannot_be_saved_stays_as_typed(office: Office) -> None:
    wrong = {**TYPED, "month_days": "10, 32", "step_1_name": "", "step_2_why": ""}
    again = office.browser("owner").post(address(office, "save/"), wrong)
    assert again.status_code == 422
    shown = text_of(again)
    for words in ("Days are numbers from 1 to 31", "What is this step called?", "Say why it stands still."):
        assert words in shown
    assert 'value="盖章的验收单"' in again.content.decode()
    assert habits_of(customer_ids=[office.customer]) == {}


def test_a_refusal_of_the_room_is_said_at_the_form(office: Office) -> None:
    again = office.browser("owner").post(address(office, "save/"), {**TYPED, "needs_budget": "", "step_2_since": ""})
    assert again.status_code == 422
    again = office.browser("owner").post(address(office, "save/"), {**TYPED, "needs_budget": ""})
    assert "no budget is needed" in text_of(again)


def test_rows_are_added_moved_and_removed_and_nothing_is_saved(office: Office) -> None:
    browser = office.browser("owner")
    more = browser.post(address(office, "arrange/"), {**TYPED, "order": "add"}).content.decode()
    assert 'name="step_4_name"' in more
    assert 'name="step_5_name"' not in more
    moved = browser.post(address(office, "arrange/"), {**TYPED, "order": "up_2"}).content.decode()
    assert moved.index('value="付款"') < moved.index('value="请款单"')
    assert 'value="2026-02-27"' in moved
    assert 'name="key"' in moved
    assert habits_of(customer_ids=[office.customer]) == {}


@pytest.mark.parametrize(
    ("order", "names"),
    [
        ("add", ["甲", "乙", ""]),
        ("up_1", ["甲", "乙"]),
        ("up_2", ["乙", "甲"]),
        ("down_1", ["乙", "甲"]),
        ("down_2", ["甲", "乙"]),
        ("remove_1", ["乙"]),
        ("remove_9", ["甲", "乙"]),
        ("remove_0", ["甲", "乙"]),
        ("nonsense", ["甲", "乙"]),
    ],
)
def test_the_order_of_rows(order: str, names: list[str]) -> None:
    typed = {"step_1_name": "甲", "step_2_name": "乙", "bank": "工行", "order": order}
    found, rows = arranged(typed=typed, rows=2, order=order)
    assert [found[f"step_{row}_name"] for row in range(1, rows + 1)] == names
    assert found["bank"] == "工行"


def test_the_last_row_may_go_and_no_more_than_twelve_come() -> None:
    assert arranged(typed={}, rows=1, order="remove_1")[1] == 1
    assert arranged(typed={}, rows=12, order="add")[1] == 12


def test_a_step_is_marked_and_goes_on_again_with_undo(office: Office) -> None:
    recorded(office)
    browser = office.browser("owner")
    sent = {"key": KEY, "seen": "2", "step": "1", "since": "2026-02-27", "why": "缺请款单"}
    browser.post(address(office, "block/"), sent)
    process = habits_of(customer_ids=[office.customer])[office.customer].process
    assert [step.block.why if step.block else "" for step in process] == ["缺请款单", "缺验收单"]
    shown = browser.get(address(office))
    assert f"/customers/{office.customer}/paying/2/restore/" in shown.content.decode()
    assert "Marked. No day is expected until the step goes on." in text_of(shown)


def test_a_mark_without_a_reason_is_said_at_its_step(office: Office) -> None:
    recorded(office)
    sent = {"key": KEY, "seen": "2", "step": "1", "since": "2026-02-27", "why": ""}
    again = office.browser("owner").post(address(office, "block/"), sent)
    assert again.status_code == 422
    assert "This field is required" in text_of(again)


def test_an_earlier_version_is_looked_at_and_comes_back(office: Office) -> None:
    recorded(office)
    browser = office.browser("owner")
    assert "This is version 1. Version 2 holds now." in text_of(browser.get(address(office, "?version=1")))
    browser.post(address(office, "1/restore/"), {"key": KEY, "seen": "2"})
    row = habits_of(customer_ids=[office.customer])[office.customer]
    assert (row.number, row.restored_from, row.process[1].block) == (3, 1, None)
    assert "Version 1 holds again, as version 3." in text_of(browser.get(address(office)))
    again = browser.post(address(office, "1/restore/"), {"key": KEY[::-1], "seen": "2"})
    assert again.status_code == 422
    assert "Somebody else saved version 3 meanwhile." in text_of(again)


def test_who_may_only_read_sees_no_form(office: Office) -> None:
    shown = office.browser("auditor").get(address(office))
    assert "Nobody has written down how this customer pays." in text_of(shown)
    assert b"/paying/save/" not in shown.content
    assert office.browser("auditor").post(address(office, "save/"), TYPED).status_code == 403


@pytest.mark.parametrize(("rate", "text"), [(0, "0"), (1_300, "13"), (650, "6.5"), (305, "3.05"), (10_000, "100")])
def test_a_rate_as_people_write_it(rate: int, text: str) -> None:
    assert rate_text(rate=rate) == text
