"""What shows that the customer was told and what he said: statements with their answers, letters and messages."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import Any

from huikuan.documents.queries import DocumentRow, documents_of
from huikuan.documents.rules import Purpose
from huikuan.evidence.rules.kinds import Ground, Kind, Paper
from huikuan.kernel.actor import Actor
from huikuan.outbox.ports import MessageRow
from huikuan.outbox.queries import message_rows
from huikuan.outbox.rules import State as MessageState
from huikuan.reminders.access import posted_letters_for, run_rows_for
from huikuan.reminders.rules.posting import PostState
from huikuan.sanctions.notices import Notice, notices_about
from huikuan.statements.access import statements_for
from huikuan.statements.queries.answers import AcknowledgementRow, acknowledgements_of
from huikuan.statements.rules.states import GONE, State, number_text

_NOT_OUT = [State.DRAFT.value, State.ISSUED.value, *(state.value for state in GONE)]
_GROUNDS = {State.CONFIRMED.value: Ground.STATEMENT_CONFIRMED, State.DEEMED.value: Ground.STATEMENT_DEEMED}
_ACKNOWLEDGED = {
    "STRONG": Ground.ACKNOWLEDGED_STRONG,
    "MEDIUM": Ground.ACKNOWLEDGED_MEDIUM,
    "WEAK": Ground.ACKNOWLEDGED_WEAK,
}


def statements_about(
    *, actor: Actor, customer_ids: Collection[int], receivable_ids: Collection[int]
) -> Iterator[tuple[int, Paper | str]]:
    """Statements that name the items and debts acknowledged, by receivable; the number where one waits for an answer."""
    rows = statements_for(actor=actor).filter(customer__in=customer_ids, items__receivable_id__in=list(receivable_ids))
    columns = ("pk", "number", "state", "pdf_id", "dated_on", "items__receivable_id")
    known = list(rows.exclude(state__in=_NOT_OUT).order_by("pk").values(*columns))
    acknowledged = _visible(actor, acknowledgements_of(customer_ids=customer_ids))
    ids = {row["pk"] for row in known} | {one.statement_id for one in acknowledged}
    files = {(row.owner_id, row.id): row for row in documents_of(purpose=Purpose.STATEMENT, owner_ids=ids)}
    for row in known:
        file = files.get((row["pk"], row["pdf_id"]))
        ground = _GROUNDS.get(row["state"], Ground.STATEMENT_SENT)
        if file is not None:
            yield row["items__receivable_id"], _kept(Kind.STATEMENT, ground, file, row["dated_on"])
        if ground is Ground.STATEMENT_SENT:
            yield row["items__receivable_id"], number_text(number=row["number"])
    evidence = {row.id: row for row in documents_of(purpose=Purpose.EVIDENCE, owner_ids=customer_ids)}
    for one in acknowledged:
        file = evidence.get(one.document_id)
        for receivable_id, minor in one.items if file is not None else ():
            if receivable_id in receivable_ids and minor > 0 and file is not None:
                yield receivable_id, _kept(Kind.ACKNOWLEDGEMENT, _ACKNOWLEDGED[one.strength], file, one.on)


def letters_about(
    *, actor: Actor, customer_ids: Collection[int], receivable_ids: Collection[int]
) -> Iterator[tuple[int, Paper]]:
    """Demands that went out after the due day and name the items: letters with their proofs, messages as they were sent."""
    about = dict(_asked(actor, customer_ids, receivable_ids))
    messages = message_rows(ids=about)
    columns = ("message_id", "customer_id", "state", "handed_on", "ended_on", "stub_ids")
    rows = posted_letters_for(actor=actor).filter(message__in=list(about)).values(*columns)
    posted = {row["message_id"]: row for row in rows}
    letters = documents_of(purpose=Purpose.LETTER, owner_ids=customer_ids)
    files = {(row.owner_id, row.id): row for row in letters}
    for message_id, receivables in about.items():
        papers = tuple(_letter(messages.get(message_id), posted.get(message_id), files))
        for receivable_id in receivables:
            for paper in papers:
                yield receivable_id, paper


def notices_proved(*, actor: Actor, receivable_ids: Collection[int]) -> Iterator[tuple[int, Paper | str]]:
    """Notices of the ladder that name the items, with what proves them; the number of a letter on paper that nothing proves.

    A mail that no server took went nowhere: it is to be sent, and no courier has a stub of it.
    """
    notices = notices_about(actor=actor, receivable_ids=receivable_ids)
    messages = message_rows(ids=[one.message_id for one in notices if one.message_id is not None])
    owners = [one.sanction_id for one in notices]
    files = {row.id: row for row in documents_of(purpose=Purpose.SANCTION, owner_ids=owners)} if owners else {}
    for one in notices:
        papers = tuple(_notice(one, messages.get(one.message_id or 0), files))
        for receivable_id in one.receivable_ids:
            yield from ((receivable_id, paper) for paper in papers or _unproved(one))


def _unproved(one: Notice) -> tuple[str, ...]:
    return (f"S{one.sanction_id}",) if one.is_on_paper else ()


def _notice(one: Notice, message: MessageRow | None, files: Mapping[int, DocumentRow]) -> Iterator[Paper]:
    """The letter once, with the paper of its arrival, with the mail that a server took, or with both."""
    sent = message if message is not None and message.state is MessageState.SENT else None
    if one.arrival is not None:
        for document_id in (one.letter_id, one.arrival.document_id):
            yield _kept(Kind.REMINDERS, Ground.LETTER_ARRIVED, files[document_id], one.arrival.on)
    elif sent is not None:
        yield _kept(Kind.REMINDERS, Ground.MESSAGE_SENT, files[one.letter_id], sent.day)
    if sent is not None:
        name = sent.content.subject[:100] or f"message-{sent.id}"
        yield Paper(Kind.REMINDERS, Ground.MESSAGE_SENT, name, sent.snapshot_hash, sent.day, message_id=sent.id)


def _asked(
    actor: Actor, customer_ids: Collection[int], receivable_ids: Collection[int]
) -> Iterator[tuple[int, tuple[int, ...]]]:
    rows = run_rows_for(actor=actor).filter(customer__in=customer_ids, message__isnull=False).order_by("message_id")
    for message_id, day, items in rows.values_list("message_id", "run__day", "items"):
        named = tuple(
            one["receivable_id"]
            for one in items
            if one["receivable_id"] in receivable_ids and one["listed"] and (one["due_date"] or "9") < day.isoformat()
        )
        if named:
            yield message_id, named


def _letter(
    message: MessageRow | None, posted: Mapping[str, Any] | None, files: dict[tuple[int, int], DocumentRow]
) -> Iterator[Paper]:
    """What is kept of one demand: the letter or message as it was written, and the stubs of its way."""
    if message is None:
        return
    if posted is None:
        if message.state is MessageState.SENT and message.sent_at is not None:
            yield from _written(message, Ground.MESSAGE_SENT, message.day, files)
    elif posted["handed_on"] and posted["state"] in (PostState.HANDED_OVER.value, PostState.DELIVERED.value):
        stubs = [files[posted["customer_id"], pk] for pk in posted["stub_ids"] if (posted["customer_id"], pk) in files]
        arrived = posted["state"] == PostState.DELIVERED.value and bool(stubs)
        ground = Ground.LETTER_ARRIVED if arrived else Ground.LETTER_POSTED
        on = posted["ended_on"] or posted["handed_on"]
        yield from _written(message, ground, on, files)
        for file in stubs:
            yield _kept(Kind.REMINDERS, ground, file, on)


def _written(
    message: MessageRow, ground: Ground, on: date, files: dict[tuple[int, int], DocumentRow]
) -> Iterator[Paper]:
    name = message.content.subject[:100] or f"message-{message.id}"
    yield Paper(Kind.REMINDERS, ground, name, message.snapshot_hash, on, message_id=message.id)
    for pk in message.document_ids:
        file = files.get((message.customer_id or 0, pk))
        if file is not None:
            yield _kept(Kind.REMINDERS, ground, file, on)


def _visible(actor: Actor, rows: tuple[AcknowledgementRow, ...]) -> tuple[AcknowledgementRow, ...]:
    return tuple(row for row in rows if actor.company_ids is None or row.company_id in actor.company_ids)


def _kept(kind: Kind, ground: Ground, row: DocumentRow, on: date) -> Paper:
    return Paper(kind, ground, row.name, row.sha256, on, row.id, row.purpose.value, row.owner_id)
