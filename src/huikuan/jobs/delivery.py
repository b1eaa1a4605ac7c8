"""The deliver loop: claim a message, make its files, hand it over, write what became of it; one message at a time.

The database is never locked while the network is used. Killed anywhere, the next loop finds each message either not
transmitted (and sends it) or under way (and leaves it to a person as uncertain).
"""

from __future__ import annotations

import os
import secrets
import socket
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from huikuan.audit.rules import digest
from huikuan.documents.pdf import FontMissing
from huikuan.jobs.owners import owner_of, settle
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
from huikuan.outbox.ports import Attachment, Channel, Mail, MessageRow, Postpone, Suppress, Verdict
from huikuan.outbox.queries import waiting
from huikuan.outbox.rules import Outcome, State, address_fault, is_our_side

Clock = Callable[[], datetime]
"""The moment now, aware, in UTC."""

CONNECTION_FAILURES = 3
"""After so many messages in a row for which the server could not be reached the rest waits for the next loop."""


FONT_WAIT = timedelta(hours=1)
"""How long a letter waits that could not be set for want of a font."""

WITHOUT_FONT = "WITHOUT_FONT"


@dataclass(frozen=True, slots=True)
class Post:
    """How messages leave: the channel (None: none is configured), the address they come from, the company's zone."""

    channel: Channel | None
    sender: str
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a loop did, by the state messages ended in; `waiting` could still go; `problem` is a code, empty if none."""

    states: dict[str, int] = field(default_factory=dict)
    waiting: int = 0
    problem: str = ""


def deliver(
    *,
    clock: Clock,
    post: Post,
    worker: str | None = None,
    today: date | None = None,
    most: int = 10_000,
    stopped: Callable[[], bool] = lambda: False,
) -> DeliveryReport:
    """Deliver every message that is due, at most `most`; messages stay planned where no mail server is configured.

    `today` stands for the business day of a run on another day; without it the day is read with each message.
    """
    counts: Counter[str] = Counter()
    for state, number in expire_leases(now=clock(), settle=settle).items():
        counts[f"EXPIRED_{state.value}"] += number
    if post.channel is None or not post.sender:
        problem = "MAIL_NOT_CONFIGURED"
    elif address_fault(address=post.sender):
        problem = "SENDER_INVALID"
    else:
        problem = _Loop(clock, post, post.channel, worker or worker_name(), today, counts).run(most, stopped)
    return DeliveryReport(dict(counts), waiting(now=clock()).count, problem)


def worker_name() -> str:
    """A name that no other worker has, on this machine or another."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


@dataclass(frozen=True, slots=True)
class _Loop:
    clock: Clock
    post: Post
    channel: Channel
    worker: str
    today: date | None
    counts: Counter[str]

    def run(self, most: int, stopped: Callable[[], bool]) -> str:
        after: tuple[datetime, int] | None = None
        unreachable = 0
        for _ in range(most):
            if stopped():
                break
            claim = claim_next(worker=self.worker, now=self.clock(), prepare=self._prepare, after=after)
            if claim is None:
                break
            after = (claim.message.next_try_at, claim.message.id)
            unreachable = unreachable + 1 if self._bring(claim) else 0
            if unreachable >= CONNECTION_FAILURES:
                return "MAIL_SERVER_UNREACHABLE"
        return "FONT_MISSING" if self.counts[WITHOUT_FONT] else ""

    def _prepare(self, message: MessageRow) -> Verdict:
        local = self.clock().astimezone(self.post.zone)
        return owner_of(message=message).prepare(message, local, self.today or local.date())

    def _bring(self, claim: Claim) -> bool:
        """Bring one claimed message to an end; True if the server could not be reached."""
        outcome: Outcome | None = None
        try:
            if isinstance(claim.verdict, Suppress):
                ended = suppress(claim=claim, verdict=claim.verdict, now=self.clock(), settle=settle).value
            elif isinstance(claim.verdict, Postpone):
                postpone(claim=claim, verdict=claim.verdict, now=self.clock())
                ended = "POSTPONED"
            else:
                outcome = self._hand_over(claim)
                state = conclude(claim=claim, outcome=outcome, now=self.clock(), settle=settle)
                ended = "DEFERRED" if state is State.PLANNED else state.value if state else "WITHDRAWN"
        except LeaseLost:
            ended = "LEASE_LOST"
        except FontMissing:
            # A letter that promises a file does not go without it; letters that need none go on.
            until = self.clock() + FONT_WAIT
            postpone(claim=claim, verdict=Postpone(until, (("FONT_MISSING", {}),)), now=self.clock())
            ended = WITHOUT_FONT
        self.counts[ended] += 1
        return is_our_side(outcome=outcome)

    def _hand_over(self, claim: Claim) -> Outcome:
        files = owner_of(message=claim.message).attach(claim.message, self.clock())
        ids = tuple(document_id for document_id, _ in files)
        return self.channel.deliver(
            mail=_mail(claim.message, self.post.sender, self.clock(), tuple(file for _, file in files)),
            may_transmit=lambda: begin_transmission(claim=claim, now=self.clock(), document_ids=ids),
        )


def _mail(message: MessageRow, sender: str, at: datetime, attachments: tuple[Attachment, ...]) -> Mail:
    content = message.content
    return Mail(
        message_id=f"<{digest(value=[message.id, message.key])[:40]}@{sender.rpartition('@')[2]}>",
        sender=sender,
        sender_name=content.sender_name,
        recipient=content.recipient,
        recipient_name=content.recipient_name,
        reply_to=content.reply_to,
        subject=content.subject,
        text=content.text,
        html=content.html,
        language=content.language,
        at=at,
        attachments=attachments,
    )
