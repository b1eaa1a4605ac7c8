"""PURE: how a customer pays (付款流程, HANDBOOK A3): his own steps, his days, his wishes, and what is wrong with such a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from enum import StrEnum

from huikuan.kernel.calendar import HolidayRoll

MOST_STEPS = 12
MOST_STEP_DAYS = 250
MOST_TRANSFER_DAYS = 15
MOST_PAYMENT_DAYS = 6
MOST_TAX_RATE = 10_000
"""The tax rate is counted in hundredths of a per cent: 1300 is 13 %."""
_LAST_DAY, _LAST_WEEKDAY = 31, 6


class StepKind(StrEnum):
    """What happens in a step of the customer's payment process."""

    FORM = "FORM"
    ACCEPTANCE = "ACCEPTANCE"
    INVOICE_CHECK = "INVOICE_CHECK"
    BUDGET = "BUDGET"
    APPROVAL = "APPROVAL"
    PAYMENT = "PAYMENT"
    OTHER = "OTHER"


class PaymentDayKind(StrEnum):
    """On which days the customer pays."""

    ANY_DAY = "ANY_DAY"
    MONTH_DAYS = "MONTH_DAYS"
    LAST_BUSINESS_DAY = "LAST_BUSINESS_DAY"
    WEEKDAY = "WEEKDAY"


class InvoiceForm(StrEnum):
    """Which invoice the customer wants: with VAT he may deduct (专用发票), an ordinary one, or either."""

    EITHER = "EITHER"
    SPECIAL = "SPECIAL"
    ORDINARY = "ORDINARY"


class InvoiceDelivery(StrEnum):
    """The way an invoice reaches the customer."""

    ANY_WAY = "ANY_WAY"
    ELECTRONIC = "ELECTRONIC"
    POST = "POST"
    BY_HAND = "BY_HAND"
    PORTAL = "PORTAL"


@dataclass(frozen=True, slots=True)
class Block:
    """A step that stands still: since when, why, and who on our side mends it (a user's id; None: nobody yet)."""

    since: date
    why: str
    mender_id: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the customer's process; its owner is one of his key people or a free text, its length business days."""

    name: str
    kind: StepKind = StepKind.OTHER
    owner_id: int | None = None
    owner_text: str = ""
    usual_days: int = 0
    evidence: str = ""
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class PaymentDays:
    """The customer's payment days: days of the month (31 is its end), its last business day, a weekday (Monday 0), or any.

    A day that is free moves as `roll` says.
    """

    kind: PaymentDayKind = PaymentDayKind.ANY_DAY
    month_days: tuple[int, ...] = ()
    weekday: int | None = None
    roll: HolidayRoll = HolidayRoll.NEXT


@dataclass(frozen=True, slots=True)
class InvoiceWishes:
    """What an invoice must be like and until which day of the month it must be there."""

    form: InvoiceForm = InvoiceForm.EITHER
    title: str = ""
    tax_rate: int | None = None
    delivery: InvoiceDelivery = InvoiceDelivery.ANY_WAY
    deadline_day: int | None = None


@dataclass(frozen=True, slots=True)
class Habits:
    """Days and wishes of a customer who pays.

    `closing_day` (扎账日) is the day of the month by which papers must be in, 31 its end. `pays_at` is the usual hour at
    which he orders a payment; ordered after the bank's `cut_off` it leaves the next business day.
    """

    closing_day: int | None = None
    payment_days: PaymentDays = PaymentDays()
    invoice: InvoiceWishes = InvoiceWishes()
    needs_budget: bool = False
    budget_through: date | None = None
    bank: str = ""
    cut_off: time | None = None
    pays_at: time | None = None
    transfer_days: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a record; `row` is the step it is about, counted from 1, 0 for the days and wishes."""

    code: str
    row: int = 0
    parameters: Mapping[str, str | int] = field(default_factory=dict)


def record_faults(*, habits: Habits, process: Iterable[Step]) -> tuple[Fault, ...]:
    """Everything wrong with a record somebody wants to save; the numbers are those of the steps."""
    steps = tuple(process)
    many = [Fault("PAYING_STEPS_TOO_MANY", 0, {"most": MOST_STEPS})] if len(steps) > MOST_STEPS else []
    return (*_habit_faults(habits), *many, *(fault for row, step in enumerate(steps, 1) for fault in _of(step, row)))


def blocked_at(*, process: Iterable[Step]) -> int | None:
    """The number of the first step that stands still, counted from 1; None where none does."""
    return next((row for row, step in enumerate(process, 1) if step.block is not None), None)


def _habit_faults(habits: Habits) -> list[Fault]:
    days, wishes = habits.payment_days, habits.invoice
    faults = [Fault(code) for code, is_wrong in _wrong_days(days) if is_wrong]
    for code, day in (("CLOSING_DAY_WRONG", habits.closing_day), ("INVOICE_DEADLINE_WRONG", wishes.deadline_day)):
        if day is not None and not 1 <= day <= _LAST_DAY:
            faults.append(Fault(code))
    if wishes.tax_rate is not None and not 0 <= wishes.tax_rate <= MOST_TAX_RATE:
        faults.append(Fault("TAX_RATE_WRONG"))
    if habits.budget_through is not None and not habits.needs_budget:
        faults.append(Fault("BUDGET_NOT_NEEDED"))
    if not 0 <= habits.transfer_days <= MOST_TRANSFER_DAYS:
        faults.append(Fault("TRANSFER_DAYS_WRONG", 0, {"most": MOST_TRANSFER_DAYS}))
    return faults


def _wrong_days(days: PaymentDays) -> tuple[tuple[str, bool], ...]:
    in_month = [1 <= day <= _LAST_DAY for day in days.month_days]
    usable = all(in_month) and 1 <= len(in_month) <= MOST_PAYMENT_DAYS and len(set(days.month_days)) == len(in_month)
    by_month, by_week = days.kind is PaymentDayKind.MONTH_DAYS, days.kind is PaymentDayKind.WEEKDAY
    weekday_known = days.weekday is not None and 0 <= days.weekday <= _LAST_WEEKDAY
    return (
        ("PAYMENT_DAYS_WRONG", not usable if by_month else bool(in_month)),
        ("PAYMENT_WEEKDAY_WRONG", not weekday_known if by_week else days.weekday is not None),
    )


def _of(step: Step, row: int) -> list[Fault]:
    faults = []
    if not step.name.strip():
        faults.append(Fault("STEP_UNNAMED", row, {"row": row}))
    if not 0 <= step.usual_days <= MOST_STEP_DAYS:
        faults.append(Fault("STEP_DAYS_WRONG", row, {"row": row, "most": MOST_STEP_DAYS}))
    if step.owner_id is not None and step.owner_text:
        faults.append(Fault("STEP_OWNER_TWICE", row, {"row": row}))
    if step.block is not None and not step.block.why.strip():
        faults.append(Fault("BLOCK_WITHOUT_REASON", row, {"row": row}))
    return faults
