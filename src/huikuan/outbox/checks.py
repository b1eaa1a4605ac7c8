"""Proof of the promises about messages that rows can prove (TRUST D1, D4, D5)."""

from __future__ import annotations

from collections.abc import Iterator

from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.outbox.models import Attempt, Message
from huikuan.outbox.operations.queueing import hash_of
from huikuan.outbox.queries import row_of
from huikuan.outbox.rules import Event, State


def check_outbox() -> list[Finding]:
    """Check D1 and D4 (attempts agree with states) and D5 (content is what its hash says) over every message."""
    count = Message.objects.count()
    return [
        finding(invariant="D4", checked=count, broken=_disagreeing()),
        finding(invariant="D5", checked=count, broken=_changed()),
    ]


def _disagreeing() -> Iterator[Triple]:
    accepted: dict[int, int] = {}
    for message_id in Attempt.objects.filter(event=Event.ACCEPT.value).values_list("message_id", flat=True):
        accepted[message_id] = accepted.get(message_id, 0) + 1
    for message_id, number in accepted.items():
        if number > 1:
            yield f"message {message_id}", "accepted at most once", f"{number} times"
    wrong = Message.objects.filter(attempt_rows__event=Event.ACCEPT.value).exclude(state=State.SENT.value)
    for pk, state in wrong.distinct().values_list("pk", "state"):
        yield f"message {pk}", State.SENT.value, state


def _changed() -> Iterator[Triple]:
    for message in Message.objects.order_by("pk").iterator(chunk_size=500):
        found = hash_of(content=row_of(message=message).content)
        if found != message.snapshot_hash:
            yield f"message {message.pk}", message.snapshot_hash, found
