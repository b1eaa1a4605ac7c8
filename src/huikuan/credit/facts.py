"""What a decision rests on, read inside the transaction that holds the group's lock; a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import F, Q, Sum

from huikuan.credit.models import Commitment, CreditStop, Exclusion, Hold, Waiver
from huikuan.credit.neighbours import (
    BILLS,
    NO_LIMIT,
    LimitOf,
    Rates,
    base_currency,
    limits_of,
    members_of,
    opening_of,
    securities_of,
)
from huikuan.credit.rules.deciding import Lifted
from huikuan.credit.rules.facts import Exclusion as ExclusionFact
from huikuan.credit.rules.facts import Facts, Frame, OpenItem, Pass, Question, summed
from huikuan.credit.rules.orders import ExclusionScope, HoldState, OrderAmounts, WaiverState, increase_of
from huikuan.credit.rules.policy import CheckPoint, Component, CreditPolicy, Rule
from huikuan.receipts.queries.exposure import bounces_of, unapplied_sums_of
from huikuan.receivables.queries.exposure import LateItem, OpenSum, late_items, open_sums

MOST_ITEMS = 200
"""Overdue items read of one group, those due first; what lies beyond is told in one sum."""
Components = dict[int, dict[Component, int]]


def facts_of(
    *, question: Question, root_id: int, policy: CreditPolicy, today: date, held: OrderAmounts | None
) -> Facts:
    """What the rules ask for about a question, as of a day, in the base currency; `held` is the order as it stands.

    Amounts whose rate is unknown are named, never taken for nothing (FEATURES D11). Who set a rule aside is read by
    `set_aside`, where a rule holds true.
    """
    base = base_currency()
    rates = Rates(on=today, base=base)
    members = members_of(root_id=root_id)
    open_now = open_sums(customer_ids=members, as_of=today)
    components = components_of(customer_ids=members, open_now=open_now, rates=rates, today=today)
    debtors = members if policy.debts_of_group else (question.customer_id,)
    owed = [row for row in open_now if row.customer_id in debtors]
    increase = increase_of(point=question.point, amount_minor=question.amount_minor, held=held)
    increase_minor = rates.minor(minor=increase, currency=question.currency)
    rates.minor(minor=question.amount_minor, currency=question.currency)  # known also where nothing is added
    frames = _frames(question, root_id, components, rates)
    items = _items(owed, policy, rates, today)
    return Facts(
        today=today,
        base=base,
        question=question,
        increase_minor=increase_minor,
        frames=frames,
        opening=opening_of(customer_id=question.customer_id, on=today),
        overdue_minor=sum(rates.minor(minor=row.overdue_minor, currency=row.currency) for row in owed),
        days_overdue=max((_days(row.oldest_due, today) for row in owed), default=0),
        oldest_item_days=max((_days(row.oldest_issue, today) for row in owed), default=0),
        items=items,
        stops=_stops(question, root_id, today),
        bounces=bounces_of(customer_ids=debtors, since=_months_before(today, policy.bounced_months)),
        unknown_currencies=tuple(sorted(rates.unknown)),
    )


def set_aside(*, facts: Facts, root_id: int, policy: CreditPolicy, held: OrderAmounts | None) -> Facts:
    """The facts with the exclusions and the words for this order that may lift a rule. A waiver counts while it is unused."""
    question, today = facts.question, facts.today
    increase = increase_of(point=question.point, amount_minor=question.amount_minor, held=held)
    releases = _releases(question, policy, today) if _covered(question, held, increase) else ()
    return replace(
        facts,
        exclusions=_exclusions(question, root_id, today),
        passes=(*releases, *_waivers(question, today)),
    )


def components_of(
    *,
    customer_ids: Iterable[int],
    open_now: Iterable[OpenSum],
    rates: Rates,
    today: date,
    doubtful: set[int] | None = None,
) -> Components:
    """The components of exposure by customer, in minor units of the base currency.

    Whoever has an amount whose rate is unknown is put into `doubtful`, where it is given.
    """
    ids = tuple(customer_ids)
    found: Components = {customer_id: dict.fromkeys(Component, 0) for customer_id in ids}

    def add(customer_id: int, component: Component, minor: int, currency: str) -> None:
        found[customer_id][component] += rates.minor(minor=minor, currency=currency)
        if doubtful is not None and minor and currency in rates.unknown:
            doubtful.add(customer_id)

    for row in open_now:
        add(row.customer_id, Component.RECEIVABLES, row.minor, row.currency)
    for customer_id, currency, opened, delivered in _orders(ids):
        add(customer_id, Component.ORDERS, opened, currency)
        add(customer_id, Component.DELIVERED, delivered, currency)
    for (customer_id, currency), minor in unapplied_sums_of(customer_ids=ids).items():
        add(customer_id, Component.ADVANCES, minor, currency)
    for component, by_customer in (
        (Component.BILLS, BILLS.with_recourse(customer_ids=ids, on=today)),
        (Component.SECURITY, securities_of(customer_ids=ids, on=today)),
    ):
        for customer_id, sums in by_customer.items():
            for currency, minor in sums.items():
                add(customer_id, component, minor, currency)
    return found


def order_amounts(*, row: Commitment) -> OrderAmounts:
    """The amounts of a stored order."""
    return OrderAmounts(
        row.ordered_minor, row.released_minor, row.delivered_minor, row.invoiced_minor, row.cancelled_minor
    )


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


def _frames(question: Question, root_id: int, components: Components, rates: Rates) -> tuple[Frame, ...]:
    """The group's limit with all that its members owe; the customer's own too, where he has one within a group."""
    asked = (root_id, question.customer_id)
    limits = limits_of(customer_ids=set(asked), on=rates.on, base=rates.base, order_number=question.order_number)
    group = _frame(limits.get(root_id, NO_LIMIT), summed(parts=components.values()), rates, is_group=True)
    if question.customer_id == root_id:
        return (group,)
    mine = limits.get(question.customer_id, NO_LIMIT)
    own = _frame(mine, components[question.customer_id], rates, is_group=False)
    return (group, own) if own.limit_minor is not None or own.has_expired else (group,)


def _frame(found: LimitOf, parts: Mapping[Component, int], rates: Rates, *, is_group: bool) -> Frame:
    minor = None if found.minor is None else rates.minor(minor=found.minor, currency=found.currency)
    return Frame(is_group, minor, parts, found.has_expired, found.valid_through)


def _items(owed: Iterable[OpenSum], policy: CreditPolicy, rates: Rates, today: date) -> tuple[OpenItem, ...]:
    """The items that a debt rule may name; no query where nothing is late or old."""
    issued_before = today - timedelta(days=policy.oldest_item_days)
    late = [row for row in owed if row.overdue_minor or row.oldest_issue < issued_before]
    if not late:
        return ()
    ids = {row.customer_id for row in late}
    rows = late_items(customer_ids=ids, as_of=today, issued_before=issued_before, most=MOST_ITEMS)
    return tuple(_item(row, rates, today) for row in rows)


def _item(row: LateItem, rates: Rates, today: date) -> OpenItem:
    return OpenItem(
        customer_id=row.customer_id,
        number=row.invoice_number,
        base_minor=rates.minor(minor=row.minor, currency=row.currency),
        minor=row.minor,
        currency=row.currency,
        days_overdue=max(0, _days(row.due_date, today)),
        age_days=_days(row.issue_date, today),
    )


def _stops(question: Question, root_id: int, today: date) -> tuple[str, ...]:
    """Reasons of the stops that run for the customer or for the top of his group."""
    rows = CreditStop.objects.filter(customer_id__in={question.customer_id, root_id}, lifted_at=None)
    return tuple(rows.exclude(until__lt=today).order_by("pk").values_list("reason", flat=True))


def _exclusions(question: Question, root_id: int, today: date) -> tuple[ExclusionFact, ...]:
    about = Q(scope=ExclusionScope.CUSTOMER.value, customer_id=question.customer_id)
    about |= Q(scope=ExclusionScope.GROUP.value, customer_id=root_id)
    if question.order_number:
        about |= Q(
            scope=ExclusionScope.ORDER.value,
            customer_id=question.customer_id,
            order_number=question.order_number,
        )
    rows = Exclusion.objects.filter(about, ended_at=None, until__gte=today).order_by("pk")
    return tuple(
        ExclusionFact(
            row.pk,
            Rule(row.rule) if row.rule else None,
            CheckPoint(row.check_point) if row.check_point else None,
            row.until,
            row.approver_name,
            row.reason,
        )
        for row in rows
    )


def _covered(question: Question, held: OrderAmounts | None, increase: int) -> bool:
    """Whether a release may speak for this: it took its amount already, so whatever makes the order grow is beyond it."""
    return increase == 0 or held is None or question.point is CheckPoint.ORDER


def _releases(question: Question, policy: CreditPolicy, today: date) -> tuple[Pass, ...]:
    """Releases of this order in their days of grace, under negative ids: they cover what the releaser saw."""
    if not question.order_number:
        return ()
    rows = Hold.objects.filter(
        company_id=question.company_id,
        order_number=question.order_number,
        state=HoldState.RELEASED.value,
        settled_on__gte=today - timedelta(days=policy.grace_days),
    )
    return tuple(
        Pass(
            -row.pk,
            frozenset(reason["code"] for reason in row.decision.reasons if reason["lifted"] == Lifted.PASS.value),
            row.amount_minor,
            row.currency,
            (row.settled_on or today) + timedelta(days=policy.grace_days),
            row.settled_by_name,
        )
        for row in rows.select_related("decision").order_by("pk")
    )


def _waivers(question: Question, today: date) -> tuple[Pass, ...]:
    """Approved waivers for this order that nobody has used."""
    if not question.order_number:
        return ()
    rows = Waiver.objects.filter(
        company_id=question.company_id,
        order_number=question.order_number,
        customer_id=question.customer_id,
        state=WaiverState.APPROVED.value,
        expires_on__gte=today,
    )
    return tuple(
        Pass(row.pk, frozenset(row.rules), row.most_minor, row.currency, row.expires_on, row.approver_name)
        for row in rows.order_by("pk")
    )


def _days(day: date | None, today: date) -> int:
    return 0 if day is None else (today - day).days


def _months_before(today: date, months: int) -> date:
    """The first day of the same month so many months before: the whole of that month counts."""
    place = today.year * 12 + today.month - 1 - months
    return date(place // 12, place % 12 + 1, 1)
