"""One of several processes that ask for the last of one limit: `credit_worker.py SEED REQUESTS [WITHOUT_LOCK]`.

It asks, and prints one JSON line: answers by decision, other errors by name. Without the
lock the group is not held while facts are read, and the reading takes as long as a busy machine may need.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

TODAY = date(2026, 3, 2)
AMOUNT = 10_000


def main(seed: int, requests: int, *, without_lock: bool) -> None:
    import django

    django.setup()
    from huikuan.credit.operations import checking
    from huikuan.credit.rules.facts import Question
    from huikuan.credit.rules.policy import CheckPoint
    from huikuan.customers.queries import customer_ids_by_code
    from huikuan.kernel.actor import SYSTEM

    if without_lock:
        _drop_lock()
    buyer = customer_ids_by_code()["C-乙公司"]
    outcome: Counter[str] = Counter()
    for request in range(requests):
        question = Question(buyer, 1, AMOUNT, "CNY", CheckPoint.ORDER, f"SO-{seed}-{request}", reserve=True)
        try:
            answer = checking.check_credit(
                actor=SYSTEM, now=datetime.now(UTC), today=TODAY, key=f"credit-{seed}-{request}", question=question
            )
            outcome[answer["decision"]] += 1
        except Exception as error:  # the test reports every kind
            outcome[f"error {type(error).__name__} {error}".partition("\n")[0]] += 1
    print(json.dumps(outcome))


def _drop_lock() -> None:
    """Facts are read before the transaction that writes: check, then act, as TRUST S31 forbids it."""
    from importlib import import_module

    checking: Any = import_module("huikuan.credit.operations.checking")
    read, real_perform, refuse = checking.judged, checking.perform, checking._refuse_wrong
    asked: dict[str, Any] = {}

    def unlocked(*, customer_ids: list[int]) -> dict[int, int]:
        return {pk: pk for pk in customer_ids}

    def earlier(**named: Any) -> Any:
        return asked.pop("facts", None) or read(**named)

    def check_then_act(**named: Any) -> Any:
        question = asked["question"]
        policy = checking.current_policy(today=TODAY)
        asked["facts"] = read(question=question, root_id=question.customer_id, policy=policy, today=TODAY)
        time.sleep(0.02)
        return real_perform(**named)

    def noted(question: Any) -> None:
        asked["question"] = question
        refuse(question)

    checking.hold_groups, checking.judged = unlocked, earlier
    checking.perform, checking._refuse_wrong = check_then_act, noted


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), without_lock="WITHOUT_LOCK" in sys.argv)
