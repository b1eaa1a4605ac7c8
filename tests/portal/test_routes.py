"""Every route of the portal with every kind of link: own, another customer's, expired, revoked, guessed, none, wrong purpose.

Whatever does not open gives one answer, byte for byte, after the same queries, and nothing is written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import signing
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huikuan.guests.models import PortalLink
from huikuan.guests.operations.links import revoke_link
from huikuan.guests.rules.links import LinkPurpose
from huikuan.kernel.actor import SYSTEM
from huikuan.portal import urls
from huikuan.portal.door import Declaration, route
from huikuan.portal.visits import COOKIE
from tests.books import NOW
from tests.portal.office import guest_browser, link_of, portal_office, sent, token_of
from tests.web.office import KEY, Office

ROOMS = (
    "audit",
    "customers",
    "activities",
    "ledger",
    "receivables",
    "receipts",
    "documents",
    "outbox",
    "guests",
    "disputes",
    "promises",
    "statements",
    "invoicing",
)
OPEN_DOOR = "portal_link"
NO_BUSINESS = frozenset({"portal_language", "portal_leave"})


@pytest.fixture
def office(db: None) -> Office:
    return portal_office()


def counts() -> dict[str, int]:
    """Rows of the business; counters of attempts are none of it."""
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    tables = [model._meta.db_table for model in models if model.__name__ != "GuestCounter"]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', COUNT(*) FROM {table}" for table in tables))
        return dict(cursor.fetchall())


def expired(office: Office) -> Client:
    link_id = link_of(office, days=1)
    browser = guest_browser(link_id)
    PortalLink.objects.filter(pk=link_id).update(created_at=NOW - timedelta(days=2), expires_at=NOW)
    return browser


def revoked(office: Office) -> Client:
    link_id = link_of(office)
    browser = guest_browser(link_id)
    revoke_link(actor=SYSTEM, now=NOW, key=office.books.key(), link_id=link_id)
    return browser


def guessed(office: Office) -> Client:
    browser = Client()
    said = {"link_id": link_of(office), "began": NOW.isoformat(), "language": "en", "code_id": 0}
    browser.cookies[COOKIE] = signing.dumps(said, salt="another use")
    return browser


def none(_: Office) -> Client:
    return Client()


def signed_in(office: Office) -> Client:
    """One of our own people without a link."""
    return office.browser("colleague")


SHUT: dict[str, Callable[[Office], Client]] = {
    "expired": expired,
    "revoked": revoked,
    "guessed": guessed,
    "none": none,
    "signed in": signed_in,
}
VALUES: dict[str, dict[str, Any]] = {
    "portal_promise": {"amount": "1", "day": "2026-03-20", "said_by": "高伟"},
    "portal_dispute": {"reason": "PRICE", "text": "单价", "said_by": "高伟"},
    "portal_extension": {"day": "2026-03-20", "text": "缓一缓", "said_by": "高伟"},
    "portal_contact": {"name": "李会计", "role": "PAYER", "phone": "139"},
    "portal_question": {"text": "发票呢？"},
    "portal_language": {"language": "en"},
}
NAMES = sorted(pattern.name or "" for pattern in urls.urlpatterns if pattern.name != OPEN_DOOR)


def declared(name: str) -> Declaration:
    found = next(pattern for pattern in urls.urlpatterns if pattern.name == name)
    return found.callback.declaration  # type: ignore[attr-defined,no-any-return]


def address_of(name: str, office: Office) -> str:
    given = {"statement_id": 987, "tax_invoice_id": 987, "document_id": 987, "kind": "pdf", "what": "promise"}
    found = next(pattern for pattern in urls.urlpatterns if pattern.name == name)
    return reverse(name, kwargs={part: given[part] for part in found.pattern.converters})


def asked(browser: Client, name: str, office: Office) -> list[Any]:
    """The answers to every way the route may be called."""
    address, ways = address_of(name, office), declared(name).methods
    values = {"key": KEY, "step": "confirm", **VALUES.get(name, {})}
    return [browser.get(address) if way == "GET" else browser.post(address, values) for way in ways]


def test_a_view_that_does_not_say_which_links_open_it_cannot_be_routed() -> None:
    with pytest.raises(ImproperlyConfigured, match="open_door"):
        route("open-door/", lambda request: None, name="open_door")  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize("kind", SHUT)
def test_what_does_not_open_gives_one_answer_and_writes_nothing(kind: str, office: Office) -> None:
    closed = Client().get("/portal/").content
    browser = SHUT[kind](office)
    cookies = deepcopy(browser.cookies)

    def look(name: str) -> object:
        browser.cookies = deepcopy(cookies)
        answers = [
            (answer.status_code, kind == "signed in" or answer.content == closed, answer.headers["Cache-Control"])
            for answer in asked(browser, name, office)
        ]
        return answers if not answers or set(answers) != {(404, True, "no-store")} else None

    assert tried(NAMES, look) == {}


def test_a_link_for_another_purpose_opens_nothing_else(office: Office) -> None:
    def look(name: str) -> object:
        other = next(one for one in LinkPurpose if one not in declared(name).purposes)
        link_id = link_of(office, purpose=other, object_id=None if other is LinkPurpose.ACCOUNT else 987)
        browser, before = guest_browser(link_id), counts()
        statuses = {answer.status_code for answer in asked(browser, name, office)}
        return None if (statuses, counts()) == ({404}, before) else (statuses, differing(before))

    names = [name for name in NAMES if len(declared(name).purposes) == 1]
    assert names and tried(names, look, may_write=True) == {}


def tried(names: Sequence[str], look: Callable[[str], object], *, may_write: bool = False) -> dict[str, object]:
    """What `look` finds wrong with each route, or the tables it changed; each is tried on the rows as they were at first."""
    found, before = {}, counts()
    for name in names:
        untouched = transaction.savepoint()
        wrong = look(name) or ({} if may_write else differing(before))
        transaction.savepoint_rollback(untouched)
        if wrong:
            found[name] = wrong
    return found


def differing(before: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Tables that hold another number of rows than before."""
    return {table: (before[table], now) for table, now in counts().items() if before[table] != now}


