"""Limits of the demo customers: permanent and temporary ones, some over, some cash only, some asked for and undecided."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from huikuan.accounts.queries import actor_of, people
from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.demo.building import Built
from huikuan.demo.business import SEED
from huikuan.kernel.actor import Actor
from huikuan.limits.operations import decide_limit, request_limit, revoke_limit
from huikuan.limits.queries import base_currency
from huikuan.limits.rules import LimitDraft, LimitKind, LineName

_AMOUNTS = (20_000_000, 30_000_000, 50_000_000, 80_000_000, 150_000_000, 300_000_000)
_MANAGERS_MOST = 50_000_000
_REASONS = (
    "年度框架合同，付款一贯及时",
    "旺季备货，订单已签",
    "新增生产线，采购量翻倍",
    "老客户，三年无逾期",
    "集团招标中标，按月供货",
)
_ASKED_DAYS_AGO, _YEAR = 120, 365


@dataclass(frozen=True, slots=True)
class _Plan:
    """A limit of the demo: asked for so many days ago, decided or left waiting."""

    limit: LimitDraft
    days_ago: int
    is_decided: bool = True


def fill_limits(*, built: Built, now: datetime, today: date) -> None:
    """Ask for limits as the customers' salespersons, decide them as credit manager or finance director, revoke two."""
    named = {row.username: row.id for row in people().values()}
    manager, director = (_actor(named[name]) for name in ("he.ping", "wang.hong"))
    customers = customers_by_id(ids=built.customers.values())
    currency = base_currency()
    for index, customer_id in sorted(built.customers.items()):
        customer = customers[customer_id]
        for place, plan in enumerate(_plans(index, customer, today, currency)):
            key = f"demo:limit:{index}:{place}"
            at, day = now - timedelta(days=plan.days_ago), today - timedelta(days=plan.days_ago)
            asker = _actor(customer.salesperson_id or named["zhou.tao"])
            done = request_limit(actor=asker, now=at, today=day, key=key, limit=plan.limit)
            if plan.is_decided:
                decider = manager if (plan.limit.amount_minor or 0) <= _MANAGERS_MOST else director
                decide_limit(
                    actor=decider,
                    now=at + timedelta(hours=5),
                    today=day,
                    key=f"{key}:decided",
                    request_id=done["request_id"],
                    approve=True,
                    note="同意",
                )
        if index % 67 == 1:
            line = LineName(customer_id, LimitKind.PERMANENT)
            revoke_limit(
                actor=manager,
                now=now,
                today=today,
                key=f"demo:limit:{index}:revoked",
                line=line,
                reason="连续两期逾期，改为先款后货",
            )


def _plans(index: int, customer: CustomerRow, today: date, currency: str) -> Iterator[_Plan]:
    chance = random.Random(f"{SEED}:limit:{index}")
    amount, reason = chance.choice(_AMOUNTS), chance.choice(_REASONS)
    began = today - timedelta(days=_ASKED_DAYS_AGO)
    first = LimitDraft(
        customer.id, LimitKind.PERMANENT, amount, currency, began, began + timedelta(days=_YEAR), reason=reason
    )
    kind = index % 10
    if kind == 8:
        return
    yield _standing_plan(kind, first, today)
    if kind == 7:
        return
    if kind == 9:
        yield _raised_for_a_season(first, amount, today)
    if index % 25 == 3:
        yield _for_one_order(first, amount, f"SO-{today.year}-{index:04d}", today)
    if index % 20 == 5:
        yield _asked_for_more(first, amount, today)


def _standing_plan(kind: int, first: LimitDraft, today: date) -> _Plan:
    if kind == 7:
        return _Plan(replace(first, amount_minor=0, valid_through=None, reason="历史坏账，先款后货"), _ASKED_DAYS_AGO)
    if kind == 6:
        long_ago = today - timedelta(days=_YEAR + 12)
        return _Plan(replace(first, valid_from=long_ago, valid_through=today - timedelta(days=12)), _YEAR + 12)
    if kind == 0:
        return _Plan(replace(first, valid_through=today + timedelta(days=18)), _ASKED_DAYS_AGO)
    return _Plan(first, _ASKED_DAYS_AGO)


def _raised_for_a_season(first: LimitDraft, amount: int, today: date) -> _Plan:
    raised = replace(
        first,
        kind=LimitKind.TEMPORARY,
        amount_minor=amount + amount // 2,
        valid_from=today - timedelta(days=10),
        valid_through=today + timedelta(days=20),
        reason="双节备货，临时增加",
    )
    return _Plan(raised, 10)


def _for_one_order(first: LimitDraft, amount: int, order_number: str, today: date) -> _Plan:
    order = replace(
        first,
        kind=LimitKind.SINGLE_ORDER,
        amount_minor=amount * 2,
        order_number=order_number,
        valid_from=today - timedelta(days=6),
        valid_through=today + timedelta(days=40),
        reason="单笔大订单，客户已付三成定金",
    )
    return _Plan(order, 6)


def _asked_for_more(first: LimitDraft, amount: int, today: date) -> _Plan:
    more = replace(
        first,
        amount_minor=amount + 10_000_000,
        valid_from=today,
        valid_through=today + timedelta(days=_YEAR),
        reason="合作扩大，申请提高额度",
    )
    return _Plan(more, 2, is_decided=False)


def _actor(user_id: int) -> Actor:
    found = actor_of(user_id=user_id)
    if found is None:
        raise LookupError(f"no active person {user_id}")
    return found
