"""A pause has an end; a salesperson keeps letters from his own customers for a fortnight, and ends only his own pauses."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huikuan.accounts.models import User
from huikuan.kernel.actor import Actor, ActorKind, RowScope, Verb
from huikuan.kernel.refusal import NotPermitted, Refused
from huikuan.reminders.access import last_pause_day
from huikuan.reminders.models import Pause
from huikuan.reminders.operations.pausing import PauseDraft, end_pause, pause_reminders
from tests.reminder_office import MONDAY, Office, manager, new_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return new_office()


def seller(name: str, *verbs: Verb) -> Actor:
    user = User.objects.create(username=name, name=name)
    return Actor(name, ActorKind.PERSON, user.pk, frozenset({Verb.VIEW, *verbs}), RowScope.OWN)


def pause(office: Office, actor: Actor, customer_id: int, days: int) -> int:
    draft = PauseDraft(customer_id, MONDAY + timedelta(days=days), "周五付款")
    done = pause_reminders(actor=actor, now=office.now(), today=MONDAY, key=office.books.key(), pause=draft)
    return int(done["pause_id"])


def test_how_long_who_may_pause(office: Office) -> None:
    li, chief = seller("李", Verb.RECORD_ACTIVITY), manager()
    buyer = office.customer("乙公司", salesperson_id=li.user_id)
    assert last_pause_day(actor=li, today=MONDAY) == MONDAY + timedelta(days=14)
    for actor, days in ((li, 14), (chief, 366)):
        pause(office, actor, buyer, days)
        with pytest.raises(Refused, match="PAUSE_TOO_LONG"):
            pause(office, actor, buyer, days + 1)
    assert Pause.objects.count() == 2


def test_only_a_visible_customer_and_only_with_a_verb(office: Office) -> None:
    li, reader = seller("李", Verb.RECORD_ACTIVITY), seller("看")
    theirs = office.customer("丙公司")
    with pytest.raises(NotPermitted, match="CUSTOMER_NOT_VISIBLE"):
        pause(office, li, theirs, 1)
    own = office.customer("丁公司", salesperson_id=reader.user_id)
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        pause(office, reader, own, 1)
    assert Pause.objects.count() == 0


def test_a_salesperson_ends_his_own_pauses_only(office: Office) -> None:
    li = seller("李", Verb.RECORD_ACTIVITY)
    buyer = office.customer("乙公司", salesperson_id=li.user_id)
    mine, of_finance = pause(office, li, buyer, 3), pause(office, manager(), buyer, 3)
    with pytest.raises(NotPermitted, match="VERB_MISSING"):
        end_pause(actor=li, now=office.now(), key="a", pause_id=of_finance)
    end_pause(actor=li, now=office.now(), key="b", pause_id=mine)
    end_pause(actor=manager(), now=office.now(), key="c", pause_id=of_finance)
    assert Pause.objects.filter(ended_at=None).count() == 0
