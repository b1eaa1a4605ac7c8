"""PURE: the order of the tasks of a day: expected gain for each minute of effort, whatever the currency."""

from __future__ import annotations

from collections.abc import Iterable

from huikuan.worklist.rules.tasks import URGENT_KINDS, Task, WorklistPolicy
from huikuan.worklist.rules.worth import ONE_CURRENCY, Exchange

MILLION = 1_000_000


def ranked(
    *, tasks: Iterable[Task], policy: WorklistPolicy | None = None, exchange: Exchange = ONE_CURRENCY
) -> tuple[Task, ...]:
    """Highest expected gain per minute first (HANDBOOK C4); equal ones by customer and kind, whatever the order of the input.

    Gains are divided as whole numbers of a millionth, never as fractions of a computer. Those of several currencies are
    compared by their rates, and behind them each currency of which none is known.
    """
    weights = policy or WorklistPolicy()
    minutes = dict(weights.minutes_by_step)
    usual = weights.usual_minutes

    def place(task: Task) -> tuple[bool, bool, str, int, str, int, str]:
        is_last, currency, score = _score_of(task, exchange)
        gain = score * MILLION // minutes.get(task.next_step, usual)
        return (
            task.kind not in URGENT_KINDS,
            is_last,
            currency,
            -gain,
            task.kind.value,
            task.customer_id or 0,
            task.currency,
        )

    return tuple(sorted(tasks, key=place))


def _score_of(task: Task, exchange: Exchange) -> tuple[bool, str, int]:
    """What a task is worth in the one currency; where no rate of any of its amounts is known, its score in its own."""
    scores = ((task.currency, task.score), *((one.currency, one.score) for one in task.others))
    known = [
        worth for currency, minor in scores if (worth := exchange.worth(currency=currency, minor=minor)) is not None
    ]
    return (False, "", sum(known)) if known else (True, task.currency, task.score)
