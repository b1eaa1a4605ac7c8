"""Acts on waivers: ask for one on a held order, decide as another person; it is used once, by the next check (S29)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from huikuan.approvals.operations import ask, decide, withdraw
from huikuan.approvals.rules import RequestDraft, RequestKind
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.credit.access import hold_for
from huikuan.credit.locks import held_under_lock
from huikuan.credit.models import Hold, Waiver
from huikuan.credit.rules.orders import WAIVER_TRANSITIONS, WaiverEvent, WaiverState
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.kernel.refusal import Changed, Refused

LONGEST_DAYS = 92
"""A waiver is for one order soon: longer leave is a limit."""


@dataclass(frozen=True, slots=True)
class WaiverDraft:
    """Which held order, up to which amount (minor units of the order) and day, and why."""

    hold_id: int
    most_minor: int
    expires_on: date
    reason: str


def ask_waiver(*, actor: Actor, now: datetime, today: date, key: str, waiver: WaiverDraft) -> dict[str, Json]:
    """Ask for leave to let a held order through once, up to an amount and a day; `{"waiver_id", "request_id"}`.

    It covers the rules that block now. Needs PLACE_ORDER or REQUEST_CREDIT. Raises NotPermitted, Changed HOLD_SETTLED,
    Refused AMOUNT_OUT_OF_BOUNDS, WAIVER_BELOW_ORDER, WAIVER_DAY (past, or more than 92 days ahead), and what
    `approvals.operations.ask` raises.
    """
    need = Verb.PLACE_ORDER if actor.may(Verb.PLACE_ORDER) else Verb.REQUEST_CREDIT
    known = hold_for(actor=actor, hold_id=waiver.hold_id, need=need)
    intent = Intent("ask_waiver", actor, now, key, known.company_id, plain(value=asdict(waiver)))

    def work(act: OpenAct) -> dict[str, Json]:
        held = held_under_lock(hold=known)
        _refuse_faulty(waiver, held, today)
        row = Waiver.objects.create(
            customer_id=held.customer_id,
            company_id=held.company_id,
            order_number=held.order_number,
            rules=[one["code"] for one in held.decision.reasons if one["blocks"]],
            most_minor=waiver.most_minor,
            currency=held.currency,
            expires_on=waiver.expires_on,
            reason=waiver.reason.strip()[:300],
            state=WaiverState.ASKED.value,
            asked_at=act.now,
            asked_by_id=actor.user_id,
            asked_by_name=actor.name,
        )
        request_id = ask(act=act, draft=_draft(row), today=today)
        Waiver.objects.filter(pk=row.pk).update(request_id=request_id)
        return {"waiver_id": row.pk, "request_id": request_id}

    return perform(intent=intent, work=work)


def decide_waiver(  # noqa: PLR0913 - the inbox gives every owner of a request the same seven
    *, actor: Actor, now: datetime, today: date, key: str, request_id: int, approve: bool, note: str
) -> dict[str, Json]:
    """Approve or reject a waiver that another person asked for; `{"waiver_id"}`. The next check of the order uses it.

    Needs APPROVE_CREDIT. Raises NotPermitted, Changed and Refused as `approvals.operations.decide` does.
    """
    waiver = Waiver.objects.filter(request_id=request_id).first()
    if waiver is None:
        raise Refused("WAIVER_UNKNOWN")
    customer_for(actor=actor, customer_id=waiver.customer_id, need=Verb.APPROVE_CREDIT)
    detail = {"request_id": request_id, "approve": approve, "note": note}
    intent = Intent("decide_waiver", actor, now, key, waiver.company_id, detail)

    def work(act: OpenAct) -> dict[str, Json]:
        decide(act=act, request_id=request_id, approve=approve, note=note, today=today)
        event = WaiverEvent.APPROVE if approve else WaiverEvent.REJECT
        done = Waiver.objects.filter(pk=waiver.pk, state=WaiverState.ASKED.value).update(
            state=WAIVER_TRANSITIONS[WaiverState.ASKED, event].value,
            approver_id=actor.user_id,
            approver_name=actor.name,
        )
        if not done:
            raise Changed("REQUEST_DECIDED")
        return {"waiver_id": waiver.pk}

    return perform(intent=intent, work=work)


def withdraw_waiver(*, actor: Actor, now: datetime, key: str, request_id: int) -> dict[str, Json]:
    """Take one's own request for a waiver back while it waits; `{"waiver_id"}`. It ends ungranted, the request says by whom.

    Raises NotPermitted REQUEST_NOT_VISIBLE, Refused WAIVER_UNKNOWN, Changed REQUEST_DECIDED.
    """
    waiver = Waiver.objects.filter(request_id=request_id).first()
    if waiver is None:
        raise Refused("WAIVER_UNKNOWN")
    intent = Intent("withdraw_waiver", actor, now, key, waiver.company_id, {"request_id": request_id})

    def work(act: OpenAct) -> dict[str, Json]:
        withdraw(act=act, request_id=request_id)
        after = WAIVER_TRANSITIONS[WaiverState.ASKED, WaiverEvent.WITHDRAW].value
        if not Waiver.objects.filter(pk=waiver.pk, state=WaiverState.ASKED.value).update(state=after):
            raise Changed("REQUEST_DECIDED")
        return {"waiver_id": waiver.pk}

    return perform(intent=intent, work=work)


def _refuse_faulty(waiver: WaiverDraft, held: Hold, today: date) -> None:
    if not 1 <= waiver.most_minor <= DOCUMENT_MAX_MINOR:
        raise Refused("AMOUNT_OUT_OF_BOUNDS", amount=waiver.most_minor)
    if waiver.most_minor < held.amount_minor:
        raise Refused("WAIVER_BELOW_ORDER", amount=held.amount_minor, currency=held.currency)
    if not today <= waiver.expires_on <= today + timedelta(days=LONGEST_DAYS):
        raise Refused("WAIVER_DAY", most=LONGEST_DAYS)
    if not waiver.reason.strip():
        raise Refused("REASON_MISSING")


def _draft(waiver: Waiver) -> RequestDraft:
    return RequestDraft(
        kind=RequestKind.WAIVER,
        subject_id=waiver.pk,
        customer_id=waiver.customer_id,
        company_id=waiver.company_id,
        amount_minor=waiver.most_minor,
        currency=waiver.currency,
        title_code="WAIVER_ASKED",
        parameters={"order": waiver.order_number, "amount": waiver.most_minor, "currency": waiver.currency},
        reason=waiver.reason,
        expires_on=waiver.expires_on,
    )
