"""The act that mails a portal link to the person it was made for; the kept text holds its mark, never its address."""

from __future__ import annotations

from datetime import date, datetime

from huikuan.accounts.queries import companies
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.queries import ContactRow, contacts_of
from huikuan.guests.access import link_for
from huikuan.guests.models import PortalLink
from huikuan.guests.rules.letters import link_letter
from huikuan.guests.rules.links import LinkState, state_of
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.kernel.refusal import Refused
from huikuan.outbox.operations.queueing import queue_messages
from huikuan.outbox.ports import Content, MessageDraft

PURPOSE = "PORTAL_LINK"
"""The purpose of these messages in the outbox."""


def mail_link(*, actor: Actor, now: datetime, today: date, key: str, link_id: int) -> dict[str, Json]:
    """Queue a mail with the link to its person; `{"message_id"}`.

    Raises NotPermitted, Refused PORTAL_LINK_CLOSED, PORTAL_NO_ADDRESS (no person with an e-mail address), ADDRESS_INVALID.
    """
    row = link_for(actor=actor, link_id=link_id)
    if state_of(expires_at=row.expires_at, revoked_at=row.revoked_at, now=now) is not LinkState.OPEN:
        raise Refused("PORTAL_LINK_CLOSED")
    person = _person_of(row)
    own = next(one for one in companies(actor=SYSTEM) if row.company_id in (None, one.id))
    content = _content(row, person, own.name, today)

    def work(act: OpenAct) -> dict[str, Json]:
        draft = MessageDraft(
            key=f"portal-link/{row.pk}/{act.id}",
            purpose=PURPOSE,
            is_automatic=False,
            day=today,
            not_before=now,
            content=content,
            company_id=own.id,
            customer_id=row.customer_id,
        )
        return {"message_id": queue_messages(act=act, drafts=[draft])[0]}

    return perform(intent=Intent("mail_portal_link", actor, now, key, row.company_id, {"link_id": link_id}), work=work)


def _person_of(row: PortalLink) -> ContactRow:
    known = contacts_of(customer_ids=[row.customer_id]).get(row.customer_id, ())
    person = next((one for one in known if one.id == row.contact_id and one.email), None)
    if person is None:
        raise Refused("PORTAL_NO_ADDRESS")
    return person


def _content(row: PortalLink, person: ContactRow, company_name: str, today: date) -> Content:
    letter = link_letter(
        link_id=row.pk,
        company_name=company_name,
        person=person.name,
        language=row.language,
        valid_through=row.expires_at.date(),
    )
    return Content(
        recipient=person.email,
        recipient_name=person.name,
        sender_name=company_name,
        reply_to="",
        language=row.language,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        snapshot={"link": row.pk, "today": today.isoformat()},
    )
