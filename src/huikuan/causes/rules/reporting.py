"""PURE: recorded causes added up by cause and person, product or month; an item is split over its products without a rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from huikuan.causes.rules.causes import Cause
from huikuan.kernel.money import split_by_weights


class By(StrEnum):
    """What a report is broken down by besides the cause."""

    CAUSE = "CAUSE"
    PERSON = "PERSON"
    PRODUCT = "PRODUCT"
    MONTH = "MONTH"


@dataclass(frozen=True, slots=True)
class CausedItem:
    """An item with the cause recorded for it, minor units: what was open then and what is still open of it."""

    cause: Cause
    invoice_id: int
    customer_id: int
    person: str
    since: date
    currency: str
    open_minor: int
    still_minor: int


@dataclass(frozen=True, slots=True)
class ReportRow:
    """So many items of one cause in one group, minor units; `group` is empty where nobody or nothing is named."""

    cause: Cause
    group: str
    currency: str
    items: int
    customers: int
    open_minor: int
    still_minor: int


Products = Mapping[int, Sequence[tuple[str, int]]]
"""Names of products with their amounts in minor units, by invoice."""


def report_of(*, items: Iterable[CausedItem], by: By, products: Products) -> tuple[ReportRow, ...]:
    """Sums by cause, group and currency, the largest first within a currency; the sum over all rows is that of the items."""
    sums: dict[tuple[Cause, str, str], list[int]] = {}
    seen: dict[tuple[Cause, str, str], tuple[set[int], set[int]]] = {}
    for place, item in enumerate(items):
        for group, opened, still in _shares(item, by, products):
            key = (item.cause, group, item.currency)
            total = sums.setdefault(key, [0, 0])
            total[0] += opened
            total[1] += still
            places, customers = seen.setdefault(key, (set(), set()))
            places.add(place)
            customers.add(item.customer_id)
    rows = [
        ReportRow(cause, group, currency, len(seen[key][0]), len(seen[key][1]), *total)
        for key, total in sums.items()
        for cause, group, currency in (key,)
    ]
    return tuple(sorted(rows, key=lambda row: (row.currency, -row.open_minor, row.cause.value, row.group)))


def _shares(item: CausedItem, by: By, products: Products) -> Iterable[tuple[str, int, int]]:
    if by is not By.PRODUCT:
        group = {By.CAUSE: "", By.PERSON: item.person, By.MONTH: f"{item.since:%Y-%m}"}[by]
        return ((group, item.open_minor, item.still_minor),)
    sold: dict[str, int] = {}
    for name, minor in products.get(item.invoice_id, ()):
        sold[name] = sold.get(name, 0) + minor
    weights = {name: minor for name, minor in sold.items() if minor > 0}
    if not weights:
        return (("", item.open_minor, item.still_minor),)
    sizes = list(weights.values())
    opened = split_by_weights(total_minor=item.open_minor, weights=sizes)
    still = split_by_weights(total_minor=item.still_minor, weights=sizes)
    return tuple(zip(weights, opened, still, strict=True))
