"""Customers of a whole file: what is known to recognise them by, read at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.db.models import QuerySet

from huikuan.customers.models import Customer
from huikuan.customers.queries import merged_ends
from huikuan.customers.rules import PartyRow, normal_name
from huikuan.kernel.paging import portions


def parties_with_codes(*, codes: Iterable[str]) -> tuple[PartyRow, ...]:
    """The customers with one of these numbers."""
    parts = portions(values=sorted(set(codes)))
    return tuple(row for some in parts for row in _rows(Customer.objects.filter(code__in=some)))


def all_parties() -> tuple[PartyRow, ...]:
    """Every customer, the oldest first.

    A merged one is still recognised by his number, so that a document that came before is known again; a name or tax code
    he shares with the one he was merged into means the latter.
    """
    ends = merged_ends()
    kept = {row.id: row for row in _rows(Customer.objects.filter(pk__in=set(ends.values())))}
    return tuple(_without_shared(row, kept.get(ends.get(row.id, 0))) for row in _rows(Customer.objects.all()))


def _without_shared(row: PartyRow, kept: PartyRow | None) -> PartyRow:
    if kept is None:
        return row
    name = "" if normal_name(name=row.name) == normal_name(name=kept.name) else row.name
    return replace(row, name=name, tax_code="" if row.tax_code == kept.tax_code else row.tax_code)


def _rows(customers: QuerySet[Customer]) -> Iterator[PartyRow]:
    values = customers.order_by("pk").values_list("pk", "code", "name", "tax_code", "terms_days", "terms_roll")
    return (PartyRow(*row) for row in values.iterator(chunk_size=10_000))
