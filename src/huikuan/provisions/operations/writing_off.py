"""Acts on write-offs (核销坏账): asked by one with category and evidence, decided by another, posted; the claim stays (账销案存)."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime

from django.db.models import Q

from huikuan.approvals.operations import ask, decide, withdraw
from huikuan.approvals.rules import RequestDraft, RequestKind, RequestState
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.customers.access import customer_for
from huikuan.documents.files import write_file
from huikuan.documents.operations import DocumentDraft, store
from huikuan.documents.rules import Purpose
from huikuan.kernel.actor import Actor, Role, Verb, refuse_without_verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.provisions.access import write_off_for
from huikuan.provisions.models import WriteOff, WriteOffItem
from huikuan.provisions.operations.reversing import moved_reversal, reversal_asked_by
from huikuan.provisions.rules.states import (
    WRITE_OFF_TRANSITIONS,
    WriteOffDraft,
    WriteOffEvent,
    WriteOffState,
    write_off_fault,
)
from huikuan.receivables.access import receivables_for, refuse_hidden_receivables
from huikuan.receivables.drafts import Reduction
from huikuan.receivables.operations import write_off_items
from huikuan.receivables.parts import locked_receivables

_DECIDES = frozenset({Role.FINANCE_DIRECTOR})


def request_write_off(*, actor: Actor, now: datetime, today: date, key: str, draft: WriteOffDraft) -> dict[str, Json]:
    """Ask another person to write items of one customer off; `{"write_off_id", "request_id"}`. Nothing is booked yet.

    Raises NotPermitted, Refused WRITE_OFF_ITEMS, WRITE_OFF_AMOUNT, WRITE_OFF_REASON, WRITE_OFF_NOT_THEIRS (of two customers,
    own companies or currencies), WRITE_OFF_MORE_THAN_OPEN, WRITE_OFF_WAITS (another request about one of them waits).
    """
    refuse_without_verb(actor=actor, verb=Verb.PROVISION)
    if fault := write_off_fault(draft=draft):
        raise Refused(fault)
    ids = [item.receivable_id for item in draft.items]
    refuse_hidden_receivables(actor=actor, ids=ids)
    first = receivables_for(actor=actor).get(pk=ids[0])
    customer = customer_for(actor=actor, customer_id=first.customer_id)
    intent = Intent("request_write_off", actor, now, key, first.company_id, plain(value=asdict(draft)))

    def work(act: OpenAct) -> dict[str, Json]:
        group = (first.customer_id, first.company_id, first.currency)
        row = _written(act, group, draft)
        more: dict[str, str | int] = {"items": len(ids), "customer": customer.name}
        return {"write_off_id": row.pk, "request_id": _asked(act, row, today, more)}

    return perform(intent=intent, work=work)


def attach_evidence(
    *, actor: Actor, now: datetime, key: str, write_off_id: int, name: str, content: bytes
) -> dict[str, Json]:
    """Keep a paper that proves the loss with its request, before or after the decision; `{"document_id"}`.

    Raises NotPermitted, Refused DOCUMENT_TOO_LARGE.
    """
    row = write_off_for(actor=actor, write_off_id=write_off_id, need=Verb.PROVISION)
    detail = {"write_off_id": write_off_id, "name": name, "sha256": write_file(content=content)}

    def work(act: OpenAct) -> dict[str, Json]:
        document = DocumentDraft(name, content, Purpose.WRITE_OFF, write_off_id)
        return {"document_id": store(act=act, document=document)}

    return perform(intent=Intent("attach_write_off_evidence", actor, now, key, row.company_id, detail), work=work)


def decide_write_off(  # noqa: PLR0913  (every decider of the inbox has this form)
    *, actor: Actor, now: datetime, today: date, key: str, request_id: int, approve: bool, note: str
) -> dict[str, Json]:
    """Approve a write-off or its reversal that somebody else asked for, which books it today, or reject it; `{"write_off_id", "state"}`.

    Who applies cash does not write off (HANDBOOK D7): needs WRITE_OFF besides the role. Raises what
    `approvals.operations.decide` and `receivables.operations.write_off_items` raise, and Changed WRITE_OFF_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.WRITE_OFF)
    detail = {"request_id": request_id, "approve": approve, "note": note, "today": today.isoformat()}

    def work(act: OpenAct) -> dict[str, Json]:
        row = decide(act=act, request_id=request_id, approve=approve, note=note, today=today)
        if row.kind is not RequestKind.WRITE_OFF:
            raise NotPermitted("REQUEST_NOT_VISIBLE", request=request_id)
        if (reversal := reversal_asked_by(request_id=request_id)) is not None:
            return moved_reversal(act=act, reversal=reversal, row=row, today=today)
        is_approved = row.state is RequestState.APPROVED
        done = _moved(row.subject_id, WriteOffEvent.APPROVE if is_approved else WriteOffEvent.REJECT, today)
        if is_approved:
            _posted(act, row.subject_id, today)
        return done

    asked = Q(request_id=request_id) | Q(reversals__request_id=request_id)
    wanted = WriteOff.objects.filter(asked).values_list("company_id", flat=True).first()
    return perform(intent=Intent("decide_write_off", actor, now, key, wanted, detail), work=work)


