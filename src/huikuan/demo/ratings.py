"""Ratings of the demo company: answers, a first rating with proposals decided, broken promises, the month's run, a draft scorecard."""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta

from huikuan.accounts.queries import actor_of, people
from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.rules import ActivityKind, NextStep, Outcome
from huikuan.demo.building import ZONE, Built
from huikuan.demo.business import SEED
from huikuan.kernel.actor import SYSTEM, Actor
from huikuan.ratings.operations.answers import About, AnswerDraft, record_answers
from huikuan.ratings.operations.deciding import decide_rating, decide_ratings
from huikuan.ratings.operations.running import run_ratings
from huikuan.ratings.operations.versions import VersionDraft, ask_activation, save_version
from huikuan.ratings.queries.proposals import ProposalRow, proposal_page
from huikuan.ratings.queries.versions import newest
from huikuan.ratings.rules.rerating import RunKind
from huikuan.ratings.rules.scorecards import CardKind
from huikuan.ratings.rules.versions import VersionKind

_FIRST_DAYS_AGO, _PROMISED_DAYS_AGO, _MANAGERS_MOST = 60, 20, 50_000_000
_CREDIT = (("management", ("WEAK", "FAIR", "GOOD", "STRONG")), ("market", ("DECLINING", "STABLE", "LEADING")))
_QUEUE = (
    ("profit", ("NONE", "SOME", "GOOD", "MAIN")),
    ("relationship", ("UNKNOWN", "FORMAL", "GOOD", "CLOSE")),
    ("product", ("REPLACEABLE", "EFFORT", "KEY", "ONLY")),
    ("strictness", ("LAX", "REGULAR", "FIRM", "STRICT")),
)
_EVIDENCE = (
    "走访车间，见在产订单",
    "2025 年报与银行资信证明",
    "与财务负责人面谈",
    "行业协会公开数据",
    "采购负责人邮件确认",
)


def fill_ratings(*, built: Built, now: datetime, today: date) -> None:
    """Answer, rate sixty days ago, decide most proposals, let promises break, rate for this month, write the next scorecard."""
    named = {row.username: row.id for row in people().values()}
    manager, director = (_actor(named[name]) for name in ("he.ping", "wang.hong"))
    ago = timedelta(days=_FIRST_DAYS_AGO)
    _answers(built, manager, now - ago, today - ago)
    run_ratings(actor=SYSTEM, now=now - ago, today=today - ago, key="demo:rating:first", kind=RunKind.YEARLY)
    _decide(manager, director, now - ago + timedelta(hours=6), today - ago)
    _promises(built, today)
    run_ratings(actor=SYSTEM, now=now, today=today, key="demo:rating:month", kind=RunKind.MONTHLY)
    _draft(manager, now, today)


def _answers(built: Built, manager: Actor, now: datetime, today: date) -> None:
    chance = random.Random(f"{SEED}:answers")
    for index, customer_id in sorted(built.customers.items()):
        for kind, every, questions in ((CardKind.CREDIT, 3, _CREDIT), (CardKind.QUEUE, 5, _QUEUE)):
            if index % every:
                continue
            answers = [AnswerDraft(code, chance.choice(codes), chance.choice(_EVIDENCE)) for code, codes in questions]
            record_answers(
                actor=manager,
                now=now,
                today=today,
                key=f"demo:answers:{kind.value}:{index}",
                about=About(customer_id, kind),
                answers=answers,
            )


def _decide(manager: Actor, director: Actor, now: datetime, today: date) -> None:
    """The manager approves what his tier allows, the director some of the rest; one is rejected, a few wait."""
    rows = proposal_page(actor=manager, sort="day", size=500).rows
    small = [row for row in rows if (row.after["limit_minor"] or 0) <= _MANAGERS_MOST]
    large = [row for row in rows if (row.after["limit_minor"] or 0) > _MANAGERS_MOST]
    _approve(manager, small[1:], now, today, "manager")
    _approve(director, large[: len(large) * 3 // 4], now, today, "director")
    for row in small[:1]:
        decide_rating(
            actor=manager,
            now=now,
            today=today,
            key=f"demo:rating:rejected:{row.id}",
            request_id=row.request_id or 0,
            approve=False,
            note="老客户，集团担保在办，下季度再看",
        )


def _approve(actor: Actor, rows: list[ProposalRow], now: datetime, today: date, who: str) -> None:
    ids = [row.request_id for row in rows if row.request_id is not None]
    for start in range(0, len(ids), 200):
        some = ids[start : start + 200]
        key = f"demo:rating:{who}:{start}"
        decide_ratings(actor=actor, now=now, today=today, key=key, request_ids=some, note="同意")


def _promises(built: Built, today: date) -> None:
    """Every eleventh customer promised to pay, and again; whether money came is seen in the ledger."""
    for index, customer_id in sorted(built.customers.items()):
        if index % 11 != 4:
            continue
        for place in range(2):
            made = today - timedelta(days=_PROMISED_DAYS_AGO - 9 * place)
            draft = ActivityDraft(
                customer_id=customer_id,
                kind=ActivityKind.CALL,
                at=datetime.combine(made, time(15, 40), ZONE),
                text="财务答应本周安排付款" if not place else "再次催问，答应尽快付",
                outcome=Outcome.PROMISED,
                next_step=NextStep("查到账", made + timedelta(days=6)),
            )
            key = f"demo:promise:{index}:{place}"
            record_activity(actor=SYSTEM, now=draft.at, today=made, key=key, activity=draft)


def _draft(manager: Actor, now: datetime, today: date) -> None:
    """A stricter line for grade A waits for the director."""
    last = newest(kind=VersionKind.CREDIT)
    grades = [{**step, "from": 820} if step["grade"] == "A" else step for step in last.document["grades"]]
    draft = VersionDraft(VersionKind.CREDIT, {**last.document, "grades": grades}, "A 级门槛提高到 82 分", last.number)
    saved = save_version(actor=manager, now=now, key="demo:scorecard", draft=draft)
    ask_activation(actor=manager, now=now, today=today, key="demo:scorecard:ask", version_id=saved["version_id"])


def _actor(user_id: int) -> Actor:
    found = actor_of(user_id=user_id)
    if found is None:
        raise LookupError(f"no active person {user_id}")
    return found
