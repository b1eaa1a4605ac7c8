"""One of several processes that allocate on the same hot items: `allocating_worker.py SEED REQUESTS [WITHOUT_LOCKS]`.

Prints one JSON line: allocations accepted, requests refused, other errors by name.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from datetime import UTC, datetime
from typing import Any

SHARES_A_REQUEST = 20


def main(seed: int, requests: int, *, without_locks: bool) -> None:
    import django

    django.setup()
    if without_locks:
        _drop_row_locks()
    from huikuan.kernel.actor import SYSTEM
    from huikuan.kernel.refusal import Refused
    from huikuan.receipts.models import Receipt
    from huikuan.receipts.operations.allocating import AllocationDraft, Share, allocate_receipts
    from huikuan.receivables.models import Receivable

    chance = random.Random(seed)
    receipts = list(Receipt.objects.order_by("pk").values_list("pk", "company_id"))
    items = list(Receivable.objects.order_by("pk").values_list("pk", flat=True))
    outcome: Counter[str] = Counter()
    for request in range(requests):
        receipt_id, company_id = chance.choice(receipts)
        shares = tuple(Share(pk, chance.randint(1, 2_000)) for pk in chance.sample(items, SHARES_A_REQUEST))
        try:
            allocate_receipts(
                actor=SYSTEM,
                now=datetime.now(UTC),
                key=f"{seed}-{request}",
                company_id=company_id,
                allocations=[AllocationDraft(receipt_id, shares)],
            )
            outcome["accepted"] += SHARES_A_REQUEST
        except Refused as refusal:
            outcome[f"refused {refusal.code}"] += 1
        except Exception as error:  # the test reports every kind
            outcome[f"error {type(error).__name__} {error}".partition("\n")[0]] += 1
    print(json.dumps(outcome))


def _drop_row_locks() -> None:
    from django.db.models import QuerySet

    def unlocked(self: QuerySet[Any], *_: Any, **__: Any) -> QuerySet[Any]:
        return self

    QuerySet.select_for_update = unlocked  # type: ignore[method-assign,assignment]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), without_locks="WITHOUT_LOCKS" in sys.argv)
