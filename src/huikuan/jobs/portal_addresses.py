"""Puts the address of a portal link into a message at the moment it is handed over: no kept text ever holds one (TRUST S16)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from huikuan.guests.operations.links import addresses_of
from huikuan.guests.rules.tokens import marked_links, with_addresses
from huikuan.outbox.ports import Content, MessageRow, Ready, Suppress, Verdict


def only_own_links(*, message: MessageRow, verdict: Verdict) -> Verdict:
    """The verdict, unless the content waits for the link of another customer: then the message stays behind (TRUST D6)."""
    if not isinstance(verdict, Ready):
        return verdict
    wanted = _marked(verdict.content)
    if wanted <= _addresses(message, wanted).keys():
        return verdict
    return Suppress((("PORTAL_LINK_NOT_THEIRS", {}),))


def handed_over(*, message: MessageRow) -> Content:
    """The content as the recipient gets it: every mark replaced by the address of its link."""
    wanted = _marked(message.content)
    if not wanted:
        return message.content
    addresses = _addresses(message, wanted)
    linked = {pk: f'<a href="{address}">{address}</a>' for pk, address in addresses.items()}
    return replace(
        message.content,
        text=with_addresses(text=message.content.text, addresses=addresses),
        html=with_addresses(text=message.content.html, addresses=linked),
    )


def _marked(content: Content) -> frozenset[int]:
    return marked_links(text=content.text) | marked_links(text=content.html)


def _addresses(message: MessageRow, wanted: frozenset[int]) -> Mapping[int, str]:
    if not wanted or message.customer_id is None:
        return {}
    return addresses_of(link_ids=wanted, customer_id=message.customer_id)
