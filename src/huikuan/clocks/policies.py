"""Reads of the policy of warnings: how long before an end people are warned."""

from __future__ import annotations

from huikuan.clocks.models import PolicyVersion
from huikuan.clocks.rules.warning import SHIPPED, Spans, WarningPolicy
from huikuan.kernel.once import once


@once
def policy_in_force() -> WarningPolicy:
    """The newest version of the policy; the shipped one, number 0, until somebody decides."""
    row = PolicyVersion.objects.order_by("-number").first()
    if row is None:
        return SHIPPED
    return WarningPolicy(
        number=row.number,
        long=Spans(row.first_days, row.second_days, row.last_days),
        short=Spans(row.short_first_days, row.short_second_days, row.short_last_days),
    )
