"""What is owed of late-payment interest on items by a day, whatever became of it: accrued, proposed, charged and not paid."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from huikuan.interest.models import Charge
from huikuan.interest.queries import accrued
from huikuan.interest.rules.charging import State
from huikuan.kernel.actor import SYSTEM
from huikuan.receivables.access import receivables_for


def interest_owed(*, receivable_ids: Collection[int], until: date, apart_from: Collection[int] = ()) -> dict[int, int]:
    """Minor units by receivable through `until`, which counts; nothing for items that bear none or whose rate is not known.

    What was charged is an item of its own: what is unpaid of it counts here, written off or not, unless it is in `apart_from`.
    For rooms above, which have checked who asks.
    """
    found = accrued(receivable_ids=receivable_ids, until=until)
    owed = {pk: one.accrued_minor + one.proposed_minor for pk, one in found.items()}
    charged = dict(
        Charge.objects.filter(receivable_id__in=receivable_ids, state=State.CHARGED.value).values_list(
            "document_id", "receivable_id"
        )
    )
    rows = receivables_for(actor=SYSTEM).filter(invoice_id__in=list(charged)).exclude(pk__in=list(apart_from))
    for document_id, open_minor, off_minor in rows.values_list("invoice_id", "outstanding_minor", "written_off_minor"):
        pk = charged[document_id]
        owed[pk] = owed.get(pk, 0) + open_minor + off_minor
    return {pk: minor for pk, minor in owed.items() if minor}
