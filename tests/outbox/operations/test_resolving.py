"""An uncertain message is never sent again without a named person; each decision is an act."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huikuan.audit.models import Act
from huikuan.kernel.actor import SYSTEM, Actor, ActorKind, RowScope, Verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.outbox.models import Message
from huikuan.outbox.operations.delivering import claim_next
from huikuan.outbox.operations.resolving import Resolution, cancel_message, resolve_uncertain, send_again
from huikuan.outbox.rules import Accepted, Event, Outcome, Permanent, Phase, State, Uncertain
from tests.outbox.operations.test_delivering import (
    NOW,
    claim,
    draft,
    queue,
    ready,
    settle,
    settled,
    state_of,
    transmitted,
)

pytestmark = pytest.mark.django_db

PERSON = Actor("陈会计", ActorKind.PERSON, 5, frozenset({Verb.VIEW, Verb.REMIND}), RowScope.ALL)


@pytest.fixture(autouse=True)
def _nothing_settled_yet() -> None:
    settled.clear()


def uncertain() -> int:
    (pk,) = queue(draft())
    transmitted(claim(), Uncertain(Phase.END, "lost"))
    settled.clear()
    return pk


@pytest.mark.parametrize(
    ("event", "state"),
    [
        (Event.CONFIRM_SENT, State.SENT),
        (Event.CONFIRM_LOST, State.FAILED),
        (Event.SEND_AGAIN, State.PLANNED),
    ],
)
def test_a_person_says_what_became_of_it(event: Event, state: State) -> None:
    pk = uncertain()
    done = resolve_uncertain(
        actor=PERSON, now=NOW, key="r1", resolution=Resolution(pk, event, "客户来电确认"), settle=settle
    )
    assert done == {"state": state.value}
    assert settled == [(pk, state)]
    act = Act.objects.get(key="r1")
    assert (act.actor_name, act.detail["note"]) == ("陈会计", "客户来电确认")
    again = claim_next(worker="a", now=NOW + timedelta(days=1), prepare=ready)
    assert (again is not None) is (event is Event.SEND_AGAIN)
    with pytest.raises(Changed, match="MESSAGE_CHANGED"):
        resolve_uncertain(actor=PERSON, now=NOW, key="r2", resolution=Resolution(pk, event, "再次"), settle=settle)


@pytest.mark.parametrize(
    ("actor", "event", "note", "code"),
    [
        (SYSTEM, Event.SEND_AGAIN, "x", "PERSON_NEEDED"),
        (PERSON, Event.SEND_AGAIN, " ", "NOTE_NEEDED"),
        (PERSON, Event.ACCEPT, "x", "NOT_A_RESOLUTION"),
        (Actor("李", ActorKind.PERSON, 6, frozenset({Verb.VIEW})), Event.SEND_AGAIN, "x", "VERB_MISSING"),
    ],
)
def test_refused(actor: Actor, event: Event, note: str, code: str) -> None:
    pk = uncertain()
    with pytest.raises((Refused, NotPermitted), match=code):
        resolve_uncertain(actor=actor, now=NOW, key="r1", resolution=Resolution(pk, event, note), settle=settle)
    assert state_of(pk) is State.UNCERTAIN


def test_a_failed_message_is_sent_again_with_fresh_attempts() -> None:
    (pk,) = queue(draft())
    transmitted(claim(), Permanent(550, Phase.RECIPIENT, "unknown user"))
    assert send_again(actor=PERSON, now=NOW, key="s1", message_id=pk, settle=settle) == {"state": "PLANNED"}
    assert Message.objects.get(pk=pk).attempts == 0
    assert claim().message.token == 2


def test_a_failed_message_is_given_up() -> None:
    (pk,) = queue(draft())
    transmitted(claim(), Permanent(550, Phase.RECIPIENT, "unknown user"))
    settled.clear()
    cancel_message(actor=PERSON, now=NOW, key="c1", message_id=pk, reason="已当面给", settle=settle)
    assert (state_of(pk), settled) == (State.SUPPRESSED, [(pk, State.SUPPRESSED)])
    with pytest.raises(Changed):
        send_again(actor=PERSON, now=NOW, key="s1", message_id=pk, settle=settle)


@pytest.mark.parametrize("outcome", [Accepted("250"), Uncertain(Phase.END, "lost")])
def test_what_may_have_arrived_is_neither_cancelled_nor_sent_again_as_failed(outcome: Outcome) -> None:
    (pk,) = queue(draft())
    transmitted(claim(), outcome)
    for wrong in (
        lambda: cancel_message(actor=PERSON, now=NOW, key="c1", message_id=pk, reason="x", settle=settle),
        lambda: send_again(actor=PERSON, now=NOW, key="s1", message_id=pk, settle=settle),
    ):
        with pytest.raises(Changed):
            wrong()


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_message_is_not_cancelled_without_a_reason(reason: str) -> None:
    (pk,) = queue(draft())
    with pytest.raises(Refused, match="REASON_NEEDED"):
        cancel_message(actor=PERSON, now=NOW, key="c1", message_id=pk, reason=reason, settle=settle)
    assert state_of(pk) is State.PLANNED


def test_a_message_that_has_not_gone_is_cancelled_once() -> None:
    (pk,) = queue(draft())
    cancel_message(actor=PERSON, now=NOW, key="c1", message_id=pk, reason="客户已承诺", settle=settle)
    assert (state_of(pk), settled) == (State.SUPPRESSED, [(pk, State.SUPPRESSED)])
    with pytest.raises(Changed):
        cancel_message(actor=PERSON, now=NOW, key="c2", message_id=pk, reason="x", settle=settle)
    with pytest.raises(Refused, match="MESSAGE_UNKNOWN"):
        cancel_message(actor=PERSON, now=NOW, key="c3", message_id=pk + 1, reason="x", settle=settle)
