"""Acts on waivers of interest: asked for by one person, decided by another (FEATURES D18, TRUST S29)."""

from __future__ import annotations

from datetime import date, datetime

from huikuan.approvals.operations import ask, decide, withdraw
from huikuan.approvals.rules import RequestDraft, RequestKind
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.customers.access import customer_for
from huikuan.interest.access import charge_for
from huikuan.interest.models import Charge
from huikuan.interest.operations.claiming import moved
from huikuan.interest.rules.charging import Event, State
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, Refused


def ask_interest_waiver(
    *, actor: Actor, now: datetime, today: date, key: str, charge_id: int, reason: str
) -> dict[str, Json]:
    """Ask that a proposal be waived: until it is decided it is neither charged nor dropped; `{"request_id"}`.

    Needs CHARGE_INTEREST. Raises NotPermitted, Changed INTEREST_CHANGED, and what `approvals.operations.ask` raises.
    """
    row = charge_for(actor=actor, charge_id=charge_id, need=Verb.CHARGE_INTEREST)

    def work(act: OpenAct) -> dict[str, Json]:
        request_id = ask(act=act, draft=_draft(row, reason), today=today)
        moved(act=act, charge_id=charge_id, step=(State.PROPOSED, Event.ASK_WAIVER), note=reason, request_id=request_id)
        return {"request_id": request_id}

    detail = {"charge_id": charge_id, "reason": reason}
    return perform(intent=Intent("ask_interest_waiver", actor, now, key, row.company_id, detail), work=work)


def decide_interest_waiver(  # noqa: PLR0913 - the inbox gives every owner of a request the same seven
    *, actor: Actor, now: datetime, today: date, key: str, request_id: int, approve: bool, note: str
) -> dict[str, Json]:
    """Waive the interest of a proposal, or leave it proposed; `{"charge_id"}`. Its days stay taken once it is waived.

    Needs APPROVE_CREDIT. Raises NotPermitted, Changed and Refused as `approvals.operations.decide` does.
    """
    row = _asked(request_id)
    customer_for(actor=actor, customer_id=row.customer_id, need=Verb.APPROVE_CREDIT)
    detail = {"request_id": request_id, "approve": approve, "note": note}

    def work(act: OpenAct) -> dict[str, Json]:
        decide(act=act, request_id=request_id, approve=approve, note=note, today=today)
        _answered(act, row, Event.WAIVE if approve else Event.REFUSE_WAIVER, note)
        return {"charge_id": row.pk}

    return perform(intent=Intent("decide_interest_waiver", actor, now, key, row.company_id, detail), work=work)


def withdraw_interest_waiver(*, actor: Actor, now: datetime, key: str, request_id: int) -> dict[str, Json]:
    """Take one's own request back while it waits; the proposal stays; `{"charge_id"}`. Raises NotPermitted, Changed."""
    row = _asked(request_id)

    def work(act: OpenAct) -> dict[str, Json]:
        withdraw(act=act, request_id=request_id)
        _answered(act, row, Event.REFUSE_WAIVER, "")
        return {"charge_id": row.pk}

    intent = Intent("withdraw_interest_waiver", actor, now, key, row.company_id, {"request_id": request_id})
    return perform(intent=intent, work=work)


def _answered(act: OpenAct, row: Charge, event: Event, note: str) -> None:
    kept = {"request_id": row.request_id if event is Event.WAIVE else None}
    if not Charge.objects.filter(pk=row.pk, request_id=row.request_id).exists():
        raise Changed("INTEREST_CHANGED", charge=row.pk)
    moved(act=act, charge_id=row.pk, step=(State.PROPOSED, event), note=note, **kept)


def _asked(request_id: int) -> Charge:
    row = Charge.objects.filter(request_id=request_id).first()
    if row is None:
        raise Refused("WAIVER_UNKNOWN")
    return row


def _draft(row: Charge, reason: str) -> RequestDraft:
    return RequestDraft(
        kind=RequestKind.INTEREST_WAIVER,
        subject_id=row.pk,
        customer_id=row.customer_id,
        company_id=row.company_id,
        amount_minor=row.interest_minor,
        currency=row.currency,
        title_code="INTEREST_WAIVER_ASKED",
        parameters={
            "amount": row.interest_minor,
            "currency": row.currency,
            "from": row.from_day.isoformat(),
            "through": row.through_day.isoformat(),
            "receivable": row.receivable_id,
        },
        reason=reason,
    )
