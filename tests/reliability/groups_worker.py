"""One of several processes that move and merge the same few customers: `groups_worker.py SEED CALLS [WITHOUT_GUARD]`.

Prints one JSON line: what was done, refusals by code, other errors by name.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from datetime import UTC, datetime
from typing import Any


def main(seed: int, calls: int, *, without_guard: bool) -> None:
    """Put customers under others, merge them and undo merges, by chance."""
    import django

    django.setup()
    from huikuan.customers import fields, merging
    from huikuan.customers.merging import merge_customers, undo_merge
    from huikuan.customers.models import Customer, CustomerMerge
    from huikuan.customers.operations import edit_customer
    from huikuan.kernel.actor import SYSTEM
    from huikuan.kernel.refusal import Refused

    if without_guard:
        for module in (fields, merging):
            setattr(module, "refuse_cycle", lambda **_: None)  # noqa: B010 - mypy would not have it otherwise
    chance = random.Random(seed)
    customers = list(Customer.objects.order_by("pk").values_list("pk", flat=True))
    outcome: Counter[str] = Counter()
    for number in range(calls):
        call: dict[str, Any] = {"actor": SYSTEM, "now": datetime.now(UTC), "key": f"{seed}-{number}"}
        one, other = chance.choice(customers), chance.choice(customers)
        standing = list(CustomerMerge.objects.filter(undone_at=None).values_list("pk", flat=True)[:3])
        try:
            if standing and chance.random() < 0.4 and not without_guard:
                undo_merge(**call, merge_id=chance.choice(standing))
                outcome["undone"] += 1
            elif chance.random() < 0.3:
                merge_customers(**call, customer_id=one, into_id=other, reason="同时")
                outcome["merged"] += 1
            else:
                # With somebody above everybody a circle is certain: the control leaves nobody alone.
                changes = {"parent_id": other if without_guard or chance.random() < 0.8 else None}
                edit_customer(**call, customer_id=one, changes=changes, reason="同时")
                outcome["moved"] += 1
        except Refused as refusal:
            outcome[f"refused {refusal.code}"] += 1
        except Exception as error:  # the test reports every kind
            outcome[f"error {type(error).__name__} {error}".partition("\n")[0]] += 1
    print(json.dumps(outcome))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), without_guard="WITHOUT_GUARD" in sys.argv)
