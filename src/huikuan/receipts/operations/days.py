"""On which day money is used: as early as it was there and the item open, and never into a time when either was used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from huikuan.ledger.rules import first_day_with
from huikuan.receipts.parts import moved_later as money_moved_later
from huikuan.receivables.parts import moved_later as items_moved_later

if TYPE_CHECKING:
    from huikuan.receipts.models import Receipt
    from huikuan.receivables.models import Receivable


class AllocationDays:
    """The days of the allocations of one act on locked rows, taken one after the other."""

    def __init__(
        self,
        *,
        receipts: Mapping[int, Receipt],
        receivables: Mapping[int, Receivable],
        pairs: Iterable[tuple[int, int]],
        not_before: date,
    ) -> None:
        self._not_before = not_before
        money_since: dict[int, date] = {}
        items_since: dict[int, date] = {}
        for receipt_id, receivable_id in pairs:
            day = self._earliest(receipts[receipt_id], receivables[receivable_id])
            money_since[receipt_id] = min(day, money_since.get(receipt_id, day))
            items_since[receivable_id] = min(day, items_since.get(receivable_id, day))
        money = money_moved_later(receipts=receipts, since=money_since)
        items = items_moved_later(receivables=receivables, since=items_since)
        self._money = {pk: _Left(receipts[pk].unapplied_minor, Counter(later)) for pk, later in money.items()}
        self._items = {pk: _Left(receivables[pk].outstanding_minor, Counter(later)) for pk, later in items.items()}

    def take(self, *, receipt: Receipt, row: Receivable, minor: int, short_minor: int) -> date:
        """The day on which `minor` of the receipt pays the item and `short_minor` more of the item is given up."""
        money, item = self._money[receipt.pk], self._items[row.pk]
        on = item.first_day(minor + short_minor, self._earliest(receipt, row))
        on = money.first_day(minor, on)
        item.take(minor + short_minor, on)
        money.take(minor, on)
        return on

    def _earliest(self, receipt: Receipt, row: Receivable) -> date:
        return max(receipt.received_on, row.issue_date, self._not_before)


class _Left:
    """What is left of a receipt or an item, and how late days changed it."""

    def __init__(self, minor: int, later: Counter[date]) -> None:
        self.minor = minor
        self.later = later

    def first_day(self, minor: int, not_before: date) -> date:
        return first_day_with(minor=minor, left=self.minor, later=self.later, not_before=not_before)

    def take(self, minor: int, on: date) -> None:
        self.minor -= minor
        self.later[on] -= minor
