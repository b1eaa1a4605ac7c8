"""The decision service: one question, one answer, for pages, programs and imports (HANDBOOK A10, TRUST C2, S31)."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime

from huikuan.accounts.access import company_for
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.credit.answers import answer_of, seen_by
from huikuan.credit.facts import order_amounts
from huikuan.credit.judging import judged
from huikuan.credit.locks import hold_groups
from huikuan.credit.models import Commitment, Decision, Hold, Waiver
from huikuan.credit.neighbours import roots_of
from huikuan.credit.orders import Placer, known_order, move, place
from huikuan.credit.policies import current_policy
from huikuan.credit.rules.deciding import Lifted, Verdict, decide
from huikuan.credit.rules.facts import Facts, Pass, Question, plain_facts
from huikuan.credit.rules.orders import (
    HOLD_TRANSITIONS,
    WAIVER_TRANSITIONS,
    HoldEvent,
    HoldState,
    WaiverEvent,
    WaiverState,
    after,
)
from huikuan.credit.rules.policy import CheckPoint, CreditPolicy
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Actor, Verb
from huikuan.kernel.currencies import exponent_of
from huikuan.kernel.money import DOCUMENT_MAX_MINOR
from huikuan.kernel.refusal import Changed, Refused

LONGEST_NUMBER = 60


def check_credit(*, actor: Actor, now: datetime, today: date, key: str, question: Question) -> dict[str, Json]:
    """Answer a question; with an order number the answer is kept, counts at once if it reserves, and makes a hold if it blocks.

    `{"decision": allow|warn|hold|cash_first, "reasons", "exposure", "limit", "release_by", …}`, minor units of
    `currency`. Without an order number nothing is written. Needs VIEW, with an order number PLACE_ORDER. Raises
    NotPermitted, Refused AMOUNT_OUT_OF_BOUNDS, CURRENCY_UNKNOWN, ORDER_NUMBER_NEEDED, ORDER_NUMBER_WRONG,
    ORDER_OF_ANOTHER, ORDER_CURRENCY_DIFFERS, ORDER_BELOW_DONE, Changed GROUP_CHANGED.
    """
    _refuse_wrong(question)
    need = Verb.PLACE_ORDER if question.order_number else Verb.VIEW
    customer_for(actor=actor, customer_id=question.customer_id, need=need)
    company_for(actor=actor, company_id=question.company_id, need=need)
    if not question.order_number:
        return quote(actor=actor, today=today, question=question)
    intent = Intent("check_credit", actor, now, key, question.company_id, plain(value=asdict(question)))
    return perform(intent=intent, work=lambda act: decided(act=act, question=question, today=today))


def quote(*, actor: Actor, today: date, question: Question) -> dict[str, Json]:
    """The answer as it would be now, without a lock and without a trace."""
    root_id = roots_of(customer_ids=[question.customer_id])[question.customer_id]
    policy = current_policy(today=today)
    askers = _people(actor.user_id)
    facts, verdict = judged(question=question, root_id=root_id, policy=policy, today=today, askers=askers)
    answer = answer_of(facts=facts, policy=policy, verdict=verdict)
    return {**answer, "release_by": seen_by(actor=actor, ways=answer["release_by"])}


def decided(
    *, act: OpenAct, question: Question, today: date, placer: Placer | None = None, releaser: str = ""
) -> dict[str, Json]:
    """Decide about an order inside an open act, under the lock of the group; everything that follows is in the same transaction.

    `releaser` is whose word lifts whatever blocks; `placer` who placed the order where it was not the actor. What the one
    who places it set aside or waived himself lifts nothing that blocks.
    """
    root_id = hold_groups(customer_ids=[question.customer_id])[question.customer_id]
    order = known_order(question=question)
    held = None if order is None else order_amounts(row=order)
    policy = current_policy(today=today)
    who = placer or Placer(act.actor.user_id, act.actor.name)
    askers = _people(who.id, order.placed_by_id if order else None)
    facts, verdict = judged(question=question, root_id=root_id, policy=policy, today=today, held=held, askers=askers)
    if releaser:
        facts = replace(facts, passes=(*facts.passes, _release(question, verdict, today, releaser)))
        verdict = decide(facts=facts, policy=policy)
    answer = answer_of(facts=facts, policy=policy, verdict=verdict)
    goes_ahead = question.reserve and not verdict.is_blocked
    row = _keep(act, facts, policy, verdict, answer, root_id)
    if goes_ahead:
        _use_waivers(verdict, row)
        _place(act, question, order, today, who)
    hold_id = _settle_hold(act, row, question, today, who) if not releaser else None
    shown = seen_by(actor=act.actor, ways=answer["release_by"])
    return {**answer, "release_by": shown, "decision_id": row.pk, "hold_id": hold_id, "reserved": goes_ahead}


def _people(*ids: int | None) -> tuple[int, ...]:
    return tuple(sorted({one for one in ids if one is not None}))


def _release(question: Question, verdict: Verdict, today: date, releaser: str) -> Pass:
    """The word of who releases: for the rules that block now, this amount, and this day's decision."""
    rules = frozenset(reason.rule.value for reason in verdict.blocking)
    return Pass(0, rules, question.amount_minor, question.currency, today, releaser)


