"""In which segment of shared risk a customer is (IFRS 9 B5.5.5): by region, by who he is as a buyer, or by his credit grade."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from huikuan.customers.queries import customers_by_id
from huikuan.customers.sizes import buyer_types_of
from huikuan.provisions.rules.matrix import WHOLE_SEGMENT, SegmentBy
from huikuan.ratings.queries.ratings import letters_on


def segments_of(*, customer_ids: Collection[int], segment_by: str, on: date) -> dict[int, str]:
    """The segment of each customer on a day, by customer; those of whom nothing is known are missing. One query, or none."""
    if segment_by == SegmentBy.REGION:
        return {pk: row.region for pk, row in customers_by_id(ids=set(customer_ids)).items()}
    if segment_by == SegmentBy.BUYER_TYPE:
        return {pk: kind.value for pk, kind in buyer_types_of(customer_ids=customer_ids, on=on).items()}
    if segment_by == SegmentBy.GRADE:
        return letters_on(customer_ids=customer_ids, on=on)
    return dict.fromkeys(customer_ids, WHOLE_SEGMENT)


def segments_then(
    *, customer_ids: Collection[int], segment_by: str, days: Collection[date]
) -> dict[date, dict[int, str]]:
    """The segment of each customer as it was known on each day, so that no loss is foretold by the grade it led to.

    A query for each day where the segment changes with time; a region is today's.
    """
    if segment_by == SegmentBy.REGION:
        return dict.fromkeys(days, segments_of(customer_ids=customer_ids, segment_by=segment_by, on=max(days)))
    return {on: segments_of(customer_ids=customer_ids, segment_by=segment_by, on=on) for on in days}
