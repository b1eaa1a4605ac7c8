"""The deliver loop: claim a message, make its files, hand it over, write what became of it; the channels take turns.

The database is never locked while the network is used. Killed anywhere, the next loop finds each message either not
transmitted (and sends it) or under way (and leaves it to a person as uncertain). Of each channel one message goes before
the next channel has its turn, and a channel that cannot be reached rests until the next loop, so that no queue waits for
another one.
"""

from __future__ import annotations

import os
import secrets
import socket
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from huikuan.audit.rules import digest
from huikuan.documents.pdf import FontMissing
from huikuan.jobs.owners import owner_of, settle
from huikuan.jobs.portal_addresses import handed_over, only_own_links
from huikuan.jobs.robots import DIGEST_MOST, allowance_for, digest_of, is_digest
from huikuan.outbox.operations.delivering import (
    Claim,
    LeaseLost,
    begin_transmission,
    claim_next,
    conclude,
    expire_leases,
    on_channel,
    postpone,
    suppress,
)
from huikuan.outbox.ports import Attachment, Channel, Mail, MessageRow, Postpone, Ready, Suppress, Verdict
from huikuan.outbox.queries import waiting, waiting_by_channel
from huikuan.outbox.rules import DELIVERED, ROBOTS, ChannelName, Outcome, State, Withdrawn, address_fault, is_our_side

Clock = Callable[[], datetime]
"""The moment now, aware, in UTC."""

CONNECTION_FAILURES = 3
"""After so many messages in a row for which the server could not be reached the rest waits for the next loop."""


FONT_WAIT = timedelta(hours=1)
"""How long a letter waits that could not be set for want of a font."""

WITHOUT_FONT = "WITHOUT_FONT"


@dataclass(frozen=True, slots=True)
class Post:
    """How messages leave: the mail channel (None: none is configured), the address they come from, the company's zone.

    `others` are the channels besides mail that are configured; `look_up` finds them anew, as an administrator may switch one off.
    """

    channel: Channel | None
    sender: str
    zone: ZoneInfo
    others: Mapping[ChannelName, Channel] = field(default_factory=dict)
    look_up: Callable[[], Mapping[ChannelName, Channel]] | None = None

    def renewed(self) -> Post:
        """The same with the channels there are now."""
        return self if self.look_up is None else replace(self, others=self.look_up())

    @property
    def mail_problem(self) -> str:
        """Why no mail can go: MAIL_NOT_CONFIGURED, SENDER_INVALID; empty if it can."""
        if self.channel is None or not self.sender:
            return "MAIL_NOT_CONFIGURED"
        return "SENDER_INVALID" if address_fault(address=self.sender) else ""

    @property
    def channels(self) -> dict[ChannelName, Channel]:
        """The channels on which messages can go."""
        mail = {} if self.channel is None or self.mail_problem else {ChannelName.EMAIL: self.channel}
        return mail | dict(self.others)


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a loop did, by the state messages ended in; `waiting` could still go.

    `problem` is a code about mail, empty if none; `problems` are codes by other channels on which messages wait.
    """

    states: dict[str, int] = field(default_factory=dict)
    waiting: int = 0
    problem: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)


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
    post = post.renewed()
    counts: Counter[str] = Counter()
    for state, number in expire_leases(now=clock(), settle=settle).items():
        counts[f"EXPIRED_{state.value}"] += number
    loop = _Loop(clock, post, worker or worker_name(), today, counts)
    loop.run(most, stopped)
    problems = _not_configured(clock(), post) | loop.problems
    problem = post.mail_problem or problems.pop(ChannelName.EMAIL.value, "")
    if not problem and counts[WITHOUT_FONT]:
        problem = "FONT_MISSING"
    return DeliveryReport(dict(counts), waiting(now=clock()).count, problem, problems)


def worker_name() -> str:
    """A name that no other worker has, on this machine or another."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


def _not_configured(now: datetime, post: Post) -> dict[str, str]:
    asked = [channel for channel in DELIVERED if channel not in post.channels and channel is not ChannelName.EMAIL]
    due = waiting_by_channel(now=now) if asked else {}
    return {channel.value: "CHANNEL_NOT_CONFIGURED" for channel in asked if due.get(channel)}


@dataclass(slots=True)
class _Lane:
    """One channel's place in the loop: behind which message it goes on, and how often it was not reached in a row."""

    name: ChannelName
    channel: Channel
    after: tuple[datetime, int] | None = None
    unreachable: int = 0


