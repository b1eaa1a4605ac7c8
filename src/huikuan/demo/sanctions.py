"""Sanctions of demo customers: one on the fourth rung of the ladder, one whose first letter waits for its approval."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from huikuan.accounts.queries import actor_of, people
from huikuan.demo.building import Built
from huikuan.demo.papers import BLANK_PDF
from huikuan.kernel.actor import Actor
from huikuan.sanctions.operations.applying import notify_sanction
from huikuan.sanctions.operations.arriving import prove_notice
from huikuan.sanctions.operations.deciding import decide_sanction
from huikuan.sanctions.operations.proposing import SanctionDraft, propose_sanction
from huikuan.sanctions.operations.writing import Way
from huikuan.sanctions.policies import ladders_in_force
from huikuan.sanctions.queries.debtors import Key, debtors
from huikuan.sanctions.rules.arriving import Arrival
from huikuan.sanctions.rules.ladder import next_rung

_DAYS_AGO = (60, 48, 36, 20)
_IN_POST = timedelta(days=3)
_STUB = ("EMS回单.pdf", BLANK_PDF)
_WHY = "多次催告未付，按惩戒阶梯处理"


def fill_sanctions(*, built: Built, now: datetime, today: date) -> None:
    """Proposed by the credit manager, approved by the finance director, told by letter on the days of the ladder."""
    named = {row.username: row.id for row in people().values()}
    manager, director = _actor(named["he.ping"]), _actor(named["wang.hong"])
    began = today - timedelta(days=_DAYS_AGO[0])
    company_id = built.companies["CNY"]
    policy = ladders_in_force()
    climbs = {
        whose: climb
        for whose, debtor in debtors(today=began).items()
        if whose[1] == company_id and (climb := next_rung(debtor=debtor, policy=policy, today=began)).rung is not None
    }
    worst = sorted(climbs, key=lambda whose: (-climbs[whose].asked_minor, whose))[:2]
    for whose in worst[:1]:
        for ago in _DAYS_AGO:
            done = _proposed(manager, whose, now - timedelta(days=ago), today - timedelta(days=ago))
            if done is not None:
                _told(manager, director, done, now - timedelta(days=ago), today - timedelta(days=ago))
    for whose in worst[1:]:
        _proposed(manager, whose, now, today)


def _proposed(manager: Actor, whose: Key, now: datetime, today: date) -> tuple[int, int] | None:
    """The rung whose turn it is, if one is."""
    debtor = debtors(today=today, customer_id=whose[0]).get(whose)
    rung = None if debtor is None else next_rung(debtor=debtor, policy=ladders_in_force(), today=today).rung
    if rung is None:
        return None
    draft = SanctionDraft(*whose, rung, _WHY)
    key = f"demo:sanction:{whose[0]}:{rung.value}"
    done = propose_sanction(actor=manager, now=now, today=today, key=key, draft=draft)
    return int(done["sanction_id"]), int(done["request_id"])


def _told(manager: Actor, director: Actor, made: tuple[int, int], now: datetime, today: date) -> None:
    sanction_id, request_id = made
    key = f"demo:sanction:{sanction_id}"
    decide_sanction(
        actor=director, now=now, today=today, key=f"{key}:yes", request_id=request_id, approve=True, note="同意"
    )
    notify_sanction(actor=manager, now=now, today=today, key=f"{key}:letter", sanction_id=sanction_id, way=Way.POST)
    arrival = Arrival(today + _IN_POST, _STUB, f"EMS 10293847{sanction_id:04}")
    prove_notice(
        actor=manager,
        now=now + _IN_POST,
        today=today + _IN_POST,
        key=f"{key}:arrived",
        sanction_id=sanction_id,
        arrival=arrival,
    )


def _actor(user_id: int) -> Actor:
    found = actor_of(user_id=user_id)
    if found is None:
        raise LookupError(user_id)
    return found
