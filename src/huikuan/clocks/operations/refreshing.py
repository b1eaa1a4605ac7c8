"""The clocks of late debts computed anew, as of a day: all of them by the day's job, a few after an event was recorded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from huikuan.clocks.debts import Debt, debts_of
from huikuan.clocks.models import DebtClock
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.paging import portions
from huikuan.receivables.access import receivables_for

_COLUMNS = ("basis", "expires", "safe", "last_kind", "last_on", "strength")


def refresh_clocks(*, today: date) -> int:
    """Compute the clock of every debt that is late or was written off, forget those that are paid; how many changed.

    The work is proportional to what is late, not to what was ever billed. Nothing but clocks is written: they can be
    computed anew at any time.
    """
    rows = receivables_for(actor=SYSTEM).order_by()
    late = rows.filter(outstanding_minor__gt=0, due_date__lt=today)
    gone = rows.filter(written_off_minor__gt=0, due_date__lt=today)
    wanted = {pk for some in (late, gone) for pk in some.values_list("invoice_id", flat=True).distinct()}
    kept = set(DebtClock.objects.values_list("invoice_id", flat=True))
    for some in portions(values=sorted(kept - wanted)):
        DebtClock.objects.filter(invoice_id__in=some).delete()
    return sum(refresh_debts(invoice_ids=some, today=today) for some in portions(values=sorted(wanted)))


def refresh_debts(*, invoice_ids: Sequence[int], today: date) -> int:
    """Compute the clocks of these debts and write what changed; how many did."""
    with transaction.atomic():
        kept = {row.invoice_id: row for row in DebtClock.objects.filter(invoice_id__in=invoice_ids)}
        fresh = list(_computed(debts_of(invoice_ids=invoice_ids), today))
        new = [row for row in fresh if row.invoice_id not in kept]
        changed = []
        for row in fresh:
            before = kept.get(row.invoice_id)
            if before is not None and any(getattr(before, name) != getattr(row, name) for name in _COLUMNS):
                row.pk = before.pk
                changed.append(row)
        DebtClock.objects.bulk_create(new, batch_size=1_000, ignore_conflicts=True)
        DebtClock.objects.bulk_update(changed, [*_COLUMNS, "as_of"], batch_size=500)
    return len(new) + len(changed)


def _computed(debts: Iterable[Debt], today: date) -> Iterable[DebtClock]:
    for debt in debts:
        clock = debt.clock
        if clock.basis is None or clock.expires is None or debt.safe is None:
            continue
        last = clock.last_event.event if clock.last_event else None
        yield DebtClock(
            invoice_id=debt.invoice_id,
            company_id=debt.company_id,
            customer_id=debt.customer_id,
            currency=debt.currency,
            basis=clock.basis,
            expires=clock.expires,
            safe=debt.safe,
            last_kind=last.kind.value if last else "",
            last_on=last.on if last else None,
            strength=last.stands.value if last else "",
            as_of=today,
        )
