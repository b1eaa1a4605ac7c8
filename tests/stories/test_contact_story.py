"""At the customer's door: whom we met, what he said and promised, what comes next, and the paper he signed, in one act."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from huikuan.activities.models import Activity, Conversation
from huikuan.activities.operations import ActivityDraft
from huikuan.activities.queries import next_steps, timeline
from huikuan.activities.rules import ActivityKind, NextStep, Outcome, SubjectKind
from huikuan.activities.rules import Conversation as Talk
from huikuan.audit.models import Act
from huikuan.customers.people import add_person, erase_person
from huikuan.customers.people_rules import PersonDraft
from huikuan.documents.queries import open_document
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.promises.models import Promise
from huikuan.promises.operations.contacting import ContactDraft, record_contact
from huikuan.promises.rules import Channel, PromiseDraft
from huikuan.receivables.models import Receivable
from tests.books import NOW, Books, new_books
from tests.people import People, new_people

pytestmark = pytest.mark.django_db
TODAY, FRIDAY = date(2026, 3, 2), date(2026, 3, 6)
TALK = Talk(
    role="FINANCE",
    opening="感谢上月配合对账",
    bargaining="对方要求分两次，我方同意本周先付一半",
    action="王经理周五前付 250.00 元",
    consequence="下周起新订单先款后货",
)


def met(customer: int, contact_id: int | None = None, **more: object) -> ActivityDraft:
    values: dict[str, object] = {
        "kind": ActivityKind.VISIT,
        "at": NOW,
        "text": "答应周五付一半",
        "outcome": Outcome.PROMISED,
        "next_step": NextStep("核对款项是否到账", FRIDAY),
        "conversation": Talk(contact_id, *(getattr(TALK, name) for name in Talk.__slots__[1:])),
        "files": (("承诺书.jpg", b"\xff\xd8\xff signed"),),
    }
    return ActivityDraft(customer_id=customer, **(values | more))  # type: ignore[arg-type]


def promise(books: Books, customer: int, minor: int = 25_000) -> PromiseDraft:
    return PromiseDraft(customer, books.company_id, "CNY", minor, FRIDAY, "王经理", Channel.VISIT)


@pytest.fixture
def office() -> tuple[Books, People, int, int, int]:
    books, people = new_books(), new_people()
    buyer = books.customer("乙公司", salesperson_id=people.owner.user_id)
    books.invoice(buyer, "F001", 50_000, due=date(2026, 2, 20))
    item = Receivable.objects.get().pk
    done = add_person(actor=people.owner, now=NOW, key="wang", customer_id=buyer, person=PersonDraft("王经理"))
    return books, people, buyer, item, int(done["contact_id"])


def say(actor: Actor, draft: ContactDraft, key: str = "contact-1") -> dict[str, object]:
    return record_contact(actor=actor, now=NOW, today=TODAY, key=key, contact=draft)


def test_one_act_tells_it_all_and_once(office: tuple[Books, People, int, int, int]) -> None:
    books, people, buyer, item, wang = office
    draft = ContactDraft(met(buyer, wang), promise(books, buyer))
    done = say(people.owner, draft)
    assert say(people.owner, draft) == done
    assert (Activity.objects.count(), Promise.objects.count()) == (1, 1)
    assert Act.objects.filter(verb="record_contact").count() == 1
    (row,) = timeline(actor=people.owner, customer_id=buyer).rows
    assert (row.met, row.conversation, row.outcome) == ("王经理", Talk(wang, *_parts(TALK)), "PROMISED")
    kinds = {one.kind: one.id for one in row.subjects}
    assert kinds[SubjectKind.RECEIVABLE] == item
    kept, content = open_document(
        document_id=kinds[SubjectKind.DOCUMENT], purpose=Purpose.CONTACT, owner_id=int(str(done["activity_id"]))
    )
    assert (kept.name, content) == ("承诺书.jpg", b"\xff\xd8\xff signed")
    assert [one.next_action for one in next_steps(actor=people.owner, until=FRIDAY)] == ["核对款项是否到账"]


def test_who_is_erased_is_nameless_and_the_talk_stays(office: tuple[Books, People, int, int, int]) -> None:
    _, people, buyer, _, wang = office
    say(people.owner, ContactDraft(met(buyer, wang)))
    erase_person(actor=people.owner, now=NOW, key="erase", contact_id=wang, reason="本人要求")
    (row,) = timeline(actor=people.owner, customer_id=buyer).rows
    assert (row.met, row.conversation) == (f"#{wang}", Talk(wang, *_parts(TALK)))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"next_step": NextStep()}, "NEXT_STEP_MISSING"),
        ({"outcome": Outcome.NOT_REACHED}, "CONVERSATION_WITH_NOBODY"),
        ({"conversation": Talk(consequence="停货")}, "CONVERSATION_WITHOUT_ACTION"),
        ({"conversation": Talk(opening="x" * 1_001)}, "CONVERSATION_TOO_LONG"),
        ({"conversation": Talk(role="FRIEND")}, "CONVERSATION_ROLE_UNKNOWN"),
        ({"conversation": Talk(contact_id=99_999)}, "CONVERSATION_PERSON_UNKNOWN"),
        ({"conversation": Talk()}, "CONVERSATION_EMPTY"),
        ({"files": tuple((f"{one}.txt", b"x") for one in range(6))}, "CONTACT_FILES_COUNT"),
    ],
)
def test_what_is_not_whole_is_refused_and_nothing_is_written(
    office: tuple[Books, People, int, int, int], more: dict[str, object], code: str
) -> None:
    _, people, buyer, _, _ = office
    with pytest.raises(Refused, match=code):
        say(people.owner, ContactDraft(met(buyer, None, **more)))
    assert (Activity.objects.count(), Conversation.objects.count()) == (0, 0)


def test_a_promise_belongs_to_a_contact_that_promised_and_a_stranger_records_nothing(
    office: tuple[Books, People, int, int, int],
) -> None:
    books, people, buyer, _, _ = office
    said = promise(books, buyer)
    with pytest.raises(Refused, match="PROMISE_IN_ANOTHER_OUTCOME"):
        say(people.owner, ContactDraft(met(buyer, outcome=Outcome.REACHED), said))
    with pytest.raises(Refused, match="PROMISE_MORE_THAN_OPEN"):
        say(people.owner, ContactDraft(met(buyer), promise(books, buyer, 50_001)))
    with pytest.raises(NotPermitted):
        say(people.colleague, ContactDraft(met(buyer), said))
    assert (Activity.objects.count(), Promise.objects.count()) == (0, 0)


def test_how_it_went_is_never_rewritten(office: tuple[Books, People, int, int, int]) -> None:
    _, people, buyer, _, wang = office
    say(people.owner, ContactDraft(met(buyer, wang)))
    with pytest.raises(Exception, match="append-only"), connection.cursor() as cursor:
        cursor.execute("UPDATE activities_conversation SET action = ''")


def _parts(talk: Talk) -> tuple[str, ...]:
    return talk.role, talk.opening, talk.bargaining, talk.action, talk.consequence
