"""PURE: goods on a delivery note against the lines of its order: by line, by code, by name with specification."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from huikuan.deliveries.rules.drafts import Goods
from huikuan.kernel.refusal import Refused
from huikuan.kernel.text_normal import narrow


class OrderedLine(Protocol):
    """A line of an order as it is kept."""

    number: int
    item_code: str
    name: str
    specification: str
    unit: str
    unit_price_micros: int


def filled_from(*, goods: Sequence[Goods], ordered: Sequence[OrderedLine]) -> tuple[Goods, ...]:
    """The goods with the line of the order each of them fills; names and prices they do not say are the ordered ones.

    Raises Refused DELIVERY_NOT_ORDERED for goods that the order does not have.
    """
    return tuple(_filled(line, ordered) for line in goods)


def _filled(line: Goods, ordered: Sequence[OrderedLine]) -> Goods:
    found = next((one for one in ordered if _is_same(line, one)), None)
    if found is None:
        raise Refused("DELIVERY_NOT_ORDERED", name=(line.name or line.item_code)[:60])
    price = found.unit_price_micros if line.unit_price_micros is None else line.unit_price_micros
    return replace(
        line,
        order_line=found.number,
        unit_price_micros=price,
        name=line.name or found.name,
        item_code=line.item_code or found.item_code,
        specification=line.specification or found.specification,
        unit=line.unit or found.unit,
    )


def _is_same(line: Goods, one: OrderedLine) -> bool:
    if line.order_line is not None:
        return line.order_line == one.number
    if line.item_code.strip() and one.item_code.strip():
        return _plain(line.item_code) == _plain(one.item_code)
    if _plain(line.name) != _plain(one.name):
        return False
    return not line.specification.strip() or _plain(line.specification) == _plain(one.specification)


def _plain(text: str) -> str:
    return narrow(text=text).casefold().strip()
