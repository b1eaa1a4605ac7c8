"""PURE: messages as records, what a channel gets to deliver, and what a message's own room says when it is claimed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol

from huikuan.outbox.rules import ChannelName, Outcome, State


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a message."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """One message to one recipient, complete; `message_id` stays the same when it is tried again."""

    message_id: str
    sender: str
    sender_name: str
    recipient: str
    recipient_name: str
    reply_to: str
    subject: str
    text: str
    html: str
    language: str
    at: datetime
    attachments: tuple[Attachment, ...] = ()
    template: str = ""
    """Of an SMS: our name of the text, by which a provider's approved template is found."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Of an SMS: what stands at the places of that text."""


class Channel(Protocol):
    """A way to bring a message to its recipient."""

    def deliver(self, *, mail: Mail, may_transmit: Callable[[], bool]) -> Outcome:
        """Deliver once; `may_transmit` is asked once, right before the content goes out, and False withdraws it."""


@dataclass(frozen=True, slots=True)
class Content:
    """What the recipient gets, and the facts it was written from (`snapshot`: JSON without floats)."""

    recipient: str
    recipient_name: str
    sender_name: str
    reply_to: str
    language: str
    subject: str
    text: str
    html: str
    snapshot: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """A message to queue. `key` names the business reason and is unique among messages that are not suppressed.

    `day` is the business day it counts for, `is_automatic` whether the caps on automatic messages count it.
    """

    key: str
    purpose: str
    is_automatic: bool
    day: date
    not_before: datetime
    content: Content
    company_id: int | None = None
    customer_id: int | None = None
    channel: ChannelName = ChannelName.EMAIL


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message as it stands; `reasons` are `[code, parameters]` pairs."""

    id: int
    key: str
    purpose: str
    is_automatic: bool
    company_id: int | None
    customer_id: int | None
    day: date
    content: Content
    snapshot_hash: str
    document_ids: tuple[int, ...]
    state: State
    reasons: tuple[tuple[str, Mapping[str, Any]], ...]
    created_at: datetime
    next_try_at: datetime
    attempts: int
    token: int
    sent_at: datetime | None
    channel: ChannelName = ChannelName.EMAIL


@dataclass(frozen=True, slots=True)
class Ready:
    """The message may go out now, with this content and counting for this day."""

    content: Content
    day: date


@dataclass(frozen=True, slots=True)
class Suppress:
    """The message must not go out any more."""

    reasons: tuple[tuple[str, Mapping[str, Any]], ...]


@dataclass(frozen=True, slots=True)
class Postpone:
    """The message must wait until `until`."""

    until: datetime
    reasons: tuple[tuple[str, Mapping[str, Any]], ...]


Verdict = Ready | Suppress | Postpone
"""What the room that owns a message says when it is claimed, on facts read in the same transaction."""
