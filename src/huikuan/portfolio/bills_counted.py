"""What of a period's allocations was paid with bills that count as collected only later (TRUST P5), for the key figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from huikuan.bills.queries.counting import uncollected_allocations
from huikuan.bills.queries.policies import policy_in_force
from huikuan.bills.rules.life import Counted
from huikuan.kernel.actor import SYSTEM
from huikuan.portfolio.engines.key_figures import Flows
from huikuan.receivables.queries.items import receivable_rows


@dataclass(frozen=True, slots=True)
class Waiting:
    """By how much allocated paper not collected yet grew in a period, by receivable with its due date, minor units."""

    counted: Counted
    change: Mapping[int, int]
    due: Mapping[int, date | None]


def waiting_of_period(
    *, currency: str, period: tuple[date, date], customers: Collection[int] | None, company_ids: Iterable[int] | None
) -> Waiting:
    """What changed, in a period, of paper that does not count as collected, as the policy of bills says (TRUST P5).

    `customers` are those the figures are about, None for all. One query where bills count when they are received.
    """
    counted = policy_in_force().counted
    if counted is Counted.RECEIVED:
        return Waiting(counted, {}, {})
    companies = None if company_ids is None else tuple(company_ids)
    change: Counter[int] = Counter()
    start, end = period
    for sign, day in ((1, end), (-1, start - timedelta(days=1))):
        found = uncollected_allocations(company_ids=companies, as_of=day, counted=counted)
        for (customer_id, of), items in found.items():
            if of == currency and (customers is None or customer_id in customers):
                for receivable_id, minor in items.items():
                    change[receivable_id] += sign * minor
    left = {pk: minor for pk, minor in change.items() if minor}
    return Waiting(counted, left, _due_dates(left))


def with_bills_counted(*, flows: Flows, customers: Collection[int] | None, company_ids: Iterable[int] | None) -> Flows:
    """The flows with what changed, in the period, of paper that does not count as collected; see `waiting_of_period`."""
    found = waiting_of_period(
        currency=flows.currency, period=(flows.start, flows.end), customers=customers, company_ids=company_ids
    )
    by_end = [pk for pk, day in found.due.items() if day is not None and day <= flows.end]
    return replace(
        flows,
        counted=found.counted.value,
        waiting=sum(found.change.values()),
        waiting_due=sum(found.change[pk] for pk in by_end),
        waiting_due_anew=sum(found.change[pk] for pk in by_end if (found.due[pk] or date.min) >= flows.start),
    )


def _due_dates(change: Mapping[int, int]) -> dict[int, date | None]:
    rows = receivable_rows(actor=SYSTEM, ids=list(change), as_of=date.min) if change else ()
    return {row.id: row.due_date for row in rows}
