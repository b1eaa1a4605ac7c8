"""Reads: how customers pay now and paid before, and when their money may be expected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Max, QuerySet

from huikuan.accounts.queries import business_calendar
from huikuan.customers.access import customer_for
from huikuan.kernel.actor import Actor
from huikuan.kernel.calendar import HolidayRoll
from huikuan.kernel.paging import portions
from huikuan.paying.models import PayingStep, PayingVersion
from huikuan.paying.rules.expecting import UNRECORDED, WITHOUT_DUE_DATE, Expectation, expected_payment
from huikuan.paying.rules.records import (
    Block,
    Habits,
    InvoiceDelivery,
    InvoiceForm,
    InvoiceWishes,
    PaymentDayKind,
    PaymentDays,
    Step,
    StepKind,
)


@dataclass(frozen=True, slots=True)
class PayingRow:
    """One version of how a customer pays; `restored_from` is the number of the one it brought back."""

    customer_id: int
    number: int
    habits: Habits
    process: tuple[Step, ...]
    why: str
    restored_from: int | None
    saved_at: datetime
    saved_by: str


def habits_of(*, customer_ids: Iterable[int]) -> dict[int, PayingRow]:
    """How these customers pay now; those nobody has written anything down of are missing. Two queries per 5,000."""
    found: dict[int, PayingRow] = {}
    for some in portions(values=sorted(set(customer_ids))):
        newest = PayingVersion.objects.filter(customer_id__in=some).values("customer_id").annotate(newest=Max("pk"))
        rows = PayingVersion.objects.filter(pk__in=newest.values("newest"))
        found |= {row.customer_id: row_of(row=row) for row in _with_steps(rows)}
    return found


def expectations_of(*, items: Sequence[tuple[int, int, date | None]], today: date) -> dict[int, Expectation]:
    """When the money of open items (receivable, customer, due day) may be expected, by receivable.

    Three queries per 5,000 customers; one where nobody has written down how any of them pays.
    """
    known = habits_of(customer_ids={customer_id for _, customer_id, _ in items})
    if not known:
        return {pk: UNRECORDED for pk, _, _ in items}
    calendar = business_calendar()
    made: dict[tuple[int, date], Expectation] = {}
    for _, customer_id, due in items:
        row = known.get(customer_id)
        if row is not None and due is not None and (customer_id, due) not in made:
            made[customer_id, due] = expected_payment(
                due=due, habits=row.habits, process=row.process, calendar=calendar, today=today
            )
    return {
        pk: UNRECORDED if customer not in known else WITHOUT_DUE_DATE if due is None else made[customer, due]
        for pk, customer, due in items
    }


def versions_of(*, actor: Actor, customer_id: int) -> tuple[PayingRow, ...]:
    """Every version of how a visible customer pays, the newest first; two queries. Raises NotPermitted."""
    customer = customer_for(actor=actor, customer_id=customer_id)
    rows = PayingVersion.objects.filter(customer_id=customer.pk).order_by("-number")
    return tuple(row_of(row=row) for row in _with_steps(rows))


def row_of(*, row: PayingVersion) -> PayingRow:
    """The record of a stored version whose steps are loaded."""
    steps = sorted(row.steps.all(), key=lambda step: step.ordinal)
    return PayingRow(
        customer_id=row.customer_id,
        number=row.number,
        habits=_habits(row),
        process=tuple(_step(step) for step in steps),
        why=row.why,
        restored_from=row.restored_from,
        saved_at=row.saved_at,
        saved_by=row.saved_by,
    )


def _with_steps(rows: QuerySet[PayingVersion]) -> QuerySet[PayingVersion]:
    return rows.prefetch_related("steps")


def _habits(row: PayingVersion) -> Habits:
    return Habits(
        closing_day=row.closing_day,
        payment_days=PaymentDays(
            kind=PaymentDayKind(row.payment_day_kind),
            month_days=tuple(int(day) for day in row.month_days.split(",") if day),
            weekday=row.weekday,
            roll=HolidayRoll(row.holiday_roll),
        ),
        invoice=InvoiceWishes(
            form=InvoiceForm(row.invoice_form),
            title=row.invoice_title,
            tax_rate=row.tax_rate,
            delivery=InvoiceDelivery(row.invoice_delivery),
            deadline_day=row.invoice_deadline_day,
        ),
        needs_budget=row.needs_budget,
        budget_through=row.budget_through,
        bank=row.bank,
        cut_off=_time(row.cut_off),
        pays_at=_time(row.pays_at),
        transfer_days=row.transfer_days,
        note=row.note,
    )


def _step(row: PayingStep) -> Step:
    block = None if row.blocked_since is None else Block(row.blocked_since, row.blocked_why, row.mender_id)
    return Step(
        name=row.name,
        kind=StepKind(row.kind),
        owner_id=row.owner_id,
        owner_text=row.owner_text,
        usual_days=row.usual_days,
        evidence=row.evidence,
        block=block,
    )


def _time(value: time | str | None) -> time | None:
    return time.fromisoformat(value) if isinstance(value, str) else value
