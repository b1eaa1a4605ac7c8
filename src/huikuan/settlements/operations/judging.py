"""The day's act on plans: which begin, are done or broken; a done one gets its discount, a broken one falls back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import Actor, Verb, refuse_without_verb
from huikuan.ledger.operations import post, reversal_of
from huikuan.ledger.queries import postings_about
from huikuan.ledger.rules import PostingKind
from huikuan.promises.holding import promised_items
from huikuan.receivables.drafts import Reduction
from huikuan.receivables.operations import reduction_posting
from huikuan.receivables.parts import locked_receivables, move_parts
from huikuan.receivables.rules import ShortPaymentReason
from huikuan.settlements.models import Hold, Plan, PlanDiscount, PlanItem
from huikuan.settlements.operations.moving import hold, moved
from huikuan.settlements.records import booked_discounts, judged_now
from huikuan.settlements.rules.judging import Judgement, RunningPlan
from huikuan.settlements.rules.plans import Event, State, discount_shares
from huikuan.settlements.rules.plans import PlanItem as Item

LOOKED_BACK = timedelta(days=366)
"""So long a plan is judged again: a kept one where its items are open, a broken one as money may be booked that came in time."""


def judge_plans(*, actor: Actor, now: datetime, key: str, today: date) -> dict[str, Json]:
    """Begin the plans whose first day has come, and say of each running one whether its money came.

    Done: the discount is booked on its items. Broken: an instalment is missed beyond its grace, the items are asked for again
    from where they were and the discount lapses; a done plan whose money went back is broken and its discount taken back.
    Mended: money was booked since that had come in time, so a broken plan runs on as if it had not been broken.
    `{"looked", "begun", "done", "broken", "mended"}`. Raises NotPermitted, Refused PERIOD_CLOSED.
    """
    refuse_without_verb(actor=actor, verb=Verb.REMIND)
    intent = Intent("judge_plans", actor, now, key, None, {"today": today.isoformat()})

    def work(act: OpenAct) -> dict[str, Json]:
        begun = _begin(act, today)
        rows = _locked(today)
        done: Counter[Event] = Counter()
        by_id = {row.pk: row for row in rows}
        for plan, one in judged_now(rows=rows, today=today):
            done.update(_carried_out(act, by_id[plan.id], (plan, one), today))
        counts = {"done": done[Event.FINISH], "broken": done[Event.BREAK], "mended": done[Event.MEND]}
        return {"looked": len(rows), "begun": begun, **counts}

    return perform(intent=intent, work=work)


def _begin(act: OpenAct, today: date) -> int:
    waiting = Plan.objects.filter(state=State.AGREED.value, begins_on__lte=today).order_by("pk")
    step = (State.AGREED, Event.START)
    return sum(moved(act=act, plan_id=pk, step=step, on=today) for pk in list(waiting.values_list("pk", flat=True)))


def _locked(today: date) -> list[Plan]:
    """Plans that run, those found kept within a year some of whose items are open, and broken ones that may be mended; none that
    begins after today, which a clock set back would end before it was signed.
    """
    is_open = PlanItem.objects.filter(plan_id=OuterRef("pk"), receivable__outstanding_minor__gt=0)
    kept = Plan.objects.filter(Exists(is_open), state=State.DONE.value, ended_on__gte=today - LOOKED_BACK)
    ids = {*kept.values_list("pk", flat=True), *_mendable(today)}
    ids |= {*Plan.objects.filter(state=State.RUNNING.value).values_list("pk", flat=True)}
    begun = Plan.objects.select_for_update().filter(pk__in=ids, begins_on__lte=today)
    return list(begun.order_by("pk"))


def _mendable(today: date) -> list[int]:
    """Plans broken within a year, unless somebody has acted on it since: called in the whole rest, or agreed on another plan or a
    promise about one of the items; nor one whose discount was booked before.
    """
    later = Hold.objects.filter(receivable_id=OuterRef("receivable_id"), since__gte=OuterRef("released_at"))
    another = Exists(later.exclude(plan_id=OuterRef("plan_id")))
    broken = Plan.objects.filter(
        ~Exists(PlanDiscount.objects.filter(plan_id=OuterRef("pk"))),
        state=State.BROKEN.value,
        called_by=0,
        ended_on__gte=today - LOOKED_BACK,
        ended_on__lte=today,
    )
    held, found = promised_items(today=today), dict[int, bool]()
    rows = Hold.objects.filter(plan_id__in=broken.values("pk")).annotate(is_taken=another)
    for plan_id, receivable_id, is_taken in rows.values_list("plan_id", "receivable_id", "is_taken"):
        found[plan_id] = found.get(plan_id, True) and not is_taken and receivable_id not in held
    return [plan_id for plan_id, is_free in found.items() if is_free]


def _carried_out(act: OpenAct, row: Plan, found: tuple[RunningPlan, Judgement], today: date) -> list[Event]:
    """What happened to a plan; one that is mended may be done at once."""
    plan, one = found
    if plan.state is State.RUNNING:
        _write(one)
    if one.event is None or not moved(
        act=act,
        plan_id=plan.id,
        step=(plan.state, one.event),
        on=today,
        minor=one.missed_minor if one.event is Event.BREAK else one.paid_minor,
    ):
        return []
    if one.event is Event.FINISH:
        _book_discount(act, row, plan, today)
    elif one.event is Event.MEND:
        hold(act=act, plan=row, receivable_ids=[item.receivable_id for item in plan.items])
        _write(one)
        if one.paid_minor >= plan.total_minor:
            again = replace(plan, state=State.RUNNING), replace(one, event=Event.FINISH)
            return [one.event, *_carried_out(act, row, again, today)]
    elif plan.state is State.DONE:
        _take_discount_back(act, row, today)
    return [one.event]


def _write(one: Judgement) -> None:
    still = Plan.objects.filter(pk=one.plan_id, state=State.RUNNING.value)
    still.update(paid_minor=one.paid_minor, held_through=one.held_through)


def _book_discount(act: OpenAct, row: Plan, plan: RunningPlan, today: date) -> None:
    if not row.discount_minor:
        return
    rows = locked_receivables(ids=[item.receivable_id for item in plan.items])
    items = [Item(pk, one.due_date, one.outstanding_minor) for pk, one in rows.items()]
    shares = discount_shares(discount_minor=row.discount_minor, items=items)
    reason, note = ShortPaymentReason.OTHER.value, f"#{row.pk}"
    drafts = [
        reduction_posting(
            row=rows[pk], kind=PostingKind.SHORT_PAYMENT, reduction=Reduction(pk, minor, today, reason, note)
        )
        for pk, minor in shares
    ]
    move_parts(receivables=rows, drafts=drafts)
    postings: Sequence[int] = post(act=act, company_id=row.company_id, drafts=drafts)
    PlanDiscount.objects.bulk_create(
        PlanDiscount(plan=row, receivable_id=pk, amount_minor=minor, posting_id=posting_id, act_id=act.id)
        for (pk, minor), posting_id in zip(shares, postings, strict=True)
    )


def _take_discount_back(act: OpenAct, row: Plan, today: date) -> None:
    booked = booked_discounts(plan_ids=[row.pk]).get(row.pk, ())
    if not booked:
        return
    rows = locked_receivables(ids=[pk for pk, _, _ in booked])
    postings = postings_about(posting_ids=[posting_id for _, _, posting_id in booked])
    reason = ShortPaymentReason.OTHER.value
    drafts = [
        reversal_of(act=act, posting=posting, effective_date=max(today, posting.effective_date), reason=reason)
        for posting in postings
    ]
    move_parts(receivables=rows, drafts=drafts)
    post(act=act, company_id=row.company_id, drafts=drafts)
