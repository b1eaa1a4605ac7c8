"""Reads of orders: the list, one with its lines, what is left to deliver."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum

from huikuan.deliveries.access import order_for, orders_for
from huikuan.deliveries.models import Note, Order, OrderLine
from huikuan.deliveries.rules.quantities import part_of
from huikuan.deliveries.rules.states import NoteState, OrderState
from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import PAGE_SIZE, Page, page_bounds

SORTS = {
    "placed": ("placed_on", "pk"),
    "-placed": ("-placed_on", "-pk"),
    "number": ("number", "pk"),
    "-number": ("-number", "-pk"),
    "amount": ("currency", "amount_minor", "pk"),
    "-amount": ("currency", "-amount_minor", "-pk"),
}


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """What a list of orders is narrowed to; `state` is empty for all."""

    state: str = ""
    search: str = ""
    customer_id: int | None = None
    company_id: int | None = None
    contract_id: int | None = None


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order; minor units. `delivered_minor` is what went out less what was rejected."""

    id: int
    company_id: int
    customer_id: int
    customer_name: str
    contract_id: int | None
    contract_number: str
    number: str
    placed_on: date
    currency: str
    amount_minor: int
    delivered_minor: int
    needs_acceptance: bool
    inspection_days: int | None
    state: str
    placed_by: str
    remark: str


@dataclass(frozen=True, slots=True)
class OrderLineRow:
    """A line of an order; quantities in millionths, `most_micros` the most that may be delivered of it."""

    id: int
    number: int
    item_code: str
    name: str
    specification: str
    unit: str
    quantity_micros: int
    unit_price_micros: int
    amount_minor: int
    delivered_micros: int
    most_micros: int

    @property
    def open_micros(self) -> int:
        """Ordered and not delivered."""
        return max(0, self.quantity_micros - self.delivered_micros)


@dataclass(frozen=True, slots=True)
class OrderDetails:
    """An order with its lines."""

    row: OrderRow
    lines: tuple[OrderLineRow, ...]


def order_page(
    *, actor: Actor, narrowed: OrderFilter, sort: str = "-placed", number: int = 1, size: int = PAGE_SIZE
) -> Page[OrderRow]:
    """One page of the orders `actor` may see, with sums per currency of those not cancelled; four queries."""
    rows = _narrowed(orders_for(actor=actor), narrowed)
    living = rows.exclude(state=OrderState.CANCELLED.value).order_by()
    totals = dict(living.values_list("currency").annotate(total=Sum("amount_minor")))
    start, end = page_bounds(number=number, size=size)
    shown = list(rows.select_related("customer", "contract").order_by(*SORTS.get(sort, SORTS["-placed"]))[start:end])
    return Page(_rows(shown), max(number, 1), end - start, rows.count(), totals)


def orders_after(
    *, actor: Actor, after_id: int, limit: int, company_id: int | None = None, customer_id: int | None = None
) -> tuple[OrderRow, ...]:
    """Orders in the order of their ids, for programs; two queries."""
    rows = _narrowed(orders_for(actor=actor), OrderFilter(company_id=company_id, customer_id=customer_id))
    return _rows(list(rows.select_related("customer", "contract").filter(pk__gt=after_id).order_by("pk")[:limit]))


def order_details(*, actor: Actor, order_id: int) -> OrderDetails:
    """One order with its lines. Raises NotPermitted DELIVERY_NOT_VISIBLE."""
    order_for(actor=actor, order_id=order_id)
    (row,) = _rows([Order.objects.select_related("customer", "contract").get(pk=order_id)])
    return OrderDetails(row, order_lines(order_ids=[order_id]).get(order_id, ()))


def order_lines(*, order_ids: list[int]) -> dict[int, tuple[OrderLineRow, ...]]:
    """The lines of orders that were filtered by access before; one query."""
    found: dict[int, list[OrderLineRow]] = {}
    for row in OrderLine.objects.filter(order__in=order_ids).order_by("order_id", "number"):
        line = OrderLineRow(
            row.pk,
            row.number,
            row.item_code,
            row.name,
            row.specification,
            row.unit,
            row.quantity_micros,
            row.unit_price_micros,
            row.amount_minor,
            row.delivered_micros,
            row.most_micros,
        )
        found.setdefault(row.order_id, []).append(line)
    return {order_id: tuple(lines) for order_id, lines in found.items()}


def _rows(orders: list[Order]) -> tuple[OrderRow, ...]:
    delivered = _delivered([row.pk for row in orders])
    return tuple(
        OrderRow(
            row.pk,
            row.company_id,
            row.customer_id,
            row.customer.name,
            row.contract_id,
            row.contract.number if row.contract else "",
            row.number,
            row.placed_on,
            row.currency,
            row.amount_minor,
            delivered.get(row.pk, 0),
            row.needs_acceptance,
            row.inspection_days,
            row.state,
            row.placed_by_name,
            row.remark,
        )
        for row in orders
    )


def _delivered(order_ids: list[int]) -> dict[int, int]:
    rows = Note.objects.filter(order__in=order_ids).exclude(state=NoteState.TAKEN_BACK.value)
    sums = rows.values_list("order_id").annotate(all=Sum("amount_minor"), back=Sum("rejected_minor"))
    return {pk: int(total - back) for pk, total, back in sums}


def open_worth(*, line: OrderLineRow) -> int:
    """What is ordered and not delivered of a line, minor units."""
    return part_of(amount_minor=line.amount_minor, part_micros=line.open_micros, whole_micros=line.quantity_micros)


def _narrowed(rows: QuerySet[Order], narrowed: OrderFilter) -> QuerySet[Order]:
    if narrowed.state:
        rows = rows.filter(state=narrowed.state)
    if narrowed.search:
        rows = rows.filter(Q(number__icontains=narrowed.search) | Q(customer__name__icontains=narrowed.search))
    exact = {
        "customer_id": narrowed.customer_id,
        "company_id": narrowed.company_id,
        "contract_id": narrowed.contract_id,
    }
    return rows.filter(**{name: value for name, value in exact.items() if value is not None})
