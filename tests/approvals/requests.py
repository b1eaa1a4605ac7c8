"""Requests in short form: asked, decided and withdrawn in acts of their own, as the room of a subject would."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from huikuan.approvals.operations import ask, ask_many, decide, withdraw, withdraw_many
from huikuan.approvals.rules import RequestDraft, RequestKind
from huikuan.audit.operations import Intent, OpenAct, perform
from huikuan.kernel.actor import Actor
from tests.books import NOW

TODAY = date(2026, 3, 2)
KEYS = count(1)


def draft(**more: Any) -> RequestDraft:
    """A request for a limit of 1,000.00 CNY, about no customer unless said."""
    values: dict[str, Any] = {
        "kind": RequestKind.LIMIT,
        "subject_id": 1,
        "customer_id": None,
        "company_id": None,
        "amount_minor": 100_000,
        "currency": "CNY",
        "title_code": "LIMIT_REQUESTED",
        "reason": "旺季备货",
    }
    return RequestDraft(**(values | more))


def asked(who: Actor, *, now: datetime = NOW, today: date = TODAY, **more: Any) -> int:
    """Ask in an act of its own."""

    def work(act: OpenAct) -> dict[str, Any]:
        return {"request_id": ask(act=act, draft=draft(**more), today=today)}

    return int(_done("ask", who, now, work)["request_id"])


def asked_many(who: Actor, drafts: Sequence[RequestDraft], *, today: date = TODAY) -> list[int]:
    """Ask for all of them in one act."""

    def work(act: OpenAct) -> dict[str, Any]:
        return {"ids": ask_many(act=act, drafts=drafts, today=today)}

    return list(_done("ask", who, NOW, work)["ids"])


def withdrawn_many(who: Actor, request_ids: Sequence[int]) -> None:
    """Withdraw all of them in one act."""

    def work(act: OpenAct) -> dict[str, Any]:
        withdraw_many(act=act, request_ids=request_ids)
        return {}

    _done("withdraw", who, NOW, work)


def decided(
    who: Actor, request_id: int, *, approve: bool = True, note: str = "同意", now: datetime = NOW, today: date = TODAY
) -> str:
    """Decide in an act of its own; the state after it."""

    def work(act: OpenAct) -> dict[str, Any]:
        row = decide(act=act, request_id=request_id, approve=approve, note=note, today=today)
        return {"state": row.state.value}

    return str(_done("decide", who, now, work)["state"])


def withdrawn(who: Actor, request_id: int) -> str:
    """Withdraw in an act of its own; the state after it."""

    def work(act: OpenAct) -> dict[str, Any]:
        return {"state": withdraw(act=act, request_id=request_id).state.value}

    return str(_done("withdraw", who, NOW, work)["state"])


def _done(verb: str, who: Actor, now: datetime, work: Any) -> dict[str, Any]:
    return perform(intent=Intent(verb, who, now, f"request-{next(KEYS)}"), work=work)
