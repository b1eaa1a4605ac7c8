"""The one place where ratings write limits: permanent ones with a last day, through the journal of limits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from huikuan.audit.operations import OpenAct
from huikuan.limits.operations import set_limits
from huikuan.limits.rules import LimitDraft, LimitKind, LimitSource

Wanted = tuple[int, int | None, str, date, str]
"""Customer, limit in minor units (0: cash only), currency, last day, why."""


def write_limits(*, act: OpenAct, today: date, wanted: Sequence[Wanted]) -> None:
    """Set limits from today on inside an open act; four queries for any number. Raises Refused LIMIT_…"""
    drafts = [
        LimitDraft(
            customer_id=customer_id,
            kind=LimitKind.PERMANENT,
            amount_minor=minor,
            currency=currency,
            valid_from=today,
            valid_through=through,
            reason=why,
            source=LimitSource.RATING,
        )
        for customer_id, minor, currency, through, why in wanted
    ]
    if drafts:
        set_limits(act=act, drafts=drafts)
