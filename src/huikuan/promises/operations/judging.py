"""The day's act on promises: which were kept, kept in part or broken, found from the money that came and did not go back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import SYSTEM, Actor, Verb, refuse_without_verb
from huikuan.promises.judged_rules import Judgement, judgements
from huikuan.promises.models import Promise, PromiseItem
from huikuan.promises.operations.moneys import judged_records, unused_money, used_money
from huikuan.promises.operations.promising import moved
from huikuan.promises.rules import Event, State
from huikuan.receipts.access import receipts_for

LOOKED_BACK = timedelta(days=366)
"""So long a promise is judged again where its money goes back, or is booked later though it came in time."""
_SAME = {name: OuterRef(name) for name in ("customer_id", "company_id", "currency")}
_JUDGED = (State.KEPT.value, State.PARTLY_KEPT.value)
_MISSED = Q(state__in=[State.BROKEN.value, State.PARTLY_KEPT.value]) | Q(
    state=State.SUPERSEDED.value, ended_on__gt=F("day")
)


def judge_promises(*, actor: Actor, now: datetime, key: str, today: date) -> dict[str, Json]:
    """Say of each running promise whether the money came, and of one judged before what money that went back left of it, or
    what money makes of it that came in time and was booked later.

    `{"looked", "ended", "reopened"}`. Raises NotPermitted.
    """
    refuse_without_verb(actor=actor, verb=Verb.REMIND)
    intent = Intent("judge_promises", actor, now, key, None, {"today": today.isoformat()})
    return perform(intent=intent, work=lambda act: _judge(act, today))


def _judge(act: OpenAct, today: date) -> dict[str, Json]:
    running = set(Promise.objects.filter(state=State.RUNNING.value).values_list("pk", flat=True))
    doubted = set(_doubted(today).values_list("pk", flat=True))
    booked = set(_booked_later(today).values_list("pk", flat=True))
    looked = running | doubted | booked
    every, changes = judged_records(promise_ids=looked | _claimants(looked, today))
    followed = {pk for one in every if one.id in running for pk in one.receivable_ids}
    every = [
        replace(one, is_followed=one.id not in running and not followed.isdisjoint(one.receivable_ids)) for one in every
    ]
    found = judgements(
        promises=every, used=used_money(changes=changes), unused=unused_money(promises=every), today=today
    )
    states = {one.id: one.state for one in every}
    done = {Event.REOPEN: 0}
    for one in found:
        if one.promise_id not in looked:
            continue
        event = one.event if one.promise_id in running | doubted or one.event in _RISES else None
        if _written(act, replace(one, event=event), states[one.promise_id], today) and event is not None:
            done[event] = done.get(event, 0) + 1
    reopened = done.pop(Event.REOPEN)
    return {"looked": len(looked), "ended": sum(done.values()), "reopened": reopened}


_RISES = (Event.KEEP, Event.KEEP_IN_PART)
"""What money that is booked later can make of a promise; what it loses, only money that went back says."""


def _written(act: OpenAct, one: Judgement, state: State, today: date) -> bool:
    if one.event is not None:
        step = (state, one.event)
        return moved(act=act, promise_id=one.promise_id, step=step, on=today, paid_minor=one.paid_minor)
    return bool(Promise.objects.filter(pk=one.promise_id, state=state.value).update(paid_minor=one.paid_minor))


def _doubted(today: date) -> QuerySet[Promise]:
    """Promises found kept, wholly or in part, of customers some of whose money went back since, with items still open."""
    went_back = receipts_for(actor=SYSTEM).filter(reversed_minor__gt=0, received_on__gte=OuterRef("made_on"), **_SAME)
    is_open = PromiseItem.objects.filter(promise_id=OuterRef("pk"), receivable__outstanding_minor__gt=0)
    rows = Promise.objects.filter(state__in=_JUDGED, ended_on__gte=today - LOOKED_BACK)
    return rows.filter(Exists(went_back), Exists(is_open) | Q(names_items=False))


def _booked_later(today: date) -> QuerySet[Promise]:
    """Promises that were not kept, or were replaced after their day, for which money came in time as far as is known now."""
    money = receipts_for(actor=SYSTEM).filter(
        received_on__gte=OuterRef("made_on"), received_on__lte=OuterRef("held_through"), **_SAME
    )
    paid = PromiseItem.objects.filter(promise_id=OuterRef("pk"), receivable__last_moved_on__gte=OuterRef("made_on"))
    return Promise.objects.filter(_MISSED, Exists(money) | Exists(paid), ended_on__gte=today - LOOKED_BACK)


def _claimants(looked: set[int], today: date) -> set[int]:
    """Promises found kept of the same customers: the money that kept them keeps no other."""
    same = Promise.objects.filter(pk__in=looked).values("customer_id")
    rows = Promise.objects.filter(state__in=_JUDGED, customer_id__in=same, ended_on__gte=today - 2 * LOOKED_BACK)
    return set(rows.values_list("pk", flat=True)) - looked
