"""The inbox of approvals: who sees what, one act per press, bulk with a report, kinds without a decider, tiers."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from huikuan.accounts.operations.people import PersonDraft, add_person
from huikuan.accounts.queries import actor_of
from huikuan.approvals.models import Request, TierVersion
from huikuan.approvals.operations import ask
from huikuan.approvals.rules import RequestDraft, RequestKind
from huikuan.audit.models import Act
from huikuan.audit.operations import Intent, perform
from huikuan.kernel.actor import SYSTEM, Role
from huikuan.limits.models import LimitEntry
from huikuan.limits.operations import request_limit
from huikuan.limits.rules import LimitDraft, LimitKind
from huikuan.web.views.approvals import DECIDERS
from tests.books import NOW
from tests.source_rules import sources
from tests.web.areas.desk import text_of
from tests.web.areas.test_reminders import press
from tests.web.office import KEY, Office

INBOX = "/approvals/"
TODAY = NOW.date()


@pytest.fixture
def office(office: Office) -> Office:
    person = PersonDraft("credit", "何平", (Role.CREDIT_MANAGER,), language="en")
    office.people["credit"] = add_person(actor=SYSTEM, now=NOW, key="credit", person=person)["user_id"]
    return office


def asked(office: Office, minor: int = 1_000_000, who: str = "owner", kind: LimitKind = LimitKind.PERMANENT) -> int:
    actor = actor_of(user_id=office.people[who])
    assert actor is not None
    order = f"SO-{minor}" if kind is LimitKind.SINGLE_ORDER else ""
    limit = LimitDraft(office.customer, kind, minor, "CNY", TODAY, order_number=order, reason="旺季备货")
    done = request_limit(actor=actor, now=NOW, today=TODAY, key=office.books.key(), limit=limit)
    return int(done["request_id"])


def of_kind_without_decider(office: Office) -> int:
    """A request of a kind that no table knows, as long as there is one."""
    draft = RequestDraft(
        kind=RequestKind.PRICES,
        subject_id=7,
        customer_id=office.customer,
        company_id=None,
        amount_minor=None,
        currency="",
        title_code="SOMETHING",
        reason="x",
        roles=frozenset({Role.CREDIT_MANAGER}),
    )
    done = perform(
        intent=Intent("ask", SYSTEM, NOW, office.books.key()),
        work=lambda act: {"id": ask(act=act, draft=draft, today=TODAY)},
    )
    return int(done["id"])


def test_each_sees_what_he_decides_and_what_he_asked(office: Office) -> None:
    small, large = asked(office), asked(office, 60_000_000, kind=LimitKind.SINGLE_ORDER)
    rows = {
        who: re.findall(r'data-row="(\d+)"', office.browser(who).get(INBOX).content.decode())
        for who in ("owner", "stranger", "colleague", "credit", "director", "auditor")
    }
    both = [str(small), str(large)]
    assert rows == {who: [] for who in rows} | {"credit": both[:1], "director": both}
    mine = text_of(office.browser("owner").get(f"{INBOX}?which=asked"))
    assert "Permanent credit limit from 2026-03-02" in mine
    assert "Nothing waits for you" in text_of(office.browser("stranger").get(INBOX))
    assert office.browser("stranger").get(f"{INBOX}?row={small}").status_code == 404


def test_approving_enters_the_limit_once_and_opens_the_next(office: Office) -> None:
    first, second = asked(office), asked(office, 2_000_000, kind=LimitKind.SINGLE_ORDER)
    sent: dict[str, Any] = {"decision": "approve", "note": "同意", "list": f"{INBOX}?row={first}"}
    assert press(office, "credit", "decide_request", first, **sent) == (303, f"{INBOX}?row={second}")
    assert LimitEntry.objects.get().amount_minor == 1_000_000
    acts = Act.objects.count()
    again = press(office, "credit", "decide_request", first, **sent)
    assert (again[0], Act.objects.count()) == (303, acts)  # the same key gives the same answer
    page = text_of(office.browser("owner").get(f"{INBOX}?which=decided&row={first}"))
    assert "Approved" in page
    assert "同意" in page


def test_a_rejection_needs_a_reason_and_keeps_the_row_open(office: Office) -> None:
    first = asked(office)
    status, page = press(office, "credit", "decide_request", first, decision="reject", note="", list=INBOX)
    assert status == 422
    assert "Say why it is rejected" in page
    assert press(office, "credit", "decide_request", first, decision="reject", note="先清旧账", list=INBOX)[0] == 303
    assert Request.objects.get().state == "REJECTED"
    assert not LimitEntry.objects.exists()


def test_nobody_approves_his_own_and_nobody_beyond_his_tier(office: Office) -> None:
    own, large = asked(office, who="credit"), asked(office, 60_000_000, kind=LimitKind.SINGLE_ORDER)
    sent = {"decision": "approve", "note": "", "list": INBOX}
    panel = office.browser("credit").get(f"{INBOX}?which=asked&row={own}").content.decode()
    assert reverse("decide_request", args=[own]) not in panel
    assert reverse("withdraw_request", args=[own]) in panel
    status, page = press(office, "credit", "decide_request", own, **sent)
    assert status == 422
    assert "You asked for this yourself" in page
    assert press(office, "credit", "decide_request", large, **sent)[0] == 404
    assert not LimitEntry.objects.exists()


def test_bulk_decides_each_on_its_own_and_says_which_were_refused(office: Office) -> None:
    small, large = asked(office), asked(office, 60_000_000, kind=LimitKind.SINGLE_ORDER)
    own = asked(office, 3_000_000, "credit", LimitKind.SINGLE_ORDER)
    answer = office.browser("credit").post(
        reverse("approve_requests"), {"key": KEY, "ids": [small, large, own, 10**9, "x"]}
    )
    page = text_of(answer)
    assert answer.status_code == 422
    assert "3 requests were not approved:" in page
    assert "You asked for this yourself" in page
    assert "1 request approved." in page
    assert list(LimitEntry.objects.values_list("amount_minor", flat=True)) == [1_000_000]
    done = office.browser("director").post(reverse("approve_requests"), {"key": KEY, "ids": [large, own]})
    assert (done.status_code, LimitEntry.objects.count()) == (303, 3)


def test_a_kind_without_a_decider_is_said_and_not_decided(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(DECIDERS, RequestKind.PRICES, raising=False)
    request_id = of_kind_without_decider(office)
    status, page = press(office, "credit", "decide_request", request_id, decision="approve", note="", list=INBOX)
    assert status == 422
    assert "cannot be decided here yet" in page
    assert Request.objects.get(pk=request_id).state == "WAITING"


def test_every_kind_that_a_room_asks_for_has_a_decider() -> None:
    asked_for = {
        found
        for file in sources()
        if not file.path.startswith(("web/", "approvals/", "wording/"))
        for found in re.findall(r"kind=RequestKind\.([A-Z_]+)", file.text)
    }
    assert "LIMIT" in asked_for
    assert asked_for - set(DECIDERS) == set()


def test_who_asked_takes_it_back_and_asks_again(office: Office) -> None:
    request_id = asked(office)
    assert press(office, "owner", "withdraw_request", request_id, list=f"{INBOX}?which=asked")[0] == 303
    assert Request.objects.get().state == "WITHDRAWN"
    asked(office)


def test_who_approves_is_edited_as_the_next_version(office: Office) -> None:
    address = reverse("edit_approval_tiers", args=["LIMIT"])
    page = office.browser("admin").get(address).content.decode()
    assert 'value="500,000.01"' in page or 'value="500000.01"' in page
    typed = {
        "key": KEY,
        "seen": "0",
        "valid_from": "2026-03-02",
        "source": "董事会决议",
        "from_0": "0",
        "roles_0": ["CREDIT_MANAGER", "FINANCE_DIRECTOR"],
        "from_1": "100000.00",
        "roles_1": ["FINANCE_DIRECTOR"],
    }
    assert office.browser("credit").post(address, typed | {"from_1": "900000.00"}).status_code == 422
    assert office.browser("admin").post(address, typed | {"from_0": "1"}).status_code == 422
    assert office.browser("admin").post(address, typed).status_code == 303
    assert list(TierVersion.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
    assert "from CNY 100,000.00: Finance director" in text_of(office.browser("admin").get(reverse("approval_tiers")))
    assert office.browser("admin").get(reverse("edit_approval_tiers", args=["NOTHING"])).status_code == 404
