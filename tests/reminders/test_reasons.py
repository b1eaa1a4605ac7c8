"""Every reason a rule can give has a sentence, and the sentence has every parameter it names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from huikuan.wording.sentences import is_worded, sentence

SOURCE = Path(__file__).resolve().parents[2] / "src" / "huikuan"
ROOMS = ("outbox", "documents", "activities", "reminders", "jobs")
CODE = re.compile(
    r'(?:Reason|Refused|Changed|NotPermitted|LeaseLost|faults\.append|problem = |return )\(?\s*"([A-Z]+_[A-Z_]+)"'
)


OTHER_CODES = {
    "MAY_BE_PAID",
    "PAYMENT_PROPOSED",
    "LEASE_EXPIRED",
    "LEASE_EXPIRED_SENDING",
    "SERVER_DEFERRED",
    "SERVER_REFUSED",
} | {
    "ANSWER_LOST",
    "CANCELLED_BY_PERSON",
    "LATER_STEP_REACHED",
    "STEP_BEFORE_UNSETTLED",
}
"""Codes that stand elsewhere than in a call of their own."""


def codes() -> list[str]:
    found = {
        code
        for room in ROOMS
        for path in (SOURCE / room).rglob("*.py")
        for code in CODE.findall(path.read_text(encoding="utf-8"))
    }
    return sorted(found)


def test_there_are_codes():
    assert {"BANK_STALE", "RUN_CHANGED", "MESSAGE_UNKNOWN", "FONT_MISSING", "NEXT_STEP_MISSING"} <= set(codes())


@pytest.mark.parametrize("code", sorted({*codes(), *OTHER_CODES}))
def test_a_code_has_a_sentence(code):
    assert is_worded(code=code)


def test_amounts_are_shown_as_people_write_them():
    shown = sentence(code="MAY_BE_PAID", parameters={"minor": 123_450, "currency": "CNY"})
    assert "CNY 1,234.50" in shown
