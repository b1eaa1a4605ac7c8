"""What is read of many customers at once: a question about one and one about thousands are made of the same pieces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, Sum

from huikuan.credit.models import Commitment, CreditStop, Exclusion
from huikuan.credit.neighbours import BILLS, NO_LIMIT, LimitOf, Rates, goods_waiting, securities_of
from huikuan.credit.rules.facts import Exclusion as ExclusionFact
from huikuan.credit.rules.facts import Frame
from huikuan.credit.rules.policy import CheckPoint, Component, Rule
from huikuan.receipts.queries.exposure import unapplied_sums_of
from huikuan.receivables.queries.exposure import OpenSum

Components = dict[int, dict[Component, int]]
Doubts = dict[int, set[str]]
"""The currencies without a rate, by customer."""


@dataclass(frozen=True, slots=True)
class Debts:
    """What is overdue, minor units of the base currency, and the ages of the oldest open items in days."""

    overdue_minor: int
    days_overdue: int
    oldest_item_days: int


def components_of(
    *,
    customer_ids: Iterable[int],
    open_now: Iterable[OpenSum],
    rates: Rates,
    today: date,
    doubtful: Doubts | None = None,
) -> Components:
    """The components of exposure by customer, in minor units of the base currency.

    Whoever has an amount whose rate is unknown is put into `doubtful` with its currency, where it is given.
    """
    ids = tuple(customer_ids)
    found: Components = {customer_id: dict.fromkeys(Component, 0) for customer_id in ids}

    def add(customer_id: int, component: Component, minor: int, currency: str) -> None:
        found[customer_id][component] += rates.minor(minor=minor, currency=currency)
        if doubtful is not None and minor and currency in rates.unknown:
            doubtful.setdefault(customer_id, set()).add(currency)

    for row in open_now:
        add(row.customer_id, Component.RECEIVABLES, row.minor, row.currency)
    for customer_id, currency, opened, delivered in _orders(ids):
        add(customer_id, Component.ORDERS, opened, currency)
        add(customer_id, Component.DELIVERED, delivered, currency)
    for (customer_id, currency), minor in unapplied_sums_of(customer_ids=ids).items():
        add(customer_id, Component.ADVANCES, minor, currency)
    for component, by_customer in (
        (Component.DELIVERED, goods_waiting().not_invoiced(customer_ids=ids)),
        (Component.BILLS, BILLS.with_recourse(customer_ids=ids, on=today)),
        (Component.SECURITY, securities_of(customer_ids=ids, on=today, rates=rates)),
    ):
        for customer_id, sums in by_customer.items():
            for currency, minor in sums.items():
                add(customer_id, component, minor, currency)
    return found


def frames_of(
    *,
    customer_id: int,
    root_id: int,
    whole: Mapping[Component, int],
    own: Mapping[Component, int],
    limits: Mapping[int, LimitOf],
    rates: Rates,
) -> tuple[Frame, ...]:
    """The group's limit with all that its members owe (`whole`); the customer's own too, where he has one within a group."""
    group = _frame(limits.get(root_id, NO_LIMIT), whole, rates, is_group=True)
    if customer_id == root_id:
        return (group,)
    mine = _frame(limits.get(customer_id, NO_LIMIT), own, rates, is_group=False)
    return (group, mine) if mine.limit_minor is not None or mine.has_expired else (group,)


def debts_of(*, owed: Iterable[OpenSum], rates: Rates, today: date) -> Debts:
    """What is overdue of these sums, and how old the oldest items are."""
    rows = tuple(owed)
    return Debts(
        overdue_minor=sum(rates.minor(minor=row.overdue_minor, currency=row.currency) for row in rows),
        days_overdue=max((_days(row.oldest_due, today) for row in rows), default=0),
        oldest_item_days=max((_days(row.oldest_issue, today) for row in rows), default=0),
    )


def stops_of(
    *, customer_ids: Iterable[int], today: date, order: tuple[int, str] = (0, "")
) -> tuple[tuple[int, int, str], ...]:
    """Number, customer and reason of each stop that runs, for every order or for this one, in the order they were set; one query.

    `order` is the own company and the number; what stops one own company's orders holds for no other's.
    """
    company_id, number = order
    whose = Q(company=None) | Q(company=company_id)
    rows = CreditStop.objects.filter(whose, customer_id__in=list(customer_ids), lifted_at=None)
    rows = rows.filter(order_number__in={"", number})
    return tuple(rows.exclude(until__lt=today).order_by("pk").values_list("pk", "customer_id", "reason"))


def exclusions_of(*, about: Q, today: date) -> tuple[tuple[str, int, ExclusionFact], ...]:
    """Scope, customer and content of each exclusion in force that is about this; one query."""
    rows = Exclusion.objects.filter(about, ended_at=None, until__gte=today).order_by("pk")
    return tuple((row.scope, row.customer_id, _exclusion(row)) for row in rows)


def _orders(customer_ids: tuple[int, ...]) -> Iterable[tuple[int, str, int, int]]:
    """Open orders, and what is delivered and not invoiced, by customer and currency; one query over live orders."""
    rows = (
        Commitment.objects.filter(
            customer_id__in=customer_ids, ordered_minor__gt=F("invoiced_minor") + F("cancelled_minor")
        )
        .values_list("customer_id", "currency")
        .annotate(
            opened=Sum(F("ordered_minor") - F("delivered_minor") - F("cancelled_minor")),
            waiting=Sum(F("delivered_minor") - F("invoiced_minor")),
        )
        .order_by("customer_id", "currency")
    )
    return [(customer_id, currency, int(opened), int(waiting)) for customer_id, currency, opened, waiting in rows]


def _frame(found: LimitOf, parts: Mapping[Component, int], rates: Rates, *, is_group: bool) -> Frame:
    minor = None if found.minor is None else rates.minor(minor=found.minor, currency=found.currency)
    return Frame(is_group, minor, parts, found.has_expired, found.valid_through)


def _exclusion(row: Exclusion) -> ExclusionFact:
    return ExclusionFact(
        row.pk,
        Rule(row.rule) if row.rule else None,
        CheckPoint(row.check_point) if row.check_point else None,
        row.until,
        row.approver_name,
        row.reason,
        row.approver_id,
    )


def _days(day: date | None, today: date) -> int:
    return 0 if day is None else (today - day).days
