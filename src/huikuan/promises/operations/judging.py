"""The day's act on promises: which were kept, kept in part or broken, found from the money that came and did not go back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import SYSTEM, Actor, Verb, refuse_without_verb
from huikuan.kernel.paging import portions
from huikuan.ledger.queries import postings_about
from huikuan.ledger.rules import Account
from huikuan.promises.models import Promise, PromiseItem
from huikuan.promises.operations.promising import moved
from huikuan.promises.rules import Event, Running, State, Unused, Used, judgements
from huikuan.receipts.access import receipts_for

LOOKED_BACK = timedelta(days=366)
"""So long a promise that was found kept is judged again where its money goes back."""


def judge_promises(*, actor: Actor, now: datetime, key: str, today: date) -> dict[str, Json]:
    """Say of each running promise whether the money came, and of a kept one whose money went back what is left of it.

    `{"looked", "ended", "reopened"}`. Raises NotPermitted.
    """
    refuse_without_verb(actor=actor, verb=Verb.REMIND)
    intent = Intent("judge_promises", actor, now, key, None, {"today": today.isoformat()})

    def work(act: OpenAct) -> dict[str, Json]:
        running = _records(Promise.objects.filter(state=State.RUNNING.value))
        doubted = _doubted(running, today)
        every = [*running, *doubted]
        states = {one.id: one.state for one in every}
        done = {Event.REOPEN: 0}
        for one in judgements(promises=every, used=_used(every), unused=_unused(every), today=today):
            state = states[one.promise_id]
            if one.event is None:
                Promise.objects.filter(pk=one.promise_id, state=state.value).update(paid_minor=one.paid_minor)
                continue
            step = (state, one.event)
            if moved(act=act, promise_id=one.promise_id, step=step, on=today, paid_minor=one.paid_minor):
                done[one.event] = done.get(one.event, 0) + 1
        reopened = done.pop(Event.REOPEN)
        return {"looked": len(every), "ended": sum(done.values()), "reopened": reopened}

    return perform(intent=intent, work=work)


def _doubted(running: Sequence[Running], today: date) -> list[Running]:
    """Promises found kept, wholly or in part, of customers some of whose money went back since, with items still open."""
    went_back = receipts_for(actor=SYSTEM).filter(
        customer_id=OuterRef("customer_id"),
        company_id=OuterRef("company_id"),
        currency=OuterRef("currency"),
        reversed_minor__gt=0,
        received_on__gte=OuterRef("made_on"),
    )
    kept = Promise.objects.filter(state__in=[State.KEPT.value, State.PARTLY_KEPT.value])
    rows = kept.filter(Exists(went_back), ended_on__gte=today - LOOKED_BACK)
    is_open = PromiseItem.objects.filter(promise_id=OuterRef("pk"), receivable__outstanding_minor__gt=0)
    followed = {pk for one in running for pk in one.receivable_ids}
    found = _records(rows.filter(Exists(is_open)))
    return [replace(one, is_followed=not followed.isdisjoint(one.receivable_ids)) for one in found]


def _records(rows: QuerySet[Promise]) -> list[Running]:
    promises = list(rows.select_for_update().order_by("pk"))
    items: dict[int, list[int]] = {}
    for some in portions(values=[row.pk for row in promises]):
        parts = PromiseItem.objects.filter(promise_id__in=some).order_by("pk")
        for promise_id, receivable_id in parts.values_list("promise_id", "receivable_id"):
            items.setdefault(promise_id, []).append(receivable_id)
    return [
        Running(
            row.pk,
            (row.customer_id, row.company_id, row.currency),
            row.amount_minor,
            row.kept_permille,
            row.held_through,
            row.made_on,
            tuple(items.get(row.pk, ())),
            State(row.state),
        )
        for row in promises
    ]


def _used(running: Sequence[Running]) -> Iterable[Used]:
    wanted = sorted({pk for one in running for pk in one.receivable_ids})
    found: list[tuple[int, int, int]] = []
    for some in portions(values=wanted):
        for posting in postings_about(receivable_ids=some):
            for entry in posting.entries:
                if entry.account == Account.RECEIVABLE.value and entry.receivable_id and entry.receipt_id:
                    found.append((entry.receivable_id, entry.receipt_id, -entry.minor))
    days: dict[int, date] = {}
    for some in portions(values=sorted({receipt_id for _, receipt_id, _ in found})):
        days |= dict(receipts_for(actor=SYSTEM).filter(pk__in=some).values_list("pk", "received_on"))
    return [Used(receivable_id, days[receipt_id], minor) for receivable_id, receipt_id, minor in found]


def _unused(running: Sequence[Running]) -> Iterable[Unused]:
    if not running:
        return ()
    rows = receipts_for(actor=SYSTEM).filter(
        unapplied_minor__gt=0,
        customer_id__in={one.group[0] for one in running},
        received_on__gte=min(one.made_on for one in running),
    )
    columns = ("customer_id", "company_id", "currency", "received_on", "unapplied_minor")
    return [
        Unused((customer_id or 0, company_id, currency), day, minor)
        for customer_id, company_id, currency, day, minor in rows.order_by("received_on", "pk").values_list(*columns)
    ]
