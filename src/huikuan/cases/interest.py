"""The interest of a claim as the room of interest counts it: what the items of a case owe by a day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from huikuan.cases.models import CaseItem
from huikuan.interest.owed import interest_owed


def interest_of_claim(*, receivable_ids: Collection[int], until: date) -> int:
    """Interest the items owe through a day, minor units: accrued, and charged but unpaid; 0 where nothing is known.

    Interest charged as an item of its own that this case or another running one claims itself is left out. The caller has
    checked who asks.
    """
    claimed = CaseItem.objects.filter(is_running=True, receivable__invoice__kind="INTEREST")
    apart = {*receivable_ids, *claimed.values_list("receivable_id", flat=True)}
    return sum(interest_owed(receivable_ids=receivable_ids, until=until, apart_from=apart).values())
