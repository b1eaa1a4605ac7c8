"""What a person decides of all failed messages at once: every one he sees, however many pages they fill."""

from __future__ import annotations

from typing import Any

import pytest

from huikuan.jobs.owners import send_failed_again
from huikuan.kernel.actor import Actor, ActorKind, RowScope, Verb
from huikuan.kernel.paging import PAGE_SIZE
from huikuan.kernel.refusal import NotPermitted
from huikuan.outbox.models import Message
from huikuan.reminders.queries import messages
from tests.outbox.operations.test_delivering import NOW, draft, queue

pytestmark = pytest.mark.django_db
MANY = PAGE_SIZE + 1


def person(*verbs: Verb) -> Actor:
    return Actor("陈会计", ActorKind.PERSON, 5, frozenset({Verb.VIEW, *verbs}), RowScope.ALL)


@pytest.fixture
def failed() -> list[int]:
    ids = queue(*(draft(f"k{number}", customer_id=None) for number in range(MANY)))
    Message.objects.update(state="FAILED")
    return ids


def planned() -> int:
    return Message.objects.filter(state="PLANNED").count()


def test_every_failed_one_is_sent_again(failed: list[int]) -> None:
    assert send_failed_again(actor=person(Verb.REMIND), now=NOW, key="all") == {"messages": MANY}
    assert planned() == MANY


def test_one_that_somebody_decided_about_meanwhile_is_left(failed: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile(**asked: Any) -> Any:
        page = messages(**asked)
        if asked.get("number") == page.pages:
            Message.objects.filter(pk=failed[-1]).update(state="SUPPRESSED")
        return page

    monkeypatch.setattr("huikuan.jobs.owners.messages", meanwhile)
    assert send_failed_again(actor=person(Verb.REMIND), now=NOW, key="all") == {"messages": MANY - 1}
    assert Message.objects.get(pk=failed[-1]).state == "SUPPRESSED"


def test_who_may_not_remind_sends_none(failed: list[int]) -> None:
    with pytest.raises(NotPermitted):
        send_failed_again(actor=person(), now=NOW, key="all")
    assert planned() == 0
