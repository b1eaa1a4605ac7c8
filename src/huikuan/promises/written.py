"""Reads of what customers said about items, for the limitation period: promises and requests for more time, each with its proof."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.promises.models import Extension, PromiseItem
from huikuan.promises.rules import State


class Words(StrEnum):
    """What a customer said."""

    PROMISE = "PROMISE"
    EXTENSION = "EXTENSION"


@dataclass(frozen=True, slots=True)
class Said:
    """A customer promised an item, or asked for more time for it; `is_kept` where the portal kept his very words."""

    receivable_id: int
    words: Words
    id: int
    on: date
    is_kept: bool


def said_about(*, receivable_ids: Collection[int], customer_ids: Collection[int]) -> tuple[Said, ...]:
    """Promises that were not taken back and requests for more time about these items of these customers; two queries."""
    promised = PromiseItem.objects.filter(receivable_id__in=receivable_ids).exclude(
        promise__state=State.CANCELLED.value
    )
    columns = ("receivable_id", "promise_id", "promise__made_on", "promise__link_id")
    found = [
        Said(receivable_id, Words.PROMISE, pk, on, link_id is not None)
        for receivable_id, pk, on, link_id in promised.order_by("pk").values_list(*columns)
    ]
    wanted = frozenset(receivable_ids)
    asked = Extension.objects.filter(customer_id__in=customer_ids).order_by("pk")
    for pk, on, link_id, items in asked.values_list("pk", "asked_on", "link_id", "receivable_ids"):
        found += [Said(item, Words.EXTENSION, pk, on, link_id is not None) for item in items if item in wanted]
    return tuple(found)
