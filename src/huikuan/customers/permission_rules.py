"""PURE: on which channels a person at a customer may be reached: consent, opt-out, and how we were told (RULES_CN §8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.kernel.refusal import Refused
from huikuan.outbox.rules import TO_CUSTOMERS, ChannelName


class Stand(StrEnum):
    """What a person wants of a channel; the last word counts."""

    CONSENT = "CONSENT"
    OPT_OUT = "OPT_OUT"


class ToldBy(StrEnum):
    """How we were told."""

    REPLY = "REPLY"
    CALL = "CALL"
    IN_WRITING = "IN_WRITING"
    CONTRACT = "CONTRACT"
    IN_PERSON = "IN_PERSON"


NEEDS_CONSENT = frozenset({ChannelName.SMS})
"""Channels on which nobody is written to who has not agreed to it (民法典 1033(1): no disturbing by SMS)."""

LONGEST_NOTE = 200

STOP_WORDS = ("退订", "拒收", "停止发送", "stop", "unsubscribe", "td", "t")
"""Replies that say "no more": the whole reply, without spaces and marks, in any case."""


@dataclass(frozen=True, slots=True)
class PermissionDraft:
    """What a person said about a channel, when, and how we were told."""

    channel: ChannelName
    stand: Stand
    said_on: date
    told_by: ToldBy
    note: str = ""


def clean_permission(*, draft: PermissionDraft, today: date) -> PermissionDraft:
    """The word as it is kept. Raises Refused PERMISSION_CHANNEL_WRONG, PERMISSION_DAY_AHEAD, PERMISSION_NOTE_TOO_LONG."""
    if draft.channel not in TO_CUSTOMERS:
        raise Refused("PERMISSION_CHANNEL_WRONG", channel=draft.channel.value)
    if draft.said_on > today:
        raise Refused("PERMISSION_DAY_AHEAD")
    if len(draft.note) > LONGEST_NOTE:
        raise Refused("PERMISSION_NOTE_TOO_LONG", most=LONGEST_NOTE)
    return draft


def reach_fault(*, channel: ChannelName, legal_basis: str, stands: Mapping[ChannelName, Stand]) -> str:
    """Why a person may not be reached on a channel: OPTED_OUT, NO_LEGAL_BASIS, NO_CONSENT; empty if he may."""
    stand = stands.get(channel)
    if stand is Stand.OPT_OUT:
        return "OPTED_OUT"
    if channel not in NEEDS_CONSENT:
        return ""
    if not legal_basis:
        return "NO_LEGAL_BASIS"
    return "" if stand is Stand.CONSENT else "NO_CONSENT"


def says_stop(*, text: str) -> bool:
    """Whether a reply says nothing but that no more messages are wanted."""
    bare = "".join(character for character in text.strip().lower() if character.isalnum())
    return bare in STOP_WORDS
