"""Reads of messages and attempts as frozen rows. Rooms above filter by customer: this floor knows none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds
from huikuan.outbox.models import Attempt, KeptChannel, Message
from huikuan.outbox.ports import Content, MessageRow
from huikuan.outbox.rules import DELIVERED, ChannelName, Event, State
from huikuan.outbox.secret_rules import opened


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """What became of one claim of a message."""

    token: int
    worker: str
    event: str
    at: datetime
    phase: str
    code: int
    reply: str


@dataclass(frozen=True, slots=True)
class ChannelParts:
    """A provider or robot with its secrets, for whoever talks to it; they are in no page, log or act."""

    name: str
    channel: ChannelName
    kind: str
    settings: Mapping[str, Any]
    secrets: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeptChannelRow:
    """A provider or robot as its page shows it: `kept` are the names of the secrets there are."""

    name: str
    channel: ChannelName
    kind: str
    settings: Mapping[str, Any]
    kept: tuple[str, ...]
    is_readable: bool
    is_on: bool
    number: int
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class Tried:
    """A message with the last thing that became of it."""

    message: MessageRow
    last: AttemptRow | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many messages wait to go out, and since when the oldest could have gone."""

    count: int
    oldest: datetime | None


def message_row(*, message_id: int) -> MessageRow | None:
    """One message; None if there is none."""
    row = Message.objects.filter(pk=message_id).first()
    return None if row is None else row_of(message=row)


def message_rows(*, ids: Iterable[int]) -> dict[int, MessageRow]:
    """Messages by id."""
    return {row.pk: row_of(message=row) for row in Message.objects.filter(pk__in=list(ids))}


@dataclass(frozen=True, slots=True)
class MessageFilter:
    """What messages are narrowed to; None and empty mean no narrowing.

    `search` is a piece of a recipient, his name or the subject; `called_so` selects the ids of customers it names too.
    """

    states: tuple[State, ...] = ()
    customer_id: int | None = None
    search: str = ""
    called_so: QuerySet[Any, Any] | None = None
    channels: tuple[ChannelName, ...] = ()


def message_page(
    *,
    narrowed: MessageFilter,
    customers: QuerySet[Any, Any] | None = None,
    companies: Collection[int] | None = None,
    number: int = 1,
    size: int = PAGE_SIZE,
) -> Page[MessageRow]:
    """One page of messages, newest first; `customers` and `companies` are the ids the reader may see (None: all)."""
    rows = _seen(narrowed, customers, companies)
    start, end = page_bounds(number=number, size=size)
    shown = tuple(row_of(message=row) for row in rows.order_by("-pk")[start:end])
    return Page(rows=shown, number=max(number, 1), size=end - start, count=rows.count(), totals={})


def message_count(
    *, narrowed: MessageFilter, customers: QuerySet[Any, Any] | None = None, companies: Collection[int] | None = None
) -> int:
    """How many messages there are, of those the reader may see; one query."""
    return _seen(narrowed, customers, companies).count()


def messages_of_customer(*, customer_id: int, companies: Collection[int] | None, most: int) -> tuple[MessageRow, ...]:
    """The newest messages of a customer, from these own companies (None: all) and from none of them; one query."""
    rows = Message.objects.filter(customer_id=customer_id)
    if companies is not None:
        rows = rows.filter(Q(company_id=None) | Q(company_id__in=list(companies)))
    return tuple(row_of(message=row) for row in rows.order_by("-pk")[:most])


def attempts_of(*, message_id: int) -> tuple[AttemptRow, ...]:
    """The attempts of a message, oldest first."""
    columns = ("token", "worker", "event", "at", "phase", "code", "reply")
    return tuple(
        AttemptRow(*row)
        for row in Attempt.objects.filter(message_id=message_id).order_by("token").values_list(*columns)
    )


def accepted_replies(*, message_ids: Collection[int]) -> dict[int, str]:
    """What the other side answered when it took these messages; those it did not take are left out. One query."""
    rows = Attempt.objects.filter(message_id__in=message_ids, event=Event.ACCEPT.value).order_by("pk")
    return {message_id: reply or "accepted" for message_id, reply in rows.values_list("message_id", "reply")}


def newest_tried(*, purpose: str, most: int) -> tuple[Tried, ...]:
    """The newest messages of a purpose, each with its last attempt; two queries."""
    rows = list(Message.objects.filter(purpose=purpose).order_by("-pk")[:most])
    last = {}
    columns = ("message_id", "token", "worker", "event", "at", "phase", "code", "reply")
    found = Attempt.objects.filter(message_id__in=[row.pk for row in rows]).order_by("message_id", "token")
    for message_id, *rest in found.values_list(*columns):
        last[message_id] = AttemptRow(*rest)
    return tuple(Tried(row_of(message=row), last.get(row.pk)) for row in rows)


