"""Acts that set rules aside or add one: exclusions through a day, credit stops (sanctions) and their end."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.credit.access import exclusions_for, stops_for
from huikuan.credit.models import CreditStop, Exclusion
from huikuan.credit.neighbours import roots_of
from huikuan.credit.rules.orders import ExclusionScope
from huikuan.credit.rules.policy import CheckPoint, Rule
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused

LONGEST_DAYS = 366
LONGEST_REASON = 300


@dataclass(frozen=True, slots=True)
class ExclusionDraft:
    """Which rule (None: each) is not asked, for a customer, his whole group or one order, at a check point (None: each)."""

    scope: ExclusionScope
    customer_id: int
    until: date
    reason: str
    rule: Rule | None = None
    point: CheckPoint | None = None
    order_number: str = ""


@dataclass(frozen=True, slots=True)
class StopDraft:
    """No credit for a customer, why, and through which day (None: until somebody lifts it); for one order or (empty) each.

    With `company_id` only orders of that own company stop; without one, those of each.
    """

    customer_id: int
    reason: str
    until: date | None = None
    order_number: str = ""
    company_id: int | None = None


def exclude(*, actor: Actor, now: datetime, today: date, key: str, exclusion: ExclusionDraft) -> dict[str, Json]:
    """Set a rule aside for a while; `{"exclusion_id"}`. Needs RELEASE_HOLD; who does it is its approver.

    It lets nothing through that the approver asks for or placed himself.

    Raises NotPermitted, Refused REASON_MISSING, REASON_TOO_LONG, EXCLUSION_DAY (past, or more than a year ahead),
    EXCLUSION_SCOPE (an order without number), EXCLUSION_RATE (an unknown rate is nobody's risk to take).
    """
    customer_for(actor=actor, customer_id=exclusion.customer_id, need=Verb.RELEASE_HOLD)
    why = _reason(exclusion.reason)
    if (exclusion.scope is ExclusionScope.ORDER) != bool(exclusion.order_number):
        raise Refused("EXCLUSION_SCOPE")
    if exclusion.rule is Rule.RATE_UNKNOWN:
        raise Refused("EXCLUSION_RATE")
    intent = Intent("exclude_rule", actor, now, key, None, plain(value=asdict(exclusion)))

    def work(act: OpenAct) -> dict[str, Json]:
        if not today <= exclusion.until <= today + timedelta(days=LONGEST_DAYS):
            raise Refused("EXCLUSION_DAY", most=LONGEST_DAYS)
        whose = exclusion.customer_id
        if exclusion.scope is ExclusionScope.GROUP:
            whose = roots_of(customer_ids=[whose])[whose]
        row = Exclusion.objects.create(
            scope=exclusion.scope.value,
            customer_id=whose,
            order_number=exclusion.order_number,
            check_point=exclusion.point.value if exclusion.point else "",
            rule=exclusion.rule.value if exclusion.rule else "",
            reason=why,
            until=exclusion.until,
            made_at=act.now,
            approver_id=actor.user_id,
            approver_name=actor.name,
            act_id=act.id,
        )
        return {"exclusion_id": row.pk}

    return perform(intent=intent, work=work)


def end_exclusion(*, actor: Actor, now: datetime, key: str, exclusion_id: int) -> dict[str, Json]:
    """Ask the rule again from now on; `{"exclusion_id"}`. Needs RELEASE_HOLD. Raises NotPermitted, Changed EXCLUSION_ENDED."""
    refuse_without_verb(actor=actor, verb=Verb.RELEASE_HOLD)
    rows = exclusions_for(actor=actor).filter(pk=exclusion_id)
    if not rows.exists():
        raise NotPermitted("EXCLUSION_NOT_VISIBLE", exclusion=exclusion_id)
    intent = Intent("end_exclusion", actor, now, key, None, {"exclusion_id": exclusion_id})

    def work(act: OpenAct) -> dict[str, Json]:
        live = Exclusion.objects.filter(pk=exclusion_id, ended_at=None)
        if not live.update(ended_at=act.now, ended_by_name=actor.name):
            raise Changed("EXCLUSION_ENDED")
        return {"exclusion_id": exclusion_id}

    return perform(intent=intent, work=work)


def stop_credit(*, actor: Actor, now: datetime, today: date, key: str, stop: StopDraft) -> dict[str, Json]:
    """Stop credit of a customer (停止供货), of his whole group where he is its top; `{"stop_id"}`.

    Needs RELEASE_HOLD. Raises NotPermitted, Refused REASON_MISSING, REASON_TOO_LONG, STOP_DAY (past), STOPPED_ALREADY.
    """
    customer_for(actor=actor, customer_id=stop.customer_id, need=Verb.RELEASE_HOLD)
    why = _reason(stop.reason)
    until = stop.until.isoformat() if stop.until else None
    detail: dict[str, Json] = {"customer_id": stop.customer_id, "reason": why, "until": until}
    if stop.order_number:
        detail["order_number"] = stop.order_number
    if stop.company_id is not None:
        detail["company_id"] = stop.company_id
    intent = Intent("stop_credit", actor, now, key, None, detail)
    return perform(intent=intent, work=lambda act: {"stop_id": add_stop(act=act, today=today, stop=stop)})


def add_stop(*, act: OpenAct, today: date, stop: StopDraft) -> int:
    """Stop credit inside an open act of a room that has had it approved; its id.

    Raises Refused REASON_MISSING, REASON_TOO_LONG, STOP_DAY (past), STOPPED_ALREADY.
    """
    why = _reason(stop.reason)
    if stop.until is not None and stop.until < today:
        raise Refused("STOP_DAY")
    live = CreditStop.objects.filter(
        customer_id=stop.customer_id,
        company=stop.company_id,
        order_number=stop.order_number.strip(),
        lifted_at=None,
    )
    live.filter(until__lt=today).update(lifted_at=act.now, lifted_by_name=act.actor.name, lifted_because="–")
    try:
        with transaction.atomic():
            row = CreditStop.objects.create(
                customer_id=stop.customer_id,
                company_id=stop.company_id,
                order_number=stop.order_number.strip(),
                reason=why,
                until=stop.until,
                made_at=act.now,
                made_by_name=act.actor.name,
                act_id=act.id,
            )
    except IntegrityError as error:
        if not live.exists():
            raise
        raise Refused("STOPPED_ALREADY") from error
    return row.pk


def lift_stop(*, actor: Actor, now: datetime, key: str, stop_id: int, reason: str) -> dict[str, Json]:
    """End a stop, saying why; `{"stop_id"}`. Needs RELEASE_HOLD. Raises NotPermitted, Refused REASON_MISSING, Changed STOP_LIFTED."""
    refuse_without_verb(actor=actor, verb=Verb.RELEASE_HOLD)
    why = _reason(reason)
    if not stops_for(actor=actor).filter(pk=stop_id).exists():
        raise NotPermitted("STOP_NOT_VISIBLE", stop=stop_id)
    intent = Intent("lift_credit_stop", actor, now, key, None, {"stop_id": stop_id, "reason": why})

    def work(act: OpenAct) -> dict[str, Json]:
        if not end_stop(act=act, stop_id=stop_id, reason=why):
            raise Changed("STOP_LIFTED")
        return {"stop_id": stop_id}

    return perform(intent=intent, work=work)


def end_stop(*, act: OpenAct, stop_id: int, reason: str) -> bool:
    """End a stop inside an open act of the room that set it; False where it was lifted already."""
    live = CreditStop.objects.filter(pk=stop_id, lifted_at=None)
    return bool(live.update(lifted_at=act.now, lifted_by_name=act.actor.name, lifted_because=_reason(reason)))


def _reason(text: str) -> str:
    why = text.strip()
    if not why:
        raise Refused("REASON_MISSING")
    if len(why) > LONGEST_REASON:
        raise Refused("REASON_TOO_LONG", most=LONGEST_REASON)
    return why
