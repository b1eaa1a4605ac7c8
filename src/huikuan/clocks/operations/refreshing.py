"""The clocks of late debts computed anew, as of a day: all of them by the day's job, a few after an event was recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from huikuan.audit.checks import newest_act
from huikuan.clocks.models import DebtClock, Reckoning
from huikuan.clocks.reckoning import CLOCK_COLUMNS, computed, wanted_clocks
from huikuan.kernel.paging import portions
from huikuan.receivables.queries.plans import instalments_beside


def refresh_clocks(*, today: date) -> int:
    """Compute the clock of every debt that is late or was written off, forget those that are paid; how many changed.

    The work is proportional to what is late, not to what was ever billed. Nothing but clocks is written, and that this day's
    are done: they can be computed anew at any time.
    """
    with transaction.atomic():
        through = newest_act()
        wanted = wanted_clocks(today=today)
        kept = set(DebtClock.objects.values_list("invoice_id", flat=True))
        for some in portions(values=sorted(kept - wanted)):
            DebtClock.objects.filter(invoice_id__in=some).delete()
        changed = sum(refresh_debts(invoice_ids=some, today=today) for some in portions(values=sorted(wanted)))
        done = {"clocks": len(wanted), "acts_through": through}
        Reckoning.objects.update_or_create(day=today, defaults=done)
    return changed


def refresh_debts(*, invoice_ids: Sequence[int], today: date) -> int:
    """Compute the clocks of these debts, and of those they are instalments with, and write what changed; how many did."""
    beside = {pk for one in instalments_beside(invoice_ids=invoice_ids).values() for pk in one}
    with transaction.atomic():
        kept = {row.invoice_id: row for row in DebtClock.objects.filter(invoice_id__in={*invoice_ids, *beside})}
        fresh = list(computed(invoice_ids=sorted({*invoice_ids, *kept}), today=today))
        new = [row for row in fresh if row.invoice_id not in kept]
        changed = []
        for row in fresh:
            before = kept.get(row.invoice_id)
            if before is not None and any(getattr(before, name) != getattr(row, name) for name in CLOCK_COLUMNS):
                row.pk = before.pk
                changed.append(row)
        gone = sorted(set(kept) - {row.invoice_id for row in fresh})
        DebtClock.objects.filter(invoice_id__in=gone).delete()
        DebtClock.objects.bulk_create(new, batch_size=1_000, ignore_conflicts=True)
        DebtClock.objects.bulk_update(changed, [*CLOCK_COLUMNS, "as_of"], batch_size=500)
    return len(new) + len(changed) + len(gone)
