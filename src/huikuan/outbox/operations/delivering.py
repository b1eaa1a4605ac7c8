"""Claim, transmit, conclude: each step is one conditional UPDATE that names state and fencing token (TRUST D1, X6)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import transaction
from django.db.models import F, Q

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Changed, Refused
from huikuan.outbox.models import Attempt, Message
from huikuan.outbox.operations.queueing import columns_of, refuse_unsafe
from huikuan.outbox.ports import MessageRow, Postpone, Ready, Suppress, Verdict
from huikuan.outbox.queries import row_of
from huikuan.outbox.rules import (
    DELIVERED,
    LEASE,
    OUR_SIDE_WAIT,
    TRANSITIONS,
    ChannelName,
    Event,
    Outcome,
    Permanent,
    Phase,
    Retryable,
    State,
    Uncertain,
    Withdrawn,
    event_of,
    is_our_side,
    states_before,
    wait_after,
)

Prepare = Callable[[MessageRow], Verdict]
"""Asked inside the claim's transaction by the room that owns the message; may lock what it reads."""


class Settle(Protocol):
    """Told inside the act that ends a delivery, so that the owner's rows change with it or not at all."""

    def __call__(self, *, act: OpenAct, message: MessageRow, state: State) -> None:
        """The message came to `state`."""


_ANY = Q()
_DELIVERED = Q(channel__in=[channel.value for channel in DELIVERED])


def on_channel(*, channel: ChannelName, recipient: str = "", ids: Sequence[int] | None = None) -> Q:
    """The messages of one channel, narrowed to one recipient or to some ids."""
    found = Q(channel=channel.value)
    if recipient:
        found &= Q(recipient=recipient)
    return found if ids is None else found & Q(pk__in=list(ids))


class LeaseLost(Changed):
    """The worker's claim is over: somebody else may hold the message, nothing was written (TRUST X6)."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A message held by one worker under `message.token`, and what may happen to it."""

    message: MessageRow
    worker: str
    verdict: Verdict


def claim_next(
    *,
    worker: str,
    now: datetime,
    prepare: Prepare,
    after: tuple[datetime, int] | None = None,
    lease: timedelta = LEASE,
    among: Q = _DELIVERED,
) -> Claim | None:
    """Hold the next due message for `lease` with its content frozen anew; None if none is due behind `after`.

    `among` narrows them (`on_channel`). The facts of the verdict are read in the transaction of the claim: what was paid
    before is not asked for (D2, D5).
    """
    with transaction.atomic():
        due = Message.objects.filter(among, state=State.PLANNED.value, next_try_at__lte=now)
        if after is not None:
            due = due.filter(next_try_at__gte=after[0]).exclude(next_try_at=after[0], pk__lte=after[1])
        row = due.select_for_update(skip_locked=True).order_by("next_try_at", "pk").first()
        if row is None:
            return None
        changes: dict[str, Any] = {
            "worker": worker,
            "lease_until": now + lease,
            "token": F("token") + 1,
            "attempts": F("attempts") + 1,
        }
        if not _moved(row.pk, row.token, Event.CLAIM, changes):
            raise LeaseLost("LEASE_LOST", message=row.pk)
        held = replace(row_of(message=row), token=row.token + 1, attempts=row.attempts + 1, state=State.CLAIMED)
        verdict = _safe(prepare(held), held.channel)
        if isinstance(verdict, Ready):
            columns = columns_of(content=verdict.content)
            Message.objects.filter(pk=row.pk).update(day=verdict.day, reasons=[], **columns)
            held = replace(held, content=verdict.content, day=verdict.day, snapshot_hash=columns["snapshot_hash"])
        return Claim(held, worker, verdict)


def begin_transmission(
    *, claim: Claim, now: datetime, document_ids: tuple[int, ...] = (), lease: timedelta = LEASE
) -> bool:
    """Say that the content goes out now; False if the lease is over, and then nothing may be transmitted."""
    holding = Q(lease_until__gt=now, worker=claim.worker)
    changes = {"lease_until": now + lease, "document_ids": list(document_ids)}
    return _moved(claim.message.id, claim.message.token, Event.TRANSMIT, changes, only=holding) is not None


def conclude(*, claim: Claim, outcome: Outcome, now: datetime, settle: Settle) -> State | None:
    """Write what became of a delivery: sent, to be tried again, failed or uncertain; the state now, None if withdrawn.

    Raises LeaseLost if the claim is over: the late worker writes nothing.
    """
    if isinstance(outcome, Withdrawn):
        return None
    event = event_of(outcome=outcome, attempts=claim.message.attempts)
    changes: dict[str, Any] = {"reasons": _reasons(outcome)}
    if event is Event.DEFER:
        changes["next_try_at"] = now + wait_after(attempts=claim.message.attempts)
        if is_our_side(outcome=outcome):
            changes |= {"next_try_at": now + OUR_SIDE_WAIT, "attempts": claim.message.attempts - 1}
        return _step_back(_Step(claim, event, now, changes, outcome))
    if event is Event.ACCEPT:
        changes["sent_at"] = now
    return _end(_Step(claim, event, now, changes, outcome), settle)


def suppress(*, claim: Claim, verdict: Suppress, now: datetime, settle: Settle) -> State:
    """End a claimed message that must not go out any more, with every reason. Raises LeaseLost."""
    # One that was freed waits for a new claim under the same token: its end is not the late worker's to write.
    only = Q(state=State.CLAIMED.value)
    return _end(_Step(claim, Event.SUPPRESS, now, {"reasons": _pairs(verdict.reasons)}, only=only), settle)