@dataclass(frozen=True, slots=True)
class _Loop:
    clock: Clock
    post: Post
    worker: str
    today: date | None
    counts: Counter[str]
    problems: dict[str, str] = field(default_factory=dict)

    def run(self, most: int, stopped: Callable[[], bool]) -> None:
        lanes = [_Lane(name, channel) for name, channel in self.post.channels.items()]
        for _ in range(most):
            if stopped() or not lanes:
                return
            lane = lanes.pop(0)
            if self._step(lane):
                lanes.append(lane)

    def _step(self, lane: _Lane) -> bool:
        """Bring the next message of a channel; False if it has none, or rests until the next loop."""
        claim = claim_next(
            worker=self.worker,
            now=self.clock(),
            prepare=self._prepare,
            after=lane.after,
            among=on_channel(channel=lane.name),
        )
        if claim is None:
            return False
        lane.after = (claim.message.next_try_at, claim.message.id)
        lane.unreachable = lane.unreachable + 1 if self._bring(claim, lane.channel) else 0
        if lane.unreachable < CONNECTION_FAILURES:
            return True
        is_mail = lane.name is ChannelName.EMAIL
        self.problems[lane.name.value] = "MAIL_SERVER_UNREACHABLE" if is_mail else "CHANNEL_UNREACHABLE"
        return False

    def _prepare(self, message: MessageRow) -> Verdict:
        local = self.clock().astimezone(self.post.zone)
        verdict = owner_of(message=message).prepare(message, local, self.today or local.date())
        return only_own_links(message=message, verdict=verdict)

    def _bring(self, claim: Claim, channel: Channel) -> bool:
        """Bring one claimed message to an end; True if the server could not be reached."""
        outcome: Outcome | None = None
        try:
            if isinstance(claim.verdict, Ready):
                outcome = self._handed_over(claim, channel)
            else:
                self.counts[self._not_now(claim)] += 1
        except LeaseLost:
            self.counts["LEASE_LOST"] += 1
        except FontMissing:
            # A letter that promises a file does not go without it; letters that need none go on.
            until = self.clock() + FONT_WAIT
            postpone(claim=claim, verdict=Postpone(until, (("FONT_MISSING", {}),)), now=self.clock())
            self.counts[WITHOUT_FONT] += 1
        return is_our_side(outcome=outcome)

    def _not_now(self, claim: Claim) -> str:
        if isinstance(claim.verdict, Suppress):
            return suppress(claim=claim, verdict=claim.verdict, now=self.clock(), settle=settle).value
        if isinstance(claim.verdict, Postpone):
            postpone(claim=claim, verdict=claim.verdict, now=self.clock())
        return "POSTPONED"

    def _handed_over(self, claim: Claim, channel: Channel) -> Outcome | None:
        """Hand one message over, or with it whatever else waits for the same robot; None if the robot takes none now."""
        held = [claim]
        if claim.message.channel in ROBOTS:
            allowed = allowance_for(claim=claim, now=self.clock())
            if not allowed.may_go:
                self.counts["POSTPONED"] += 1
                return None
            if is_digest(claim=claim, allowed=allowed, now=self.clock()):
                held += self._more_for(claim)
        if len(held) > 1:
            outcome, held = self._digest(held, channel)
        else:
            outcome = self._hand_over(claim, channel)
        for one in held:
            self._conclude(one, outcome)
        return outcome

    def _conclude(self, claim: Claim, outcome: Outcome) -> None:
        state = conclude(claim=claim, outcome=outcome, now=self.clock(), settle=settle)
        self.counts["DEFERRED" if state is State.PLANNED else state.value if state else "WITHDRAWN"] += 1

    def _more_for(self, first: Claim) -> list[Claim]:
        """Claims of what else waits for the robot; those that must not go now are ended here."""
        among = on_channel(channel=first.message.channel, recipient=first.message.content.recipient)
        found: list[Claim] = []
        while len(found) < DIGEST_MOST - 1:
            claim = claim_next(worker=self.worker, now=self.clock(), prepare=self._prepare, among=among)
            if claim is None:
                break
            if isinstance(claim.verdict, Ready):
                found.append(claim)
            else:
                self.counts[self._not_now(claim)] += 1
        return found

    def _digest(self, held: list[Claim], channel: Channel) -> tuple[Outcome, list[Claim]]:
        """One message for several: all are noted as under way before the first byte leaves, and share what becomes of it."""
        begun = [claim for claim in held if begin_transmission(claim=claim, now=self.clock())]
        if not begun:
            return Withdrawn(), []
        mails = [_mail(claim.message, self.post.sender, self.clock(), ()) for claim in begun]
        return channel.deliver(mail=digest_of(mails=mails), may_transmit=lambda: True), begun

    def _hand_over(self, claim: Claim, channel: Channel) -> Outcome:
        files = owner_of(message=claim.message).attach(claim.message, self.clock())
        ids = tuple(document_id for document_id, _ in files)
        return channel.deliver(
            mail=_mail(claim.message, self.post.sender, self.clock(), tuple(file for _, file in files)),
            may_transmit=lambda: begin_transmission(claim=claim, now=self.clock(), document_ids=ids),
        )


def _mail(message: MessageRow, sender: str, at: datetime, attachments: tuple[Attachment, ...]) -> Mail:
    content = handed_over(message=message)
    approved = content.snapshot.get("sms", {})
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
        template=approved.get("template", ""),
        parameters=approved.get("parameters", {}),
    )
