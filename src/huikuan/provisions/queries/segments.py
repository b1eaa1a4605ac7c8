"""In which segment of shared risk a customer is: by region, or by who he is as a buyer; one query."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from huikuan.customers.queries import customers_by_id
from huikuan.customers.sizes import buyer_types_of

REGION, BUYER_TYPE = "region", "buyer_type"


def segments_of(*, customer_ids: Collection[int], segment_by: str, on: date) -> dict[int, str]:
    """The segment of each customer on a day, by customer; the empty name where there are none or nothing is known of him."""
    if segment_by == REGION:
        return {pk: row.region for pk, row in customers_by_id(ids=set(customer_ids)).items()}
    if segment_by == BUYER_TYPE:
        return {pk: kind.value for pk, kind in buyer_types_of(customer_ids=customer_ids, on=on).items()}
    return dict.fromkeys(customer_ids, "")
