"""What credit asks of other rooms, in one place: groups, limits, openings, securities, rates, bills, goods."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from huikuan.accounts.queries import companies
from huikuan.accounts.rates import rates_on
from huikuan.bills.queries.counting import BillsWithRecourse
from huikuan.credit.ports import BillsHeld, GoodsWaiting, ShippingControl
from huikuan.credit.rules.facts import Opening
from huikuan.credit.rules.securing import Cover, OpenPart, counted_for
from huikuan.customers import groups
from huikuan.customers.groups import roots_of
from huikuan.kernel.actor import SYSTEM
from huikuan.kernel.exchange import Rate, converted
from huikuan.kernel.money import Money
from huikuan.limits.queries import base_currency, limits_in_force
from huikuan.openings.queries import standing_of
from huikuan.receivables.queries.exposure import open_parts
from huikuan.securities.queries import SecurityRow, securities_in_force
from huikuan.securities.rules import Scope

__all__ = [
    "BILLS",
    "NO_LIMIT",
    "LimitOf",
    "Rates",
    "base_currency",
    "goods_waiting",
    "limits_of",
    "members_of",
    "members_of_each",
    "openings_of",
    "roots_of",
    "securities_of",
    "shipping_control",
]

BILLS: BillsHeld = BillsWithRecourse()
"""Bills in hand, endorsed or discounted, until they are paid or have matured."""


@cache
def goods_waiting() -> GoodsWaiting:
    """Who knows of goods delivered without an order: the settings name it, because deliveries stand above credit."""
    found: GoodsWaiting = import_string(settings.CREDIT_GOODS_WAITING)()
    return found


@cache
def shipping_control() -> ShippingControl:
    """Who controls deliveries: the settings name it, because sanctions stand above credit."""
    found: ShippingControl = import_string(settings.CREDIT_SHIPPING_CONTROL)()
    return found


@dataclass(frozen=True, slots=True)
class LimitOf:
    """The limit of a customer in force: minor units of a currency, None where none is set, 0 for cash only."""

    minor: int | None
    currency: str
    has_expired: bool = False
    valid_through: date | None = None


NO_LIMIT = LimitOf(None, "")


def members_of(*, root_id: int) -> tuple[int, ...]:
    """The customers of a group with its top, the top first."""
    return groups.members_of(root_ids=[root_id])[root_id]


def members_of_each(*, root_ids: Iterable[int]) -> dict[int, tuple[int, ...]]:
    """The customers of each group with its top, the top first."""
    return groups.members_of(root_ids=root_ids)


def limits_of(*, customer_ids: Iterable[int], on: date, base: str, order_number: str) -> Mapping[int, LimitOf]:
    """The limits in force by customer, as the journal of limits says."""
    found = limits_in_force(customer_ids=customer_ids, on=on, order_number=order_number, currency=base)
    return {
        pk: LimitOf(limit.amount_minor, limit.currency, limit.has_expired, limit.valid_through)
        for pk, limit in found.items()
    }


def openings_of(*, customer_ids: Iterable[int], on: date) -> dict[int, Opening]:
    """How the account opening of each customer stands."""
    return {pk: Opening(found.value) for pk, found in standing_of(customer_ids=customer_ids, on=on).items()}


class Rates:
    """Amounts put into one currency by the rates of a day; rates are read once, and only if another currency is met."""

    def __init__(self, *, on: date, base: str) -> None:
        self.on, self.base = on, base
        self.unknown: set[str] = set()
        self._rates: Mapping[str, Rate] | None = None

    def minor(self, *, minor: int, currency: str) -> int:
        """Minor units of the base currency; 0 where no rate is known, which `unknown` then names."""
        if currency == self.base or minor == 0:
            return minor
        if self._rates is None:
            self._rates = rates_on(on=self.on, to_currency=self.base)
        found = converted(money=Money(minor, currency), rates=self._rates, to_currency=self.base)
        if found is None:
            self.unknown.add(currency)
            return 0
        return found.minor


def securities_of(*, customer_ids: Iterable[int], on: date, rates: Rates) -> Mapping[int, Mapping[str, int]]:
    """Eligible minor units of security in force, by customer and currency; what covers a part counts for no more than it owes.

    One that covers a part is put into the base currency, unless its rate is unknown. At most two queries more where there is
    such a security.
    """
    found: dict[int, dict[str, int]] = {}

    def add(customer_id: int, currency: str, minor: int) -> None:
        sums = found.setdefault(customer_id, {})
        sums[currency] = sums.get(currency, 0) + minor

    known = securities_in_force(customer_ids=customer_ids, on=on)
    rows = [row for some in known.values() for row in some if row.eligible_minor]
    is_shared = any(row.company_id for row in rows) and len(companies(actor=SYSTEM)) > 1
    covers: list[Cover] = []
    for row in rows:
        cover = _cover(row, rates, is_shared=is_shared)
        if cover is None:
            add(row.customer_id, row.currency, row.eligible_minor)
        else:
            covers.append(cover)
    counted = counted_for(covers=covers, parts=_open_parts(covers, rates)) if covers else {}
    for cover in covers:
        add(cover.customer_id, rates.base, counted[cover.id])
    return found


def _cover(row: SecurityRow, rates: Rates, *, is_shared: bool) -> Cover | None:
    """What a security covers where that is a part only; the debts to the only own company are all there are."""
    invoices = frozenset(row.invoice_numbers) if row.scope is Scope.INVOICES else frozenset()
    contract = row.contract_number if row.scope is Scope.CONTRACT else ""
    company_id = row.company_id if is_shared else None
    if not (invoices or contract or company_id):
        return None
    minor = rates.minor(minor=row.eligible_minor, currency=row.currency)
    if row.currency in rates.unknown:
        return None
    return Cover(row.id, row.customer_id, minor, invoices, contract, company_id)


def _open_parts(covers: Iterable[Cover], rates: Rates) -> list[OpenPart]:
    """The open items that these securities may stand for."""
    covered = tuple(covers)
    rows = open_parts(
        customer_ids={cover.customer_id for cover in covered},
        numbers={number for cover in covered for number in cover.invoices},
        contracts={cover.contract for cover in covered if cover.contract and not cover.invoices},
        company_ids={
            cover.company_id for cover in covered if cover.company_id and not (cover.contract or cover.invoices)
        },
    )
    return [
        OpenPart(
            row.customer_id,
            row.company_id,
            row.invoice,
            row.contract,
            rates.minor(minor=row.minor, currency=row.currency),
        )
        for row in rows
    ]
