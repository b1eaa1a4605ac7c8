"""Links and codes as acts: hashed, revocable, ended by a new key, one code at a time, five tries, never in a kept text."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings

from huikuan.config.logs import JsonLines
from huikuan.customers.operations import ContactDraft
from huikuan.customers.queries import contacts_of
from huikuan.guests.access import Guest, guest_by_token, guest_of
from huikuan.guests.models import LinkCode, PortalLink
from huikuan.guests.operations.asking import Asked, ask, decide_request
from huikuan.guests.operations.codes import check_factor, has_passed, make_code
from huikuan.guests.operations.links import LinkDraft, addresses_of, make_link, revoke_link
from huikuan.guests.operations.mailing import mail_link
from huikuan.guests.queries import guest_requests, links_of
from huikuan.guests.rules.links import RequestEvent, RequestKind
from huikuan.kernel.actor import SYSTEM, ActorKind, RowScope
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.outbox.models import Message
from tests.books import NOW, Books, new_books
from tests.people import new_people
from tests.portal.office import token_of
from tests.reminder_office import MONDAY, new_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def books() -> Books:
    return new_books()


def made(books: Books, customer_id: int, **more: Any) -> int:
    draft = LinkDraft(customer_id, more.pop("language", "en"), **more)
    return int(make_link(actor=SYSTEM, now=NOW, key=books.key(), draft=draft)["link_id"])


def guest(books: Books, link_id: int) -> Guest:
    found = guest_of(link_id=link_id, now=NOW)
    assert found is not None
    return found


def test_a_guest_holds_no_verbs_and_no_rows(books: Books) -> None:
    found = guest(books, made(books, books.customer("乙公司"))).actor
    assert (found.kind, found.verbs, found.scope, found.user_id) == (ActorKind.GUEST, frozenset(), RowScope.NONE, None)


def test_a_token_opens_its_link_until_it_expires_is_revoked_or_the_key_changes(books: Books) -> None:
    link_id = made(books, books.customer("乙公司"), days=2)
    token = token_of(link_id)
    assert guest_by_token(token=token, now=NOW) is not None
    assert guest_by_token(token=token, now=NOW + timedelta(days=2)) is None
    with override_settings(SECRET_KEY="k" * 50):
        assert guest_by_token(token=token, now=NOW) is None
    revoke_link(actor=SYSTEM, now=NOW, key="r", link_id=link_id)
    assert guest_by_token(token=token, now=NOW) is None
    with pytest.raises(Changed, match="PORTAL_LINK_REVOKED"):
        revoke_link(actor=SYSTEM, now=NOW, key="r2", link_id=link_id)


def test_the_hash_in_the_table_is_not_enough(books: Books) -> None:
    """Who writes the hash of a token of his own into the table still has no link: it must follow from the key."""
    from huikuan.guests.rules.tokens import hash_of_token

    link_id = made(books, books.customer("乙公司"))
    own = "A" * 43
    PortalLink.objects.filter(pk=link_id).update(token_hash=hash_of_token(token=own))
    assert guest_by_token(token=own, now=NOW) is None


@pytest.mark.parametrize(
    ("more", "code"),
    [({"days": 0}, "PORTAL_DAYS"), ({"days": 181}, "PORTAL_DAYS"), ({"contact_id": 9_876}, "PORTAL_CONTACT")],
)
def test_a_faulty_link_is_refused(books: Books, more: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused, match=code):
        made(books, books.customer("乙公司"), **more)
    with pytest.raises(Refused, match="PORTAL_LANGUAGE"):
        made(books, books.customer("丙公司"), language="fr")


def test_others_neither_make_nor_see_nor_end_a_link(books: Books) -> None:
    people = new_people()
    buyer = books.customer("乙公司", salesperson_id=people.owner.user_id)
    link_id = made(books, buyer)
    for actor in (people.colleague, people.nobody, people.auditor):
        with pytest.raises(NotPermitted):
            make_link(actor=actor, now=NOW, key="x", draft=LinkDraft(buyer, "en"))
        with pytest.raises(NotPermitted):
            revoke_link(actor=actor, now=NOW, key="x", link_id=link_id)
    assert links_of(actor=people.colleague, customer_id=buyer, now=NOW) == ()
    assert [row.id for row in links_of(actor=people.owner, customer_id=buyer, now=NOW)] == [link_id]


def test_a_code_passes_once_within_five_tries_and_a_day(books: Books) -> None:
    link_id = made(books, books.customer("乙公司"))
    who = guest(books, link_id)
    code = make_code(actor=SYSTEM, now=NOW, key="c", link_id=link_id)
    assert len(code) == 6 and make_code(actor=SYSTEM, now=NOW, key="c", link_id=link_id) == ""
    assert code not in str(list(LinkCode.objects.values()))
    with pytest.raises(Refused, match="PORTAL_CODE_WRONG"):
        check_factor(guest=who, now=NOW + timedelta(hours=24), code=code)
    code_id = check_factor(guest=who, now=NOW, code=f" {code} ")
    assert has_passed(guest=who, code_id=code_id)
    other = guest(books, made(books, books.customer("丙公司")))
    assert not has_passed(guest=other, code_id=code_id)
    with pytest.raises(Refused, match="PORTAL_CODE_WRONG"):
        check_factor(guest=who, now=NOW, code=code)


def test_after_five_wrong_tries_the_right_code_is_wrong_too(books: Books) -> None:
    link_id = made(books, books.customer("乙公司"))
    who = guest(books, link_id)
    code = make_code(actor=SYSTEM, now=NOW, key="c", link_id=link_id)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(5):
        with pytest.raises(Refused, match="PORTAL_CODE_WRONG"):
            check_factor(guest=who, now=NOW, code=wrong)
    with pytest.raises(Refused, match="PORTAL_CODE_WRONG"):
        check_factor(guest=who, now=NOW, code=code)


def test_a_person_is_entered_only_by_who_may_and_the_request_forgets_him() -> None:
    books, people = new_books(), new_people()
    buyer = books.customer("乙公司", salesperson_id=people.owner.user_id)
    asked = Asked(RequestKind.CONTACT, "以后找她", {"name": "李会计", "role": "PAYER", "email": "li@example.com"})
    who = guest(books, made(books, buyer))
    request_id = ask(guest=who, now=NOW, key="a", asked=asked)["request_id"]
    assert contacts_of(customer_ids=[buyer]) == {}
    deciding: dict[str, Any] = {"now": NOW, "request_id": request_id, "event": RequestEvent.ACCEPT, "answer": "好的"}
    for actor in (people.colleague, people.auditor):
        with pytest.raises(NotPermitted):
            decide_request(actor=actor, key="d", **deciding)
    decide_request(actor=people.owner, key="d", **deciding)
    assert [one.name for one in contacts_of(customer_ids=[buyer])[buyer]] == ["李会计"]
    (row,) = guest_requests(actor=people.owner).rows
    assert (row.state.value, row.person, row.answer) == ("ACCEPTED", {}, "好的")
    with pytest.raises(Changed, match="GUEST_REQUEST_DECIDED"):
        decide_request(actor=people.owner, key="e", **deciding)


def test_a_mailed_link_is_in_the_mail_and_in_no_row_and_no_log() -> None:
    office = new_office()
    person = ContactDraft("高伟", email="gao@kehu.example", gets_reminders=True)
    buyer = office.books.customer("乙公司", contacts=(person,))
    contact_id = contacts_of(customer_ids=[buyer])[buyer][0].id
    link_id = made(office.books, buyer, contact_id=contact_id)
    token = token_of(link_id)
    mail_link(actor=SYSTEM, now=office.now(), today=MONDAY, key="m", link_id=link_id)
    office.deliver()
    (mail,) = office.channel.mails
    assert f"/portal/link/{token}/" in mail.text and '<a href="' in mail.html and token in mail.html
    assert token not in str(list(Message.objects.values())) and "{portal-link:" in Message.objects.get().text
    record = logging.LogRecord("x", logging.INFO, "", 0, "GET /portal/link/%s/", (token,), None)
    assert token not in JsonLines().format(record)


def test_a_message_with_another_customers_link_stays_behind() -> None:
    office = new_office()
    person = ContactDraft("高伟", email="gao@kehu.example", gets_reminders=True)
    buyer = office.books.customer("乙公司", contacts=(person,))
    contact_id = contacts_of(customer_ids=[buyer])[buyer][0].id
    link_id = made(office.books, buyer, contact_id=contact_id)
    other = made(office.books, office.books.customer("丙公司"))
    assert addresses_of(link_ids=[other], customer_id=buyer) == {}
    mail_link(actor=SYSTEM, now=office.now(), today=MONDAY, key="m", link_id=link_id)
    Message.objects.update(text=f"{{portal-link:{other}}}")
    office.deliver()
    assert office.channel.mails == []
    assert (Message.objects.get().state, Message.objects.get().reasons) == (
        "SUPPRESSED",
        [["PORTAL_LINK_NOT_THEIRS", {}]],
    )
