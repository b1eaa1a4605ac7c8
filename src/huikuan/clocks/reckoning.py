"""Which debts have a clock on a day, and their clocks as rows: for the day's work, and for the proof that it was done right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.db.models import Q

from huikuan.clocks.debts import debts_of
from huikuan.clocks.models import DebtClock, EventItem
from huikuan.clocks.rules.kinds import MEANINGS, Effect
from huikuan.kernel.actor import SYSTEM
from huikuan.receivables.access import receivables_for
from huikuan.settlements.called import called_items

CLOCK_COLUMNS = ("basis", "expires", "safe", "last_kind", "last_on", "strength")
_BEGINNING = [kind.value for kind, meaning in MEANINGS.items() if meaning.effect is Effect.BEGINS]


def wanted_clocks(*, today: date) -> set[int]:
    """The invoices whose debt is late or was written off, or whose period an event began though it has no due day; five queries."""
    rows = receivables_for(actor=SYSTEM).order_by()
    called = [pk for pk, day in called_items().items() if day < today]
    begun = EventItem.objects.filter(event__kind__in=_BEGINNING, event__withdrawal=None, receivable__due_date=None)
    started = Q(due_date__lt=today) | Q(pk__in=called) | Q(pk__in=begun.values("receivable_id"))
    late = rows.filter(started, outstanding_minor__gt=0)
    gone = rows.filter(started, written_off_minor__gt=0)
    return {pk for some in (late, gone) for pk in some.values_list("invoice_id", flat=True).distinct()}


def computed(*, invoice_ids: Sequence[int], today: date) -> Iterator[DebtClock]:
    """The clocks of these debts as rows that are not written; none for a debt whose period has not begun."""
    for debt in debts_of(invoice_ids=invoice_ids, as_of=today):
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
