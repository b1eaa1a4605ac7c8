"""One of several processes that ask for and decide limits of the same few customers: `limits_worker.py SEED CALLS [WITHOUT_GUARD]`.

Prints one JSON line: what was asked for and decided, refusals by code, other errors by name.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

TODAY = date(2026, 3, 2)
AMOUNTS = (1, 50_000_000, 50_000_001, 900_000_000)


def main(seed: int, calls: int, *, without_guard: bool) -> None:
    """Ask and decide by chance, as one of all people, whether he may or not."""
    import django

    django.setup()
    if without_guard:
        _decide_whatever_the_state()
    from huikuan.accounts.models import User
    from huikuan.accounts.queries import actor_of
    from huikuan.approvals.models import Request
    from huikuan.customers.models import Customer
    from huikuan.kernel.refusal import Refused
    from huikuan.limits.operations import decide_limit, request_limit
    from huikuan.limits.rules import LimitDraft, LimitKind

    chance = random.Random(seed)
    actors = [actor_of(user_id=pk) for pk in User.objects.order_by("pk").values_list("pk", flat=True)]
    customers = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
    outcome: Counter[str] = Counter()
    for number in range(calls):
        actor: Any = chance.choice(actors)
        call: dict[str, Any] = {"actor": actor, "now": datetime.now(UTC), "today": TODAY, "key": f"{seed}-{number}"}
        recent = list(Request.objects.order_by("-pk").values_list("pk", flat=True)[:4])
        try:
            if recent and chance.random() < 0.7:
                done = decide_limit(
                    **call, request_id=chance.choice(recent), approve=chance.random() < 0.8, note="同时"
                )
                outcome[done["state"]] += 1
            else:
                draft = LimitDraft(
                    chance.choice(customers), LimitKind.PERMANENT, chance.choice(AMOUNTS), "CNY", TODAY, reason="同时"
                )
                request_limit(**call, limit=draft)
                outcome["asked"] += 1
        except Refused as refusal:
            outcome[f"refused {refusal.code}"] += 1
        except Exception as error:  # the test reports every kind
            outcome[f"error {type(error).__name__} {error}".partition("\n")[0]] += 1
    print(json.dumps(outcome))


def _decide_whatever_the_state() -> None:
    """Take the condition off the UPDATE that decides."""
    from huikuan.approvals import operations
    from tests.reliability.unguarded import move_whatever_the_state

    move_whatever_the_state(operations, "Request")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), without_guard="WITHOUT_GUARD" in sys.argv)
