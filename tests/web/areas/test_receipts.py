"""Undoing what was done with money by mistake: refunds, receipts taken back, bank lines called no receipt."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from huikuan.ledger.models import Posting
from huikuan.receipts.models import Receipt
from tests.web.areas.desk import text_of, written
from tests.web.office import KEY, Office

TODAY = "2026-03-02"
HERE = "The money is here"


def press(office: Office, who: str, name: str, receipt: int, **fields: object) -> HttpResponse:
    address = reverse(name, args=[receipt])
    answer: Any = office.browser(who).post(address, {"key": KEY + name.replace("_", ""), **fields}, follow=False)
    return answer  # type: ignore[no-any-return]


def look(office: Office, who: str, receipt: int) -> str:
    """The page of the receipt with its toast."""
    return text_of(office.browser(who).get(reverse("receipt", args=[receipt])))


def unapplied(receipt: int) -> int:
    return int(Receipt.objects.get(pk=receipt).unapplied_minor)


def test_a_refund_is_undone_from_its_toast_and_from_its_line(office: Office) -> None:
    before = unapplied(office.receipt)
    browser = office.browser("director")
    fields = {"key": KEY, "amount": "1.00", "effective_date": TODAY}
    page = browser.post(reverse("refund", args=[office.receipt]), fields, follow=True)
    assert unapplied(office.receipt) == before - 100
    html = page.content.decode()
    address = reverse("undo_refund", args=[office.receipt])
    assert html.count(f'action="{address}"') == 2  # the toast and the line
    posting = html.split(f'action="{address}"')[1].split('name="posting_id" value="')[1].split('"')[0]
    acts = written()[0]
    for _ in range(2):  # a second press changes nothing
        press(office, "director", "undo_refund", office.receipt, posting_id=posting)
    assert (unapplied(office.receipt), written()[0]) == (before, acts + 1)
    assert address not in browser.get(reverse("receipt", args=[office.receipt])).content.decode()


@pytest.mark.parametrize("who", ["colleague", "owner", "stranger"])
def test_who_may_not_refund_may_not_undo_one(office: Office, who: str) -> None:
    press(office, "director", "refund", office.receipt, amount="1.00", effective_date=TODAY)
    posting = Posting.objects.get(kind="REFUND").pk
    before = written()
    assert press(office, who, "undo_refund", office.receipt, posting_id=posting).status_code == 403
    assert written() == before


def test_only_a_refund_of_this_receipt_is_undone(office: Office) -> None:
    before = written()
    answer = press(office, "director", "undo_refund", office.receipt, posting_id=office.allocation)
    assert (answer.status_code, written()) == (404, before)


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("bounce", {"reason": "ENTERED_WRONGLY", "effective_date": TODAY}),
        ("no_receipt", {"reason": "BANK_INTEREST"}),
    ],
)
def test_a_receipt_taken_back_by_mistake_is_here_again(office: Office, name: str, fields: dict[str, str]) -> None:
    receipt = office.unknown_receipt
    before = unapplied(receipt)
    assert HERE not in look(office, "colleague", receipt)
    press(office, "colleague", name, receipt, **fields)
    assert unapplied(receipt) == 0
    assert HERE in look(office, "colleague", receipt)
    for _ in range(2):
        assert press(office, "colleague", "restore_receipt", receipt).status_code == 303
    assert unapplied(receipt) == before
    assert HERE not in look(office, "colleague", receipt)


def test_what_is_here_is_not_restored(office: Office) -> None:
    answer = press(office, "colleague", "restore_receipt", office.receipt)
    assert answer.status_code == 422
    assert "was not taken back, or is here again" in text_of(answer)
