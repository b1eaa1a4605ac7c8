"""The interest table of items: each day that bears interest once, with what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huikuan.interest.models import Charge
from huikuan.interest.queries import SegmentRow, accrued, segment_of, segment_rows
from huikuan.interest.rules.charging import State

CLAIMED = (State.PROPOSED.value, State.CHARGED.value)


@dataclass(frozen=True, slots=True)
class TableRow:
    """Days with one principal and one rate, with the article; `state` is None while nobody has claimed them.

    `document` is the number of the item of its own that they were charged as.
    """

    segment: SegmentRow
    article: str
    state: State | None = None
    document: str = ""


def interest_table(*, receivable_ids: Iterable[int], until: date) -> dict[int, tuple[TableRow, ...]]:
    """What each item cost through `until`, oldest days first: charged, proposed and not claimed, with no day twice or left out.

    Paused and waived days cost nothing and are no part of it; a claim stands as it was made. Items that cost nothing are left
    out. One query more than `accrued`. For rooms above, which have checked who asks.
    """
    rows: dict[int, list[TableRow]] = {}
    for pk, cost in accrued(receivable_ids=receivable_ids, until=until).items():
        rows[pk] = [TableRow(one, cost.article) for one in segment_rows(interest=cost.interest)]
    claims = Charge.objects.filter(receivable_id__in=rows, freed_by=0, state__in=CLAIMED).order_by("from_day", "pk")
    for pk, article, state, document, segments in claims.values_list(
        "receivable_id", "article", "state", "document__number", "segments"
    ):
        rows[pk] += [TableRow(segment_of(kept=one), article, State(state), document or "") for one in segments]
    return {pk: found for pk, own in rows.items() if (found := _in_order(own))}


def _in_order(rows: list[TableRow]) -> tuple[TableRow, ...]:
    if not any(one.segment.interest_minor for one in rows):
        return ()
    bearing = [one for one in rows if not one.segment.pause]
    return tuple(sorted(bearing, key=lambda one: one.segment.from_day))
