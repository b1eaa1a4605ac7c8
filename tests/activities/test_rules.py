"""Which contact records are complete: after every contact there is a next step with a date."""

from __future__ import annotations

from datetime import date

import pytest

from huikuan.activities.rules import ActivityKind, NextStep, Outcome, activity_faults

TODAY = date(2026, 3, 2)
NEXT = NextStep("再打电话", date(2026, 3, 5))


@pytest.mark.parametrize(
    ("kind", "outcome", "text", "next_step", "faults"),
    [
        (ActivityKind.NOTE, Outcome.NONE, "记录", NextStep(), []),
        (ActivityKind.NOTE, Outcome.NONE, " ", NextStep(), ["TEXT_MISSING"]),
        (ActivityKind.NOTE, Outcome.NONE, "x" * 4001, NextStep(), ["TEXT_TOO_LONG"]),
        (ActivityKind.CALL, Outcome.PROMISED, "说周五付", NEXT, []),
        (ActivityKind.CALL, Outcome.PROMISED, "说周五付", NextStep(), ["NEXT_STEP_MISSING"]),
        (ActivityKind.CALL, Outcome.SETTLED, "已付清", NextStep(), []),
        (ActivityKind.VISIT, Outcome.REFUSED, "未见到人", NextStep("再访", None), ["NEXT_STEP_MISSING"]),
        (ActivityKind.CHAT, Outcome.REACHED, "微信上说没钱", NextStep(), ["NEXT_STEP_MISSING"]),
        (ActivityKind.SMS, Outcome.SENT, "已发短信", NextStep(), ["NEXT_STEP_MISSING"]),
        (ActivityKind.EMAIL, Outcome.NONE, "已发邮件", NextStep(), ["NEXT_STEP_MISSING"]),
        (ActivityKind.LETTER, Outcome.SENT, "已寄催款函", NextStep("查签收", None), ["NEXT_STEP_MISSING"]),
        (ActivityKind.LETTER, Outcome.SENT, "已寄催款函", NEXT, []),
        (ActivityKind.EMAIL, Outcome.SETTLED, "已付清", NextStep(), []),
        (ActivityKind.OPINION, Outcome.NONE, "希望月结", NextStep(), []),
        (ActivityKind.NOTE, Outcome.NONE, "x", NextStep("", date(2026, 3, 5)), ["NEXT_STEP_MISSING"]),
        (ActivityKind.CALL, Outcome.REACHED, "x", NextStep("再打", TODAY), []),
        (ActivityKind.CALL, Outcome.REACHED, "x", NextStep("再打", date(2026, 3, 1)), ["NEXT_STEP_IN_PAST"]),
    ],
)
def test_records(kind, outcome, text, next_step, faults):
    assert activity_faults(kind=kind, outcome=outcome, text=text, next_step=next_step, on=TODAY) == faults
