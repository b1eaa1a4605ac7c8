"""Limits on pages: the list with its tabs, the journal, asking, revoking, and what is typed wrongly."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from huikuan.approvals.models import Request
from huikuan.audit.operations import Intent, perform
from huikuan.kernel.actor import SYSTEM
from huikuan.limits.models import LimitEntry
from huikuan.limits.operations import set_limits
from huikuan.limits.rules import LimitDraft, LimitKind, LimitSource
from tests.books import NOW
from tests.web.areas.desk import text_of
from tests.web.areas.test_reminders import press
from tests.web.office import Office

LIST = "/limits/"
TODAY = NOW.date()
TYPED = {
    "kind": "PERMANENT",
    "amount_minor": "5,000.00",
    "valid_from": "2026-03-02",
    "valid_through": "",
    "order_number": "",
    "reason": "旺季备货",
}


def given(office: Office, minor: int, **more: Any) -> None:
    values: dict[str, Any] = {"customer_id": office.customer, "kind": LimitKind.PERMANENT, "valid_from": TODAY} | more
    draft = LimitDraft(amount_minor=minor, currency="CNY", reason="清单", source=LimitSource.IMPORT, **values)
    intent = Intent("set", SYSTEM, NOW, office.books.key())
    perform(intent=intent, work=lambda act: {"ids": set_limits(act=act, drafts=[draft])})


def test_the_list_shows_what_is_in_force_and_its_tabs_the_rest(office: Office) -> None:
    given(office, 123_456_00, valid_through=TODAY + timedelta(20))
    given(office, 0, customer_id=office.others_customer)
    browser = office.browser("colleague")
    pages = {
        which: text_of(browser.get(f"{LIST}?which={which}")) for which in ("", "ENDING", "CASH_ONLY", "OVER", "NONE")
    }
    assert "123,456.00" in pages[""]
    assert "2026-03-22" in pages["ENDING"]
    assert "丙方贸易有限公司" not in pages["ENDING"]
    assert "丙方贸易有限公司" in pages["CASH_ONLY"]
    assert "No limit is over" in pages["OVER"]
    assert "Every customer has a limit" in pages["NONE"]
    assert "丙方" not in text_of(office.browser("owner").get(LIST))
    assert "123,456.00" in browser.get(f"{LIST}?format=csv").content.decode("utf-8-sig").replace(
        "123456.00", "123,456.00"
    )


def test_asking_keeps_what_was_typed_and_says_what_is_wrong(office: Office) -> None:
    where = (office.customer,)
    for wrong, said in (
        ({"amount_minor": ""}, "This field is required"),
        ({"amount_minor": "-5"}, "Not negative"),
        ({"amount_minor": "1e5"}, ""),
        ({"valid_through": "2026-03-01"}, "lies before the first"),
        ({"valid_from": "2026-03-01"}, "cannot begin before"),
        ({"kind": "TEMPORARY"}, "needs its last day"),
        ({"kind": "SINGLE_ORDER"}, "needs the order"),
        ({"amount_minor": "100000000000.01"}, ""),
    ):
        status, page = press(office, "owner", "ask_for_limit", *where, **(TYPED | wrong))
        assert (wrong, status) == (wrong, 422)
        assert said in page
    assert not Request.objects.exists()
    assert press(office, "owner", "ask_for_limit", *where, **TYPED) == (303, reverse("customer_limits", args=where))
    assert Request.objects.get().amount_minor == 500_000
    journal = text_of(office.browser("owner").get(reverse("customer_limits", args=where)))
    assert "Waits for a decision" in journal
    assert "5,000.00" in journal


def test_the_journal_says_who_why_and_when_and_a_limit_is_revoked(office: Office) -> None:
    given(office, 500_000)
    address = reverse("customer_limits", args=[office.customer])
    page = office.browser("director").get(address)
    assert reverse("revoke_limit", args=[office.customer]) in page.content.decode()
    assert reverse("revoke_limit", args=[office.customer]) not in office.browser("owner").get(address).content.decode()
    sent = {"kind": "PERMANENT", "order_number": ""}
    assert press(office, "director", "revoke_limit", office.customer, **sent, reason="")[0] == 422
    assert press(office, "director", "revoke_limit", office.customer, **sent, reason="逾期未清")[0] == 303
    assert LimitEntry.objects.order_by("-pk")[0].source == "REVOCATION"
    shown = text_of(office.browser("owner").get(address))
    assert "Revoked" in shown
    assert "逾期未清" in shown


@pytest.mark.parametrize("who", ["owner", "colleague"])
def test_the_panel_opens_beside_the_list(office: Office, who: str) -> None:
    given(office, 500_000)
    page = office.browser(who).get(f"{LIST}?row={office.customer}").content.decode()
    assert reverse("customer_limits", args=[office.customer]) in page
    assert (reverse("ask_for_limit", args=[office.customer]) in page) is (who == "owner")


def test_extending_begins_with_the_limit_that_stands(office: Office) -> None:
    given(office, 500_000, valid_through=TODAY + timedelta(20))
    entry = LimitEntry.objects.get().pk
    page = (
        office.browser("owner").get(f"{reverse('ask_for_limit', args=[office.customer])}?like={entry}").content.decode()
    )
    assert 'value="5,000.00"' in page


def test_how_much_of_a_limit_is_used_is_said_in_colour_and_word_filtered_sorted_and_exported(office: Office) -> None:
    given(office, 200_000)
    browser = office.browser("owner")
    page = text_of(browser.get(LIST))
    assert ("26.7 %" in page, "near" in page) == (True, False)  # 1,234.50 is open, 700.00 unapplied
    given(office, 65_000)
    assert "82.2 % · near" in text_of(browser.get(LIST + "?sort=-used"))
    given(office, 50_000)
    for address in ("", "?which=USED_UP", "?format=csv"):
        assert "106.9 % · over" in text_of(browser.get(LIST + address))
    assert "Near or over" in page
    given(office, 500_000)
    assert "No limit is nearly used up" in text_of(browser.get(LIST + "?which=USED_UP"))
    assert "534.50" not in text_of(office.browser("stranger").get(LIST))
