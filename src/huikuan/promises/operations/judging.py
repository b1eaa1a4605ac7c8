"""The day's act on promises: which were kept, kept in part or broken, found from the money that came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from huikuan.audit.operations import Intent, Json, OpenAct, perform
from huikuan.kernel.actor import SYSTEM, Actor, Verb, refuse_without_verb
from huikuan.kernel.paging import portions
from huikuan.ledger.queries import postings_about
from huikuan.ledger.rules import Account
from huikuan.promises.models import Promise, PromiseItem
from huikuan.promises.operations.promising import moved
from huikuan.promises.rules import Running, State, Unused, Used, judgements
from huikuan.receipts.access import receipts_for


def judge_promises(*, actor: Actor, now: datetime, key: str, today: date) -> dict[str, Json]:
    """Say of each running promise whether the money came; `{"looked", "ended"}`. Raises NotPermitted."""
    refuse_without_verb(actor=actor, verb=Verb.REMIND)
    intent = Intent("judge_promises", actor, now, key, None, {"today": today.isoformat()})

    def work(act: OpenAct) -> dict[str, Json]:
        running = _running()
        ended = 0
        for one in judgements(promises=running, used=_used(running), unused=_unused(running), today=today):
            if one.event is None:
                Promise.objects.filter(pk=one.promise_id, state=State.RUNNING.value).update(paid_minor=one.paid_minor)
            else:
                ended += moved(act=act, promise_id=one.promise_id, event=one.event, on=today, paid_minor=one.paid_minor)
        return {"looked": len(running), "ended": ended}

    return perform(intent=intent, work=work)


def _running() -> list[Running]:
    items: dict[int, list[int]] = {}
    rows = PromiseItem.objects.filter(promise__state=State.RUNNING.value).order_by("pk")
    for promise_id, receivable_id in rows.values_list("promise_id", "receivable_id"):
        items.setdefault(promise_id, []).append(receivable_id)
    promises = Promise.objects.filter(state=State.RUNNING.value).select_for_update().order_by("pk")
    return [
        Running(
            row.pk,
            (row.customer_id, row.company_id, row.currency),
            row.amount_minor,
            row.kept_permille,
            row.held_through,
            row.made_on,
            tuple(items.get(row.pk, ())),
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
