"""Fills the port of interest: on which day a judgment about an item took effect, as the case files say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from huikuan.cases.models import CaseItem
from huikuan.kernel.paging import portions


class JudgmentDays:
    """Days on which judgments, awards, payment orders and mediations took effect, whatever came of the case after."""

    def in_force(self, *, receivable_ids: Iterable[int]) -> dict[int, date]:
        """The earliest day by receivable; one query for 5,000 items."""
        found: dict[int, date] = {}
        for some in portions(values=sorted(set(receivable_ids))):
            rows = CaseItem.objects.filter(receivable_id__in=some, case__in_force_on__isnull=False)
            for pk, day in rows.order_by("case__in_force_on", "pk").values_list("receivable_id", "case__in_force_on"):
                if day is not None:
                    found.setdefault(pk, day)
        return found