def test_a_guest_tells_nothing_about_what_is_anothers(office: Office) -> None:
    from huikuan.receivables.models import Receivable

    others = Receivable.objects.get(customer_id=office.others_customer).pk
    browser = guest_browser(link_of(office))

    def look(name: str) -> object:
        values = {**VALUES[name], "items": [str(others)], f"amount_{others}": "1.00", "key": KEY, "step": "confirm"}
        statuses = [browser.post(reverse(name), sent).status_code for sent in (values, {**values, "group": "987-CNY"})]
        return None if statuses == [422, 404] else statuses

    assert tried(["portal_promise", "portal_dispute", "portal_extension"], look) == {}


def test_unknown_expired_and_revoked_addresses_cost_the_same_and_say_the_same(office: Office) -> None:
    gone, ended = link_of(office, days=1), link_of(office)
    PortalLink.objects.filter(pk=gone).update(created_at=NOW - timedelta(days=2), expires_at=NOW)
    revoke_link(actor=SYSTEM, now=NOW, key=office.books.key(), link_id=ended)
    told = set()
    for token in (token_of(gone), token_of(ended), "A" * 43, "short", "B" * 900):
        Client().get(f"/portal/link/{token}/")  # the counters of this address stand
        with CaptureQueriesContext(connection) as queries:
            answer = Client().get(f"/portal/link/{token}/")
        told.add((answer.status_code, answer.content, answer.headers["Referrer-Policy"], len(queries)))
    assert len(told) == 1, [(status, policy, number) for status, _, policy, number in told]
    assert next(iter(told))[0] == 404 and next(iter(told))[2] == "no-referrer"


def test_who_tries_too_often_waits_whether_the_link_is_right_or_not(office: Office) -> None:
    token = token_of(link_of(office))
    for place, wanted in (("192.0.2.1", token), ("192.0.2.2", "A" * 43)):
        statuses = [Client().get(f"/portal/link/{wanted}/", REMOTE_ADDR=place).status_code for _ in range(61)]
        assert statuses[-1] == 429 and 429 not in statuses[:60]
        assert "15" in Client().get(f"/portal/link/{wanted}/", REMOTE_ADDR=place).content.decode()


def test_a_visit_ends_by_itself_and_by_leaving(office: Office) -> None:
    browser = guest_browser(link_of(office))
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        assert browser.get("/portal/").status_code == 404
    browser = guest_browser(link_of(office))
    assert browser.post("/portal/leave/").status_code == 200
    assert browser.get("/portal/").status_code == 404


def test_a_link_signs_nobody_in_and_a_form_needs_its_token(office: Office) -> None:
    browser = guest_browser(link_of(office), enforce_csrf_checks=True)
    assert browser.get("/customers/").status_code == 302
    before = counts()
    assert browser.post("/portal/question/", {"text": "?", "key": KEY, "step": "confirm"}).status_code == 403
    assert counts() == before


def test_pages_with_forms_let_the_browser_name_its_origin_and_others_name_nothing(office: Office) -> None:
    link_id = link_of(office)
    opening = Client().get(f"/portal/link/{token_of(link_id)}/")
    assert (opening.status_code, opening.headers["Location"]) == (302, "/portal/")
    assert opening.headers["Referrer-Policy"] == "no-referrer"
    assert guest_browser(link_id).get("/portal/question/").headers["Referrer-Policy"] == "same-origin"


def test_a_second_click_says_nothing_twice(office: Office) -> None:
    browser = guest_browser(link_of(office))
    confirmed = {"text": "发票呢？", "key": KEY, "step": "confirm"}
    assert browser.post("/portal/question/", confirmed).status_code == 303
    before = counts()
    again = browser.post("/portal/question/", confirmed)
    assert (again.status_code, counts()) == (303, before)


def test_nothing_of_anyone_else_changes_a_byte(office: Office) -> None:
    """Non-interference (Z1): what happens to another customer is not to be seen, not even by its absence."""
    browser = guest_browser(link_of(office))
    addresses = ("/portal/", "/portal/pay/", "/portal/payments/", "/portal/statements/", "/portal/invoices/")
    before = {address: plain(browser.get(address).content.decode()) for address in addresses}
    books = office.books
    books.invoice(office.others_customer, "F901", 77_700)
    books.receipt(12_300, office.others_customer, payer_name="丙方贸易有限公司")
    other = guest_browser(link_of(office, office.others_customer))
    assert sent(other, "/portal/question/", {"text": "我们的发票呢？"}).status_code == 303
    assert sent(other, "/portal/promise/", {"amount": "10", "day": "2026-03-20", "said_by": "丙"}).status_code == 303
    assert {address: plain(browser.get(address).content.decode()) for address in addresses} == before


def plain(page: str) -> str:
    """A page without the tokens of its forms, which differ each time."""
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)
