"""What of a period's allocations was paid with bills that count as collected only later (TRUST P5), for the key figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from huikuan.bills.queries.counting import uncollected_allocations
from huikuan.bills.queries.policies import policy_in_force
from huikuan.bills.rules.life import Counted
from huikuan.kernel.actor import SYSTEM
from huikuan.portfolio.engines.key_figures import Flows
from huikuan.receivables.queries.items import receivable_rows


def with_bills_counted(*, flows: Flows, customers: Collection[int] | None, company_ids: Iterable[int] | None) -> Flows:
    """The flows with what changed, in the period, of paper that does not count as collected, as the policy of bills says.

    `customers` are those the figures are about, None for all. One query where bills count when they are received.
    """
    counted = policy_in_force().counted
    if counted is Counted.RECEIVED:
        return flows
    companies = None if company_ids is None else tuple(company_ids)
    change: Counter[int] = Counter()
    for sign, day in ((1, flows.end), (-1, flows.start - timedelta(days=1))):
        found = uncollected_allocations(company_ids=companies, as_of=day, counted=counted)
        for (customer_id, currency), items in found.items():
            if currency == flows.currency and (customers is None or customer_id in customers):
                for receivable_id, minor in items.items():
                    change[receivable_id] += sign * minor
    due = _due_dates(change)
    by_end = [pk for pk, day in due.items() if day is not None and day <= flows.end]
    return replace(
        flows,
        counted=counted.value,
        waiting=sum(change.values()),
        waiting_due=sum(change[pk] for pk in by_end),
        waiting_due_anew=sum(change[pk] for pk in by_end if (due[pk] or date.min) >= flows.start),
    )


def _due_dates(change: Mapping[int, int]) -> dict[int, date | None]:
    ids = [pk for pk, minor in change.items() if minor]
    rows = receivable_rows(actor=SYSTEM, ids=ids, as_of=date.min) if ids else ()
    return {row.id: row.due_date for row in rows}
