"""What the API gives of today's work and of what could be tried with a debtor."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel

from huikuan.api.answers import Row
from huikuan.api.fields import PageNumber, PageSize, Word
from huikuan.api.inputs import Input
from huikuan.kernel.paging import PAGE_SIZE
from huikuan.playbook.rules.strategies import Met
from huikuan.worklist.rules.waiting import WaitsFor

WaitsForWord = Annotated[WaitsFor, Word(WaitsFor)]
MetWord = Annotated[Met, Word(Met)]


class WorklistIn(Input):
    """Which page of today's tasks."""

    page: PageNumber = 1
    limit: PageSize = PAGE_SIZE


class TaskPartOut(BaseModel):
    """What a task is about in one more currency, minor units."""

    currency: str
    amount_minor: int
    score: int


class TaskOut(BaseModel):
    """A task: why it stands there, the next step, the strategy that fits (empty where none does); minor units.

    `others` is what the same step is about in further currencies.
    """

    rank: int
    kind: str
    customer_id: int | None
    customer_name: str
    currency: str
    amount_minor: int
    score: int
    minutes: int
    reason_code: str
    reason: str
    step_code: str
    step: str
    strategy: str
    others: list[TaskPartOut]


class WaitingOut(BaseModel):
    """A late debt that is no task meanwhile, and what it waits for; minor units."""

    customer_id: int
    customer_name: str
    currency: str
    amount_minor: int
    items: int
    waits_for: WaitsForWord
    until: date | None


class WorklistOut(BaseModel):
    """Today's tasks, best first, of the person of the token; those of `unrated` currencies stand behind the others."""

    day: date
    policy: str
    items: list[TaskOut]
    count: int
    next: int | None
    totals_minor: dict[str, int]
    waiting: list[WaitingOut]
    waiting_count: int
    unrated: list[str]


class ConditionOut(Row):
    """A condition of a strategy, and whether it is met."""

    code: str
    met: MetWord


class SuccessOut(Row):
    """How often a strategy succeeded in comparable cases, thousandths with their 95 % interval; null below enough cases."""

    cases: int
    successes: int
    is_enough: bool
    share_permille: int | None
    low_permille: int | None
    high_permille: int | None


class StrategyOut(BaseModel):
    """A strategy beside a debt: whether it fits, its steps and words, and where it touches the law."""

    code: str
    title: str
    summary: str
    fits: bool
    conditions: list[ConditionOut]
    steps: list[str]
    caution: str
    articles: list[str]
    is_manual: bool
    effort_minutes: int
    success: SuccessOut
