"""A call of the ladder on its page: what was promised in it is a promise; a half of one is asked for at its box."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huikuan.outbox.models import Message
from huikuan.promises.models import Promise
from tests.web.office import KEY, new_office
from tests.web.route_lists.channels import task

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


def test_a_promise_heard_on_a_call_is_one() -> None:
    office = new_office()
    pk = task(office)["message_id"]
    owner = office.browser("owner")
    blank = owner.get(f"/messages/{pk}/task/").content.decode()
    assert 'value="PROMISED" selected' not in blank
    typed = {
        "key": KEY,
        "outcome": "PROMISED",
        "text": "财务说周五付",
        "next_action": "查账",
        "next_date": (TODAY + timedelta(days=4)).isoformat(),
    }
    half = owner.post(f"/messages/{pk}/task/", {**typed, "promised": "1.00"})
    assert half.status_code == 422
    assert half.content.decode().count("A promise has an amount and a day.") == 1
    assert "财务说周五付" in half.content.decode()
    whole = {**typed, "promised": "1.00", "promised_day": typed["next_date"], "said_by": "王经理"}
    assert owner.post(f"/messages/{pk}/task/", whole).status_code == 303
    promise = Promise.objects.get()
    assert (promise.amount_minor, promise.said_by, promise.channel) == (100, "王经理", "CALL")
    assert Message.objects.get(pk=pk).state == "SENT"
