"""How a receipt is spread over open items before somebody types: by the matcher's proposal or in an order, with the reason of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import Promise

from huikuan.receipts.debt_order import Order, Spread
from huikuan.receipts.operations.allocating import Explanation, Share
from huikuan.receipts.queries.debt_orders import debt_order_of, reasons_of_order, suggested_spread
from huikuan.web.numbers import number_in
from huikuan.web.pages.receipts import ReceiptPage
from huikuan.wording.calculators import article_words
from huikuan.wording.debt_order import ORDERS
from huikuan.wording.sentences import sentence


@dataclass(frozen=True, slots=True)
class Filling:
    """Amounts to begin with, minor units by receivable, and why each item stands where it stands."""

    order: Order
    named_id: int | None = None
    is_ordered: bool = False
    shares: Mapping[int, int] = field(default_factory=dict)
    why: Mapping[int, str] = field(default_factory=dict)
    orders: tuple[tuple[str, str | Promise], ...] = tuple(ORDERS.items())


def filling_of(*, shown: ReceiptPage, today: date, asked: Mapping[str, str]) -> Filling:
    """What the address asks for (`fill` an order, `named` an item); else the matcher's proposal; else the policy's order."""
    usual = debt_order_of(company_id=shown.receipt.company_id).order
    order, named_id = _order(asked.get("fill", "")), number_in(text=asked.get("named"))
    if order is None and named_id is None and shown.proposed:
        known = {item.id for item in shown.open_items}
        return Filling(usual, shares={pk: minor for pk, minor in shown.proposed if pk in known})
    order = order or usual
    spread = _spread(shown, today, order, named_id)
    return Filling(
        order=order,
        named_id=named_id,
        is_ordered=True,
        shares={int(one.id): one.total_minor for one in spread.settled},
        why={int(one.id): _why(one.why.value, one.article) for one in spread.placed},
    )


def explanation_of(
    *, shown: ReceiptPage, today: date, shares: Sequence[Share], asked: Mapping[str, str]
) -> Explanation:
    """Why a person allocates so: by the order the page was filled with, if nothing was changed; else by hand."""
    order, named_id = _order(asked.get("order", "")), number_in(text=asked.get("named"))
    if order is not None:
        spread = _spread(shown, today, order, named_id)
        if {int(one.id): one.total_minor for one in spread.settled} == {
            share.receivable_id: share.amount_minor for share in shares
        }:
            return Explanation(reasons=reasons_of_order(order=order, placed=spread.placed))
    return Explanation(reasons=({"code": "BY_HAND", "params": {}},))


def _spread(shown: ReceiptPage, today: date, order: Order, named_id: int | None) -> Spread:
    left = shown.receipt.parts.unapplied
    return suggested_spread(minor=left, items=shown.open_items, today=today, order=order, named_id=named_id)


def _order(text: str) -> Order | None:
    return Order(text) if text in Order.__members__ else None


def _why(code: str, article: str) -> str:
    told = sentence(code=f"ORDER_{code}", parameters={})
    return f"{told} ({article_words(article=article)})" if article else told
