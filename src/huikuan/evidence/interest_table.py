"""The interest table of a bundle, from what the room of interest has counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from huikuan.evidence.rules.sheets import InterestLine
from huikuan.receivables.queries.rows import ReceivableRow


def interest_lines(*, items: Sequence[ReceivableRow], until: date) -> tuple[InterestLine, ...]:
    """Late-payment interest on the items up to a day, by stretch."""
    return ()
