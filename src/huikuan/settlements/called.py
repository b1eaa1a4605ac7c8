"""What the whole rest of a broken plan made due before its contract does; for rooms above, which have checked who asks."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, F, OuterRef, Q

from huikuan.kernel.once import once
from huikuan.settlements.models import Hold, PlanItem


@once
def called_items(*, customer_id: int | None = None, receivable_ids: Collection[int] | None = None) -> dict[int, date]:
    """The day on which items fell due because the whole rest was called in (Civil Code Art. 634), by receivable; one query.

    Only items whose contract makes them due later, or on no day. A plan signed since then took its items out of the call.
    """
    signed_since = Hold.objects.filter(receivable_id=OuterRef("receivable_id"), act_id__gt=OuterRef("plan__called_by"))
    rows = PlanItem.objects.filter(
        ~Exists(signed_since),
        Q(receivable__due_date=None) | Q(receivable__due_date__gt=F("plan__called_on")),
        plan__called_on__isnull=False,
    )
    if customer_id is not None:
        rows = rows.filter(plan__customer_id=customer_id)
    if receivable_ids is not None:
        rows = rows.filter(receivable_id__in=receivable_ids)
    found: dict[int, date] = {}
    for pk, day in rows.order_by("plan__called_on", "pk").values_list("receivable_id", "plan__called_on"):
        if day is not None:
            found.setdefault(pk, day)
    return found
