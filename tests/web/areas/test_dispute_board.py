"""The board of disputes narrows by reason and by words, and its file holds exactly what it shows."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huikuan.disputes.operations import open_dispute
from huikuan.disputes.rules import DisputedItem, DisputeDraft, Reason
from huikuan.kernel.actor import SYSTEM
from tests.books import NOW
from tests.web.office import Office

pytestmark = pytest.mark.django_db


def test_the_board_narrows_and_its_file_holds_what_it_shows(office: Office) -> None:
    for reason, text in ((Reason.PRICE, "单价不符"), (Reason.QUALITY, "毛刺超差")):
        draft = DisputeDraft(
            office.customer, office.books.company_id, "CNY", reason, text, (DisputedItem(office.item, 100),)
        )
        open_dispute(actor=SYSTEM, now=NOW, today=NOW.date(), key=office.books.key(), draft=draft)
    browser, board = office.browser("owner"), reverse("dispute_board")

    def cards(query: str) -> int:
        return browser.get(f"{board}{query}").text.count("<article>")

    assert [cards(query) for query in ("", "?reason=PRICE", "?q=毛刺", "?reason=PRICE&q=毛刺", "?reason=x")] == [
        2,
        1,
        1,
        0,
        2,
    ]
    assert "reason=PRICE&amp;format=csv" in browser.get(f"{board}?reason=PRICE").text
    address = f"{reverse('disputes')}?which=HOLDING&q=&reason=PRICE&format=csv"
    assert len(browser.get(address).content.decode("utf-8-sig").splitlines()) == 2  # the head and one line
    assert office.browser("stranger").get(board).text.count("<article>") == 0
