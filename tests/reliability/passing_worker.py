"""One of several processes that pass money between two own companies, both ways: `passing_worker.py PLACE [WITHOUT_GUARDS]`.

Prints one JSON line: minor units passed on and taken back, refusals by code, other errors by name.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

FACE = 10_000


def main(place: int, *, without_guards: bool) -> None:
    """Pass a part of each receipt to the other company, in an order of one's own; every third is taken back."""
    import django

    django.setup()
    if without_guards:
        _without_guards()
    from huikuan.accounts.models import Company
    from huikuan.kernel.actor import SYSTEM
    from huikuan.kernel.refusal import Refused
    from huikuan.receipts.models import Receipt
    from huikuan.receipts.operations.passing_on import Passing, PassingDraft, pass_on, take_back_passed

    chance = random.Random(place)
    companies = set(Company.objects.values_list("pk", flat=True))
    receipts = list(Receipt.objects.filter(method="BANK").order_by("pk").values_list("pk", "company_id"))
    chance.shuffle(receipts)
    outcome: Counter[str] = Counter()
    for receipt_id, company_id in receipts:
        (other,) = companies - {company_id}
        minor = chance.choice((FACE, FACE // 2, FACE // 3))
        who = {"actor": SYSTEM, "now": datetime.now(UTC)}
        draft = PassingDraft(receipt_id, (Passing(other, "CNY", minor, minor),))
        try:
            done = pass_on(**who, key=f"{place}-{receipt_id}", draft=draft)  # type: ignore[arg-type]
            outcome["passed"] += minor
            if chance.random() < 0.34:
                day = datetime.now(UTC).date()
                passed_id, key = int(done["passed_ids"][0]), f"{place}-{receipt_id}-back"
                take_back_passed(**who, key=key, passed_id=passed_id, effective_date=day)  # type: ignore[arg-type]
                outcome["back"] += minor
        except Refused as refusal:
            outcome[f"refused {refusal.code}"] += 1
        except Exception as error:  # the test reports every kind
            outcome[f"error {type(error).__name__} {error}".partition("\n")[0]] += 1
    print(json.dumps(outcome))


def _without_guards() -> None:
    """Receipts are read without a lock."""
    from huikuan.receipts.models import Receipt
    from huikuan.receipts.operations import passing_on, taking_back

    def unlocked(*, ids: Iterable[int]) -> dict[int, Receipt]:
        return {row.pk: row for row in Receipt.objects.filter(pk__in=set(ids))}

    vars(passing_on)["locked_receipts"] = unlocked
    vars(taking_back)["locked_receipts"] = unlocked


if __name__ == "__main__":
    main(int(sys.argv[1]), without_guards="WITHOUT_GUARDS" in sys.argv)
