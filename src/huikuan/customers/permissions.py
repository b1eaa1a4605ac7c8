"""Consent and opt-out of people at customers, as a journal: the last word of a person about a channel counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.groups import merged_below
from huikuan.customers.models import Contact, ContactPermission
from huikuan.customers.people import person_for
from huikuan.customers.permission_rules import PermissionDraft, Stand, clean_permission
from huikuan.kernel.actor import Actor, Verb
from huikuan.outbox.rules import ChannelName


@dataclass(frozen=True, slots=True)
class PermissionRow:
    """What a person said about a channel."""

    channel: ChannelName
    stand: Stand
    said_on: date
    told_by: str
    note: str
    who_name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReachRow:
    """A person at the customer with every way to reach him and what he said of each channel."""

    contact_id: int
    name: str
    roles: tuple[str, ...]
    email: str
    phone: str
    mobile: str
    address: str
    gets_reminders: bool
    legal_basis: str
    stands: Mapping[ChannelName, Stand]


def record_permission(
    *, actor: Actor, now: datetime, today: date, key: str, contact_id: int, permission: PermissionDraft
) -> dict[str, Json]:
    """Note a person's consent or opt-out for a channel; `{"permission_id"}`. `today` is the business day.

    Raises NotPermitted PERSON_NOT_VISIBLE, Refused as `clean_permission`.
    """
    person_for(actor=actor, contact_id=contact_id, need=Verb.RECORD_ACTIVITY)
    draft = clean_permission(draft=permission, today=today)
    detail = {"contact_id": contact_id, "channel": draft.channel.value, "stand": draft.stand.value}
    intent = Intent("record_permission", actor, now, key, None, detail)
    return perform(
        intent=intent,
        work=lambda act: {"permission_id": add_permission(act=act, contact_id=contact_id, permission=draft)},
    )


def add_permission(*, act: OpenAct, contact_id: int, permission: PermissionDraft) -> int:
    """Note what a person said inside an open act; the id of the row."""
    row = ContactPermission.objects.create(
        contact_id=contact_id,
        channel=permission.channel.value,
        stand=permission.stand.value,
        said_on=permission.said_on,
        told_by=permission.told_by.value,
        note=permission.note.strip(),
        act_id=act.id,
        at=act.now,
        who_name=act.actor.name[:100],
    )
    return row.pk


def permissions_of(*, actor: Actor, contact_id: int) -> tuple[PermissionRow, ...]:
    """Everything a person said, newest first. Raises NotPermitted PERSON_NOT_VISIBLE."""
    person_for(actor=actor, contact_id=contact_id)
    return tuple(
        PermissionRow(
            ChannelName(row.channel), Stand(row.stand), row.said_on, row.told_by, row.note, row.who_name, row.at
        )
        for row in ContactPermission.objects.filter(contact_id=contact_id).order_by("-pk")
    )


def reach_of(*, customer_ids: Iterable[int]) -> dict[int, tuple[ReachRow, ...]]:
    """People by customer with every way to reach them, those who get reminders first; who left is not among them."""
    ids = list(customer_ids)
    tops = merged_below(customer_ids=ids)
    rows = Contact.objects.filter(customer_id__in=[*ids, *tops]).exclude(file__left_on__isnull=False)
    rows = rows.exclude(file__erased_at__isnull=False).select_related("file").prefetch_related("roles")
    found: dict[int, list[ReachRow]] = {}
    people = list(rows.order_by("-gets_reminders", "pk"))
    stands = _stands([row.pk for row in people])
    for row in people:
        reach = _reach(row, stands.get(row.pk, {}))
        for customer_id in {row.customer_id, tops.get(row.customer_id, row.customer_id)} & set(ids):
            found.setdefault(customer_id, []).append(reach)
    return {customer_id: tuple(reaches) for customer_id, reaches in found.items()}


def contact_reached_at(*, customer_id: int, name: str) -> int | None:
    """The person of a customer with that name; None if there is none or more than one."""
    found = [row.contact_id for row in reach_of(customer_ids=[customer_id]).get(customer_id, ()) if row.name == name]
    return found[0] if len(found) == 1 else None


def _stands(contact_ids: list[int]) -> dict[int, dict[ChannelName, Stand]]:
    found: dict[int, dict[ChannelName, Stand]] = {}
    rows = ContactPermission.objects.filter(contact_id__in=contact_ids).order_by("pk")
    for contact_id, channel, stand in rows.values_list("contact_id", "channel", "stand"):
        found.setdefault(contact_id, {})[ChannelName(channel)] = Stand(stand)
    return found


def _reach(row: Contact, stands: Mapping[ChannelName, Stand]) -> ReachRow:
    file = getattr(row, "file", None)
    return ReachRow(
        contact_id=row.pk,
        name=row.name,
        roles=tuple(part.role for part in row.roles.all()) or (row.role,),
        email=row.email,
        phone=row.phone,
        mobile=file.mobile if file else "",
        address=file.address if file else "",
        gets_reminders=row.gets_reminders,
        legal_basis=row.legal_basis,
        stands=stands,
    )
