"""Claims, fencing and conclusions: one worker at a time, and a late one writes nothing. Each guard has its control."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

import pytest
from django.db import IntegrityError, connection, transaction

from huikuan.audit.operations import Intent, OpenAct, perform
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.outbox.models import Attempt, Message
from huikuan.outbox.operations import delivering
from huikuan.outbox.operations.delivering import (
    Claim,
    LeaseLost,
    begin_transmission,
    claim_next,
    conclude,
    expire_leases,
    postpone,
    suppress,
)
from huikuan.outbox.operations.queueing import queue_messages
from huikuan.outbox.ports import Content, MessageDraft, MessageRow, Postpone, Ready, Suppress, Verdict
from huikuan.outbox.queries import (
    MessageFilter,
    attempts_of,
    automatic_days,
    counts_by_state,
    message_page,
    row_of,
    waiting,
)
from huikuan.outbox.rules import (
    BACKOFF,
    LEASE,
    OUR_SIDE_WAIT,
    Accepted,
    Outcome,
    Permanent,
    Phase,
    Retryable,
    State,
    Uncertain,
)

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 3, 2, 2, tzinfo=UTC)
DAY = date(2026, 3, 2)
CONTENT = Content(
    "wang@kehu.example", "王经理", "甲方", "", "zh-hans", "付款提醒", "您好", "<p>您好</p>", {"items": []}
)
settled: list[tuple[int, State]] = []


@pytest.fixture(autouse=True)
def _nothing_settled_yet() -> None:
    settled.clear()


def draft(key: str = "k1", **more: Any) -> MessageDraft:
    return replace(MessageDraft(key, "REMINDER", True, DAY, NOW, CONTENT, customer_id=7), **more)


def queue(*drafts: MessageDraft) -> list[int]:
    key = f"queue-{Message.objects.count()}-{drafts[0].key}"
    done = perform(
        intent=Intent("test", SYSTEM, NOW, key), work=lambda act: {"ids": queue_messages(act=act, drafts=drafts)}
    )
    return list(done["ids"])


def ready(message: MessageRow) -> Verdict:
    return Ready(message.content, DAY)


def claim(now: datetime = NOW, worker: str = "a", **more: Any) -> Claim:
    found = claim_next(worker=worker, now=now, prepare=more.pop("prepare", ready), **more)
    assert found is not None
    return found


def settle(*, act: OpenAct, message: MessageRow, state: State) -> None:
    settled.append((message.id, state))


def transmitted(claimed: Claim, outcome: Outcome, now: datetime = NOW) -> State | None:
    assert begin_transmission(claim=claimed, now=now)
    return conclude(claim=claimed, outcome=outcome, now=now, settle=settle)


def state_of(message_id: int) -> State:
    return State(Message.objects.get(pk=message_id).state)


def test_the_plain_way() -> None:
    (pk,) = queue(draft())
    claimed = claim()
    assert (claimed.message.token, claimed.message.attempts, state_of(pk)) == (1, 1, State.CLAIMED)
    assert transmitted(claimed, Accepted("250 ok")) is State.SENT
    assert settled == [(pk, State.SENT)]
    row = Message.objects.get(pk=pk)
    assert (row.sent_at, row.lease_until) == (NOW, None)
    assert [(one.event, one.code, one.reply) for one in attempts_of(message_id=pk)] == [("ACCEPT", 0, "250 ok")]
    assert claim_next(worker="b", now=NOW, prepare=ready) is None


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Retryable(451, Phase.END, "later"), State.PLANNED),
        (Permanent(550, Phase.RECIPIENT, "never"), State.FAILED),
        (Uncertain(Phase.END, "lost"), State.UNCERTAIN),
    ],
)
def test_other_ends(outcome: Outcome, state: State) -> None:
    (pk,) = queue(draft())
    assert transmitted(claim(), outcome) is state
    assert state_of(pk) is state
    assert settled == ([] if state is State.PLANNED else [(pk, state)])
    again = claim_next(worker="b", now=NOW + timedelta(days=400), prepare=ready)
    assert (again is not None) is (state is State.PLANNED)  # failed and uncertain wait for a person


def test_refused_attempts_back_off_and_end() -> None:
    (pk,) = queue(draft())
    now = NOW
    for wait in BACKOFF:
        assert (
            conclude(claim=claim(now), outcome=Retryable(451, Phase.END, "x"), now=now, settle=settle) is State.PLANNED
        )
        assert claim_next(worker="a", now=now + wait - timedelta(seconds=1), prepare=ready) is None
        now += wait
    assert conclude(claim=claim(now), outcome=Retryable(451, Phase.END, "x"), now=now, settle=settle) is State.FAILED
    assert settled == [(pk, State.FAILED)]
    assert Attempt.objects.count() == len(BACKOFF) + 1


@pytest.mark.parametrize("phase", [Phase.CONNECT, Phase.SIGN_IN])
def test_a_fault_of_our_own_side_counts_for_no_message_and_is_tried_every_quarter_of_an_hour(phase: Phase) -> None:
    (pk,) = queue(draft())
    now = NOW
    for _ in range(3 * len(BACKOFF)):
        assert conclude(claim=claim(now), outcome=Retryable(0, phase, "x"), now=now, settle=settle) is State.PLANNED
        assert claim_next(worker="a", now=now + OUR_SIDE_WAIT - timedelta(seconds=1), prepare=ready) is None
        now += OUR_SIDE_WAIT
    assert (Message.objects.get(pk=pk).attempts, settled) == (0, [])
    later = Retryable(451, Phase.RECIPIENT, "greylisted")
    assert conclude(claim=claim(now), outcome=later, now=now, settle=settle) is State.PLANNED
    assert transmitted(claim(now + BACKOFF[0]), Accepted("250"), now + BACKOFF[0]) is State.SENT


def test_a_key_is_live_once_and_free_again_after_suppression() -> None:
    queue(draft())
    with pytest.raises(IntegrityError), transaction.atomic():
        queue(draft())
    suppress(claim=claim(), verdict=Suppress((("NOTHING_OPEN", {}),)), now=NOW, settle=settle)
    queue(draft())
    assert counts_by_state() == {State.PLANNED: 1, State.SUPPRESSED: 1}


def test_without_the_unique_key_the_same_reminder_is_queued_twice() -> None:
    """Negative control: the constraint is what stops the second one."""
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX outbox_message_once")
    queue(draft())
    queue(draft())
    assert Message.objects.count() == 2


def test_two_workers_never_hold_the_same_message() -> None:
    first, second = queue(draft("k1"), draft("k2"))
    assert {claim(worker="a").message.id, claim(worker="b").message.id} == {first, second}
    assert claim_next(worker="c", now=NOW, prepare=ready) is None


def test_without_the_claim_two_workers_send_the_same_message(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: with a claim that does not change the row, both workers would transmit."""
    (pk,) = queue(draft())
    monkeypatch.setattr(delivering, "_moved", lambda *args, **more: State.CLAIMED)
    assert [claim(worker=worker).message.id for worker in "ab"] == [pk, pk]


