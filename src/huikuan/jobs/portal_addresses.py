"""Puts the address of a portal link, or a one-time code, into a message at the moment it is handed over: no kept text ever
holds one (TRUST S16, S17)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from huikuan.guests.operations.code_messages import codes_of
from huikuan.guests.operations.links import addresses_of
from huikuan.guests.rules.tokens import marked_codes, marked_links, with_addresses, with_codes
from huikuan.outbox.ports import Content, MessageRow, Ready, Suppress, Verdict


def only_own_links(*, message: MessageRow, verdict: Verdict) -> Verdict:
    """The verdict, unless the content waits for the link of another customer: then the message stays behind (TRUST D6)."""
    if not isinstance(verdict, Ready):
        return verdict
    wanted, codes = _marked(verdict.content), marked_codes(text=verdict.content.text)
    if wanted <= _addresses(message, wanted).keys() and codes <= _codes(message, codes).keys():
        return verdict
    return Suppress((("PORTAL_LINK_NOT_THEIRS", {}),))


def handed_over(*, message: MessageRow) -> Content:
    """The content as the recipient gets it: every mark replaced by the address of its link, or by its one-time code."""
    codes = marked_codes(text=message.content.text)
    if codes:
        return _with_codes(message.content, _codes(message, codes))
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


def _with_codes(content: Content, codes: Mapping[int, str]) -> Content:
    """The text, and what stands at the places of a provider's template."""
    sms = content.snapshot.get("sms", {})
    parameters = {name: with_codes(text=text, codes=codes) for name, text in sms.get("parameters", {}).items()}
    snapshot = {**content.snapshot, "sms": {**sms, "parameters": parameters}}
    return replace(content, text=with_codes(text=content.text, codes=codes), snapshot=snapshot)


def _codes(message: MessageRow, wanted: frozenset[int]) -> Mapping[int, str]:
    if not wanted or message.customer_id is None:
        return {}
    return codes_of(code_ids=wanted, customer_id=message.customer_id)


def _marked(content: Content) -> frozenset[int]:
    return marked_links(text=content.text) | marked_links(text=content.html)


def _addresses(message: MessageRow, wanted: frozenset[int]) -> Mapping[int, str]:
    if not wanted or message.customer_id is None:
        return {}
    return addresses_of(link_ids=wanted, customer_id=message.customer_id)
