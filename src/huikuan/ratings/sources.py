"""Facts of every customer as of a day and as known then: the ledger by posting numbers, contacts by id. Constant queries.

The columnar mirror is read where it may be; inside an open transaction, which may hold postings that are never committed, the
movements come from the database.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from huikuan.accounts.rates import converted, rates_on
from huikuan.activities.access import activities_for
from huikuan.activities.rules import Outcome
from huikuan.customers.groups import merges_known
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.calendar import add_months
from huikuan.kernel.exchange import Rate
from huikuan.kernel.money import Money
from huikuan.portfolio.engines import columns as c
from huikuan.portfolio.mirror.reading import Partition, partitions
from huikuan.portfolio.sources import ledger_state, movements, rows_of
from huikuan.promises.holding import Terms, promised_terms
from huikuan.ratings.measuring import Sums, Window, money_came, sums_of
from huikuan.ratings.rules.facts import Facts
from huikuan.ratings.rules.promises import Came, Promise, kept_promises

_AMOUNTS = ("sold_minor", "paid_minor", "late_minor_days", "open_minor", "overdue_minor", "unapplied_minor")
_BOUNCED = """
SELECT COALESCE(r.customer_id, e.customer_id), p.effective_date, p.company_id, p.number
FROM ledger_posting p JOIN ledger_entry e ON e.posting_id = p.id
JOIN receipts_receipt r ON r.id = e.receipt_id
WHERE p.reverses_id IS NOT NULL AND p.kind = 'RECEIPT' AND p.reason = 'BOUNCED' AND e.account = 'UNAPPLIED'
AND p.effective_date <= %(day)s
"""


@dataclass(frozen=True, slots=True)
class Known:
    """How far we knew: the last posting number of every own company, the last contact, who was merged into whom."""

    positions: Mapping[int, int] = field(default_factory=dict)
    activity_id: int = 0
    merged: Mapping[int, int] = field(default_factory=dict)

    def whose(self, customer_id: int) -> int:
        """The customer for whom the documents and contacts of this one count: the one he was merged into."""
        return self.merged.get(customer_id, customer_id)


def known_now(*, as_of: date) -> Known:
    """Everything committed by now; three queries."""
    last = activities_for(actor=SYSTEM).aggregate(last=Max("pk"))["last"]
    return Known(dict(sorted(ledger_state(as_of=as_of).positions.items())), last or 0, merges_known())


def facts_of(*, as_of: date, known: Known, limits: Mapping[int, int | None], to_currency: str) -> dict[int, Facts]:
    """The facts of every customer who ever bought, paid, promised or disputed, as of a day and as known then.

    What was merged customers' counts for the one they were merged into, and for them no more. `limits` are minor units of
    `to_currency` by customer.
    """
    window = Window(add_months(day=as_of, months=-12), as_of)
    parts = list(_partitions(known))
    sums = (replace(row, customer_id=known.whose(row.customer_id)) for row in sums_of(parts=parts, window=window))
    found = _in_base(sums, rates_on(on=as_of, to_currency=to_currency), to_currency)
    promises, disputes = _contacts(known, window)
    money = _money(parts, as_of, known, promises)
    for customer_id, made in promises.items():
        kept = kept_promises(
            promises=made,
            money=money.get(customer_id, ()),
            start=window.start + timedelta(days=1),
            as_of=as_of,
        )
        one = found.get(customer_id, Facts())
        found[customer_id] = replace(one, promises_due=kept.due, promises_kept=kept.kept, broken_ever=kept.broken_ever)
    for customer_id, number in disputes.items():
        found[customer_id] = replace(found.get(customer_id, Facts()), disputes=number)
    for customer_id, (within, ever) in _bounces(known, window).items():
        found[customer_id] = replace(found.get(customer_id, Facts()), bounced=within, bounced_ever=ever)
    return {pk: replace(one, limit_minor=limits.get(pk)) for pk, one in found.items()}


def _partitions(known: Known) -> Iterator[Partition]:
    if not connection.in_atomic_block:
        yield from partitions(positions=known.positions)
        return
    for company_id, number in sorted(known.positions.items()):
        rows = movements(company_id=company_id, after=0, through=number)
        for (held,), of_currency in sorted(rows.partition_by(c.CURRENCY, as_dict=True).items()):
            lazy = of_currency.lazy()
            owed, unused = (lazy.filter(account=name) for name in ("RECEIVABLE", "UNAPPLIED"))
            yield Partition(company_id, str(held), owed, unused)


def _in_base(rows: Iterable[Sums], rates: Mapping[str, Rate], to_currency: str) -> dict[int, Facts]:
    """Rows of one customer as one, amounts in the base currency; what has no rate is named and not counted."""
    found: dict[int, Facts] = {}
    for row in rows:
        one = found.get(row.customer_id, Facts())
        firsts = [day for day in (one.first_invoice, row.first_invoice) if day is not None]
        one = replace(
            one,
            first_invoice=min(firsts, default=None),
            invoices=one.invoices + row.invoices,
            paid_items=one.paid_items + row.paid_items,
            late_days=one.late_days + row.late_days,
            longest_overdue=max(one.longest_overdue, row.longest_overdue),
        )
        found[row.customer_id] = _with_amounts(one, row, rates, to_currency)
    return found


def _with_amounts(one: Facts, row: Sums, rates: Mapping[str, Rate], to_currency: str) -> Facts:
    before, own = asdict(one), asdict(row)
    added: dict[str, Any] = {}
    for name in _AMOUNTS:
        amount = converted(money=Money(own[name], row.currency), rates=rates, to_currency=to_currency)
        if amount is None:
            return replace(one, without_rate=tuple(sorted({*one.without_rate, row.currency})))
        added[name] = before[name] + amount.minor
    return replace(one, **added)


def _money(parts: list[Partition], as_of: date, known: Known, promised: Iterable[int]) -> dict[int, list[Came]]:
    """The money of those who promised that arrived, that of customers merged into them too."""
    wanted = set(promised)
    merged = {pk for pk, into in known.merged.items() if into in wanted}
    found: dict[int, list[Came]] = {}
    for customer_id, came in money_came(parts=parts, as_of=as_of, customer_ids=wanted | merged).items():
        found.setdefault(known.whose(customer_id), []).extend(came)
    return found


def _contacts(known: Known, window: Window) -> tuple[dict[int, list[Promise]], dict[int, int]]:
    """Promises ever made and the number of disputes of the window, by customer; two queries.

    A contact that recorded a promise tells its day, its grace and what it needs; in an older one the day of the next step stands
    for the day, and any money keeps it.
    """
    rows = activities_for(actor=SYSTEM).filter(
        pk__lte=known.activity_id, outcome__in=[Outcome.PROMISED.value, Outcome.DISPUTED.value]
    )
    promises: dict[int, list[Promise]] = {}
    disputes: dict[int, int] = {}
    zone = timezone.get_default_timezone()
    promised = promised_terms()
    columns = ("customer_id", "outcome", "at", "next_date", "act_id")
    for who, outcome, at, next_date, act_id in rows.order_by("pk").values_list(*columns):
        day, customer_id = at.astimezone(zone).date(), known.whose(who)
        terms = promised.get(act_id)
        due_on = terms.day if terms else next_date
        if day > window.as_of:
            continue
        if outcome == Outcome.DISPUTED.value:
            disputes[customer_id] = disputes.get(customer_id, 0) + (day > window.start)
        elif due_on is not None:
            promises.setdefault(customer_id, []).append(_promise(day, due_on, terms))
    return promises, disputes


def _promise(made_on: date, due_on: date, terms: Terms | None) -> Promise:
    if terms is None:
        return Promise(made_on, due_on)
    return Promise(made_on, due_on, terms.needed_minor, (terms.company_id, terms.currency), terms.held_through)


def _bounces(known: Known, window: Window) -> dict[int, tuple[int, int]]:
    """Receipts that the bank took back, within the window and ever, by customer; one query."""
    found: dict[int, tuple[int, int]] = {}
    for who, day, company_id, number in rows_of(sql=_BOUNCED, parameters={"day": window.as_of}):
        if who is None or number > known.positions.get(company_id, 0):
            continue
        on = date.fromisoformat(day) if isinstance(day, str) else day
        customer_id = known.whose(who)
        within, ever = found.get(customer_id, (0, 0))
        found[customer_id] = (within + (on > window.start), ever + 1)
    return found
