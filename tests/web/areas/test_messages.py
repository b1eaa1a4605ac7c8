"""Messages that failed or wait: sent again or cancelled by who may remind and sees the customer, once a press."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from huikuan.audit.models import Act
from huikuan.kernel.actor import SYSTEM
from huikuan.outbox.models import Message
from huikuan.receipts.models import BankAccount
from huikuan.reminders.models import Run, RunRow, StepTaken
from huikuan.reminders.operations.planning import plan_run
from huikuan.reminders.operations.sending import send_run
from tests.books import NOW
from tests.web.areas.desk import text_of, written
from tests.web.office import KEY, Office

MESSAGES = "/reminders/messages/"
TODAY = date(2026, 3, 2)


@pytest.fixture
def failed(office: Office) -> Message:
    """A letter to the owner's customer that the mail server refused."""
    BankAccount.objects.create(
        company_id=office.books.company_id, name="工行", currency="CNY", stated_through=date(2026, 3, 1)
    )
    run_id = plan_run(actor=SYSTEM, now=NOW, key=office.books.key(), today=TODAY)["run_id"]
    Run.objects.filter(pk=run_id).update(state="PLANNED", hold_reasons=[])
    RunRow.objects.filter(run_id=run_id, customer_id=office.customer).update(decision="SEND", reasons=[])
    Run.objects.filter(pk=run_id).update(messages=RunRow.objects.filter(run_id=run_id, decision="SEND").count())
    send_run(actor=SYSTEM, now=NOW, key=office.books.key(), run_id=run_id, today=TODAY)
    Message.objects.update(state="FAILED", attempts=3)
    StepTaken.objects.update(settled_on=TODAY)
    return Message.objects.get()


def press(office: Office, who: str, name: str, *where: int, **sent: Any) -> tuple[int, str]:
    answer = office.browser(who).post(reverse(name, args=where), {"key": KEY, **sent})
    return answer.status_code, answer.headers.get("Location", "") or text_of(answer)


def state_of(message: Message) -> tuple[str, int]:
    message.refresh_from_db()
    return message.state, message.attempts


def test_the_failed_tab_offers_both_to_who_may_remind_only(office: Office, failed: Message) -> None:
    pages = {who: text_of(office.browser(who).get(f"{MESSAGES}?state=FAILED")) for who in ("colleague", "owner")}
    assert [word in pages["colleague"] for word in ("Send all again", "Send again", "Do not send")] == [True] * 3
    assert [word in pages["owner"] for word in ("Send all again", "Send again", "Do not send")] == [False] * 3
    assert "乙方机电有限公司" in pages["owner"]


def test_a_failed_message_is_sent_again_once_a_press(office: Office, failed: Message) -> None:
    for _ in range(2):
        assert press(office, "colleague", "send_message_again", failed.pk, state="FAILED") == (
            303,
            f"{MESSAGES}?state=FAILED",
        )
    assert state_of(failed) == ("PLANNED", 0)
    assert {row.settled_on for row in StepTaken.objects.all()} == {None}
    assert Act.objects.filter(verb="send_again").count() == 1
    status, page = press(office, "colleague", "send_message_again", failed.pk, key=KEY + "b")
    assert (status, "Look again." in page) == (422, True)


@pytest.mark.parametrize("state", ["FAILED", "PLANNED"])
def test_a_message_is_cancelled_with_a_reason(office: Office, failed: Message, state: str) -> None:
    Message.objects.update(state=state)
    before = written()
    address = reverse("cancel_message", args=[failed.pk])
    answer = office.browser("colleague").post(address, {"key": KEY, "reason": " "})
    assert (answer.status_code, written(), "This field is required." in text_of(answer)) == (422, before, True)
    assert answer.content.decode().count('<details class="act decide" open>') == 1, "the form comes back open"
    assert '<details class="act decide" open>' not in office.browser("colleague").get(MESSAGES).content.decode()
    sent = {"reason": "客户当面答应"}
    assert press(office, "colleague", "cancel_message", failed.pk, **sent) == (303, MESSAGES)
    assert state_of(failed)[0] == "SUPPRESSED"
    assert None not in {row.released_at for row in StepTaken.objects.all()}
    assert "吴静: 客户当面答应" in text_of(office.browser("owner").get(MESSAGES))


def test_all_failed_ones_are_sent_again(office: Office, failed: Message) -> None:
    browser = office.browser("colleague")
    assert browser.post(reverse("send_all_again"), {"key": KEY}).headers["Location"] == MESSAGES
    assert state_of(failed) == ("PLANNED", 0)
    assert "1 message is in the queue again." in text_of(browser.get(MESSAGES))
    assert Act.objects.filter(verb="send_again").count() == 1
    Message.objects.update(state="FAILED")
    assert press(office, "colleague", "send_all_again", key=KEY + "b") == (303, MESSAGES)
    assert (state_of(failed)[0], Act.objects.filter(verb="send_again").count()) == ("PLANNED", 2)


@pytest.mark.parametrize("state", ["SENT", "UNCERTAIN", "SUPPRESSED"])
def test_what_went_or_may_have_gone_is_neither_offered_nor_moved(office: Office, failed: Message, state: str) -> None:
    Message.objects.update(state=state, sent_at=NOW if state == "SENT" else None)
    page = text_of(office.browser("colleague").get(MESSAGES))
    assert ("Send again" in page, "Do not send" in page) == (False, False)
    before = written()
    assert press(office, "colleague", "send_message_again", failed.pk)[0] == 422
    assert press(office, "colleague", "cancel_message", failed.pk, key=KEY + "b", reason="x")[0] == 422
    assert press(office, "colleague", "send_all_again", key=KEY + "c")[0] == 303
    assert (written(), state_of(failed)[0]) == (before, state)


def test_others_may_neither_send_nor_cancel(office: Office, failed: Message) -> None:
    before = written()
    for who in ("owner", "stranger"):
        assert press(office, who, "send_message_again", failed.pk)[0] == 403
        assert press(office, who, "cancel_message", failed.pk, reason="x")[0] == 403
        assert press(office, who, "send_all_again")[0] == 403
    assert press(office, "anonymous", "send_all_again")[0] == 302
    assert (written(), state_of(failed)[0]) == (before, "FAILED")