def _refuse_wrong(question: Question) -> None:
    if not 1 <= question.amount_minor <= DOCUMENT_MAX_MINOR:
        raise Refused("AMOUNT_OUT_OF_BOUNDS", amount=question.amount_minor)
    if exponent_of(currency=question.currency) is None:
        raise Refused("CURRENCY_UNKNOWN", currency=question.currency[:20])
    if question.reserve and not question.order_number:
        raise Refused("ORDER_NUMBER_NEEDED")
    number = question.order_number
    if number != number.strip() or len(number) > LONGEST_NUMBER or not number.isprintable():
        raise Refused("ORDER_NUMBER_WRONG", most=LONGEST_NUMBER)


def _keep(
    act: OpenAct, facts: Facts, policy: CreditPolicy, verdict: Verdict, answer: dict[str, Json], root_id: int
) -> Decision:
    question = facts.question
    by = {reason.lifted_by for reason in verdict.reasons if reason.lifted is not Lifted.NOT}
    return Decision.objects.create(
        act_id=act.id,
        at=act.now,
        day=facts.today,
        company_id=question.company_id,
        customer_id=question.customer_id,
        root_id=root_id,
        check_point=question.point.value,
        order_number=question.order_number,
        amount_minor=question.amount_minor,
        currency=question.currency,
        severity=verdict.severity.value,
        reserved=question.reserve and not verdict.is_blocked,
        base=facts.base,
        exposure_minor=answer["exposure"],
        increase_minor=facts.increase_minor,
        allowed_minor=answer["allowed"],
        override=", ".join(sorted(by))[:200],
        reasons=answer["reasons"],
        release_by=answer["release_by"],
        facts=plain_facts(facts=facts),
        policy_number=policy.number,
        asked_by_id=act.actor.user_id,
        asked_by_name=act.actor.name,
    )


def _use_waivers(verdict: Verdict, row: Decision) -> None:
    """A waiver is used once: by one conditional UPDATE under the lock. Releases have no row of their own to use."""
    used = WAIVER_TRANSITIONS[WaiverState.APPROVED, WaiverEvent.USE].value
    for waiver_id in (number for number in verdict.used_passes if number > 0):
        rows = Waiver.objects.filter(pk=waiver_id, state=WaiverState.APPROVED.value, used_by=None)
        if not rows.update(state=used, used_by=row):
            raise Changed("WAIVER_USED")


def _place(act: OpenAct, question: Question, order: Commitment | None, today: date, who: Placer) -> None:
    if question.point is CheckPoint.CONTRACT:
        return
    held = None if order is None else order_amounts(row=order)
    amounts = after(point=question.point, amount_minor=question.amount_minor, held=held)
    if order is not None:
        move(act=act, row=order, amounts=amounts)
        return
    place(act=act, question=question, amounts=amounts, today=today, placer=who)


def _settle_hold(act: OpenAct, row: Decision, question: Question, today: date, who: Placer) -> int | None:
    """Make or renew the hold of what blocks; end the one that blocks no more. The id of the live one.

    Whoever changes what is asked for is its placer from then on: nobody enlarges another's order and releases it himself.
    """
    live = Hold.objects.filter(
        company_id=question.company_id,
        order_number=question.order_number,
        check_point=question.point.value,
        state=HoldState.HELD.value,
    )
    blocked = row.severity in ("HOLD", "CASH_FIRST")
    if not blocked:
        if not question.reserve:  # a smaller question frees no larger order
            live = live.filter(currency=question.currency, amount_minor__lte=question.amount_minor)
        cleared = HOLD_TRANSITIONS[HoldState.HELD, HoldEvent.CLEAR].value
        live.update(state=cleared, settled_at=act.now, settled_on=today, decision=row)
        return None
    asked = {"amount_minor": question.amount_minor, "currency": question.currency, "reserve": question.reserve}
    placed = {"placed_by_id": who.id, "placed_by_name": who.name}
    known = live.first()
    if known is not None:
        is_same = all(getattr(known, name) == value for name, value in asked.items())
        if is_same or who.id is None:  # a program has no eyes: the person before it stays the placer
            placed = {}
        live.update(decision=row, **asked, **placed)
        return known.pk
    return Hold.objects.create(
        company_id=question.company_id,
        customer_id=question.customer_id,
        order_number=question.order_number,
        check_point=question.point.value,
        state=HoldState.HELD.value,
        decision=row,
        held_at=act.now,
        held_on=today,
        **asked,
        **placed,
    ).pk
