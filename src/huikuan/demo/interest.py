"""Late-payment interest of the demo company: one claim charged, one waived, one that waits for its waiver, one proposed."""

from __future__ import annotations

from datetime import date, datetime

from huikuan.accounts.queries import actor_of, people
from huikuan.demo.building import Built
from huikuan.interest.operations.claiming import Claim, charge_interest, propose_interest
from huikuan.interest.operations.waiving import ask_interest_waiver, decide_interest_waiver
from huikuan.interest.queries import LateFilter, late_items
from huikuan.kernel.actor import SYSTEM, Actor

_WHY = "长期合作客户，本金已结清，申请一次性减免。"


def fill_interest(*, built: Built, now: datetime, today: date) -> None:
    """Proposed by the accountant through the acts of a real company, the waiver decided by the finance director."""
    named = {row.username: row.id for row in people().values()}
    clerk, director = _actor(named["wu.jing"]), _actor(named["wang.hong"])
    late = late_items(actor=SYSTEM, today=today, narrowed=LateFilter(), size=40).rows
    items = [
        row for row in late if row.company_id == built.companies["CNY"] and row.accrued and row.accrued.accrued_minor
    ]
    ids = []
    for place, row in enumerate(items[:4]):
        claim = Claim(row.company_id, (row.receivable_id,), today)
        done = propose_interest(actor=clerk, now=now, today=today, key=f"demo:interest:{place}", claim=claim)
        ids.append(done["charge_ids"][0])
    if len(ids) < 4:
        return
    charge_interest(actor=clerk, now=now, today=today, key="demo:interest:charge", charge_ids=ids[:1])
    requests = [
        ask_interest_waiver(
            actor=clerk, now=now, today=today, key=f"demo:interest:ask:{pk}", charge_id=pk, reason=_WHY
        )["request_id"]
        for pk in ids[1:3]
    ]
    decide_interest_waiver(
        actor=director,
        now=now,
        today=today,
        key="demo:interest:waive",
        request_id=requests[0],
        approve=True,
        note="同意",
    )


def _actor(user_id: int) -> Actor:
    actor = actor_of(user_id=user_id)
    if actor is None:
        raise ValueError(user_id)
    return actor
