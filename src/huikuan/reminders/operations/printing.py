"""Print the letters that wait: each looked at once more, all in one PDF with an index, in one act."""

from __future__ import annotations

from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.pdf import render_pdf
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Refused
from huikuan.outbox.operations.finishing import finish_message
from huikuan.outbox.ports import MessageRow, Ready, Suppress
from huikuan.outbox.rules import ChannelName, State
from huikuan.reminders.composing import pdf_data
from huikuan.reminders.models import LetterBatch, PostedLetter
from huikuan.reminders.operations.delivering import prepare_reminder, settle_reminder
from huikuan.reminders.queries import messages
from huikuan.reminders.rules.posting import PostState, waybill_text

MOST_PRINTED = 50
"""So many letters are printed in one pile; the database is held while they are set."""


def print_letters(*, actor: Actor, now: datetime, local_now: datetime, today: date, key: str) -> dict[str, Json]:
    """Print the oldest letters that wait and may go now; `{"batch_id", "letters", "kept_back"}`, batch 0 if none may.

    Ledger and bank are looked at as the database holds them in the same transaction (D2, D5); whoever paid gets none.
    `local_now` is in the company's zone. Raises NotPermitted, Refused PERSON_NEEDED, FontMissing.
    """
    refuse_without_verb(actor=actor, verb=Verb.REMIND)
    if actor.user_id is None:
        raise Refused("PERSON_NEEDED")
    waiting = messages(actor=actor, states=(State.PLANNED,), channels=(ChannelName.LETTER,))
    chosen = sorted(row.id for row in waiting.rows)[:MOST_PRINTED]
    intent = Intent("print_letters", actor, now, key, None, {"today": today.isoformat()})
    return perform(intent=intent, work=lambda act: _print(act, chosen, local_now, today))


def _print(act: OpenAct, chosen: list[int], local_now: datetime, today: date) -> dict[str, Json]:
    by_id = {
        row.id: row for row in messages(actor=act.actor, states=(State.PLANNED,), channels=(ChannelName.LETTER,)).rows
    }
    printed: list[MessageRow] = []
    for message_id in chosen:
        if message_id not in by_id:
            continue
        verdict = prepare_reminder(message=by_id[message_id], local_now=local_now, today=today)
        ended = finish_message(act=act, message_id=message_id, verdict=verdict)
        if isinstance(verdict, Ready):
            settle_reminder(act=act, message=ended, state=State.SENT)
            printed.append(ended)
        elif isinstance(verdict, Suppress):
            settle_reminder(act=act, message=ended, state=State.SUPPRESSED)
    if not printed:
        return {"batch_id": 0, "letters": 0, "kept_back": len(chosen)}
    batch = _batch(act, printed, today)
    return {"batch_id": batch.pk, "letters": len(printed), "kept_back": len(chosen) - len(printed)}


def _batch(act: OpenAct, printed: list[MessageRow], today: date) -> LetterBatch:
    texts = [waybill_of(message=message) for message in printed]
    letters = [
        {
            **pdf_data(snapshot=message.content.snapshot, reference=f"HK-{message.id}"),
            "recipient": message.content.recipient,
            "recipient_name": message.content.recipient_name,
            "waybill": text,
        }
        for message, text in zip(printed, texts, strict=True)
    ]
    content = render_pdf(template="letter_pile", data={"day": today.isoformat(), "letters": letters}, on=today)
    first = printed[0]
    name = f"letters-{today.isoformat()}.pdf"
    document_id = store(act=act, document=DocumentDraft(name, content, Purpose.REPORT, first.company_id or 0))
    batch = LetterBatch.objects.create(
        day=today,
        letters=len(printed),
        document_id=document_id,
        printed_by=act.actor.name,
        printed_at=act.now,
        act_id=act.id,
    )
    PostedLetter.objects.bulk_create(
        PostedLetter(
            batch=batch,
            message_id=message.id,
            customer_id=message.customer_id or 0,
            company_id=message.company_id,
            place=place,
            waybill_text=text,
            state=PostState.PRINTED.value,
        )
        for place, (message, text) in enumerate(zip(printed, texts, strict=True), 1)
    )
    return batch


def waybill_of(*, message: MessageRow) -> str:
    """What the waybill of a letter says of its content, from what was frozen in it."""
    snapshot = message.content.snapshot
    items = snapshot["items"]
    return waybill_text(
        language=snapshot["language"],
        documents=[item[1] for item in items],
        minor=sum(item[5] for item in items),
        currency=snapshot["currency"],
        is_overdue=snapshot["text"].startswith("OVERDUE"),
    )