def test_a_worker_that_lost_its_lease_neither_transmits_nor_writes() -> None:
    (pk,) = queue(draft())
    slow = claim(worker="slow")
    later = NOW + LEASE + timedelta(minutes=1)
    assert expire_leases(now=later, settle=settle) == {State.PLANNED: 1}
    with pytest.raises(LeaseLost):
        suppress(claim=slow, verdict=Suppress(()), now=later, settle=settle)
    quick = claim(later + BACKOFF[0], worker="quick")
    assert not begin_transmission(claim=slow, now=later + BACKOFF[0])
    for outcome in (
        Accepted("250"),
        Permanent(550, Phase.END, ""),
        Retryable(451, Phase.END, ""),
        Uncertain(Phase.END, ""),
    ):
        with pytest.raises(LeaseLost):
            conclude(claim=slow, outcome=outcome, now=later, settle=settle)
    with pytest.raises(LeaseLost):
        suppress(claim=slow, verdict=Suppress(()), now=later, settle=settle)
    with pytest.raises(LeaseLost):
        postpone(claim=slow, verdict=Postpone(later, ()), now=later)
    assert settled == []
    assert transmitted(quick, Accepted("250"), later + BACKOFF[0]) is State.SENT
    assert state_of(pk) is State.SENT


def test_without_the_token_the_slow_worker_would_transmit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: state and worker alone do not fence a worker that came back under its old name."""
    queue(draft())
    slow = claim(worker="a")
    later = NOW + LEASE + timedelta(minutes=1)
    expire_leases(now=later, settle=settle)
    fresh = claim(later + BACKOFF[0], worker="a")
    assert not begin_transmission(claim=slow, now=later + BACKOFF[0])
    stale = replace(slow, message=replace(slow.message, token=fresh.message.token))
    assert begin_transmission(claim=stale, now=later + BACKOFF[0])


def test_an_expired_lease_stops_the_transmission_even_if_nobody_took_over() -> None:
    queue(draft())
    claimed = claim()
    assert not begin_transmission(claim=claimed, now=NOW + LEASE)


def test_a_worker_that_died_while_transmitting_leaves_an_uncertain_message() -> None:
    (pk,) = queue(draft())
    claimed = claim()
    begin_transmission(claim=claimed, now=NOW)
    assert expire_leases(now=NOW + LEASE - timedelta(seconds=1), settle=settle) == {}
    assert expire_leases(now=NOW + LEASE + timedelta(seconds=1), settle=settle) == {State.UNCERTAIN: 1}
    assert settled == [(pk, State.UNCERTAIN)]
    assert expire_leases(now=NOW + timedelta(days=9), settle=settle) == {}


def test_a_lease_that_is_renewed_between_look_and_write_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    (pk,) = queue(draft())
    claimed = claim()
    later = NOW + LEASE + timedelta(seconds=1)
    real = delivering._expire

    def meanwhile(held: Claim, now: datetime, settle: delivering.Settle) -> State:
        # The worker began to transmit just before its lease ended, after the row was read.
        begin_transmission(claim=claimed, now=NOW + LEASE - timedelta(seconds=1))
        return real(held, now, settle)

    monkeypatch.setattr(delivering, "_expire", meanwhile)
    assert expire_leases(now=later, settle=settle) == {}
    assert state_of(pk) is State.SENDING


def test_the_owner_decides_inside_the_claim() -> None:
    (pk,) = queue(draft())
    fresh = replace(CONTENT, text="新内容", snapshot={"items": [[1, 5]]})
    claimed = claim(prepare=lambda message: Ready(fresh, DAY + timedelta(days=1)))
    row = Message.objects.get(pk=pk)
    assert (row.text, row.snapshot, row.day) == ("新内容", {"items": [[1, 5]]}, DAY + timedelta(days=1))
    assert claimed.message.snapshot_hash == row.snapshot_hash == row_of(message=row).snapshot_hash
    assert (
        suppress(claim=claimed, verdict=Suppress((("PAUSED", {"reason": "x"}),)), now=NOW, settle=settle)
        is State.SUPPRESSED
    )
    assert Message.objects.get(pk=pk).reasons == [["PAUSED", {"reason": "x"}]]


def test_a_failing_owner_leaves_the_message_unclaimed() -> None:
    (pk,) = queue(draft())

    def broken(message: MessageRow) -> Verdict:
        raise RuntimeError("no facts")

    with pytest.raises(RuntimeError):
        claim_next(worker="a", now=NOW, prepare=broken)
    assert (state_of(pk), Message.objects.get(pk=pk).token) == (State.PLANNED, 0)


def test_content_that_is_not_safe_is_suppressed_at_the_claim() -> None:
    queue(draft())
    claimed = claim(prepare=lambda message: Ready(replace(CONTENT, recipient="x"), DAY))
    assert claimed.verdict == Suppress((("ADDRESS_INVALID", {"recipient": "x"}),))


@pytest.mark.parametrize("field", ["subject", "recipient_name", "sender_name"])
def test_unsafe_headers_are_refused_when_queued(field: str) -> None:
    with pytest.raises(Refused, match="HEADER_UNSAFE"):
        queue(draft(content=replace(CONTENT, **cast(Any, {field: "a\r\nBcc: x"}))))
    assert Message.objects.count() == 0


def test_a_postponed_message_is_no_attempt_and_is_not_taken_again_in_the_same_loop() -> None:
    (pk,) = queue(draft())
    claimed = claim()
    postpone(claim=claimed, verdict=Postpone(NOW, (("QUIET_HOURS", {}),)), now=NOW)
    assert Message.objects.get(pk=pk).attempts == 0
    after = (claimed.message.next_try_at, claimed.message.id)
    assert claim_next(worker="a", now=NOW, prepare=ready, after=after) is None
    assert claim_next(worker="a", now=NOW, prepare=ready) is not None


def test_reads() -> None:
    queue(draft("k1"), draft("k2", day=DAY - timedelta(days=1)), draft("k3", is_automatic=False))
    assert automatic_days(since=DAY - timedelta(days=6), until=DAY, states=[State.PLANNED]) == {
        7: {DAY: 1, DAY - timedelta(days=1): 1}
    }
    assert automatic_days(since=DAY, until=DAY, states=[State.SENT]) == {}
    assert waiting(now=NOW).count == 3
    assert waiting(now=NOW - timedelta(hours=1)).count == 0
    assert message_page(narrowed=MessageFilter((State.PLANNED,), 7)).count == 3
    assert message_page(narrowed=MessageFilter(), companies=[1]).count == 0


def test_attempts_cannot_be_rewritten() -> None:
    (pk,) = queue(draft())
    transmitted(claim(), Accepted("250"))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Attempt.objects.filter(message_id=pk).update(reply="x")
