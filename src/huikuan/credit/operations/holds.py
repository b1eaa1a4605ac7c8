"""Acts on held orders: release by another person, reject, ask again (FEATURES 4, D25)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.credit.access import hold_for, release_fault
from huikuan.credit.locks import held_under_lock
from huikuan.credit.models import Decision, Hold
from huikuan.credit.operations.checking import decided
from huikuan.credit.orders import Placer
from huikuan.credit.rules.facts import Question
from huikuan.credit.rules.orders import HOLD_TRANSITIONS, HoldEvent, HoldState
from huikuan.credit.rules.policy import CheckPoint
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused

LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class Release:
    """Which hold is let through, the decision about it that the releaser saw, and why."""

    hold_id: int
    decision_id: int
    reason: str


def release_hold(*, actor: Actor, now: datetime, today: date, key: str, release: Release) -> dict[str, Json]:
    """Let a held order through on one's own word; what it reserves counts at once; as `check_credit`.

    The decision is made anew and names the releaser as who overrode it. Needs RELEASE_HOLD, and a role
    that may waive the amount. Raises NotPermitted RELEASER_IS_PLACER, RELEASER_NOT_A_PERSON, APPROVER_ROLE, Refused
    REASON_MISSING, REASON_TOO_LONG, Changed HOLD_SETTLED, HOLD_CHANGED (more waits than the releaser saw).
    """
    row = hold_for(actor=actor, hold_id=release.hold_id, need=Verb.RELEASE_HOLD)
    why = _reason(release.reason)
    intent = Intent("release_hold", actor, now, key, row.company_id, {**asdict(release), "reason": why})

    def work(act: OpenAct) -> dict[str, Json]:
        held = held_under_lock(hold=row)
        fault = release_fault(actor=actor, hold=held, today=today)
        if fault is not None:
            raise NotPermitted(fault.code, **fault.parameters)
        _refuse_grown(held, release.decision_id)
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
        held = held_under_lock(hold=row)
        _settle(act, held.pk, HoldEvent.REJECT, why, today, held.decision_id)
        return {"hold_id": held.pk}

    return perform(intent=intent, work=work)


def recheck_hold(*, actor: Actor, now: datetime, today: date, key: str, hold_id: int) -> dict[str, Json]:
    """Ask a held order's question again as things stand now: it goes ahead if nothing blocks any more; as `check_credit`.

    Needs PLACE_ORDER or RELEASE_HOLD. Raises NotPermitted, Changed HOLD_SETTLED.
    """
    need = Verb.RELEASE_HOLD if actor.may(Verb.RELEASE_HOLD) else Verb.PLACE_ORDER
    row = hold_for(actor=actor, hold_id=hold_id, need=need)
    intent = Intent("recheck_hold", actor, now, key, row.company_id, {"hold_id": hold_id})

    def work(act: OpenAct) -> dict[str, Json]:
        held = held_under_lock(hold=row)
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


def _refuse_grown(held: Hold, seen_id: int) -> None:
    """Nobody lets through more than he saw: the same question may have been asked again, a larger one not."""
    if held.decision_id == seen_id:
        return
    about = {"company_id": held.company_id, "order_number": held.order_number, "check_point": held.check_point}
    seen = Decision.objects.filter(pk=seen_id, currency=held.currency, **about).first()
    if seen is None or seen.amount_minor < held.amount_minor or seen.facts["question"]["reserve"] < held.reserve:
        raise Changed("HOLD_CHANGED", order=held.order_number)


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
