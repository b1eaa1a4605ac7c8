"""Own texts: refused if they could do more than fill places, in use after a second person has looked (S1, S29)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction

from huikuan.audit.models import Act
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.reminders.models import LetterVersion
from huikuan.reminders.operations.letters import LetterDraft, approve_letter, save_letter
from huikuan.reminders.queries import texts_in_use
from huikuan.reminders.rules.letters import LetterKind
from huikuan.reminders.rules.policy import Tone
from huikuan.reminders.texts import letter_versions
from tests.reminder_office import Office, manager, new_office
from tests.reminders.rules.test_letters import PAYLOADS

pytestmark = pytest.mark.django_db
DRAFT = LetterDraft(
    LetterKind.OVERDUE,
    Tone.FRIENDLY,
    "zh-hans",
    "{{customer_name}} 的欠款",
    "您好 {{salutation}}\n\n{{items}}\n\n{{reservation}}",
)
KEY = (LetterKind.OVERDUE, "FRIENDLY", "zh-hans")


@pytest.fixture
def office() -> Office:
    return new_office()


def save(office: Office, letter: LetterDraft = DRAFT) -> int:
    done = save_letter(actor=manager("作者"), now=office.now(), key=office.books.key(), letter=letter)
    return int(done["letter_id"])


def test_a_text_is_used_once_another_person_approved_it(office: Office) -> None:
    pk = save(office)
    assert texts_in_use()[KEY].version.startswith("shipped:")
    author, approver = manager("作者"), manager("审核")
    with pytest.raises(Refused, match="SAME_PERSON"):
        approve_letter(actor=author, now=office.now(), key="a1", letter_id=pk, reason="急用")
    approve_letter(actor=approver, now=office.now(), key="a2", letter_id=pk)
    assert texts_in_use()[KEY].version == "1"
    with pytest.raises(Changed, match="LETTER_APPROVED"):
        approve_letter(actor=manager("审核"), now=office.now(), key="a3", letter_id=pk)
    save(office, replace(DRAFT, subject="第二版"))
    assert texts_in_use()[KEY].subject == "{{customer_name}} 的欠款"
    assert [(row.text.version, row.author_name, row.approver_name) for row in letter_versions()] == [
        ("2", "作者", ""),
        ("1", "作者", "审核"),
    ]
    office.books.invoice(office.customer("乙公司"), "F001", 50_000, due=date(2026, 2, 28))
    office.plan_and_send()
    assert office.channel.mails[0].subject == "乙公司 的欠款"


def test_who_is_alone_approves_his_own_text_with_a_reason_that_is_kept(office: Office) -> None:
    pk = save(office)
    author = manager("作者")
    with pytest.raises(Refused, match="REASON_NEEDED"):
        approve_letter(actor=author, now=office.now(), key="a1", letter_id=pk)
    approve_letter(actor=author, now=office.now(), key="a2", letter_id=pk, reason="公司只有一名财务")
    assert Act.objects.get(key="a2").detail == {"letter_id": pk, "reason": "公司只有一名财务"}
    assert [(row.approver_name, row.alone_because) for row in letter_versions()] == [("作者", "公司只有一名财务")]
    assert texts_in_use()[KEY].version == "1"


def test_the_database_itself_wants_two_people(office: Office) -> None:
    save(office)
    author = LetterVersion.objects.get().author_id
    with pytest.raises(IntegrityError, match="reminders_letter_four_eyes"), transaction.atomic():
        LetterVersion.objects.update(approver_id=author, approved_at=office.now())


@pytest.mark.parametrize("payload", PAYLOADS[::37])
def test_a_text_with_a_program_is_not_saved(office: Office, payload: str) -> None:
    with pytest.raises(Refused, match="PLACE_"):
        save(office, replace(DRAFT, body=DRAFT.body + payload))
    assert LetterVersion.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"language": "de"}, "LANGUAGE_UNKNOWN"),
        ({"body": "{{items}}"}, "RESERVATION_MISSING"),
        ({"subject": "a\r\nBcc: x"}, "HEADER_UNSAFE"),
    ],
)
def test_refused(office: Office, change: dict[str, str], code: str) -> None:
    with pytest.raises(Refused, match=code):
        save(office, replace(DRAFT, **change))  # type: ignore[arg-type]


def test_only_people_with_the_verb(office: Office) -> None:
    with pytest.raises(Refused, match="PERSON_NEEDED"):
        save_letter(actor=SYSTEM, now=office.now(), key="s", letter=DRAFT)
    with pytest.raises(NotPermitted):
        save_letter(actor=replace(manager(), verbs=frozenset()), now=office.now(), key="s", letter=DRAFT)
    with pytest.raises(Refused, match="LETTER_UNKNOWN"):
        approve_letter(actor=manager(), now=office.now(), key="s", letter_id=99)
