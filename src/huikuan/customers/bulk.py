"""Customers of a whole file: what is known to recognise them by, read at once."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from huikuan.customers.models import Customer
from huikuan.customers.rules import PartyRow
from huikuan.kernel.paging import portions


def parties_with_codes(*, codes: Iterable[str]) -> tuple[PartyRow, ...]:
    """The customers with one of these numbers."""
    parts = portions(values=sorted(set(codes)))
    return tuple(row for some in parts for row in _rows(Customer.objects.filter(code__in=some)))


def all_parties() -> tuple[PartyRow, ...]:
    """Every customer, the oldest first."""
    return tuple(_rows(Customer.objects.all()))


def _rows(customers: QuerySet[Customer]) -> Iterable[PartyRow]:
    values = customers.order_by("pk").values_list("pk", "code", "name", "tax_code", "terms_days", "terms_roll")
    return (PartyRow(*row) for row in values.iterator(chunk_size=10_000))
