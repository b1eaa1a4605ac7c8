"""PURE: channels, states of a message, backoff between attempts, addresses and header lines that are safe to send."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class ChannelName(StrEnum):
    """The way a message takes; CALL and VISIT are tasks that a person does, a LETTER is printed and given to a courier."""

    EMAIL = "EMAIL"
    SMS = "SMS"
    WECOM = "WECOM"
    DINGTALK = "DINGTALK"
    FEISHU = "FEISHU"
    LETTER = "LETTER"
    CALL = "CALL"
    VISIT = "VISIT"


ROBOTS = (ChannelName.WECOM, ChannelName.DINGTALK, ChannelName.FEISHU)
"""Chat robots write to our own people only, never to a customer (RULES_CN §7.3)."""

TASKS = (ChannelName.CALL, ChannelName.VISIT)
"""What a person does himself: nothing is handed over by the loop."""

BY_PEOPLE = (ChannelName.CALL, ChannelName.VISIT, ChannelName.LETTER)
"""What people bring: calls and visits they make, letters they print and give to a courier."""

TO_CUSTOMERS = (ChannelName.EMAIL, ChannelName.SMS, ChannelName.CALL, ChannelName.VISIT, ChannelName.LETTER)
"""Channels on which a customer may be asked for money."""

DELIVERED = (ChannelName.EMAIL, ChannelName.SMS, *ROBOTS)
"""Channels on which the loop hands messages over."""


SETTABLE = (ChannelName.SMS, *ROBOTS)
"""Channels that an administrator sets up on their page; mail is set by the machine's own administrator."""


class State(StrEnum):
    """Where a message stands; SENT, SUPPRESSED are final, FAILED and UNCERTAIN wait for a named person."""

    PLANNED = "PLANNED"
    CLAIMED = "CLAIMED"
    SENDING = "SENDING"
    SENT = "SENT"
    FAILED = "FAILED"
    UNCERTAIN = "UNCERTAIN"
    SUPPRESSED = "SUPPRESSED"


class Event(StrEnum):
    """What may happen to a message."""

    CLAIM = "CLAIM"
    TRANSMIT = "TRANSMIT"
    ACCEPT = "ACCEPT"
    DEFER = "DEFER"
    POSTPONE = "POSTPONE"
    REJECT = "REJECT"
    LOSE = "LOSE"
    EXPIRE = "EXPIRE"
    SUPPRESS = "SUPPRESS"
    CONFIRM_SENT = "CONFIRM_SENT"
    CONFIRM_LOST = "CONFIRM_LOST"
    SEND_AGAIN = "SEND_AGAIN"
    DONE = "DONE"


class Phase(StrEnum):
    """How far the conversation with the other side had come when it ended."""

    CONNECT = "CONNECT"
    SIGN_IN = "SIGN_IN"
    SENDER = "SENDER"
    RECIPIENT = "RECIPIENT"
    DATA = "DATA"
    CONTENT = "CONTENT"
    END = "END"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The other side took responsibility for the message."""

    reply: str


@dataclass(frozen=True, slots=True)
class Retryable:
    """Known not to be accepted, and worth another try later; `code` is the server's, 0 where it gave none."""

    code: int
    phase: Phase
    reply: str


@dataclass(frozen=True, slots=True)
class Permanent:
    """Known not to be accepted, and no later try will help."""

    code: int
    phase: Phase
    reply: str


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The message was handed over completely, but no clear answer came: it may have been accepted."""

    phase: Phase
    reply: str


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The right to transmit was lost before any content went out; nothing was sent."""


Outcome = Accepted | Retryable | Permanent | Uncertain | Withdrawn


TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.PLANNED, Event.CLAIM): State.CLAIMED,
    (State.PLANNED, Event.SUPPRESS): State.SUPPRESSED,
    (State.PLANNED, Event.DONE): State.SENT,
    (State.CLAIMED, Event.TRANSMIT): State.SENDING,
    (State.CLAIMED, Event.DEFER): State.PLANNED,
    (State.CLAIMED, Event.POSTPONE): State.PLANNED,
    (State.CLAIMED, Event.REJECT): State.FAILED,
    (State.CLAIMED, Event.SUPPRESS): State.SUPPRESSED,
    (State.CLAIMED, Event.EXPIRE): State.PLANNED,
    (State.SENDING, Event.ACCEPT): State.SENT,
    (State.SENDING, Event.DEFER): State.PLANNED,
    (State.SENDING, Event.REJECT): State.FAILED,
    (State.SENDING, Event.LOSE): State.UNCERTAIN,
    (State.SENDING, Event.EXPIRE): State.UNCERTAIN,
    (State.UNCERTAIN, Event.CONFIRM_SENT): State.SENT,
    (State.UNCERTAIN, Event.CONFIRM_LOST): State.FAILED,
    (State.UNCERTAIN, Event.SEND_AGAIN): State.PLANNED,
    (State.FAILED, Event.SEND_AGAIN): State.PLANNED,
    (State.FAILED, Event.SUPPRESS): State.SUPPRESSED,
}

