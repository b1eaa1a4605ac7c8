"""Credit control of the demo company: orders placed and delivered, some held, released, rejected; a waiver asked for, a stop."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from huikuan.accounts.queries import actor_of, companies, people
from huikuan.credit.operations.checking import check_credit
from huikuan.credit.operations.holds import Release, reject_hold, release_hold
from huikuan.credit.operations.orders import Progress, record_order
from huikuan.credit.operations.stopping import StopDraft, stop_credit
from huikuan.credit.operations.waivers import WaiverDraft, ask_waiver
from huikuan.credit.rules.facts import Question
from huikuan.credit.rules.policy import CheckPoint
from huikuan.customers.queries import CustomerRow, customers_by_id
from huikuan.demo.building import Built
from huikuan.demo.business import SEED
from huikuan.kernel.actor import SYSTEM, Actor

_RELEASED = ("客户已付款，银行在途，附回单", "旺季要货，总经理同意本单先发", "历史信誉良好，三日内付清前账")
_EVERY = 3
_STOPPED = 17


def fill_credit(*, built: Built, now: datetime, today: date) -> None:
    """Place an order for every third customer as his salesperson; what is held is released, rejected, asked for, or waits."""
    named = {row.username: row.id for row in people().values()}
    manager = _actor(named["he.ping"])
    customers = customers_by_id(ids=built.customers.values())
    own = companies(actor=SYSTEM)[0]
    for index, customer_id in sorted(built.customers.items()):
        if index % _EVERY:
            continue
        customer = customers[customer_id]
        placer = _actor(customer.salesperson_id or named["zhou.tao"])
        at, day = now - timedelta(days=index % 9, hours=2), today - timedelta(days=index % 9)
        question = _question(index, customer, own.id, own.currency)
        key = f"demo:credit:{index}"
        done = check_credit(actor=placer, now=at, today=day, key=key, question=question)
        if done["hold_id"] is not None:
            _settle(index, done, (placer, manager), question, (at, day))
        elif index % 2:
            progress = Progress(own.id, question.order_number, delivered_minor=question.amount_minor // 2)
            record_order(actor=placer, now=at, today=day, key=f"{key}:delivered", progress=progress)
    stopped = built.customers.get(_STOPPED)
    if stopped is not None:
        stop = StopDraft(stopped, "连续两次承诺付款未兑现，暂停赊销", today + timedelta(days=30))
        stop_credit(actor=manager, now=now, today=today, key="demo:credit:stop", stop=stop)


def _question(index: int, customer: CustomerRow, company_id: int, currency: str) -> Question:
    amount = random.Random(f"{SEED}:credit:{index}").randrange(20_000, 400_000) * 100
    number = f"SO-2026-{1000 + index}"
    return Question(customer.id, company_id, amount, currency, CheckPoint.ORDER, number, reserve=True)


def _settle(
    index: int,
    answer: Mapping[str, Any],
    people_of_it: tuple[Actor, Actor],
    question: Question,
    when: tuple[datetime, date],
) -> None:
    """Of the holds some are released, some rejected, for some a waiver is asked for; the rest waits."""
    placer, manager = people_of_it
    at, day = when[0] + timedelta(hours=1), when[1]
    hold_id = int(answer["hold_id"])
    kind = (index // _EVERY) % 6
    if kind == 0:
        release = Release(hold_id, int(answer["decision_id"]), _RELEASED[index % len(_RELEASED)])
        release_hold(actor=manager, now=at, today=day, key=f"demo:release:{index}", release=release)
    elif kind == 1:
        why = "前账拖欠过久，先清前账再下单"
        reject_hold(actor=manager, now=at, today=day, key=f"demo:reject:{index}", hold_id=hold_id, reason=why)
    elif kind == 2:
        waiver = WaiverDraft(hold_id, question.amount_minor, day + timedelta(days=20), "首付三成已到账，余款货到付清")
        ask_waiver(actor=placer, now=at, today=day, key=f"demo:waiver:{index}", waiver=waiver)


def _actor(user_id: int) -> Actor:
    found = actor_of(user_id=user_id)
    if found is None:
        raise LookupError(user_id)
    return found
