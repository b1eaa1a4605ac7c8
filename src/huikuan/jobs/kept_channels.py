"""The channels set up on their page: what they are made of, how they are checked, and a test message to oneself.

An administrator describes a channel in the form of the file of channels; the same code reads both, so that both obey the same
rules: https, public addresses, the hosts of each robot, and nothing that repeats a secret.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import digest
from huikuan.jobs.channels import ChannelsFaulty, channels_of, description_of, file_description
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Refused
from huikuan.outbox.operations.keeping import ChannelDraft, keep_channel
from huikuan.outbox.operations.queueing import queue_messages
from huikuan.outbox.ports import Content, MessageDraft
from huikuan.outbox.queries import ChannelParts, channels_on
from huikuan.outbox.rules import ChannelName

TEST = "CHANNEL_TEST"
"""The purpose of messages by which an administrator tries a channel."""


def save_channel(*, actor: Actor, now: datetime, key: str, draft: ChannelDraft) -> dict[str, Json]:
    """Set up a channel or change it, once its description can be used; see `outbox.operations.keeping.keep_channel`."""
    return keep_channel(actor=actor, now=now, key=key, secret=settings.SECRET_KEY, draft=draft, check=_fault)


def try_channel(*, actor: Actor, now: datetime, today: date, key: str, name: str, phone: str = "") -> dict[str, Json]:
    """Queue a test message through a channel that is on: to its group, or as SMS to `phone`; `{"message_id"}`.

    It goes the way of every message; nothing in it is of a customer. Raises NotPermitted; Refused CHANNEL_OFF, MOBILE_INVALID,
    NO_RECIPIENT.
    """
    refuse_without_verb(actor=actor, verb=Verb.ADMINISTER)
    found = next((one for one in channels_on(secret=settings.SECRET_KEY) if one.name == name), None)
    if found is None:
        raise Refused("CHANNEL_OFF", name=name)
    recipient = phone.strip() if found.channel is ChannelName.SMS else name
    draft = MessageDraft(
        key=f"channel-test/{digest(value=key)[:40]}",
        purpose=TEST,
        is_automatic=False,
        day=today,
        not_before=now,
        content=_test_content(actor, found, recipient),
        channel=found.channel,
    )
    intent = Intent("try_channel", actor, now, key, None, {"name": name, "channel": found.channel.value})

    def work(act: OpenAct) -> dict[str, Json]:
        return {"message_id": queue_messages(act=act, drafts=[draft])[0]}

    return perform(intent=intent, work=work)


def _test_content(actor: Actor, parts: ChannelParts, recipient: str) -> Content:
    templates: Mapping[str, Any] = parts.settings.get("templates", {})
    template = min(templates, default="")
    names = templates[template]["parameters"] if template else []
    sms = {"template": template, "parameters": {name: _("test") for name in names}}
    subject = _("Test of Huikuan")
    text = _("%(person)s tries whether this channel works. Nothing needs to be done.") % {"person": actor.name}
    snapshot = {"sms": sms} if parts.channel is ChannelName.SMS else {}
    return Content(recipient, "", "", "", get_language() or "en", subject, text, "", snapshot)


def _fault(parts: ChannelParts) -> str:
    """Why a channel cannot be used as described."""
    try:
        in_file = file_description()
        name = description_of(parts=parts)
        if parts.channel is ChannelName.SMS and in_file.get("sms") is not None:
            return "sms: the file of channels names a provider already"
        if any(one.get("name") == parts.name for one in in_file.get("robots", []) if isinstance(one, dict)):
            return "robots: the file of channels has a robot of that name"
        channels_of(data={"trusted_origins": in_file.get("trusted_origins", []), **name})
    except ChannelsFaulty as fault:
        return str(fault)
    return ""
