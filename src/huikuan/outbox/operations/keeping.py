"""Set up a provider or robot, change it, switch it off or on: administrators only, an act each, no secret in any of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.outbox.models import KeptChannel
from huikuan.outbox.queries import ChannelParts
from huikuan.outbox.rules import SETTABLE, ChannelName, recipient_fault
from huikuan.outbox.secret_rules import fingerprint, opened, sealed

SMS_NAME = "sms"
Check = Callable[[ChannelParts], str]
"""Why a channel cannot be used as it is described, in words that repeat no secret; empty if it can."""


@dataclass(frozen=True, slots=True)
class ChannelDraft:
    """A provider or robot as typed; an empty secret keeps the one that is kept. `replaces` is the number seen, 0 for a new one."""

    name: str
    channel: ChannelName
    kind: str
    settings: Mapping[str, Any]
    secrets: Mapping[str, Any] = field(default_factory=dict, repr=False)
    replaces: int = 0


def keep_channel(
    *, actor: Actor, now: datetime, key: str, secret: str, draft: ChannelDraft, check: Check
) -> dict[str, Json]:
    """Set up a channel or change it; a new one is on; `{"name", "number"}`. `secret` is the installation's.

    Raises NotPermitted; Refused CHANNEL_NAME_WRONG, CHANNEL_NAME_TAKEN, CHANNEL_FAULTY, SMS_PROVIDER_ON; Changed CHANNEL_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.ADMINISTER)
    given = {name: value for name, value in draft.secrets.items() if value}
    detail: dict[str, Json] = {
        "name": draft.name,
        "kind": draft.kind,
        "settings": dict(draft.settings),
        "secrets": sorted(given),
        "fingerprint": fingerprint(secret=secret, values=given),
        "replaces": draft.replaces,
    }
    intent = Intent("keep_channel", actor, now, key, None, detail)
    return perform(intent=intent, work=lambda act: _keep(act, secret, draft, check))


def switch_channel(*, actor: Actor, now: datetime, key: str, name: str, is_on: bool, replaces: int) -> dict[str, Json]:
    """Switch a channel off or on; what waits for it stays planned meanwhile; `{"name", "number"}`.

    Raises NotPermitted; Refused SMS_PROVIDER_ON; Changed CHANNEL_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.ADMINISTER)
    intent = Intent("switch_channel", actor, now, key, None, {"name": name, "is_on": is_on, "replaces": replaces})

    def work(act: OpenAct) -> dict[str, Json]:
        row = KeptChannel.objects.filter(name=name).first()
        if row is not None and is_on:
            _refuse_second_provider(ChannelName(row.channel), name)
        return _moved(act, name, replaces, {"is_on": is_on})

    return perform(intent=intent, work=work)


def _keep(act: OpenAct, secret: str, draft: ChannelDraft, check: Check) -> dict[str, Json]:
    _refuse_wrong_name(draft)
    row = KeptChannel.objects.filter(name=draft.name).first()
    kept = opened(secret=secret, text=row.sealed) if row else None
    secrets = {**(kept or {}), **{name: value for name, value in draft.secrets.items() if value}}
    why = check(ChannelParts(draft.name, draft.channel, draft.kind, draft.settings, secrets))
    if why:
        raise Refused("CHANNEL_FAULTY", why=why)
    whole = {"settings": dict(draft.settings), "sealed": sealed(secret=secret, values=secrets)}
    if draft.replaces:
        return _moved(act, draft.name, draft.replaces, whole)
    if row is not None:
        raise Refused("CHANNEL_NAME_TAKEN", name=draft.name)
    _refuse_second_provider(draft.channel, draft.name)
    KeptChannel.objects.create(
        name=draft.name,
        channel=draft.channel.value,
        kind=draft.kind,
        is_on=True,
        number=1,
        changed_at=act.now,
        changed_by=act.actor.name[:150],
        act_id=act.id,
        **whole,
    )
    return {"name": draft.name, "number": 1}


def _moved(act: OpenAct, name: str, replaces: int, changes: Mapping[str, Any]) -> dict[str, Json]:
    """One conditional UPDATE: of two administrators who change a channel at once the second is told to look again."""
    rows = KeptChannel.objects.filter(name=name, number=replaces)
    stamp = {"number": replaces + 1, "changed_at": act.now, "changed_by": act.actor.name[:150], "act_id": act.id}
    if not rows.update(**changes, **stamp):
        raise Changed("CHANNEL_CHANGED", name=name)
    return {"name": name, "number": replaces + 1}


def _refuse_wrong_name(draft: ChannelDraft) -> None:
    if draft.channel not in SETTABLE:
        raise Refused("CHANNEL_NAME_WRONG", name=draft.name)
    if draft.channel is ChannelName.SMS:
        fault = "" if draft.name.startswith(SMS_NAME) else "ROBOT_UNKNOWN"
    else:
        fault = recipient_fault(channel=draft.channel, recipient=draft.name)
    if fault or len(draft.name) > 40:
        raise Refused("CHANNEL_NAME_WRONG", name=draft.name)


def _refuse_second_provider(channel: ChannelName, name: str) -> None:
    on = KeptChannel.objects.filter(channel=ChannelName.SMS.value, is_on=True).exclude(name=name)
    if channel is ChannelName.SMS and on.exists():
        raise Refused("SMS_PROVIDER_ON", name=on.values_list("name", flat=True)[0])
