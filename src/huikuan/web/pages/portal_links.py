"""What the pages of portal links show: a customer's links, and what customers asked by them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huikuan.guests.queries import LinkRow, RequestRow, guest_requests, links_of
from huikuan.guests.rules.links import LinkState, RequestState
from huikuan.kernel.actor import Actor, Verb
from huikuan.web.tables.columns import Chip, Text
from huikuan.wording import guests as words
from huikuan.wording import names


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A link in words."""

    row: LinkRow
    purpose: Text
    state: Chip
    is_open: bool


@dataclass(frozen=True, slots=True)
class RequestLine:
    """What a customer asked, in words."""

    row: RequestRow
    kind: Text
    state: Chip
    role: str
    may_decide: bool


@dataclass(frozen=True, slots=True)
class PortalPart:
    """A customer's links and requests, for his page."""

    customer_id: int
    links: tuple[LinkLine, ...]
    requests: tuple[RequestLine, ...]
    may_make: bool


def portal_part(*, actor: Actor, customer_id: int, now: datetime) -> PortalPart:
    """The open links of a customer, and what he asked that waits for an answer."""
    links = tuple(one for one in link_lines(actor=actor, customer_id=customer_id, now=now) if one.is_open)
    asked = request_lines(actor=actor, customer_id=customer_id, state=RequestState.OPEN)
    return PortalPart(customer_id, links, asked, actor.may(Verb.RECORD_ACTIVITY))


def link_lines(*, actor: Actor, customer_id: int, now: datetime) -> tuple[LinkLine, ...]:
    """The links of a customer in words, newest first."""
    return tuple(
        LinkLine(
            row,
            words.PURPOSES[row.purpose.value],
            Chip(words.LINK_STATES[row.state.value], words.LINK_TONES.get(row.state.value, "plain")),
            row.state is LinkState.OPEN,
        )
        for row in links_of(actor=actor, customer_id=customer_id, now=now)
    )


def request_lines(
    *, actor: Actor, customer_id: int | None = None, state: RequestState | None = None
) -> tuple[RequestLine, ...]:
    """What customers asked, in words, newest first, at most 200."""
    may_decide = actor.may(Verb.RECORD_ACTIVITY)
    rows = guest_requests(actor=actor, state=state, customer_id=customer_id, size=200).rows
    return tuple(
        RequestLine(
            row,
            words.REQUEST_KINDS[row.kind.value],
            Chip(words.REQUEST_STATES[row.state.value], words.REQUEST_TONES.get(row.state.value, "plain")),
            names.name_of(names=names.CONTACT_ROLES, code=str(row.person.get("role", ""))) if row.person else "",
            may_decide and row.state is RequestState.OPEN,
        )
        for row in rows
    )
