"""Reads of debts that no period runs against because they have no due day: shown with what to do, never left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Min, Q, Sum

from huikuan.clocks.models import DebtClock
from huikuan.clocks.rules.limitation import LONGEST_MONTHS
from huikuan.kernel.actor import Actor
from huikuan.kernel.calendar import add_months
from huikuan.receivables.access import receivables_for

MOST = 200


@dataclass(frozen=True, slots=True)
class UndatedRow:
    """A debt without a due day, minor units; `longest` twenty years after it arose, the earliest end it can have (CC 188)."""

    invoice_id: int
    invoice_number: str
    customer_id: int
    customer_name: str
    currency: str
    owed_minor: int
    issue_date: date
    longest: date


def undated_debts(*, actor: Actor) -> tuple[UndatedRow, ...]:
    """What is owed without a due day and without a clock, written off or not, the oldest first, at most 200; one query."""
    rows = receivables_for(actor=actor).filter(Q(outstanding_minor__gt=0) | Q(written_off_minor__gt=0), due_date=None)
    rows = rows.exclude(invoice_id__in=DebtClock.objects.values("invoice_id"))
    columns = ("invoice_id", "invoice__number", "customer_id", "invoice__customer__name", "currency")
    sums = rows.values_list(*columns).annotate(
        left=Sum("outstanding_minor"), gone=Sum("written_off_minor"), since=Min("issue_date")
    )
    return tuple(
        UndatedRow(invoice_id, number, customer_id, name, currency, left + gone, since, _longest(since))
        for invoice_id, number, customer_id, name, currency, left, gone, since in sums.order_by("since", "invoice_id")[
            :MOST
        ]
    )


def _longest(since: date) -> date:
    return add_months(day=since, months=LONGEST_MONTHS)