def kept_channels(*, secret: str) -> tuple[KeptChannelRow, ...]:
    """The channels set up on their page, by name, without their secrets; `secret` is the installation's."""
    return tuple(
        KeptChannelRow(
            name=row.name,
            channel=ChannelName(row.channel),
            kind=row.kind,
            settings=row.settings,
            kept=tuple(sorted(values or ())),
            is_readable=values is not None,
            is_on=row.is_on,
            number=row.number,
            changed_at=row.changed_at,
            changed_by=row.changed_by,
        )
        for row in KeptChannel.objects.order_by("channel", "name")
        for values in [opened(secret=secret, text=row.sealed)]
    )


def channels_on(*, secret: str) -> tuple[ChannelParts, ...]:
    """The channels that are on, with their secrets; one whose secrets cannot be read any more is left out."""
    return tuple(
        ChannelParts(row.name, ChannelName(row.channel), row.kind, row.settings, values)
        for row in KeptChannel.objects.filter(is_on=True).order_by("name")
        if (values := opened(secret=secret, text=row.sealed)) is not None
    )


def automatic_days(
    *,
    since: date,
    until: date,
    states: Iterable[State],
    customer_id: int | None = None,
    customers: QuerySet[Any, Any] | None = None,
    but: int | None = None,
) -> dict[int, dict[date, int]]:
    """Automatic messages per customer and day from `since` to `until` inclusive in `states`; one query.

    Of one customer, or of those whose ids `customers` selects; without the message `but`.
    """
    rows = Message.objects.filter(
        is_automatic=True, day__gte=since, day__lte=until, state__in=[state.value for state in states]
    ).exclude(customer_id=None)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    if customers is not None:
        rows = rows.filter(customer_id__in=customers)
    if but is not None:
        rows = rows.exclude(pk=but)
    found: dict[int, dict[date, int]] = {}
    counted = rows.values_list("customer_id", "day").annotate(number=Count("pk")).order_by("customer_id", "day")
    for customer, day, number in counted:
        found.setdefault(int(customer or 0), {})[day] = number
    return found


def waiting(*, now: datetime) -> Waiting:
    """Messages that could go out at `now`; tasks and letters, which people bring, are not among them."""
    delivered = [channel.value for channel in DELIVERED]
    due = Message.objects.filter(state=State.PLANNED.value, next_try_at__lte=now, channel__in=delivered)
    found = due.aggregate(number=Count("pk"), oldest=Min("next_try_at"))
    return Waiting(found["number"], found["oldest"])


def waiting_by_channel(*, now: datetime) -> dict[ChannelName, int]:
    """How many messages could go out at `now` on each channel that has any."""
    rows = Message.objects.filter(state=State.PLANNED.value, next_try_at__lte=now).values_list("channel")
    return {ChannelName(name): number for name, number in rows.annotate(number=Count("pk")).order_by("channel")}


def counts_by_state() -> dict[State, int]:
    """How many messages stand in each state."""
    rows = Message.objects.values_list("state").annotate(number=Count("pk")).order_by("state")
    return {State(state): number for state, number in rows}


def row_of(*, message: Message) -> MessageRow:
    """The frozen row of a message."""
    return MessageRow(
        id=message.pk,
        key=message.key,
        purpose=message.purpose,
        is_automatic=message.is_automatic,
        company_id=message.company_id,
        customer_id=message.customer_id,
        day=message.day,
        content=Content(
            message.recipient,
            message.recipient_name,
            message.sender_name,
            message.reply_to,
            message.language,
            message.subject,
            message.text,
            message.html,
            message.snapshot,
        ),
        snapshot_hash=message.snapshot_hash,
        document_ids=tuple(message.document_ids),
        state=State(message.state),
        reasons=tuple((code, parameters) for code, parameters in message.reasons),
        created_at=message.created_at,
        next_try_at=message.next_try_at,
        attempts=message.attempts,
        token=message.token,
        sent_at=message.sent_at,
        channel=ChannelName(message.channel),
    )


def _seen(
    narrowed: MessageFilter, customers: QuerySet[Any, Any] | None, companies: Collection[int] | None
) -> QuerySet[Message]:
    rows = _narrowed(Message.objects.all(), narrowed)
    if companies is not None:
        rows = rows.filter(company_id__in=list(companies))
    return rows if customers is None else rows.filter(customer_id__in=customers)


def _narrowed(rows: QuerySet[Message], narrowed: MessageFilter) -> QuerySet[Message]:
    if narrowed.customer_id is not None:
        rows = rows.filter(customer_id=narrowed.customer_id)
    if narrowed.states:
        rows = rows.filter(state__in=[state.value for state in narrowed.states])
    if narrowed.channels:
        rows = rows.filter(channel__in=[channel.value for channel in narrowed.channels])
    if not narrowed.search:
        return rows
    word = narrowed.search
    told = Q(recipient__icontains=word) | Q(recipient_name__icontains=word) | Q(subject__icontains=word)
    return rows.filter(told if narrowed.called_so is None else told | Q(customer_id__in=narrowed.called_so))
