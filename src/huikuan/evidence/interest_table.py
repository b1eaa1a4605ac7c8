"""The interest table of a bundle, from what the room of interest counts; nothing where no rate is known or agreed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from huikuan.evidence.rules.sheets import InterestLine
from huikuan.interest.table import TableRow, interest_table
from huikuan.receivables.queries.rows import ReceivableRow


def interest_lines(*, items: Sequence[ReceivableRow], until: date) -> tuple[InterestLine, ...]:
    """Late-payment interest on late items through a day, by stretch with its article: charged, proposed and not claimed yet.

    What was charged is an item of its own too: its stretches name it, so that nobody counts it twice.
    """
    found = interest_table(receivable_ids=[item.id for item in items], until=until)
    return tuple(_line(item, row) for item in items for row in found.get(item.id, ()))


def _line(item: ReceivableRow, row: TableRow) -> InterestLine:
    return InterestLine(
        number=item.invoice_number,
        since=row.segment.from_day,
        until=row.segment.through_day,
        days=row.segment.days,
        principal_minor=row.segment.principal_minor,
        rate=row.segment.rate,
        is_daily=row.segment.is_daily,
        interest_minor=row.segment.interest_minor,
        currency=item.currency,
        article=row.article,
        state="ACCRUED" if row.state is None else row.state.value,
        charged_as=row.document,
    )
