"""PURE: limits raised before large orders, terms made longer after delivery, one approver for one requester, large first orders."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TypeVar

from huikuan.oversight.rules.facts import Billed, Deal, Decided, LimitRaise, NewCustomer, TermAmended, TermChange
from huikuan.oversight.rules.flags import Found, Kind, Person, Policy, Row, RowKind

Of = TypeVar("Of", Deal, Billed)


def limits_before_orders(*, raises: Iterable[LimitRaise], deals: Sequence[Deal], policy: Policy) -> Iterator[Found]:
    """A limit raised at most `limit_days` before a large order that is more than the limit was before."""
    his = _by_customer(deal for deal in deals if deal.is_order)
    for one in raises:
        for deal in his[one.customer_id]:
            days = (deal.day - one.day).days
            is_near = 0 <= days <= policy.limit_days
            if is_near and _is_large(deal, policy) and (deal.base_minor or 0) > one.before_minor:
                yield Found(
                    kind=Kind.LIMIT_BEFORE_ORDER,
                    key=f"{Kind.LIMIT_BEFORE_ORDER}:{one.entry_id}:{deal.id}",
                    day=deal.day,
                    people=_known(*one.people, deal.person),
                    rows=(
                        Row(RowKind.LIMIT, one.customer_id, "", one.day),
                        Row(RowKind.ORDER, one.customer_id, deal.number, deal.day),
                    ),
                    parameters={
                        "days": days,
                        "number": deal.number,
                        "minor": deal.amount_minor,
                        "currency": deal.currency,
                    },
                    company_id=deal.company_id,
                    customer_id=deal.customer_id,
                    amount_minor=deal.amount_minor,
                    currency=deal.currency,
                )


def terms_after_delivery(*, changes: Iterable[TermChange], billed: Sequence[Billed], policy: Policy) -> Iterator[Found]:
    """A longer term agreed at most `term_days` after an invoice was issued: one flag a change, with the invoices before it."""
    his = _by_customer(billed)
    for change in changes:
        before = sorted(
            (one for one in his[change.customer_id] if 0 <= (change.day - one.day).days <= policy.term_days),
            key=lambda one: (one.day, one.invoice_id),
        )
        if change.after_days > change.before_days and before:
            last = before[-1]
            yield Found(
                kind=Kind.TERM_AFTER_DELIVERY,
                key=f"{Kind.TERM_AFTER_DELIVERY}:{change.change_id}",
                day=change.day,
                people=_known(change.person),
                rows=(
                    Row(RowKind.CUSTOMER, change.customer_id, "", change.day),
                    *(Row(RowKind.INVOICE, one.invoice_id, one.number, one.day) for one in before[-10:]),
                ),
                parameters={
                    "before": change.before_days,
                    "after": change.after_days,
                    "number": last.number,
                    "days": (change.day - last.day).days,
                },
                customer_id=change.customer_id,
            )


def amended_after_delivery(*, amended: Iterable[TermAmended], policy: Policy) -> Iterator[Found]:
    """A payment of a contract put off by an amendment at most `term_days` after a delivery: one flag an amendment."""
    for one in amended:
        before = [day for day in one.delivered if 0 <= (one.day - day).days <= policy.term_days]
        if before and (one.after_days > one.before_days or one.is_moved):
            delivered = max(before)
            yield Found(
                kind=Kind.TERM_AFTER_DELIVERY,
                key=f"{Kind.TERM_AFTER_DELIVERY}:contract:{one.version_id}",
                day=one.day,
                people=_known(*one.people),
                rows=(
                    Row(RowKind.CONTRACT, one.contract_id, one.number, one.day),
                    Row(RowKind.CUSTOMER, one.customer_id, "", delivered),
                ),
                parameters={
                    "contract": one.number,
                    "title": one.title,
                    "before": one.before_days,
                    "after": one.after_days,
                    "count": one.payments,
                    "days": (one.day - delivered).days,
                },
                company_id=one.company_id,
                customer_id=one.customer_id,
            )


def same_pairs(*, decided: Iterable[Decided], policy: Policy, today: date) -> Iterator[Found]:
    """At least `pair_least` of a requester's requests within the window, and `pair_percent` of them, by one approver.

    Found anew each month in which the pair goes on.
    """
    since = today - timedelta(days=policy.window_days)
    recent = sorted((one for one in decided if since <= one.day <= today), key=lambda one: (one.day, one.request_id))
    asked: dict[int, list[Decided]] = {}
    for one in recent:
        if one.asked_by.id is not None and one.decided_by.id is not None:
            asked.setdefault(one.asked_by.id, []).append(one)
    for requester_id, requests in asked.items():
        for approver_id in sorted({one.decided_by.id for one in requests if one.decided_by.id is not None}):
            pair = [one for one in requests if one.decided_by.id == approver_id]
            is_usual = 100 * len(pair) >= policy.pair_percent * len(requests)
            if len(pair) >= policy.pair_least and is_usual:
                last = pair[-1]
                yield Found(
                    kind=Kind.SAME_PAIR,
                    key=f"{Kind.SAME_PAIR}:{requester_id}:{approver_id}:{last.day:%Y-%m}",
                    day=last.day,
                    people=(last.asked_by, last.decided_by),
                    rows=tuple(Row(RowKind.REQUEST, one.request_id, "", one.day) for one in pair[-10:]),
                    parameters={
                        "requester": last.asked_by.name,
                        "approver": last.decided_by.name,
                        "count": len(pair),
                        "all": len(requests),
                        "days": policy.window_days,
                    },
                )


def new_customers(*, newcomers: Iterable[NewCustomer], deals: Sequence[Deal], policy: Policy) -> Iterator[Found]:
    """A large order or invoice at most `new_customer_days` after the customer was taken in: the first of them."""
    his = _by_customer(deals)
    for customer in newcomers:
        large = sorted(
            (
                deal
                for deal in his[customer.customer_id]
                if 0 <= (deal.day - customer.day).days <= policy.new_customer_days and _is_large(deal, policy)
            ),
            key=lambda deal: (deal.day, not deal.is_order, deal.id),
        )
        if large:
            deal = large[0]
            kind = RowKind.ORDER if deal.is_order else RowKind.INVOICE
            yield Found(
                kind=Kind.NEW_CUSTOMER,
                key=f"{Kind.NEW_CUSTOMER}:{customer.customer_id}",
                day=deal.day,
                people=_known(deal.person),
                rows=(
                    Row(RowKind.CUSTOMER, customer.customer_id, customer.name, customer.day),
                    Row(kind, customer.customer_id if deal.is_order else deal.id, deal.number, deal.day),
                ),
                parameters={
                    "days": (deal.day - customer.day).days,
                    "number": deal.number,
                    "minor": deal.amount_minor,
                    "currency": deal.currency,
                },
                company_id=deal.company_id,
                customer_id=deal.customer_id,
                amount_minor=deal.amount_minor,
                currency=deal.currency,
            )


def _is_large(deal: Deal, policy: Policy) -> bool:
    return deal.base_minor is not None and deal.base_minor >= policy.large_order_minor


def _by_customer(rows: Iterable[Of]) -> defaultdict[int, list[Of]]:
    """The rows of each customer, so that many customers do not look through the rows of all."""
    his: defaultdict[int, list[Of]] = defaultdict(list)
    for row in rows:
        his[row.customer_id].append(row)
    return his


def _known(*people: Person) -> tuple[Person, ...]:
    """People with an account of their own, each once."""
    return tuple({one.id: one for one in people if one.id is not None}.values())
