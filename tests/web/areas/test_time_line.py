"""The time line of a customer's page: every message with its state, and what he answered."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.rules import ActivityKind, NextStep
from huikuan.kernel.actor import SYSTEM
from huikuan.outbox.models import Message
from huikuan.outbox.rules import ChannelName
from tests.books import NOW
from tests.web.areas.desk import text_of
from tests.web.office import KEY, Office
from tests.web.route_lists.channels import message

STATES: dict[str, dict[str, Any]] = {
    "PLANNED": {},
    "SENT": {"state": "SENT", "sent_at": NOW},
    "FAILED": {"state": "FAILED", "reasons": [["MOBILE_INVALID", {}]]},
    "UNCERTAIN": {"state": "UNCERTAIN", "reasons": [["ANSWER_LOST", {"reply": "HTTP 500"}]]},
    "SUPPRESSED": {"state": "SUPPRESSED", "reasons": [["OPTED_OUT", {}]]},
}


def page(office: Office, who: str = "owner") -> str:
    return text_of(office.browser(who).get(f"/customers/{office.customer}/"))


def test_every_message_stands_there_with_its_state(office: Office) -> None:
    said = ("Waits", "Sent", "Not accepted", "Unknown whether it arrived", "Kept back")
    assert "SMS ·" not in page(office)
    for state in STATES.values():
        message(office, ChannelName.SMS, "13800000000", **state)
    shown = page(office)
    assert [f"SMS · {word}" in shown for word in said] == [True] * 5
    assert "催款 · The mobile number cannot be used" in shown


def test_an_answer_by_sms_is_written_down_from_the_time_line(office: Office) -> None:
    pk = message(office, ChannelName.SMS, "13800000000", **STATES["SENT"])
    client = office.browser("owner")
    assert f"/messages/{pk}/reply/" in client.get(f"/customers/{office.customer}/").content.decode()
    sent = {"key": KEY, "text": "周五一定付，请勿再发"}
    refused = client.post(f"/messages/{pk}/reply/", sent)
    assert (refused.status_code, "周五一定付" in refused.content.decode()) == (422, True)
    sent |= {"next_action": "查账", "next_date": "2026-03-06"}
    assert client.post(f"/messages/{pk}/reply/", sent).status_code == 303
    shown = page(office)
    assert ("SMS · the customer answered" in shown, "周五一定付" in shown) == (True, True)


def test_another_companys_messages_are_not_shown(office: Office) -> None:
    pk = message(office, ChannelName.SMS, "13800000000")
    Message.objects.filter(pk=pk).update(customer_id=office.others_customer)
    assert "SMS ·" not in page(office)


def test_a_contact_of_the_early_morning_stands_under_the_companys_day(office: Office) -> None:
    before_eight = datetime(2026, 3, 1, 22, 35, tzinfo=UTC)
    step = NextStep("再打电话", date(2026, 3, 4))
    draft = ActivityDraft(office.customer, ActivityKind.CALL, before_eight, "清晨通话", next_step=step)
    record_activity(actor=SYSTEM, now=NOW, today=NOW.date(), key=office.books.key(), activity=draft)
    for path in ("trouble/", "preparation/"):
        shown = office.browser("owner").get(f"/customers/{office.customer}/{path}").content.decode()
        assert ('datetime="2026-03-02"' in shown, 'datetime="2026-03-01"' in shown) == (True, False), path