LEASE = timedelta(minutes=20)
"""How long a claim holds without news; longer than every time limit of one conversation together."""

BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))
"""Waits after the first, second, … refused attempt; after the last one the message fails."""

OUR_SIDE = frozenset({Phase.CONNECT, Phase.SIGN_IN})
"""Where the mail server does not let us in. No message is to blame, so none fails for it: nothing was transmitted, and every claim
looks at the debt again, so that a letter tried for days never goes out of date."""

OUR_SIDE_WAIT = timedelta(minutes=15)
"""The wait until the next try then: short enough to go soon once we are let in, long enough not to lock the account."""

MAY_HAVE_ARRIVED = frozenset({State.SENDING, State.SENT, State.UNCERTAIN})
"""States in which the customer may hold the message in hands."""

LONGEST_ADDRESS = 254
LONGEST_HEADER = 300
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}"
)
_MOBILE = re.compile(r"(?:\+86)?1[3-9]\d{9}|\+(?!86)[1-9]\d{6,14}")
_TELEPHONE = re.compile(r"\+?[0-9(][0-9 ()/.-]{4,30}(?:[a-z ]{0,6}\d{1,6})?")
_ROBOT = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def states_before(*, event: Event) -> tuple[State, ...]:
    """The states in which `event` may happen."""
    return tuple(state for state, possible in TRANSITIONS if possible is event)


def event_of(*, outcome: Outcome, attempts: int) -> Event:
    """What the answer of a channel means after so many attempts; the last refused attempt rejects for good.

    A fault of our own side never does.
    """
    if isinstance(outcome, Accepted):
        return Event.ACCEPT
    if isinstance(outcome, Uncertain):
        return Event.LOSE
    if isinstance(outcome, Permanent):
        return Event.REJECT
    if isinstance(outcome, Retryable) and not is_our_side(outcome=outcome) and attempts > len(BACKOFF):
        return Event.REJECT
    return Event.DEFER


def is_our_side(*, outcome: Outcome | None) -> bool:
    """Whether the mail server did not let us in, which says nothing about the message."""
    return isinstance(outcome, Retryable) and outcome.phase in OUR_SIDE


def wait_after(*, attempts: int) -> timedelta:
    """How long to wait after so many refused attempts (1 and more)."""
    return BACKOFF[min(max(attempts, 1), len(BACKOFF)) - 1]


def address_fault(*, address: str) -> str:
    """Why mail cannot go to `address`: NO_RECIPIENT, ADDRESS_INVALID, or empty if it can (TRUST S28)."""
    if not address:
        return "NO_RECIPIENT"
    if len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        return "ADDRESS_INVALID"
    return ""


def header_fault(*, text: str) -> str:
    """Why `text` cannot stand in a header: HEADER_UNSAFE (line breaks, control characters), HEADER_TOO_LONG, or empty."""
    if _CONTROL.search(text):
        return "HEADER_UNSAFE"
    return "HEADER_TOO_LONG" if len(text) > LONGEST_HEADER else ""


def recipient_fault(*, channel: ChannelName, recipient: str) -> str:
    """Why a message cannot go to `recipient` on a channel: NO_RECIPIENT, or what is wrong with it; empty if it can.

    MOBILE_INVALID (a mobile number of the mainland, or one with its country), PHONE_INVALID, POSTAL_ADDRESS_INVALID (one
    line of six characters and more), ROBOT_UNKNOWN, ADDRESS_INVALID.
    """
    if channel is ChannelName.EMAIL:
        return address_fault(address=recipient)
    if not recipient.strip():
        return "NO_RECIPIENT"
    if channel is ChannelName.SMS:
        return "" if _MOBILE.fullmatch(mobile_of(text=recipient)) else "MOBILE_INVALID"
    if channel is ChannelName.CALL:
        return "" if _TELEPHONE.fullmatch(recipient.strip()) else "PHONE_INVALID"
    if channel in ROBOTS:
        return "" if _ROBOT.fullmatch(recipient) else "ROBOT_UNKNOWN"
    fits = 6 <= len(recipient.strip()) <= LONGEST_ADDRESS and not _CONTROL.search(recipient)
    return "" if fits else "POSTAL_ADDRESS_INVALID"


def mobile_of(*, text: str) -> str:
    """A mobile number without the spaces, dots and hyphens people type; two leading zeros are a plus."""
    digits = re.sub(r"[\s.()-]", "", text)
    return f"+{digits[2:]}" if digits.startswith("00") else digits
