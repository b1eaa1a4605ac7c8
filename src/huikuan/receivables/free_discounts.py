"""Discounts given freely are refused while they are stopped for a customer (停止优惠); those a contract grants never are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from huikuan.contracts.queries.discounts import agreed_discounts
from huikuan.kernel.refusal import Refused
from huikuan.receivables.models import Receivable


class DiscountStops(Protocol):
    """Who knows for whom discounts are stopped: sanctions stand above receivables and fill it in."""

    def stopped(self, *, customer_ids: Iterable[int]) -> frozenset[tuple[int, int]]:
        """The customers, each with the own company, for whom they are."""
        ...


@cache
def discount_stops() -> DiscountStops:
    """Who is asked: the settings name it."""
    found: DiscountStops = import_string(settings.RECEIVABLES_DISCOUNT_STOPS)()
    return found


def refuse_free_discounts(*, rows: Iterable[Receivable]) -> None:
    """Raise Refused DISCOUNT_STOPPED for an item whose customer gets no discounts and whose contract grants none.

    One query, more only where a customer's are stopped; none without rows.
    """
    discounted = list(rows)
    stopped = discount_stops().stopped(customer_ids={row.customer_id for row in discounted}) if discounted else ()
    asked = [row.pk for row in discounted if (row.customer_id, row.company_id) in stopped]
    if not asked:
        return
    columns = ("company_id", "invoice__contract", "invoice__number")
    about = list(Receivable.objects.filter(pk__in=asked).values_list(*columns))
    for company_id in sorted({company_id for company_id, *_ in about}):
        own = [(contract, number) for whose, contract, number in about if whose == company_id]
        granted = agreed_discounts(company_id=company_id, numbers=[contract for contract, _ in own])
        for contract, number in own:
            if contract not in granted:
                raise Refused("DISCOUNT_STOPPED", invoice=number)
