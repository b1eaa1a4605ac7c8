"""One of several processes that pass the same bills on: `bills_worker.py PLACE [WITHOUT_GUARDS]`.

Prints one JSON line: units passed on, refusals by code, other errors by name.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from datetime import UTC, date, datetime

ON = date(2026, 3, 2)
FACE = 1_000


def main(place: int, *, without_guards: bool) -> None:
    """Endorse the whole, a half, or a middle of each bill, in the same order as the others do."""
    import django

    django.setup()
    if without_guards:
        _without_guards()
    from huikuan.bills.models import BillPart
    from huikuan.bills.operations.passing import Passing, endorse_part
    from huikuan.bills.rules.numbers import BillRange
    from huikuan.kernel.actor import SYSTEM
    from huikuan.kernel.refusal import Refused

    chance = random.Random(place)
    outcome: Counter[str] = Counter()
    for part_id in list(BillPart.objects.order_by("pk").values_list("pk", flat=True)):
        wanted = chance.choice((None, BillRange(1, 500), BillRange(501, FACE), BillRange(251, 750)))
        passing = Passing(f"供应商{place}", ON, wanted)
        try:
            done = endorse_part(
                actor=SYSTEM, now=datetime.now(UTC), key=f"{place}-{part_id}", part_id=part_id, passing=passing
            )
            outcome["passed"] += 1
            outcome["units"] += BillPart.objects.get(
                pk=done["part_id"]
            ).amount_minor  # it may be a half that others left
        except Refused as refusal:
            outcome[f"refused {refusal.code}"] += 1
        except Exception as error:  # the test reports every kind
            outcome[f"error {type(error).__name__} {error}".partition("\n")[0]] += 1
    print(json.dumps(outcome))


def _without_guards() -> None:
    """No lock of the bill, and the UPDATE that moves a part asks for no state."""
    from huikuan.bills.models import BillPart
    from huikuan.bills.operations import moving, passing
    from tests.reliability.unguarded import move_whatever_the_state

    def unlocked(*, part_id: int) -> BillPart:
        return BillPart.objects.select_related("bill", "receipt").get(pk=part_id)

    move_whatever_the_state(moving, "BillPart")
    passing.locked_part = unlocked  # type: ignore[attr-defined]


if __name__ == "__main__":
    main(int(sys.argv[1]), without_guards="WITHOUT_GUARDS" in sys.argv)