def postpone(*, claim: Claim, verdict: Postpone, now: datetime) -> State:
    """Put a claimed message back until `verdict.until`; this is no attempt. Raises LeaseLost."""
    changes = {
        "reasons": _pairs(verdict.reasons),
        "next_try_at": verdict.until,
        "attempts": claim.message.attempts - 1,
    }
    return _step_back(_Step(claim, Event.POSTPONE, now, changes))


def expire_leases(*, now: datetime, settle: Settle) -> dict[State, int]:
    """Free what dead workers hold: nothing transmitted → planned again, content under way → uncertain (D4)."""
    counts: dict[State, int] = {}
    held = Message.objects.filter(state__in=[State.CLAIMED.value, State.SENDING.value], lease_until__lt=now)
    for row in held.order_by("pk"):
        try:
            state = _expire(Claim(row_of(message=row), row.worker, Suppress(())), now, settle)
        except LeaseLost:
            continue
        counts[state] = counts.get(state, 0) + 1
    return counts


@dataclass(frozen=True, slots=True)
class _Step:
    """One transition of a claimed message with the columns that change; `only` narrows the rows it may touch."""

    claim: Claim
    event: Event
    now: datetime
    changes: Mapping[str, Any]
    outcome: Outcome | None = None
    only: Q = _ANY


def _safe(verdict: Verdict, channel: ChannelName) -> Verdict:
    """A content that cannot be sent safely is suppressed with its reason instead of blocking the queue."""
    if isinstance(verdict, Ready):
        try:
            refuse_unsafe(content=verdict.content, channel=channel)
        except Refused as fault:
            return Suppress(((fault.code, fault.parameters),))
    return verdict


def _expire(claim: Claim, now: datetime, settle: Settle) -> State:
    # The very state that was read: a worker that began to transmit meanwhile holds a fresh lease and is left alone.
    only = Q(state=claim.message.state.value, lease_until__lt=now)
    if claim.message.state is State.CLAIMED:
        wait = wait_after(attempts=claim.message.attempts)
        changes = {"reasons": [["LEASE_EXPIRED", {}]], "next_try_at": now + wait}
        return _step_back(_Step(claim, Event.EXPIRE, now, changes, only=only))
    return _end(_Step(claim, Event.EXPIRE, now, {"reasons": [["LEASE_EXPIRED_SENDING", {}]]}, only=only), settle)


def _step_back(step: _Step) -> State:
    with transaction.atomic():
        return _write(step)


def _end(step: _Step, settle: Settle) -> State:
    message = step.claim.message
    detail: dict[str, Json] = {
        "message_id": message.id,
        "token": message.token,
        "event": step.event.value,
        "snapshot_hash": message.snapshot_hash,
        "reasons": step.changes["reasons"],
    }
    key = f"message:{message.id}:{message.token}:{step.event.value}"
    intent = Intent("end_message", SYSTEM, step.now, key, message.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        state = _write(step)
        settle(act=act, message=row_of(message=Message.objects.get(pk=message.id)), state=state)
        return {"state": state.value}

    return State(perform(intent=intent, work=work)["state"])


def _write(step: _Step) -> State:
    message, outcome = step.claim.message, step.outcome
    state = _moved(message.id, message.token, step.event, {**step.changes, "lease_until": None}, only=step.only)
    if state is None:
        raise LeaseLost("LEASE_LOST", message=message.id)
    Attempt.objects.create(
        message_id=message.id,
        token=message.token,
        worker=step.claim.worker,
        event=step.event.value,
        at=step.now,
        phase=_phase(outcome),
        code=outcome.code if isinstance(outcome, Retryable | Permanent) else 0,
        reply=_reply(outcome),
    )
    return state


def _moved(message_id: int, token: int, event: Event, changes: Mapping[str, Any], *, only: Q = _ANY) -> State | None:
    """Apply the first transition of the table that fits the stored state and token; None if none does."""
    for before in states_before(event=event):
        state = TRANSITIONS[before, event]
        rows = Message.objects.filter(only, pk=message_id, token=token, state=before.value)
        if rows.update(state=state.value, **changes):
            return state
    return None


def _reasons(outcome: Outcome) -> list[list[Any]]:
    if isinstance(outcome, Retryable | Permanent):
        name = "SERVER_DEFERRED" if isinstance(outcome, Retryable) else "SERVER_REFUSED"
        return [[name, {"code": outcome.code, "phase": outcome.phase.value, "reply": outcome.reply[:200]}]]
    if isinstance(outcome, Uncertain):
        return [["ANSWER_LOST", {"phase": outcome.phase.value, "reply": outcome.reply[:200]}]]
    return []


def _phase(outcome: Outcome | None) -> str:
    if isinstance(outcome, Retryable | Permanent | Uncertain):
        return outcome.phase.value
    return "" if outcome is None else Phase.END.value


def _reply(outcome: Outcome | None) -> str:
    return "" if outcome is None or isinstance(outcome, Withdrawn) else outcome.reply[:500]


def _pairs(reasons: tuple[tuple[str, Any], ...]) -> list[list[Any]]:
    return [[code, dict(parameters)] for code, parameters in reasons]
