"""Terms of contracts for tests, in short form; pure."""

from __future__ import annotations

from datetime import date
from typing import Any

from huikuan.contracts.due_rules import Anchor, DueRule
from huikuan.contracts.rules.terms import MilestoneKind, MilestoneTerm, Terms, Trigger

TODAY = date(2026, 3, 2)
SIGNED = date(2026, 1, 5)


def part(
    number: int, title: str, trigger: Trigger, permille: int | None = None, days: int = 30, **more: Any
) -> MilestoneTerm:
    """A payment of so many thousandths, due so many days after its trigger."""
    share = None if permille is None else permille * 1000
    rule = more.pop("rule", DueRule(anchor=Anchor.MILESTONE, days=days))
    return MilestoneTerm(number, title, trigger, rule, share_ppm=share, **more)


def retention(number: int, permille: int, **more: Any) -> MilestoneTerm:
    """Retention that is released on a condition."""
    return part(
        number,
        "质保金",
        Trigger.RETENTION_RELEASE,
        permille,
        0,
        kind=MilestoneKind.RETENTION,
        release_condition="质保期满且无质量问题",
        **more,
    )


FIVE = (
    part(1, "定金", Trigger.DATE, 200, 0, kind=MilestoneKind.DEPOSIT),
    part(2, "到货款", Trigger.DELIVERY, 300, expected_on=date(2026, 2, 10)),
    part(3, "进度款", Trigger.PROGRESS, 150, progress_permille=600, expected_on=date(2026, 2, 20)),
    part(4, "验收款", Trigger.ACCEPTANCE, 250, expected_on=date(2026, 2, 25)),
    retention(5, 100, expected_on=date(2027, 2, 25)),
)
"""Deposit, delivery, progress, acceptance, retention."""


def terms(amount_minor: int = 100_000_00, milestones: tuple[MilestoneTerm, ...] = FIVE, **more: Any) -> Terms:
    """Terms of a contract in yuan."""
    return Terms("热处理线一套", more.pop("currency", "CNY"), amount_minor, milestones, **more)
