"""The second factor by text message: to the mobile number on file of the person a link was made for, asked for by himself.

The kept message holds a mark in the place of the code; the code is made again at the hand-over (docs/decisions/0019).
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta

from django.conf import settings

from huikuan.accounts.queries import companies
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.permission_rules import Stand
from huikuan.customers.permissions import reach_of
from huikuan.guests.access import Guest
from huikuan.guests.models import LinkCode, PortalLink
from huikuan.guests.operations.links import TooManyOpenings
from huikuan.guests.rules.letters import code_text
from huikuan.guests.rules.links import CODE_LASTS, MOST_TRIES, code_wait
from huikuan.guests.rules.tokens import NONCE_BYTES, code_mark, hash_of_code, sent_code
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.refusal import Refused
from huikuan.outbox.operations.queueing import queue_messages
from huikuan.outbox.ports import Content, MessageDraft, MessageRow, Ready, Suppress, Verdict
from huikuan.outbox.rules import ChannelName, mobile_of, recipient_fault

PURPOSE = "PORTAL_CODE"
"""The purpose of these messages in the outbox."""


def masked_mobile(*, guest: Guest) -> str:
    """The mobile number a code can go to, all but its ends hidden; empty where there is none, or its owner wants no messages.

    He asks for this message himself, so no earlier consent is needed (民法典 1033); an opt-out is kept to.
    """
    _name, number = _mobile(guest)
    return f"{number[:3]}****{number[-4:]}" if number else ""


def send_code(*, guest: Guest, now: datetime, today: date, key: str) -> dict[str, Json]:
    """Queue a new code to the person of the link; the one before it ends. `{"message_id"}`.

    Raises Refused PORTAL_NO_MOBILE, TooManyOpenings PORTAL_WAIT with `minutes` (one a minute, five in 24 hours to a person).
    """
    name, number = _mobile(guest)
    contact_id = guest.contact_id
    if contact_id is None or not number:
        raise Refused("PORTAL_NO_MOBILE")
    intent = Intent("send_portal_code", guest.actor, now, key, guest.company_id, {"link_id": guest.link_id})

    def work(act: OpenAct) -> dict[str, Json]:
        # One at a time for all links of the person: the second sees what the first has written.
        links = PortalLink.objects.filter(contact_id=contact_id).select_for_update().order_by("pk")
        _refuse_too_often([row.pk for row in links], now)
        LinkCode.objects.filter(link_id=guest.link_id, ended_at=None).update(ended_at=now)
        salt = secrets.token_hex(NONCE_BYTES)
        code = sent_code(secret=settings.SECRET_KEY, link_id=guest.link_id, salt=salt)
        made = LinkCode.objects.create(
            link_id=guest.link_id,
            salt=salt,
            code_hash=hash_of_code(secret=settings.SECRET_KEY, link_id=guest.link_id, salt=salt, code=code),
            made_at=now,
            made_by_name=guest.actor.name,
            expires_at=now + CODE_LASTS,
            act_id=act.id,
        )
        message_id = _queued(act, guest, made.pk, (name, number), today)
        LinkCode.objects.filter(pk=made.pk).update(message_id=message_id)
        return {"message_id": message_id}

    return perform(intent=intent, work=work)


def codes_of(*, code_ids: Collection[int], customer_id: int) -> Mapping[int, str]:
    """The digits of codes that go by text message to one customer, made anew; those of anybody else have none (TRUST D6)."""
    rows = LinkCode.objects.filter(pk__in=list(code_ids), link__customer_id=customer_id, message__isnull=False)
    return {
        row.pk: sent_code(secret=settings.SECRET_KEY, link_id=row.link_id, salt=row.salt) for row in rows.order_by("pk")
    }


def prepare_code(*, message: MessageRow, now: datetime, today: date) -> Verdict:
    """A code that was used, replaced or has run out since does not leave any more."""
    live = LinkCode.objects.filter(message_id=message.id, ended_at=None, expires_at__gt=now, tries__lt=MOST_TRIES)
    return Ready(message.content, today) if live.exists() else Suppress((("PORTAL_CODE_ENDED", {}),))


def _refuse_too_often(link_ids: list[int], now: datetime) -> None:
    sent = LinkCode.objects.filter(link__in=link_ids, message__isnull=False, made_at__gt=now - timedelta(hours=24))
    wait = code_wait(sent=list(sent.values_list("made_at", flat=True)), now=now)
    if wait is not None:
        raise TooManyOpenings("PORTAL_WAIT", minutes=-(-int(wait.total_seconds()) // 60))


def _mobile(guest: Guest) -> tuple[str, str]:
    """Name and number of the link's person; the number empty where no text message may go."""
    people = reach_of(customer_ids=[guest.customer_id]).get(guest.customer_id, ())
    person = next((one for one in people if one.contact_id == guest.contact_id), None)
    if person is None or person.stands.get(ChannelName.SMS) is Stand.OPT_OUT:
        return "", ""
    numbers = (mobile_of(text=text) for text in (person.mobile, person.phone))
    usable = (one for one in numbers if not recipient_fault(channel=ChannelName.SMS, recipient=one))
    return person.name, next(usable, "")


def _queued(act: OpenAct, guest: Guest, code_id: int, to: tuple[str, str], today: date) -> int:
    own = next(one for one in companies(actor=SYSTEM) if guest.company_id in (None, one.id))
    mark = code_mark(code_id=code_id)
    said = {"code": mark, "company_name": own.name}
    content = Content(
        recipient=to[1],
        recipient_name=to[0],
        sender_name=own.name,
        reply_to="",
        language=guest.language,
        subject="",
        text=code_text(company_name=own.name, code=mark, language=guest.language),
        html="",
        snapshot={"link": guest.link_id, "sms": {"template": f"{PURPOSE}-{guest.language}", "parameters": said}},
    )
    draft = MessageDraft(
        key=f"portal-code/{code_id}",
        purpose=PURPOSE,
        is_automatic=False,
        day=today,
        not_before=act.now,
        content=content,
        company_id=own.id,
        customer_id=guest.customer_id,
        channel=ChannelName.SMS,
    )
    return queue_messages(act=act, drafts=[draft])[0]
