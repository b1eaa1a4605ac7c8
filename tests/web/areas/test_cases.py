"""The page of a case and of a new one: the interest that has accrued stands there, and is claimed without typing it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huikuan.cases.models import Case
from huikuan.cases.operations.moving import StepDraft, move_case
from huikuan.cases.rules import Event, Kind
from huikuan.interest.owed import interest_owed
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.text_amounts import format_amount
from tests.books import NOW
from tests.cases.acting import TODAY, opened
from tests.web.office import Office


@pytest.mark.parametrize(("typed", "share"), [("", 1), ("0", 0)])
def test_a_new_case_claims_the_interest_that_has_accrued_unless_another_figure_is_typed(
    office: Office, typed: str, share: int
) -> None:
    (accrued,) = interest_owed(receivable_ids=[office.item], until=TODAY).values()
    browser, address = office.browser("director"), reverse("open_case", args=[office.customer])
    assert format_amount(minor=accrued, currency="CNY") in browser.get(address).content.decode()
    sent = {"kind": "SUIT", "items": [str(office.item)], "interest": typed, "key": "a-key-of-the-page-0001"}
    assert browser.post(address, sent).status_code == 303
    case = Case.objects.get()
    assert case.interest_minor == accrued * share
    browser.post(reverse("claim_case_interest", args=[case.pk]), {"interest": "", "key": "a-key-of-the-page-0002"})
    case.refresh_from_db()
    assert case.interest_minor == accrued > 0


def test_a_case_of_bankruptcy_shows_the_day_to_file_and_what_it_leaves_out(office: Office) -> None:
    office.books.invoice(office.customer, "F-LEFT", 5_000)
    case = opened(office.books, office.customer, {office.item: 1}, kind=Kind.BANKRUPTCY)
    for event in (Event.FILE, Event.ACCEPT):
        step = StepDraft(event, TODAY)
        move_case(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), case_id=case, step=step)
    page = office.browser("director").get(reverse("case", args=[case])).content.decode()
    assert "2026-04-01" in page and "F-LEFT" in page
