"""What is wrong with a record of how a customer pays."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.paying.rules.records import (
    MOST_STEPS,
    Block,
    Habits,
    InvoiceWishes,
    PaymentDayKind,
    PaymentDays,
    Step,
    blocked_at,
    record_faults,
)

MONTH, WEEK = PaymentDayKind.MONTH_DAYS, PaymentDayKind.WEEKDAY


def codes(habits: Habits, *steps: Step) -> list[tuple[str, int]]:
    return [(fault.code, fault.row) for fault in record_faults(habits=habits, process=steps)]


@pytest.mark.parametrize(
    ("habits", "found"),
    [
        (Habits(), []),
        (Habits(1, PaymentDays(MONTH, (1, 31)), InvoiceWishes(tax_rate=0, deadline_day=31), transfer_days=15), []),
        (Habits(closing_day=0), ["CLOSING_DAY_WRONG"]),
        (Habits(closing_day=32), ["CLOSING_DAY_WRONG"]),
        (Habits(invoice=InvoiceWishes(deadline_day=32)), ["INVOICE_DEADLINE_WRONG"]),
        (Habits(invoice=InvoiceWishes(tax_rate=10_001)), ["TAX_RATE_WRONG"]),
        (Habits(payment_days=PaymentDays(MONTH)), ["PAYMENT_DAYS_WRONG"]),
        (Habits(payment_days=PaymentDays(MONTH, (10, 32))), ["PAYMENT_DAYS_WRONG"]),
        (Habits(payment_days=PaymentDays(MONTH, (10, 10))), ["PAYMENT_DAYS_WRONG"]),
        (Habits(payment_days=PaymentDays(MONTH, (1, 2, 3, 4, 5, 6, 7))), ["PAYMENT_DAYS_WRONG"]),
        (Habits(payment_days=PaymentDays(month_days=(10,))), ["PAYMENT_DAYS_WRONG"]),
        (Habits(payment_days=PaymentDays(WEEK, weekday=6)), []),
        (Habits(payment_days=PaymentDays(WEEK)), ["PAYMENT_WEEKDAY_WRONG"]),
        (Habits(payment_days=PaymentDays(WEEK, weekday=7)), ["PAYMENT_WEEKDAY_WRONG"]),
        (Habits(payment_days=PaymentDays(weekday=4)), ["PAYMENT_WEEKDAY_WRONG"]),
        (Habits(budget_through=date(2026, 6, 30)), ["BUDGET_NOT_NEEDED"]),
        (Habits(transfer_days=16), ["TRANSFER_DAYS_WRONG"]),
    ],
)
def test_days_and_wishes(habits: Habits, found: list[str]) -> None:
    assert codes(habits) == [(code, 0) for code in found]


def test_steps_all_faults_at_once() -> None:
    steps = (
        Step("验收", owner_id=1, usual_days=250),
        Step(" ", usual_days=251),
        Step("付款", owner_id=1, owner_text="财务", block=Block(date(2026, 2, 2), " ")),
    )
    assert codes(Habits(closing_day=0), *steps) == [
        ("CLOSING_DAY_WRONG", 0),
        ("STEP_UNNAMED", 2),
        ("STEP_DAYS_WRONG", 2),
        ("STEP_OWNER_TWICE", 3),
        ("BLOCK_WITHOUT_REASON", 3),
    ]


def test_twelve_steps_at_most() -> None:
    assert codes(Habits(), *[Step("审批")] * MOST_STEPS) == []
    assert codes(Habits(), *[Step("审批")] * (MOST_STEPS + 1)) == [("PAYING_STEPS_TOO_MANY", 0)]


def test_the_first_step_that_stands_still() -> None:
    still = Step("验收", block=Block(date(2026, 2, 2), "缺单"))
    assert blocked_at(process=(Step("请款"), still, still)) == 2
    assert blocked_at(process=(Step("请款"),)) is None
