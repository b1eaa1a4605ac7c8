"""The one place where ratings write limits: through the customer's field until the journal of limits takes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from huikuan.audit.operations import OpenAct
from huikuan.customers.fields import change_customers

Wanted = tuple[int, int | None, str, date, str]
"""Customer, limit in minor units (0: cash only), currency, last day, why."""


def write_limits(*, act: OpenAct, today: date, wanted: Sequence[Wanted]) -> None:
    """Set limits from today on, inside an open act."""
    del today
    for customer_id, minor, _, _, why in wanted:
        change_customers(act=act, customer_ids=[customer_id], changes={"credit_limit_minor": minor}, reason=why)
