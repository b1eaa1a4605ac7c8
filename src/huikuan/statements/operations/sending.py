"""Statements leave: by the outbox with the PDF and a link to answer, by post in one batch, or from hand to hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from huikuan.accounts.queries import business_calendar, people
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.guests.operations.links import LinkDraft, open_link
from huikuan.guests.rules.links import LinkPurpose
from huikuan.guests.rules.tokens import mark_of
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.outbox.operations.queueing import queue_messages
from huikuan.outbox.ports import Content, MessageDraft
from huikuan.outbox.rules import address_fault
from huikuan.statements.access import statement_for
from huikuan.statements.composing import Composer
from huikuan.statements.models import Dispatch, Statement
from huikuan.statements.operations.moving import moved
from huikuan.statements.queries.recipients import recipients_of
from huikuan.statements.queries.versions import policy_in_force
from huikuan.statements.rules.policy import reply_day
from huikuan.statements.rules.recipients import Recipient
from huikuan.statements.rules.states import Event, State, number_text
from huikuan.statements.rules.texts import CHINESE, ENGLISH, TextKind

PURPOSE = "STATEMENT"
"""The purpose of these messages in the outbox."""
LINK_DAYS = 60
_SECOND = frozenset({State.NO_REPLY.value})
_STYLE = "font-family:'PingFang SC','Microsoft YaHei','Noto Sans SC',sans-serif;font-size:15px;line-height:1.7;max-width:46em"


def send_statement(*, actor: Actor, now: datetime, key: str, statement_id: int, today: date) -> dict[str, Json]:
    """Queue a statement with its PDF and a link to answer it to the customer's person; `{"message_id"}`.

    One without an answer goes a second time, with a new day to answer by. Raises NotPermitted, Changed, Refused
    STATEMENT_DO_NOT_CONTACT, STATEMENT_NO_RECIPIENT, STATEMENT_OPTED_OUT, STATEMENT_CHOSEN_UNREACHABLE,
    STATEMENT_ROLE_UNREACHABLE.
    """
    row = statement_for(actor=actor, statement_id=statement_id, need=Verb.SEND_STATEMENT)
    person = _recipient(row)
    is_second = row.state in _SECOND
    intent = Intent("send_statement", actor, now, key, row.company_id, {"statement": statement_id, "second": is_second})
    return perform(intent=intent, work=lambda act: _queue(act, row, person, today, is_second=is_second))


@dataclass(frozen=True, slots=True)
class Posted:
    """How a paper left: by `POST` with the waybill that names its content, or by `HAND`."""

    way: str
    waybill: str = ""


def post_statement(
    *, actor: Actor, now: datetime, key: str, statement_id: int, posted: Posted, today: date
) -> dict[str, Json]:
    """Say that a statement went by post or was handed over.

    `{"statement_id"}`. Raises NotPermitted, Changed, Refused STATEMENT_WAY, STATEMENT_WAYBILL_MISSING.
    """
    row = statement_for(actor=actor, statement_id=statement_id, need=Verb.SEND_STATEMENT)
    way, waybill = posted.way, posted.waybill.strip()
    if way not in ("POST", "HAND"):
        raise Refused("STATEMENT_WAY")
    if way == "POST" and not waybill:
        raise Refused("STATEMENT_WAYBILL_MISSING")
    detail = {"statement": statement_id, "way": way, "waybill": waybill}
    intent = Intent("post_statement", actor, now, key, row.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        is_second = _move_out(act, row, today, note=waybill)
        Dispatch.objects.create(statement=row, way=way, is_second=is_second, waybill=waybill, at=now, act_id=act.id)
        if way == "HAND" and not is_second:
            row.refresh_from_db()
            moved(act=act, row=row, event=Event.ARRIVE)
        return {"statement_id": statement_id}

    return perform(intent=intent, work=work)


def note_arrival(*, actor: Actor, now: datetime, key: str, statement_id: int) -> dict[str, Json]:
    """Say that a posted statement arrived, by the courier's word; `{"statement_id"}`. Raises NotPermitted, Changed."""
    row = statement_for(actor=actor, statement_id=statement_id, need=Verb.SEND_STATEMENT)
    intent = Intent("statement_arrived", actor, now, key, row.company_id, {"statement": statement_id})

    def work(act: OpenAct) -> dict[str, Json]:
        moved(act=act, row=row, event=Event.ARRIVE)
        return {"statement_id": statement_id}

    return perform(intent=intent, work=work)


