"""Given a person whose mobile number is on file, then he has a code sent to it, seldom enough, and no kept text ever holds it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from huikuan.audit.models import Act, ActResult
from huikuan.customers.models import Contact
from huikuan.customers.permission_rules import PermissionDraft, Stand, ToldBy
from huikuan.customers.permissions import record_permission
from huikuan.guests.models import LinkCode
from huikuan.guests.operations.code_messages import prepare_code
from huikuan.guests.rules.links import LinkPurpose, code_wait
from huikuan.guests.rules.tokens import code_mark, marked_codes, sent_code, with_codes
from huikuan.jobs.portal_addresses import handed_over, only_own_links
from huikuan.kernel.actor import SYSTEM
from huikuan.outbox.models import Message
from huikuan.outbox.ports import MessageRow, Ready, Suppress
from huikuan.outbox.queries import message_row
from huikuan.outbox.rules import ChannelName
from huikuan.statements.models import Reply, Statement
from tests.books import NOW
from tests.portal.office import guest_browser, portal_office, sent, statement_link
from tests.portal.office import link_of as any_link
from tests.portal.test_routes import counts
from tests.portal.test_statement_answers import WHO, address, stated
from tests.web.office import Office

pytestmark = pytest.mark.django_db
MOBILE = "13900000000"


@pytest.fixture
def office(settings: Any, tmp_path: Path) -> Iterator[Office]:
    file = tmp_path / "channels.json"
    provider = {"provider": "http", "url": "https://sms.example/send", "success": {"field": "a.b", "equals": "0"}}
    file.write_text(json.dumps({"sms": provider}))
    settings.CHANNELS_FILE = str(file)
    with time_machine.travel(NOW, tick=False):
        yield portal_office()


def link_of(office: Office, row: Statement) -> int:
    person = Contact.objects.get(customer_id=row.customer_id).pk
    return any_link(office, purpose=LinkPurpose.STATEMENT, object_id=row.pk, contact_id=person)


def asked(browser: Client, row: Statement, key: str = "k" * 20) -> Any:
    return browser.post(address(row, "send-code"), {"key": key})


def message() -> MessageRow:
    found = message_row(message_id=Message.objects.filter(purpose="PORTAL_CODE").latest("pk").pk)
    assert found is not None
    return found


def opt_out(office: Office) -> None:
    person = Contact.objects.get(customer_id=office.customer).pk
    said = PermissionDraft(ChannelName.SMS, Stand.OPT_OUT, NOW.date(), ToldBy.CALL)
    record_permission(actor=SYSTEM, now=NOW, today=NOW.date(), key="out", contact_id=person, permission=said)


def test_a_code_goes_to_the_number_on_file_and_confirms(office: Office) -> None:
    row = stated(office)
    browser = guest_browser(link_of(office, row))
    page = browser.get("/portal/statement/").content.decode()
    assert "139****0000" in page and MOBILE not in page
    answer = asked(browser, row)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/portal/statements/{row.pk}/?sent=1")
    assert "is on its way to 139****0000" in browser.get(answer.headers["Location"]).content.decode()
    kept = message()
    assert (kept.channel, kept.content.recipient, kept.customer_id) == (ChannelName.SMS, MOBILE, office.customer)
    ready = prepare_code(message=kept, now=NOW, today=NOW.date())
    assert isinstance(only_own_links(message=kept, verdict=ready), Ready)
    left = handed_over(message=kept)
    code = left.snapshot["sms"]["parameters"]["code"]
    assert code.isdigit() and len(code) == 6 and code in left.text
    assert left.snapshot["sms"]["template"] == "PORTAL_CODE-en"
    # then the code itself stands in no row: not in the message, the code, or the audit trail
    rows = [*Message.objects.values(), *LinkCode.objects.values(), *Act.objects.values(), *ActResult.objects.values()]
    assert code not in json.dumps(
        [str({k: v for k, v in one.items() if "hash" not in k and k != "salt"}) for one in rows]
    )
    assert browser.post(address(row, "code"), {"code": code}).status_code == 303
    assert sent(browser, address(row, "confirm"), WHO).status_code == 303
    assert Reply.objects.get().factor == "CODE"


def test_the_same_click_twice_sends_one_code_and_another_waits_a_minute_and_five_are_all(office: Office) -> None:
    row = stated(office)
    browser = guest_browser(link_of(office, row))
    assert asked(browser, row).status_code == asked(browser, row).status_code == 303
    assert Message.objects.filter(purpose="PORTAL_CODE").count() == 1
    assert asked(browser, row, "b" * 20).status_code == 429
    other = guest_browser(link_of(office, row))
    assert asked(other, row, "c" * 20).status_code == 429, "another link of the same person is no way round"
    for minute in range(1, 5):
        with time_machine.travel(NOW + timedelta(minutes=minute), tick=False):
            assert asked(browser, row, f"{minute}" * 20).status_code == 303
    with time_machine.travel(NOW + timedelta(minutes=9), tick=False):
        assert asked(browser, row, "9" * 20).status_code == 429
    assert Message.objects.filter(purpose="PORTAL_CODE").count() == 5
    assert LinkCode.objects.filter(ended_at=None).count() == 1


def test_a_code_that_was_replaced_does_not_leave_and_does_not_pass(office: Office) -> None:
    row = stated(office)
    browser = guest_browser(link_of(office, row))
    asked(browser, row)
    first = message()
    old = handed_over(message=first).snapshot["sms"]["parameters"]["code"]
    with time_machine.travel(NOW + timedelta(minutes=2), tick=False):
        asked(browser, row, "n" * 20)
    verdict = prepare_code(message=first, now=NOW + timedelta(minutes=2), today=NOW.date())
    assert isinstance(verdict, Suppress) and verdict.reasons[0][0] == "PORTAL_CODE_ENDED"
    late = prepare_code(message=message(), now=NOW + timedelta(hours=25), today=NOW.date())
    assert isinstance(late, Suppress)
    new = handed_over(message=message()).snapshot["sms"]["parameters"]["code"]
    if old != new:  # one in a million they are the same
        assert browser.post(address(row, "code"), {"code": old}).status_code == 422


def test_a_code_of_another_customer_stays_behind(office: Office) -> None:
    row = stated(office)
    asked(guest_browser(link_of(office, row)), row)
    kept = message()
    foreign = replace(kept, customer_id=office.others_customer)
    assert isinstance(only_own_links(message=foreign, verdict=Ready(foreign.content, NOW.date())), Suppress)


@pytest.mark.parametrize("why", ["opted out", "no mobile", "nobody", "no provider"])
def test_where_none_can_go_none_is_offered(why: str, office: Office, settings: Any) -> None:
    row = stated(office)
    link_id = link_of(office, row)
    if why == "opted out":
        opt_out(office)
    if why == "no mobile":
        Contact.objects.filter(customer_id=office.customer).update(phone="021-5888")
    if why == "nobody":
        link_id = statement_link(office, row.pk)
    if why == "no provider":
        settings.CHANNELS_FILE = "/nowhere/channels.json"
    browser = guest_browser(link_id)
    page = browser.get("/portal/statement/").content.decode()
    assert "send-code" not in page and 'name="code"' in page
    before = counts()
    assert asked(browser, row).status_code == 409
    assert counts() == before


@pytest.mark.parametrize(
    ("minutes_ago", "wait"),
    [((), None), ((2,), None), ((0.5,), 30), ((1_439, 400, 300, 200, 100), 60), ((1_441, 400, 300, 200, 100), None)],
)
def test_how_long_one_waits_for_the_next_code(minutes_ago: tuple[float, ...], wait: int | None) -> None:
    sent_at: list[datetime] = [NOW - timedelta(minutes=one) for one in minutes_ago]
    found = code_wait(sent=sent_at, now=NOW)
    assert (None if found is None else found.total_seconds()) == wait


def test_a_code_is_made_again_from_key_link_and_salt_only() -> None:
    one = sent_code(secret="s", link_id=1, salt="a")
    assert one == sent_code(secret="s", link_id=1, salt="a") and len(one) == 6 and one.isdigit()
    many = {sent_code(secret="s", link_id=1, salt=str(salt)) for salt in range(500)}
    assert len(many) > 490 and {sent_code(secret="t", link_id=1, salt="a"), sent_code(secret="s", link_id=2, salt="a")}
    text = f"x {code_mark(code_id=7)} y"
    assert marked_codes(text=text) == {7} and with_codes(text=text, codes={7: "123456"}) == "x 123456 y"
