"""The form of a contact: when it took place, what must follow, and how a promise was heard."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from django.http import HttpResponse

from huikuan.activities.models import Activity
from huikuan.promises.models import Promise
from tests.books import NOW
from tests.web.areas.desk import text_of
from tests.web.office import KEY, Office

KEYS = count(1)
SAID = {"kind": "CALL", "outcome": "REACHED", "text": "财务说在走流程"}
NEXT = {"next_what": "CHECK_MONEY", "next_when": "THREE"}


def said(office: Office, **typed: Any) -> HttpResponse:
    """What the owner's form answers; NOW is half past nine in Shanghai."""
    values = {"key": f"{KEY}-{next(KEYS)}", **SAID, **NEXT, **typed}
    return office.browser("owner").post(f"/customers/{office.customer}/contact/", values)  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ({}, NOW),
        ({"on": "2026-03-02"}, NOW),
        ({"at": "08:15"}, datetime(2026, 3, 2, 0, 15, tzinfo=UTC)),
        ({"on": "2026-03-01", "at": "07:40"}, datetime(2026, 2, 28, 23, 40, tzinfo=UTC)),
    ],
)
def test_a_contact_stands_at_the_time_it_took_place(office: Office, typed: dict[str, str], at: datetime) -> None:
    assert said(office, **typed).status_code == 303
    assert Activity.objects.latest("pk").at == at


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"on": "2026-03-01"}, "Say at what time it was."),
        ({"at": "09:31"}, "This lies ahead."),
        ({"on": "2026-03-03", "at": "08:00"}, "This lies ahead."),
    ],
)
def test_a_contact_of_another_day_has_its_time_and_none_lies_ahead(
    office: Office, typed: dict[str, str], sentence: str
) -> None:
    before = Activity.objects.count()
    answer = said(office, **typed)
    assert (answer.status_code, sentence in text_of(answer), "财务说在走流程" in text_of(answer)) == (422, True, True)
    assert Activity.objects.count() == before


@pytest.mark.parametrize("kind", ["CHAT", "SMS", "EMAIL", "LETTER"])
def test_a_message_or_letter_has_its_next_step_too(office: Office, kind: str) -> None:
    answer = said(office, kind=kind, next_what="", next_when="")
    assert (answer.status_code, "Say what the next step is" in text_of(answer)) == (422, True)
    assert said(office, kind=kind).status_code == 303


PROMISED = {"outcome": "PROMISED", "promised": "250.00", "promised_day": "2026-03-06"}


@pytest.mark.parametrize("kind", ["CALL", "VISIT", "MEETING", "CHAT", "SMS", "EMAIL", "LETTER"])
def test_a_promise_is_kept_with_the_way_it_was_heard(office: Office, kind: str) -> None:
    assert said(office, kind=kind, role="FINANCE", **PROMISED).status_code == 303
    assert Promise.objects.get().channel == kind


@pytest.mark.parametrize("kind", ["NOTE", "OPINION", "SALES_HELP", "COMPLAINT"])
def test_a_note_is_no_way_to_hear_a_promise(office: Office, kind: str) -> None:
    answer = said(office, kind=kind, role="FINANCE", **PROMISED)
    assert (answer.status_code, "Say how he promised it" in text_of(answer)) == (422, True)
    assert not Promise.objects.exists()


@pytest.mark.parametrize("typed", [{}, {"promised": "250.00"}, {"promised_day": "2026-03-06"}])
def test_what_he_promised_has_an_amount_and_a_day(office: Office, typed: dict[str, str]) -> None:
    before = Activity.objects.count()
    answer = said(office, outcome="PROMISED", role="FINANCE", opening="问付款进度", **typed)
    shown = answer.content.decode()
    assert (answer.status_code, "A promise has an amount and a day." in text_of(answer)) == (422, True)
    kept = ("财务说在走流程", "问付款进度", *typed.values())
    assert [text in shown for text in kept] == [True] * len(kept)
    assert (Activity.objects.count(), Promise.objects.exists()) == (before, False)
    assert (
        said(office, outcome="PROMISED", role="FINANCE", promised="250.00", promised_day="2026-03-06").status_code
        == 303
    )


def test_a_promised_amount_that_cannot_be_read_is_said_once(office: Office) -> None:
    answer = said(office, outcome="PROMISED", role="FINANCE", promised="很多", promised_day="2026-03-06")
    assert (answer.status_code, "A promise has an amount and a day." in text_of(answer)) == (422, False)
