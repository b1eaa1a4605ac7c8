"""What a decision rests on, read inside the transaction that holds the group's lock; a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Q

from huikuan.credit.gathered import Components, components_of, debts_of, exclusions_of, frames_of, stops_of
from huikuan.credit.models import Commitment, Hold, Waiver
from huikuan.credit.neighbours import Rates, base_currency, limits_of, members_of, openings_of, shipping_control
from huikuan.credit.rules.deciding import Lifted
from huikuan.credit.rules.facts import Exclusion as ExclusionFact
from huikuan.credit.rules.facts import Facts, Frame, OpenItem, Pass, Question, owed_of, summed
from huikuan.credit.rules.orders import ExclusionScope, HoldState, OrderAmounts, WaiverState, increase_of
from huikuan.credit.rules.policy import CheckPoint, CreditPolicy
from huikuan.receipts.queries.exposure import bounces_of
from huikuan.receivables.queries.exposure import LateItem, OpenSum, late_items, open_sums

MOST_ITEMS = 200
"""Overdue items read of one group, those due first; what lies beyond is told in one sum."""


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
    debtors = members if policy.debts_of_group else (question.customer_id,)
    owed = [row for row in open_now if row.customer_id in debtors]
    debts = debts_of(owed=owed, rates=rates, today=today)
    bounced = bounces_of(customer_ids=debtors, since=bounces_since(policy=policy, today=today))
    components = components_of(customer_ids=members, open_now=open_now, rates=rates, today=today)
    owed_minor = owed_of(components=components[question.customer_id])
    facts = Facts(
        today=today,
        base=base,
        question=question,
        increase_minor=_increase(question, held, rates),
        frames=_frames(question, members, components, rates),
        owed_minor=owed_minor,
        asked_minor=rates.minor(minor=question.amount_minor, currency=question.currency),
        opening=openings_of(customer_ids=[question.customer_id], on=today)[question.customer_id],
        overdue_minor=debts.overdue_minor,
        days_overdue=debts.days_overdue,
        oldest_item_days=debts.oldest_item_days,
        items=_items(owed, policy, rates, today),
        stops=(*_stops(question, root_id, today), *_controlled(question, owed_minor, rates)),
        bounces=tuple(sorted(day for days in bounced.values() for day in days)),
    )
    return replace(facts, unknown_currencies=tuple(sorted(rates.unknown)))


def set_aside(
    *, facts: Facts, root_id: int, policy: CreditPolicy, held: OrderAmounts | None, askers: tuple[int, ...]
) -> Facts:
    """The facts with the exclusions and the words for this order that may lift a rule. A waiver counts while it is unused."""
    question, today = facts.question, facts.today
    increase = increase_of(point=question.point, amount_minor=question.amount_minor, held=held)
    releases = _releases(question, policy, today) if _covered(question, held, increase) else ()
    return replace(
        facts,
        askers=askers,
        exclusions=_exclusions(question, root_id, today),
        passes=(*releases, *_waivers(question, today)),
    )


def bounces_since(*, policy: CreditPolicy, today: date) -> date:
    """The first day whose bounces count: of the month so many months before, the whole of it."""
    place = today.year * 12 + today.month - 1 - policy.bounced_months
    return date(place // 12, place % 12 + 1, 1)


def order_amounts(*, row: Commitment) -> OrderAmounts:
    """The amounts of a stored order."""
    return OrderAmounts(
        row.ordered_minor, row.released_minor, row.delivered_minor, row.invoiced_minor, row.cancelled_minor
    )


def _stops(question: Question, root_id: int, today: date) -> tuple[str, ...]:
    """Why credit is stopped: of the customer or his group, for each order or for the one asked about."""
    whose = {question.customer_id, root_id}
    order = (question.company_id, question.order_number)
    return tuple(why for *_, why in stops_of(customer_ids=whose, today=today, order=order))


def _increase(question: Question, held: OrderAmounts | None, rates: Rates) -> int:
    """By how much exposure grows, base currency; the rate of the order is asked for also where nothing is added."""
    increase = increase_of(point=question.point, amount_minor=question.amount_minor, held=held)
    rates.minor(minor=question.amount_minor, currency=question.currency)
    return rates.minor(minor=increase, currency=question.currency)


def _controlled(question: Question, owed_minor: int, rates: Rates) -> tuple[str, ...]:
    """Why a delivery may not go while what is owed must fall with each; asked at that check point alone."""
    if question.point is not CheckPoint.DELIVERY:
        return ()
    why = shipping_control().refusal(
        customer_id=question.customer_id,
        order=(question.company_id, question.order_number),
        owed_minor=owed_minor,
        delivery_minor=rates.minor(minor=question.amount_minor, currency=question.currency),
        currency=rates.base,
    )
    return (why,) if why else ()


def _frames(question: Question, members: Sequence[int], components: Components, rates: Rates) -> tuple[Frame, ...]:
    """The limits that hold for the question with what counts against each: of the group, its top first, and the customer's own."""
    root_id = members[0]
    limits = limits_of(
        customer_ids={root_id, question.customer_id}, on=rates.on, base=rates.base, order_number=question.order_number
    )
    return frames_of(
        customer_id=question.customer_id,
        root_id=root_id,
        whole=summed(parts=components.values()),
        own=components[question.customer_id],
        limits=limits,
        rates=rates,
    )


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


def _exclusions(question: Question, root_id: int, today: date) -> tuple[ExclusionFact, ...]:
    about = Q(scope=ExclusionScope.CUSTOMER.value, customer_id=question.customer_id)
    about |= Q(scope=ExclusionScope.GROUP.value, customer_id=root_id)
    if question.order_number:
        about |= Q(
            scope=ExclusionScope.ORDER.value,
            customer_id=question.customer_id,
            order_number=question.order_number,
        )
    return tuple(fact for _, _, fact in exclusions_of(about=about, today=today))


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
            row.settled_by_id,
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
        Pass(
            row.pk,
            frozenset(row.rules),
            row.most_minor,
            row.currency,
            row.expires_on,
            row.approver_name,
            row.approver_id,
        )
        for row in rows.order_by("pk")
    )


def _days(day: date | None, today: date) -> int:
    return 0 if day is None else (today - day).days
