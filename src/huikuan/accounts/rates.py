"""Reads of exchange rates: those in force on a day, every one ever entered; conversion itself is pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q

from huikuan.accounts.models import ExchangeRate
from huikuan.kernel.exchange import STALE_AFTER_DAYS, Rate, converted
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds

__all__ = ["STALE_AFTER_DAYS", "Rate", "RateRow", "converted", "rate_rows", "rates_on"]


@dataclass(frozen=True, slots=True)
class RateRow:
    """An entered rate; `is_in_force` unless a later version corrects it."""

    id: int
    day: date
    currency: str
    to_currency: str
    micros: int
    version: int
    source: str
    note: str
    entered_by: str
    entered_at: datetime
    is_in_force: bool


def rates_on(*, on: date, to_currency: str) -> Mapping[str, Rate]:
    """The latest rate into `to_currency` on or before a day, by currency, with its age; two queries.

    A corrected rate holds in its last version. Currencies without a rate are missing.
    """
    known = ExchangeRate.objects.filter(to_currency=to_currency, day__lte=on)
    latest = dict(known.values_list("currency").annotate(Max("day")))
    if not latest:
        return {}
    wanted = Q(pk__in=())
    for currency, day in latest.items():
        wanted |= Q(currency=currency, day=day)
    rows = ExchangeRate.objects.filter(wanted, to_currency=to_currency).order_by("version")
    return {
        row.currency: Rate(row.currency, to_currency, row.day, row.rate_micros, row.source, (on - row.day).days)
        for row in rows
    }


def rate_rows(*, currency: str = "", number: int = 1, size: int = PAGE_SIZE) -> Page[RateRow]:
    """Every rate entered, the latest day first, with corrected versions below what corrected them."""
    rows = ExchangeRate.objects.order_by("-day", "currency", "to_currency", "-version")
    if currency:
        rows = rows.filter(Q(currency=currency) | Q(to_currency=currency))
    start, end = page_bounds(number=number, size=size)
    found = list(rows[start:end])
    days = {row.day for row in found}
    held = ExchangeRate.objects.filter(day__in=days).values_list("day", "currency", "to_currency")
    newest = {tuple(key): version for *key, version in held.annotate(Max("version"))}
    return Page(tuple(_row(row, newest) for row in found), number, size, rows.count(), {})


def _row(row: ExchangeRate, newest: Mapping[tuple[object, ...], int]) -> RateRow:
    return RateRow(
        row.pk,
        row.day,
        row.currency,
        row.to_currency,
        row.rate_micros,
        row.version,
        row.source,
        row.note,
        row.entered_by,
        row.entered_at,
        newest[(row.day, row.currency, row.to_currency)] == row.version,
    )
