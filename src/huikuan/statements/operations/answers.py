"""What follows from an answer inside its act: disputes about what was objected to, milestones that waited for a confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from huikuan.audit.operations import OpenAct
from huikuan.contracts.operations.happening import EventDraft
from huikuan.contracts.queries.lists import contracts_of, milestones_of
from huikuan.contracts.rules.states import ContractState, MilestoneState
from huikuan.contracts.rules.terms import Trigger
from huikuan.disputes.operations import add_dispute
from huikuan.disputes.queries import disputed_minor
from huikuan.disputes.rules import MOST_ITEMS, DisputedItem, DisputeDraft
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import SYSTEM
from huikuan.receivables.plan_firing import EventToRecord, fire_event
from huikuan.receivables.queries.items import receivable_rows
from huikuan.statements.models import Objection, Reply, Statement, StatementItem
from huikuan.statements.rules.replying import ObjectionDraft, ReplyDraft, laid_on
from huikuan.statements.rules.states import number_text


def keep_objections(
    *, act: OpenAct, statement: Statement, reply: Reply, objections: Sequence[ObjectionDraft]
) -> list[int]:
    """Keep every objection; what it is about becomes a dispute as far as it is still open. The ids of the disputes.

    One to the balance as a whole comes after those to single items and is laid on the newest items of the statement
    first: those are the likeliest to be missing in the customer's books, and what is long due stays asked for.
    """
    disputes = []
    for one in sorted(objections, key=lambda one: one.receivable_id is None):
        dispute_id = _dispute(act, statement, reply, one, _items(statement, one))
        disputes += [dispute_id] if dispute_id is not None else []
        document_id = None
        if one.file_content:
            draft = DocumentDraft(one.file_name, one.file_content, Purpose.REPLY, statement.pk)
            document_id = store(act=act, document=draft)
        Objection.objects.create(
            reply=reply,
            receivable_id=one.receivable_id,
            reason=one.reason.value,
            amount_minor=one.amount_minor,
            text=one.text.strip(),
            document_id=document_id,
            dispute_id=dispute_id,
        )
    return disputes


def fire_confirmed(*, act: OpenAct, statement: Statement, reply: ReplyDraft) -> list[int]:
    """Record the confirmation on every signed contract of the customer with a milestone that waits for it; their ids.

    Only contracts signed by the closing day, as the statement is about no later ones.
    """
    rows = contracts_of(actor=SYSTEM, customer_id=statement.customer_id)
    signed = [
        row.id
        for row in rows
        if row.state == ContractState.SIGNED.value
        and (row.company_id, row.currency) == (statement.company_id, statement.currency)
        and row.signed_on is not None
        and row.signed_on <= statement.through
    ]
    plans = milestones_of(contract_ids=signed)
    waiting = [
        pk
        for pk in sorted(signed)
        if any(
            one.trigger == Trigger.STATEMENT_CONFIRMED.value and one.state == MilestoneState.PLANNED.value
            for one in plans.get(pk, ())
        )
    ]
    event = EventDraft(
        kind=Trigger.STATEMENT_CONFIRMED,
        happened_on=reply.replied_on,
        signatory=reply.name,
        signatory_role=reply.role,
        note=number_text(number=statement.number),
        file_name=reply.file_name,
        file_content=reply.file_content,
    )
    for pk in waiting:
        fire_event(act=act, record_of=EventToRecord(pk, event))
    return waiting


def _items(statement: Statement, one: ObjectionDraft) -> tuple[DisputedItem, ...]:
    """What of which items an objection stops today."""
    if one.receivable_id is not None:
        ids = [one.receivable_id]
    else:
        rows = StatementItem.objects.filter(statement_id=statement.pk).order_by("-issue_date", "-pk")
        ids = list(rows.values_list("receivable_id", flat=True))
    free = _free(ids)
    laid = laid_on(amount_minor=one.amount_minor, free=[(pk, free.get(pk, 0)) for pk in ids])
    return tuple(DisputedItem(pk, minor) for pk, minor in laid[:MOST_ITEMS])


def _free(receivable_ids: Sequence[int]) -> dict[int, int]:
    """What of each item is open today and not disputed yet, minor units."""
    disputed = disputed_minor(receivable_ids=receivable_ids)
    rows = receivable_rows(actor=SYSTEM, ids=list(receivable_ids), as_of=date.min)
    return {row.id: row.parts.outstanding - disputed.get(row.id, 0) for row in rows}


def _dispute(
    act: OpenAct, statement: Statement, reply: Reply, one: ObjectionDraft, items: tuple[DisputedItem, ...]
) -> int | None:
    """The dispute of an objection; None where nothing of what it is about is open any more."""
    if not items:
        return None
    number = number_text(number=statement.number)
    draft = DisputeDraft(
        customer_id=statement.customer_id,
        company_id=statement.company_id,
        currency=statement.currency,
        reason=one.reason,
        text=one.text.strip() or number,
        items=items,
        files=((one.file_name, one.file_content),) if one.file_content else (),
        said_by=f"{reply.name} ({number})",
    )
    return add_dispute(act=act, today=reply.replied_on, draft=draft)
