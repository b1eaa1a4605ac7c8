"""Acts that take a write-off back as a mistake: asked by one, decided by another (TRUST S29), and booked."""

from __future__ import annotations

from datetime import date, datetime

from django.db import IntegrityError, transaction

from huikuan.approvals.operations import ask
from huikuan.approvals.queries import RequestRow
from huikuan.approvals.rules import RequestDraft, RequestKind, RequestState
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import Actor, Role, Verb
from huikuan.kernel.refusal import Changed, Refused
from huikuan.provisions.access import write_off_for
from huikuan.provisions.models import WriteOff, WriteOffItem, WriteOffReversal
from huikuan.provisions.rules.states import LONGEST_REASON, WRITE_OFF_TRANSITIONS, WriteOffEvent, WriteOffState
from huikuan.receivables.drafts import Reduction
from huikuan.receivables.operations import revive_written_off
from huikuan.receivables.parts import locked_receivables

REASON = "WRITE_OFF_TAKEN_BACK"
_DECIDES = frozenset({Role.FINANCE_DIRECTOR})


def request_reversal(
    *, actor: Actor, now: datetime, today: date, key: str, write_off_id: int, reason: str
) -> dict[str, Json]:
    """Ask another person to take a booked write-off back; `{"reversal_id", "request_id"}`. Nothing is booked yet.

    Raises NotPermitted, Refused WRITE_OFF_REASON, WRITE_OFF_NOT_POSTED, WRITE_OFF_REVERSED (asked already, or done).
    """
    row = write_off_for(actor=actor, write_off_id=write_off_id, need=Verb.PROVISION)
    if row.state != WriteOffState.POSTED.value:
        raise Refused("WRITE_OFF_NOT_POSTED")
    if not 0 < len(reason.strip()) <= LONGEST_REASON:
        raise Refused("WRITE_OFF_REASON")

    def work(act: OpenAct) -> dict[str, Json]:
        reversal = _written(act, row, reason.strip())
        return {"reversal_id": reversal.pk, "request_id": _asked(act, row, reversal, today)}

    detail: dict[str, Json] = {"write_off_id": write_off_id, "reason": reason.strip()}
    return perform(intent=Intent("request_write_off_reversal", actor, now, key, row.company_id, detail), work=work)


def reversal_asked_by(*, request_id: int) -> WriteOffReversal | None:
    """The reversal a request is about; None where it is about a write-off."""
    return WriteOffReversal.objects.filter(request_id=request_id).select_related("write_off").first()


def moved_reversal(*, act: OpenAct, reversal: WriteOffReversal, row: RequestRow, today: date) -> dict[str, Json]:
    """Carry out what was decided about a reversal inside the open act of the decision; `{"write_off_id", "state"}`.

    Approved, what is still off the books of each item is open again; what came meanwhile stays settled.
    Raises Refused WRITE_OFF_NOTHING_LEFT, Changed WRITE_OFF_CHANGED.
    """
    events = {RequestState.APPROVED: WriteOffEvent.APPROVE, RequestState.REJECTED: WriteOffEvent.REJECT}
    after = WRITE_OFF_TRANSITIONS[WriteOffState.WAITING, events.get(row.state, WriteOffEvent.WITHDRAW)]
    values: dict[str, Json] = {}
    if after is WriteOffState.POSTED:
        values = {"posted_on": today, "amount_minor": _revived(act, reversal, today)}
    waiting = WriteOffReversal.objects.filter(pk=reversal.pk, state=WriteOffState.WAITING.value)
    if not waiting.update(state=after.value, **values):
        raise Changed("WRITE_OFF_CHANGED", write_off=reversal.write_off_id)
    return {"write_off_id": reversal.write_off_id, "state": after.value}


def _written(act: OpenAct, row: WriteOff, reason: str) -> WriteOffReversal:
    try:
        with transaction.atomic():
            return WriteOffReversal.objects.create(
                write_off=row,
                reason=reason,
                state=WriteOffState.WAITING.value,
                asked_by_name=act.actor.name,
                asked_at=act.now,
                act_id=act.id,
            )
    except IntegrityError as error:
        raise Refused("WRITE_OFF_REVERSED") from error


def _asked(act: OpenAct, row: WriteOff, reversal: WriteOffReversal, today: date) -> int:
    draft = RequestDraft(
        kind=RequestKind.WRITE_OFF,
        subject_id=row.pk,
        customer_id=row.customer_id,
        company_id=row.company_id,
        amount_minor=row.amount_minor,
        currency=row.currency,
        title_code="WRITE_OFF_REVERSAL_ASKED",
        parameters={"customer": row.customer.name},
        reason=reversal.reason,
        roles=_DECIDES,
    )
    request_id = ask(act=act, draft=draft, today=today)
    WriteOffReversal.objects.filter(pk=reversal.pk).update(request_id=request_id)
    return request_id


def _revived(act: OpenAct, reversal: WriteOffReversal, today: date) -> int:
    """Open again what is still written off of the items; minor units."""
    items = WriteOffItem.objects.filter(write_off_id=reversal.write_off_id).order_by("receivable_id")
    wanted = {one.receivable_id: one.amount_minor for one in items}
    rows = locked_receivables(ids=wanted)
    left = {pk: min(minor, rows[pk].written_off_minor) for pk, minor in wanted.items()}
    note = reversal.reason[:300]
    reductions = [Reduction(pk, minor, today, REASON, note) for pk, minor in left.items() if minor]
    if not reductions:
        raise Refused("WRITE_OFF_NOTHING_LEFT")
    revive_written_off(act=act, company_id=reversal.write_off.company_id, reductions=reductions)
    return sum(left.values())
