"""Where the next part of a list begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from huikuan.api.answers import Item, Numbered
from huikuan.kernel.paging import Page


def next_after(*, ids: Sequence[int], limit: int) -> int | None:
    """The cursor of the next page; None if the list has no more than `limit` rows. Views read one row more than that."""
    return ids[limit - 1] if len(ids) > limit else None


def numbered(*, page: Page[Any], items: list[Item]) -> Numbered[Item]:
    """The answer about a page of a list, with the number of the next one; none after the last."""
    return Numbered(items=items, count=page.count, next=page.number + 1 if page.number < page.pages else None)
