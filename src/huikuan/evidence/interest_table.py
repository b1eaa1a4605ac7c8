"""The interest table of a bundle, from what the room of interest counts; nothing where no rate is known or agreed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from huikuan.evidence.rules.sheets import InterestLine
from huikuan.interest.queries import accrued
from huikuan.receivables.queries.rows import ReceivableRow


def interest_lines(*, items: Sequence[ReceivableRow], until: date) -> tuple[InterestLine, ...]:
    """Late-payment interest that nobody has claimed yet on late items through a day, by stretch with its article.

    What was charged is an item of its own, and stands among the items.
    """
    found = accrued(receivable_ids=[item.id for item in items], until=until)
    return tuple(
        InterestLine(
            number=item.invoice_number,
            since=segment.piece.from_day,
            until=segment.piece.through_day,
            days=segment.piece.days,
            principal_minor=segment.piece.principal_minor,
            rate=segment.piece.rate.percent,
            is_daily=segment.piece.rate.is_daily,
            interest_minor=segment.interest_minor,
            currency=item.currency,
            article=found[item.id].article,
        )
        for item in items
        if item.id in found
        for segment in found[item.id].interest.segments
        if segment.piece.pause is None and segment.interest_minor
    )