def send_run(*, actor: Actor, now: datetime, key: str, statement_ids: Sequence[int], today: date) -> dict[str, Json]:
    """Send issued statements, an act each; one that cannot go holds up no other: `{"sent", "left": [[id, code], …]}`."""
    sent, left = 0, []
    for pk in statement_ids:
        try:
            send_statement(actor=actor, now=now, key=f"{key}/{pk}", statement_id=pk, today=today)
            sent += 1
        except (Refused, Changed) as refusal:
            left.append([pk, refusal.code])
    return {"sent": sent, "left": left}


def _recipient(row: Statement) -> Recipient:
    found = recipients_of(customer_ids=[row.customer_id])[row.customer_id]
    if found.fault:
        raise Refused(found.fault, **({"reason": found.reason} if found.reason else {"name": found.name}))
    return found


def _queue(act: OpenAct, row: Statement, person: Recipient, today: date, *, is_second: bool) -> dict[str, Json]:
    _move_out(act, row, today, note=person.name)
    row.refresh_from_db()
    link_id = open_link(
        act=act,
        draft=LinkDraft(
            customer_id=row.customer_id,
            language=CHINESE if row.language != ENGLISH else ENGLISH,
            company_id=row.company_id,
            contact_id=person.contact_id,
            purpose=LinkPurpose.STATEMENT,
            object_id=row.pk,
            days=LINK_DAYS,
        ),
    )
    count = Dispatch.objects.filter(statement=row).count()
    draft = MessageDraft(
        key=f"statement/{row.pk}/{count + 1}",
        purpose=PURPOSE,
        is_automatic=False,
        day=today,
        not_before=act.now,
        content=_content(row, person, link_id, is_second=is_second),
        company_id=row.company_id,
        customer_id=row.customer_id,
    )
    (message_id,) = queue_messages(act=act, drafts=[draft])
    Dispatch.objects.create(
        statement=row, way="EMAIL", is_second=is_second, message_id=message_id, at=act.now, act_id=act.id
    )
    return {"message_id": message_id}


def _move_out(act: OpenAct, row: Statement, today: date, *, note: str) -> bool:
    """Let a statement go out: the first time, or again with a new day to answer by; whether it is the second time."""
    if row.state not in _SECOND:
        moved(act=act, row=row, event=Event.SEND, note=note)
        return False
    reply_by = reply_day(on=today, days=policy_in_force().second_days, calendar=business_calendar())
    moved(act=act, row=row, event=Event.REQUEST_AGAIN, note=note, reply_by=reply_by, second_request_at=act.now)
    return True


def _content(row: Statement, person: Recipient, link_id: int, *, is_second: bool) -> Content:
    composer = Composer(company_id=row.company_id, customer_ids=[row.customer_id], prints_seal=False)
    language = ENGLISH if row.language == ENGLISH else CHINESE
    mark = mark_of(link_id=link_id)
    kind = TextKind.MAIL_AGAIN if is_second else TextKind.MAIL
    text = composer.said(row=row, kind=kind, language=language, portal_link=mark)
    subject = composer.said(row=row, kind=TextKind.MAIL_SUBJECT, language=language).replace("\n", " ")[:250]
    own = people(ids=frozenset({row.customer.salesperson_id} - {None})) if row.customer.salesperson_id else {}
    seller = next(iter(own.values()), None)
    return Content(
        recipient=person.email,
        recipient_name=person.name,
        sender_name=row.company.name,
        reply_to=seller.email if seller and not address_fault(address=seller.email) else "",
        language=language,
        subject=subject,
        text=text,
        html=f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"><title>{escape(subject)}</title></head>'
        f'<body style="{_STYLE}">{_paragraphs(text)}</body></html>',
        snapshot={
            "statement": row.pk,
            "number": number_text(number=row.number),
            "pdf": row.pdf_sha256,
            "link": link_id,
        },
    )


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in text.split("\n\n"))
