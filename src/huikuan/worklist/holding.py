"""Reads what late debts wait for: a running promise or plan, what is ours to mend, a dispute. Three queries, two more where
something waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.db.models import Q

from huikuan.causes.queries.causes import our_side_causes
from huikuan.disputes.queries import disputed_minor
from huikuan.disputes.rules import stopped_minor
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import portions
from huikuan.promises.holding import Held, promised_items
from huikuan.receivables.access import receivables_for
from huikuan.settlements.queries import planned_items
from huikuan.worklist.rules.waiting import LateItem, WaitsFor

Stop = tuple[WaitsFor, date | None]


def late_items(*, actor: Actor, today: date, is_disputed: bool, called: Mapping[int, date]) -> tuple[LateItem, ...]:
    """Every late item of the customers of whom something waits or was called in, each with what it waits for; no others.

    `is_disputed` says whether anything `actor` sees is in dispute: where nothing is, disputes are not asked for. `called` are
    the days on which items fell due because the whole rest of a broken plan was called in.
    """
    promised = promised_items(today=today)
    stops: dict[int, Stop] = {pk: (WaitsFor.PLAN, one.through) for pk, one in planned_items(today=today).items()}
    stops |= {pk: (WaitsFor.PROMISE, one.day) for pk, one in promised.items()}
    stops |= {pk: (WaitsFor.OUR_SIDE, one.until) for pk, one in our_side_causes(today=today).items()}
    disputed = disputed_minor() if is_disputed else {}
    called = {pk: day for pk, day in called.items() if day < today}
    is_late = Q(due_date__lt=today) | Q(pk__in=list(called)) if called else Q(due_date__lt=today)
    wanted = sorted({*stops, *disputed, *called})
    found: list[LateItem] = []
    seen: set[int] = set()
    for some in portions(values=wanted):
        visible = receivables_for(actor=actor).filter(is_late, outstanding_minor__gt=0)
        debtors = visible.filter(pk__in=some).values("customer_id")
        rows = visible.filter(customer_id__in=debtors).order_by("pk")
        columns = ("pk", "customer_id", "currency", "due_date", "outstanding_minor")
        for pk, customer_id, currency, due, minor in rows.values_list(*columns):
            if pk not in seen:
                seen.add(pk)
                item = LateItem(customer_id, currency, called.get(pk, due), minor)
                found.append(_item(item, stops.get(pk), disputed.get(pk, 0), promised.get(pk)))
    return tuple(found)


def _item(item: LateItem, stop: Stop | None, disputed: int, promise: Held | None) -> LateItem:
    """A plan or what is ours to mend holds the whole item; a promise or a dispute only its own part, the rest is asked for."""
    if stop is not None:
        is_part = stop[0] is WaitsFor.PROMISE and promise is not None and not promise.is_whole
        stopped = min(item.open_minor, promise.minor + disputed) if promise and is_part else item.open_minor
        return replace(item, stopped_minor=stopped, waits_for=stop[0], until=stop[1])
    if disputed > 0:
        stopped = stopped_minor(open_minor=item.open_minor, disputed_minor=disputed)
        return replace(item, stopped_minor=stopped, waits_for=WaitsFor.DISPUTE)
    return item