def withdraw_write_off(*, actor: Actor, now: datetime, key: str, request_id: int) -> dict[str, Json]:
    """Take one's own request back while it waits; `{"write_off_id", "state"}`. Raises NotPermitted, Changed REQUEST_DECIDED."""

    def work(act: OpenAct) -> dict[str, Json]:
        row = withdraw(act=act, request_id=request_id)
        if row.kind is not RequestKind.WRITE_OFF:
            raise NotPermitted("REQUEST_NOT_VISIBLE", request=request_id)
        if (reversal := reversal_asked_by(request_id=request_id)) is not None:
            return moved_reversal(act=act, reversal=reversal, row=row, today=now.date())
        return _moved(row.subject_id, WriteOffEvent.WITHDRAW)

    return perform(intent=Intent("withdraw_write_off", actor, now, key, None, {"request_id": request_id}), work=work)


def _written(act: OpenAct, group: tuple[int, int, str], draft: WriteOffDraft) -> WriteOff:
    customer_id, company_id, currency = group
    rows = locked_receivables(ids=[item.receivable_id for item in draft.items])
    for item in draft.items:
        held = rows[item.receivable_id]
        if (held.customer_id, held.company_id, held.currency) != group:
            raise Refused("WRITE_OFF_NOT_THEIRS")
        if item.amount_minor > held.outstanding_minor:
            figures = {"open": held.outstanding_minor, "wanted": item.amount_minor}
            raise Refused("WRITE_OFF_MORE_THAN_OPEN", **figures, currency=currency)
    waiting = WriteOffItem.objects.filter(receivable_id__in=rows, write_off__state=WriteOffState.WAITING.value)
    if waiting.exists():
        raise Refused("WRITE_OFF_WAITS")
    row = WriteOff.objects.create(
        company_id=company_id,
        customer_id=customer_id,
        currency=currency,
        amount_minor=sum(item.amount_minor for item in draft.items),
        category=draft.category.value,
        reason=draft.reason.strip(),
        state=WriteOffState.WAITING.value,
        asked_by_name=act.actor.name,
        asked_at=act.now,
        act_id=act.id,
    )
    WriteOffItem.objects.bulk_create(
        WriteOffItem(write_off=row, receivable_id=item.receivable_id, amount_minor=item.amount_minor)
        for item in draft.items
    )
    return row


def _asked(act: OpenAct, row: WriteOff, today: date, more: dict[str, str | int]) -> int:
    request = RequestDraft(
        kind=RequestKind.WRITE_OFF,
        subject_id=row.pk,
        customer_id=row.customer_id,
        company_id=row.company_id,
        amount_minor=row.amount_minor,
        currency=row.currency,
        title_code="WRITE_OFF_ASKED",
        parameters=more,
        reason=row.reason,
        roles=_DECIDES,
    )
    request_id = ask(act=act, draft=request, today=today)
    WriteOff.objects.filter(pk=row.pk).update(request_id=request_id)
    return request_id


def _posted(act: OpenAct, write_off_id: int, today: date) -> None:
    row = WriteOff.objects.get(pk=write_off_id)
    items = WriteOffItem.objects.filter(write_off_id=write_off_id).order_by("receivable_id")
    note = row.reason[:300]
    reductions = [Reduction(one.receivable_id, one.amount_minor, today, row.category, note) for one in items]
    write_off_items(act=act, company_id=row.company_id, reductions=reductions)


def _moved(write_off_id: int, event: WriteOffEvent, on: date | None = None) -> dict[str, Json]:
    before = WriteOffState.WAITING
    after = WRITE_OFF_TRANSITIONS[before, event]
    values = {"posted_on": on} if after is WriteOffState.POSTED else {}
    if not WriteOff.objects.filter(pk=write_off_id, state=before.value).update(state=after.value, **values):
        raise Changed("WRITE_OFF_CHANGED", write_off=write_off_id)
    return {"write_off_id": write_off_id, "state": after.value}
