"""Acts on held orders: release by another person, reject, ask again (FEATURES 4, D25)."""

from __future__ import annotations

from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.credit.access import hold_for
from huikuan.credit.locks import hold_groups
from huikuan.credit.models import Hold
from huikuan.credit.operations.checking import decided
from huikuan.credit.orders import Placer
from huikuan.credit.rules.facts import Question
from huikuan.credit.rules.orders import HOLD_TRANSITIONS, HoldEvent, HoldState
from huikuan.credit.rules.policy import CheckPoint
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused

LONGEST_REASON = 300


def release_hold(*, actor: Actor, now: datetime, today: date, key: str, hold_id: int, reason: str) -> dict[str, Json]:
    """Let a held order through on one's own word; what it reserves counts at once; as `check_credit`.

    The decision is made anew and names the releaser as who overrode it. Needs RELEASE_HOLD. Raises NotPermitted
    RELEASER_IS_PLACER, RELEASER_NOT_A_PERSON, Refused REASON_MISSING, REASON_TOO_LONG, Changed HOLD_SETTLED.
    """
    row = hold_for(actor=actor, hold_id=hold_id, need=Verb.RELEASE_HOLD)
    why = _reason(reason)
    if actor.user_id is None:
        raise NotPermitted("RELEASER_NOT_A_PERSON")
    if actor.user_id == row.placed_by_id:
        raise NotPermitted("RELEASER_IS_PLACER")
    intent = Intent("release_hold", actor, now, key, row.company_id, {"hold_id": hold_id, "reason": why})

    def work(act: OpenAct) -> dict[str, Json]:
        held = _locked(row)
        placer = Placer(held.placed_by_id, held.placed_by_name)
        done = decided(act=act, question=question_of(row=held), today=today, placer=placer, releaser=actor.name)
        _settle(act, held.pk, HoldEvent.RELEASE, why, today, int(done["decision_id"]))
        return {**done, "hold_id": held.pk}

    return perform(intent=intent, work=work)


def reject_hold(*, actor: Actor, now: datetime, today: date, key: str, hold_id: int, reason: str) -> dict[str, Json]:
    """Refuse a held order for good; `{"hold_id"}`. Needs RELEASE_HOLD. Raises as `release_hold`, but for who placed it."""
    row = hold_for(actor=actor, hold_id=hold_id, need=Verb.RELEASE_HOLD)
    why = _reason(reason)
    intent = Intent("reject_hold", actor, now, key, row.company_id, {"hold_id": hold_id, "reason": why})

    def work(act: OpenAct) -> dict[str, Json]:
        held = _locked(row)
        _settle(act, held.pk, HoldEvent.REJECT, why, today, held.decision_id)
        return {"hold_id": held.pk}

    return perform(intent=intent, work=work)


def recheck_hold(*, actor: Actor, now: datetime, today: date, key: str, hold_id: int) -> dict[str, Json]:
    """Ask a held order's question again as things stand now: it goes ahead if nothing blocks any more; as `check_credit`.

    Needs PLACE_ORDER or RELEASE_HOLD. Raises NotPermitted, Changed HOLD_SETTLED.
    """
    need = Verb.RELEASE_HOLD if actor.may(Verb.RELEASE_HOLD) else Verb.PLACE_ORDER
    row = hold_for(actor=actor, hold_id=hold_id, need=need)
    intent = Intent("recheck_hold", actor, now, key, row.company_id, {"hold_id": hold_id, "today": today.isoformat()})

    def work(act: OpenAct) -> dict[str, Json]:
        held = _locked(row)
        placer = Placer(held.placed_by_id, held.placed_by_name)
        return decided(act=act, question=question_of(row=held), today=today, placer=placer)

    return perform(intent=intent, work=work)


def question_of(*, row: Hold) -> Question:
    """The question that was held."""
    return Question(
        customer_id=row.customer_id,
        company_id=row.company_id,
        amount_minor=row.amount_minor,
        currency=row.currency,
        point=CheckPoint(row.check_point),
        order_number=row.order_number,
        reserve=row.reserve,
    )


def _locked(row: Hold) -> Hold:
    """The hold as it stands under the lock of its group. Raises Changed HOLD_SETTLED if it waits no longer."""
    hold_groups(customer_ids=[row.customer_id])
    fresh = Hold.objects.get(pk=row.pk)
    if fresh.state != HoldState.HELD.value:
        raise Changed("HOLD_SETTLED", order=fresh.order_number)
    return fresh


def _settle(act: OpenAct, hold_id: int, event: HoldEvent, reason: str, today: date, decision_id: int) -> None:
    rows = Hold.objects.filter(pk=hold_id, state=HoldState.HELD.value)
    done = rows.update(
        state=HOLD_TRANSITIONS[HoldState.HELD, event].value,
        decision_id=decision_id,
        settled_at=act.now,
        settled_on=today,
        settled_by_id=act.actor.user_id,
        settled_by_name=act.actor.name,
        reason=reason,
    )
    if not done:
        raise Changed("HOLD_SETTLED", order="")


def _reason(text: str) -> str:
    why = text.strip()
    if not why:
        raise Refused("REASON_MISSING")
    if len(why) > LONGEST_REASON:
        raise Refused("REASON_TOO_LONG", most=LONGEST_REASON)
    return why
