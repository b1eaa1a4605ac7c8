"""Acts before a plan is signed: made as an offer, approved by its amount and loss, withdrawn, cancelled; the policy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

from huikuan.accounts.queries import business_calendar
from huikuan.approvals.operations import ask, decide, withdraw
from huikuan.approvals.rules import RequestDraft, RequestKind, RequestState
from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.audit.rules import plain
from huikuan.audit.versions import next_version
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import SYSTEM, Actor, Verb, refuse_other_company, refuse_without_verb
from huikuan.kernel.refusal import Changed, NotPermitted, Refused
from huikuan.receivables.access import receivables_for
from huikuan.receivables.free_discounts import discount_stops
from huikuan.settlements.access import plan_for
from huikuan.settlements.models import Instalment, Plan, PlanItem, PolicyVersion
from huikuan.settlements.operations.moving import moved, told
from huikuan.settlements.operations.pausing import interest_loss
from huikuan.settlements.queries import policy_in_force
from huikuan.settlements.rules.offers import GivenUp, given_up
from huikuan.settlements.rules.plans import (
    Event,
    InterestRule,
    PlanDraft,
    State,
    draft_fault,
    instalments_of,
    settled_fault,
)
from huikuan.settlements.rules.plans import (
    PlanItem as Item,
)
from huikuan.settlements.rules.policy import SettlementPolicy, is_for_highest_tier, needs_approval, policy_fault

TITLE = "SETTLEMENT_REQUESTED"
CANCELLABLE = (State.DRAFT, State.PROPOSED, State.AGREED, State.RUNNING)


def make_plan(*, actor: Actor, now: datetime, today: date, key: str, draft: PlanDraft) -> dict[str, Json]:
    """Draw up a plan about open items of a customer, each whole; `{"plan_id"}`. It binds nobody until it is signed.

    Raises NotPermitted, Refused SETTLEMENT_ITEMS, SETTLEMENT_NUMBER, SETTLEMENT_AMOUNT, SETTLEMENT_DAY_TWICE,
    SETTLEMENT_DAY_PAST, SETTLEMENT_DAY_FAR, SETTLEMENT_TEXT_TOO_LONG, SETTLEMENT_ONE_PAYMENT, SETTLEMENT_PART_AND_REST,
    SETTLEMENT_SUM (instalments and discount are not exactly what is open), SETTLEMENT_DISCOUNT_STOPPED.
    """
    customer_for(actor=actor, customer_id=draft.customer_id, need=Verb.SETTLE)
    refuse_other_company(actor=actor, company_id=draft.company_id)
    if fault := draft_fault(draft=draft, today=today):
        raise Refused(fault)
    intent = Intent("make_plan", actor, now, key, draft.company_id, plain(value=asdict(draft)))
    return perform(intent=intent, work=lambda act: {"plan_id": _make(act, draft, today)})


def propose_plan(*, actor: Actor, now: datetime, today: date, key: str, plan_id: int, reason: str) -> dict[str, Json]:
    """Put a draft to the customer, or ask for approval where amount or loss need it; `{"plan_id", "request_id"}`.

    Raises NotPermitted, Refused REASON_NEEDED (approval is asked for), REQUEST_WAITING, SETTLEMENT_DISCOUNT_STOPPED, Changed
    SETTLEMENT_CHANGED.
    """
    row = plan_for(actor=actor, plan_id=plan_id, need=Verb.SETTLE)
    _refuse_stopped(row.customer_id, row.company_id, row.discount_minor)
    intent = Intent("propose_plan", actor, now, key, row.company_id, {"plan_id": plan_id, "reason": reason})

    def work(act: OpenAct) -> dict[str, Json]:
        policy = policy_in_force()
        needs = needs_approval(
            settled_minor=row.settled_minor,
            currency=row.currency,
            interest=InterestRule(row.interest),
            loss=loss_of(plan=row),
            policy=policy,
        )
        if needs and not reason.strip():
            raise Refused("REASON_NEEDED")
        step = (State.DRAFT, Event.ASK if needs else Event.PROPOSE)
        _move(act, plan_id, step, today, reason)
        request = _request(row, policy, reason)
        return {"plan_id": plan_id, "request_id": ask(act=act, draft=request, today=today) if needs else None}

    return perform(intent=intent, work=work)


def decide_plan(  # noqa: PLR0913  (every decider of the inbox has this form)
    *, actor: Actor, now: datetime, today: date, key: str, request_id: int, approve: bool, note: str
) -> dict[str, Json]:
    """Approve or reject a plan somebody else asked for; `{"request_id", "state", "plan_id"}`.

    Raises what `approvals.operations.decide` raises, NotPermitted REQUEST_NOT_VISIBLE, Changed SETTLEMENT_CHANGED.
    """
    detail = {"request_id": request_id, "approve": approve, "note": note}

    def work(act: OpenAct) -> dict[str, Json]:
        row = decide(act=act, request_id=request_id, approve=approve, note=note, today=today)
        if row.kind is not RequestKind.SETTLEMENT:
            raise NotPermitted("REQUEST_NOT_VISIBLE", request=request_id)
        event = Event.APPROVE if row.state is RequestState.APPROVED else Event.REJECT
        _move(act, row.subject_id, (State.WAITING, event), today, note)
        return {"request_id": request_id, "state": row.state.value, "plan_id": row.subject_id}

    return perform(intent=Intent("decide_plan", actor, now, key, None, detail), work=work)


def withdraw_plan(*, actor: Actor, now: datetime, key: str, request_id: int) -> dict[str, Json]:
    """Take one's own waiting request back; the plan is a draft again; `{"request_id", "plan_id"}`.

    Raises NotPermitted, Changed REQUEST_DECIDED, SETTLEMENT_CHANGED.
    """

    def work(act: OpenAct) -> dict[str, Json]:
        row = withdraw(act=act, request_id=request_id)
        if row.kind is not RequestKind.SETTLEMENT:
            raise NotPermitted("REQUEST_NOT_VISIBLE", request=request_id)
        _move(act, row.subject_id, (State.WAITING, Event.WITHDRAW), now.date(), "")
        return {"request_id": request_id, "plan_id": row.subject_id}

    return perform(intent=Intent("withdraw_plan", actor, now, key, None, {"request_id": request_id}), work=work)


def cancel_plan(*, actor: Actor, now: datetime, today: date, key: str, plan_id: int, note: str) -> dict[str, Json]:
    """Give a plan up before its end, by agreement or because it was never signed; its items are asked for again.

    `{"plan_id"}`. Raises NotPermitted, Refused REASON_NEEDED, Changed SETTLEMENT_CHANGED (it waits, or is over).
    """
    row = plan_for(actor=actor, plan_id=plan_id, need=Verb.SETTLE)
    if not note.strip():
        raise Refused("REASON_NEEDED")
    detail = {"plan_id": plan_id, "note": note.strip()[:500]}

    def work(act: OpenAct) -> dict[str, Json]:
        state = State(Plan.objects.values_list("state", flat=True).get(pk=plan_id))
        if state not in CANCELLABLE:
            raise Changed("SETTLEMENT_CHANGED", plan=plan_id)
        _move(act, plan_id, (state, Event.CANCEL), max(today, row.made_on), note)
        return {"plan_id": plan_id}

    return perform(intent=Intent("cancel_plan", actor, now, key, row.company_id, detail), work=work)


def save_policy(*, actor: Actor, now: datetime, key: str, policy: SettlementPolicy) -> dict[str, Json]:
    """Put the next version of the policy into force, for plans made from now on; `{"number"}`.

    `policy.number` is the version the editor saw. Raises NotPermitted, Refused SETTLEMENT_POLICY_…, Changed
    SETTLEMENT_POLICY_CHANGED.
    """
    refuse_without_verb(actor=actor, verb=Verb.EDIT_POLICY)
    if fault := policy_fault(policy=policy):
        raise Refused(fault)
    values = asdict(policy)
    seen = values.pop("number")

    def work(act: OpenAct) -> dict[str, Json]:
        newest = lambda: policy_in_force().number  # noqa: E731
        with next_version(seen=seen, newest=newest, code="SETTLEMENT_POLICY_CHANGED") as number:
            PolicyVersion.objects.create(number=number, who_name=actor.name, at=now, act_id=act.id, **values)
        return {"number": number}

    return perform(intent=Intent("save_settlement_policy", actor, now, key, None, asdict(policy)), work=work)


def loss_of(*, plan: Plan) -> GivenUp:
    """What a plan gives up, as computed when it was made."""
    return GivenUp(plan.discount_minor, plan.interest_loss_minor, plan.time_loss_minor)


def _make(act: OpenAct, draft: PlanDraft, today: date) -> int:
    rows = receivables_for(actor=SYSTEM).filter(
        pk__in=draft.receivable_ids,
        customer_id=draft.customer_id,
        company_id=draft.company_id,
        currency=draft.currency,
        outstanding_minor__gt=0,
    )
    found = {row.pk: row for row in rows.order_by("pk")}
    if len(found) != len(set(draft.receivable_ids)):
        raise Refused("SETTLEMENT_ITEMS")
    _refuse_stopped(draft.customer_id, draft.company_id, draft.discount_minor)
    items = [Item(pk, row.due_date, row.outstanding_minor) for pk, row in found.items()]
    if settled_fault(draft=draft, items=items):
        open_minor = sum(item.open_minor for item in items)
        wanted = sum(minor for _, minor in draft.parts) + draft.discount_minor
        raise Refused("SETTLEMENT_SUM", open=open_minor, wanted=wanted, currency=draft.currency)
    policy = policy_in_force()
    parts = instalments_of(parts=draft.parts, grace_days=policy.grace_days, calendar=business_calendar())
    plan = _written(act, draft, policy, today, parts[0].held_through)
    PlanItem.objects.bulk_create(
        PlanItem(
            plan=plan,
            receivable_id=item.receivable_id,
            amount_minor=item.open_minor,
            written_off_minor=found[item.receivable_id].written_off_minor,
        )
        for item in items
    )
    Instalment.objects.bulk_create(
        Instalment(plan=plan, number=place, day=one.day, held_through=one.held_through, amount_minor=one.minor)
        for place, one in enumerate(parts, 1)
    )
    told(act=act, plan_id=plan.pk, event=Event.MAKE, state=State.DRAFT, on=today, note=draft.text)
    return plan.pk


def _refuse_stopped(customer_id: int, company_id: int, discount_minor: int) -> None:
    """A discount is offered to nobody whose discounts a sanction has stopped; one that was offered before stays."""
    if discount_minor > 0 and (customer_id, company_id) in discount_stops().stopped(customer_ids=[customer_id]):
        raise Refused("SETTLEMENT_DISCOUNT_STOPPED")


def _written(act: OpenAct, draft: PlanDraft, policy: SettlementPolicy, today: date, held_through: date) -> Plan:
    loss = given_up(
        parts=draft.parts,
        discount_minor=draft.discount_minor,
        interest_minor=interest_loss(
            receivable_ids=draft.receivable_ids,
            rule=draft.interest,
            today=today,
            last_day=max(day for day, _ in draft.parts),
        ),
        rate_permyriad=policy.capital_rate_permyriad,
        today=today,
    )
    return Plan.objects.create(
        company_id=draft.company_id,
        customer_id=draft.customer_id,
        currency=draft.currency,
        kind=draft.kind.value,
        settled_minor=sum(minor for _, minor in draft.parts) + draft.discount_minor,
        discount_minor=draft.discount_minor,
        interest=draft.interest.value,
        interest_loss_minor=loss.interest_minor,
        time_loss_minor=loss.time_minor,
        policy_number=policy.number,
        begins_on=draft.begins_on,
        text=draft.text.strip(),
        made_on=today,
        made_at=act.now,
        made_by_name=act.actor.name,
        state=State.DRAFT.value,
        held_through=held_through,
        act_id=act.id,
    )


def _request(row: Plan, policy: SettlementPolicy, reason: str) -> RequestDraft:
    """By the tiers of the amount settled; without one, that is by the highest tier, where the loss is large."""
    loss = loss_of(plan=row)
    said: Mapping[str, str | int] = {
        "plan": row.pk, "minor": row.settled_minor, "over": loss.total_minor, "currency": row.currency,
    }  # fmt: skip
    return RequestDraft(
        kind=RequestKind.SETTLEMENT,
        subject_id=row.pk,
        customer_id=row.customer_id,
        company_id=row.company_id,
        amount_minor=None if is_for_highest_tier(loss=loss, policy=policy) else row.settled_minor,
        currency=row.currency,
        title_code=TITLE,
        parameters=said,
        reason=reason,
    )


def _move(act: OpenAct, plan_id: int, step: tuple[State, Event], on: date, note: str) -> None:
    if not moved(act=act, plan_id=plan_id, step=step, on=on, note=note):
        raise Changed("SETTLEMENT_CHANGED", plan=plan_id)
