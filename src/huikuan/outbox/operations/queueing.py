"""Put messages into the queue inside the act that caused them (X5: the message exists if and only if its cause does)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from huikuan.audit.operations import OpenAct
from huikuan.audit.rules import digest
from huikuan.kernel.refusal import Refused
from huikuan.outbox.models import Message
from huikuan.outbox.ports import Content, MessageDraft
from huikuan.outbox.rules import ChannelName, State, address_fault, header_fault, recipient_fault


def queue_messages(*, act: OpenAct, drafts: Sequence[MessageDraft]) -> list[int]:
    """Queue messages; their ids in order, a constant number of queries per 500.

    Raises Refused NO_RECIPIENT, HEADER_UNSAFE, HEADER_TOO_LONG and what `rules.recipient_fault` finds; IntegrityError if a
    key is live already.
    """
    for draft in drafts:
        refuse_unsafe(content=draft.content, channel=draft.channel)
    rows = Message.objects.bulk_create([_message(act, draft) for draft in drafts], batch_size=500)
    return [row.pk for row in rows]


def refuse_unsafe(*, content: Content, channel: ChannelName = ChannelName.EMAIL) -> None:
    """Raise Refused if the recipient or a header line cannot be sent safely (TRUST S28)."""
    fault = recipient_fault(channel=channel, recipient=content.recipient)
    if not fault and content.reply_to:
        fault = address_fault(address=content.reply_to)
    for line in (content.subject, content.recipient_name, content.sender_name):
        fault = fault or header_fault(text=line)
    if fault:
        raise Refused(fault, recipient=content.recipient)


def columns_of(*, content: Content) -> dict[str, Any]:
    """The columns of a message that hold its content, with the hash that proves them later (TRUST D5)."""
    return {**asdict(content), "snapshot": dict(content.snapshot), "snapshot_hash": hash_of(content=content)}


def hash_of(*, content: Content) -> str:
    """SHA-256 over everything the recipient gets and the facts behind it."""
    whole: Mapping[str, Any] = asdict(content)
    return digest(value=whole)


def _message(act: OpenAct, draft: MessageDraft) -> Message:
    return Message(
        key=draft.key,
        purpose=draft.purpose,
        channel=draft.channel.value,
        is_automatic=draft.is_automatic,
        company_id=draft.company_id,
        customer_id=draft.customer_id,
        day=draft.day,
        state=State.PLANNED.value,
        act_id=act.id,
        created_at=act.now,
        next_try_at=max(draft.not_before, act.now),
        **columns_of(content=draft.content),
    )
