"""People at customers: several parts each, a legal basis, a history that can be erased; nothing of them in the audit trail."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from huikuan.audit.models import Act, ActResult
from huikuan.customers.file_queries import history_of, people_of
from huikuan.customers.models import Contact, ContactChange, ContactFile, CustomerChange
from huikuan.customers.people import add_person, change_person, draft_of, erase_person, person_for, personal_data_of
from huikuan.customers.people_rules import PersonDraft
from huikuan.customers.queries import contacts_of
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import NotPermitted, Refused
from tests.books import NOW, new_books
from tests.people import People, new_people

pytestmark = pytest.mark.django_db
KEYS = count(1)
WANG = PersonDraft(
    name=" 王建国 ",
    roles=("PAYER", "DECISION_MAKER"),
    email="wang@example.com",
    phone="021-5555",
    mobile="13900001111",
    wechat="wjg_sh",
    wecom="wjg",
    address="上海市",
    reachable_when="工作日 10–12 点",
    reachable_where="三楼财务室",
    relationship="老客户",
    legal_basis="OWN_PERFORMANCE",
    basis_on=date(2026, 1, 5),
    gets_reminders=True,
)


@pytest.fixture
def people() -> People:
    return new_people()


@pytest.fixture
def buyer(people: People) -> int:
    return new_books().customer("甲公司", salesperson_id=people.owner.user_id)


def enter(customer_id: int, person: PersonDraft = WANG, actor: object = SYSTEM) -> int:
    done = add_person(actor=actor, now=NOW, key=f"p{next(KEYS)}", customer_id=customer_id, person=person)  # type: ignore[arg-type]
    return int(done["contact_id"])


def test_everything_about_a_person_is_kept(people: People, buyer: int) -> None:
    person = enter(buyer, actor=people.owner)
    (row,) = people_of(actor=people.owner, customer_id=buyer)
    assert (row.id, row.name, row.roles) == (person, "王建国", ("DECISION_MAKER", "PAYER"))
    assert (row.mobile, row.wechat, row.reachable_when) == ("13900001111", "wjg_sh", "工作日 10–12 点")
    assert (row.legal_basis, row.basis_on, row.left_on) == ("OWN_PERFORMANCE", date(2026, 1, 5), None)
    (contact,) = contacts_of(customer_ids=[buyer])[buyer]
    assert (contact.role, contact.email, contact.gets_reminders) == ("DECISION_MAKER", "wang@example.com", True)


def test_a_change_keeps_what_each_field_was(people: People, buyer: int) -> None:
    person = enter(buyer)
    later = replace(draft_of(contact_id=person), roles=("PAYER",), mobile="", left_on=date(2026, 2, 1))
    done = change_person(actor=people.owner, now=NOW, key="c1", contact_id=person, person=later, reason="离职")
    assert done["changed"] == ["gets_reminders", "left_on", "mobile", "roles"]
    kept = {row.field: (row.before, row.after, row.reason) for row in ContactChange.objects.all()}
    assert kept == {
        "gets_reminders": ("yes", "", "离职"),
        "left_on": ("", "2026-02-01", "离职"),
        "mobile": ("13900001111", "", "离职"),
        "roles": ("DECISION_MAKER, PAYER", "PAYER", "离职"),
    }
    assert contacts_of(customer_ids=[buyer]) == {}
    assert [row.left_on for row in people_of(actor=SYSTEM, customer_id=buyer)] == [date(2026, 2, 1)]


def test_erased_is_erased_everywhere_but_his_number(people: People, buyer: int) -> None:
    person = enter(buyer)
    change_person(
        actor=SYSTEM, now=NOW, key="c", contact_id=person, person=replace(WANG, mobile="13800002222"), reason="王建国说"
    )
    erase_person(actor=people.owner, now=NOW, key="e", contact_id=person, reason="本人要求")
    rows = [
        *Contact.objects.values(),
        *ContactFile.objects.values(),
        *ContactChange.objects.values(),
        *CustomerChange.objects.values(),
        *Act.objects.values(),
        *ActResult.objects.values(),
    ]
    text = json.dumps(rows, default=str, ensure_ascii=False)
    for secret in ("王建国", "wang@", "1390000", "1380000", "wjg", "021-5555", "财务室"):
        assert secret not in text
    assert Contact.objects.get(pk=person).name == f"#{person}"
    assert people_of(actor=SYSTEM, customer_id=buyer) == ()
    assert contacts_of(customer_ids=[buyer]) == {}
    with pytest.raises(NotPermitted, match="PERSON_NOT_VISIBLE"):
        person_for(actor=SYSTEM, contact_id=person)
    page = history_of(actor=SYSTEM, customer_id=buyer)
    assert [(row.field, row.before, row.after, row.reason) for row in page.rows] == [
        ("person", person, None, "本人要求"),
        ("person", None, person, ""),
    ]


def test_he_may_have_everything_that_is_kept_of_him(buyer: int) -> None:
    person = enter(buyer)
    change_person(actor=SYSTEM, now=NOW, key="c", contact_id=person, person=replace(WANG, wecom="w2"))
    data = personal_data_of(actor=SYSTEM, contact_id=person)
    assert (data["number"], data["company"]) == (person, "甲公司")
    assert data["person"]["name"] == "王建国"
    assert data["person"]["basis_on"] == "2026-01-05"
    assert [(row["field"], row["before"], row["after"]) for row in data["history"]] == [("wecom", "wjg", "w2")]
    json.dumps(data)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"name": " "}, "PERSON_FIELD_WRONG"),
        ({"mobile": "1" * 41}, "PERSON_FIELD_WRONG"),
        ({"relationship": "a\0b"}, "PERSON_FIELD_WRONG"),
        ({"roles": ("BOSS",)}, "PERSON_ROLE_UNKNOWN"),
        ({"roles": ()}, "PERSON_ROLE_UNKNOWN"),
        ({"legal_basis": ""}, "PERSON_BASIS_NEEDED"),
        ({"legal_basis": "BECAUSE"}, "PERSON_BASIS_NEEDED"),
    ],
)
def test_what_is_wrong_is_refused(buyer: int, wrong: dict[str, object], code: str) -> None:
    with pytest.raises(Refused) as refused:
        enter(buyer, replace(WANG, **wrong))  # type: ignore[arg-type]
    assert refused.value.code == code
    assert not Contact.objects.exists()


def test_a_name_alone_needs_no_basis_and_gets_no_reminders(buyer: int) -> None:
    enter(buyer, PersonDraft(name="李", gets_reminders=True))
    (row,) = people_of(actor=SYSTEM, customer_id=buyer)
    assert (row.gets_reminders, row.roles) == (False, ("FINANCE",))


def test_strangers_neither_read_nor_write(people: People, buyer: int) -> None:
    person = enter(buyer)
    for actor in (people.colleague, people.nobody):
        for ask in (
            lambda who: enter(buyer, actor=who),
            lambda who: people_of(actor=who, customer_id=buyer),
            lambda who: personal_data_of(actor=who, contact_id=person),
            lambda who: change_person(actor=who, now=NOW, key="x", contact_id=person, person=WANG),
            lambda who: erase_person(actor=who, now=NOW, key="x", contact_id=person, reason="x"),
        ):
            with pytest.raises(NotPermitted):
                ask(actor)
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        enter(buyer, actor=people.auditor)
    with pytest.raises(NotPermitted, match="PERSON_NOT_VISIBLE"):
        person_for(actor=SYSTEM, contact_id=10**9)
    with pytest.raises(Refused, match="REASON_MISSING"):
        erase_person(actor=SYSTEM, now=NOW, key="y", contact_id=person, reason=" ")
