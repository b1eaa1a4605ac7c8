"""Who gets a statement: by choice, by part, by the usual rule; never who opted out, never somebody else in a named one's place."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from huikuan.customers.models import Contact
from huikuan.customers.operations import ContactDraft
from huikuan.customers.permission_rules import PermissionDraft, Stand, ToldBy
from huikuan.customers.permissions import record_permission
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.outbox.models import Message
from huikuan.outbox.ports import Ready, Suppress
from huikuan.outbox.queries import message_row
from huikuan.outbox.rules import ChannelName
from huikuan.statements.models import RecipientChoice
from huikuan.statements.operations.delivering import prepare_statement
from huikuan.statements.operations.recipients import choose_recipient
from huikuan.statements.queries.recipients import choice_of, recipients_of, to_send_of
from huikuan.statements.rules.recipients import Choice, Person, Recipient, may_still_get, recipient_of
from tests.books import NOW, new_books
from tests.people import new_people
from tests.statements.office import TODAY, Desk

OUT = {ChannelName.EMAIL: Stand.OPT_OUT}
BUYER = Person(1, "采购", "buyer@example.com", ("BUYER",), "", {})
FINANCE = Person(2, "财务", "finance@example.com", ("FINANCE", "PAYER"), "", {})
SECOND = Person(3, "会计", "second@example.com", ("FINANCE",), "", {})
GONE = Person(4, "无邮箱", "", ("OWNER",), "", {})


@pytest.mark.parametrize(
    ("people", "choice", "wanted"),
    [
        ((BUYER, FINANCE, SECOND), Choice(), Recipient(2, "财务", "finance@example.com")),
        ((BUYER,), Choice(), Recipient(1, "采购", "buyer@example.com")),
        ((replace(FINANCE, stands=OUT), SECOND), Choice(), Recipient(3, "会计", "second@example.com")),
        ((BUYER, replace(FINANCE, stands=OUT)), Choice(), Recipient(1, "采购", "buyer@example.com")),
        ((replace(FINANCE, stands=OUT),), Choice(), Recipient(2, "财务", "finance@example.com", "STATEMENT_OPTED_OUT")),
        ((GONE,), Choice(), Recipient(4, "无邮箱", "", "STATEMENT_NO_RECIPIENT")),
        ((), Choice(), Recipient(fault="STATEMENT_NO_RECIPIENT")),
        ((BUYER, FINANCE), Choice(contact_id=1), Recipient(1, "采购", "buyer@example.com")),
        (
            (replace(BUYER, stands=OUT), FINANCE),
            Choice(contact_id=1),
            Recipient(1, "采购", "buyer@example.com", "STATEMENT_OPTED_OUT"),
        ),
        ((FINANCE,), Choice(contact_id=1), Recipient(fault="STATEMENT_CHOSEN_UNREACHABLE")),
        ((GONE, FINANCE), Choice(contact_id=4), Recipient(4, "无邮箱", "", "STATEMENT_CHOSEN_UNREACHABLE")),
        ((BUYER, FINANCE), Choice(role="PAYER"), Recipient(2, "财务", "finance@example.com")),
        ((BUYER, FINANCE), Choice(role="USER"), Recipient(fault="STATEMENT_ROLE_UNREACHABLE")),
    ],
)
def test_the_first_of_those_chosen_who_may_be_written_to(people: Any, choice: Choice, wanted: Recipient) -> None:
    assert recipient_of(people=people, choice=choice) == wanted


def test_a_message_leaves_only_while_its_address_is_somebodys_and_nobody_opted_out() -> None:
    assert may_still_get(people=(BUYER, FINANCE), email="finance@example.com")
    assert not may_still_get(people=(BUYER, FINANCE), email="other@example.com")
    assert not may_still_get(people=(replace(FINANCE, stands=OUT),), email="finance@example.com")


def desk_of_two() -> tuple[Desk, int, int]:
    """Customer 乙 with a buyer and somebody in finance."""
    books = new_books()
    people = (
        ContactDraft(
            "采购王", role="BUYER", email="wang@example.com", gets_reminders=True, legal_basis="OWN_PERFORMANCE"
        ),
        ContactDraft("高伟", role="FINANCE", email="gao@example.com", legal_basis="OWN_PERFORMANCE"),
    )
    desk = Desk(books, books.customer("乙方机电有限公司", contacts=people))
    ids = dict(Contact.objects.filter(customer_id=desk.customer).values_list("name", "pk"))
    return desk, ids["采购王"], ids["高伟"]


def choose(desk: Desk, choice: Choice, **more: Any) -> dict[str, Any]:
    values = {"actor": SYSTEM, "now": NOW, "key": desk.books.key(), "customer_id": desk.customer, **more}
    return choose_recipient(**values, choice=choice)


def opt_out(contact_id: int) -> None:
    said = PermissionDraft(ChannelName.EMAIL, Stand.OPT_OUT, TODAY, ToldBy.CALL)
    record_permission(
        actor=SYSTEM, now=NOW, today=TODAY, key=f"out-{contact_id}", contact_id=contact_id, permission=said
    )


@pytest.mark.django_db
def test_a_statement_goes_to_who_was_chosen_and_the_choice_stays_on_record() -> None:
    desk, buyer, finance = desk_of_two()
    desk.books.invoice(desk.customer, "F001", 10_000_00)
    assert recipients_of(customer_ids=[desk.customer])[desk.customer].contact_id == finance
    choose(desk, Choice(role="BUYER"))
    choose(desk, Choice(contact_id=buyer))
    (row,) = desk.run()
    assert row.run_id is not None
    assert [one.recipient.email for one in to_send_of(actor=SYSTEM, run_id=row.run_id)] == ["wang@example.com"]
    desk.sent(row)
    assert Message.objects.get().recipient == "wang@example.com"
    kept = choice_of(customer_id=desk.customer)
    assert kept is not None and (kept.choice, RecipientChoice.objects.count()) == (Choice(contact_id=buyer), 2)


@pytest.mark.django_db
def test_who_opted_out_gets_nothing_also_when_the_message_waits_already() -> None:
    desk, buyer, finance = desk_of_two()
    desk.books.invoice(desk.customer, "F001", 10_000_00)
    row = desk.sent(desk.one())
    message = message_row(message_id=Message.objects.get().pk)
    assert message is not None
    assert isinstance(prepare_statement(message=message, today=TODAY), Ready)
    opt_out(finance)
    verdict = prepare_statement(message=message, today=TODAY)
    assert isinstance(verdict, Suppress) and verdict.reasons[0][0] == "STATEMENT_OPTED_OUT"
    # a new one goes to the buyer instead, and to nobody once he wants none either
    newer = desk.one(through_day(date(2026, 3, 1)))
    opt_out(buyer)
    with pytest.raises(Refused, match="STATEMENT_OPTED_OUT"):
        desk.sent(newer)
    assert (Message.objects.count(), row.state) == (1, "SENT")


def through_day(day: date) -> Any:
    from huikuan.statements.rules.policy import Period

    return Period(date(2026, 2, 1), day)


@pytest.mark.django_db
def test_only_people_of_this_customer_are_chosen_by_who_may_send() -> None:
    desk, buyer, _finance = desk_of_two()
    other = desk.books.customer(
        "丙", contacts=(ContactDraft("丁", email="d@example.com", legal_basis="OWN_PERFORMANCE"),)
    )
    foreign = Contact.objects.get(customer_id=other).pk
    for choice, code in (
        (Choice(contact_id=foreign), "STATEMENT_PERSON_UNKNOWN"),
        (Choice(contact_id=buyer, role="BUYER"), "STATEMENT_PERSON_UNKNOWN"),
        (Choice(role="CEO"), "PERSON_ROLE_UNKNOWN"),
    ):
        with pytest.raises(Refused, match=code):
            choose(desk, choice)
    people = new_people()
    with pytest.raises(NotPermitted):
        choose(desk, Choice(contact_id=buyer), actor=people.owner)
    assert RecipientChoice.objects.count() == 0
