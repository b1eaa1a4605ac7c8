"""What a payment falls short because its contract says so: the discount for early payment, known without a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from huikuan.contracts.queries.discounts import AgreedDiscount, agreed_discounts
from huikuan.kernel.actor import SYSTEM
from huikuan.receipts.matching.records import Id, Line, Outcome
from huikuan.receipts.matching.tolerances import is_discount_of
from huikuan.receivables.queries.items import receivable_rows
from huikuan.receivables.queries.rows import ReceivableRow

Pair = tuple[int, int]


def granted(*, company_id: int, outcomes: Iterable[Outcome], lines: Mapping[Id, Line], today: date) -> dict[Pair, str]:
    """By (receipt, receivable) the contract that grants just what the payment falls short: agreed for all items paid with it,
    to the rounding of one minor unit, and the money in time. Two queries where something falls short, else none."""
    asked = [one for one in outcomes if any(not gap.booked for gap in one.candidates[0].differences)]
    ids = sorted({int(item_id) for one in asked for item_id, _ in one.candidates[0].shares})
    items = {row.id: row for row in receivable_rows(actor=SYSTEM, ids=ids, as_of=today)} if ids else {}
    numbers = {row.contract for row in items.values() if row.contract}
    agreed = agreed_discounts(company_id=company_id, numbers=numbers) if numbers else {}
    found: dict[Pair, str] = {}
    for one in asked:
        paid = [items[int(item_id)] for item_id, _ in one.candidates[0].shares if int(item_id) in items]
        said = {agreed.get(row.contract) for row in paid}
        (discount,) = said if len(said) == 1 else (None,)
        if discount is None or not _in_time(discount, paid, lines[one.line_id].date):
            continue
        open_minor = sum(row.parts.outstanding for row in paid)
        for gap in one.candidates[0].differences:
            if is_discount_of(open_minor=open_minor, short_minor=gap.minor, permille=discount.permille):
                found[int(one.line_id), int(gap.item_id)] = items[int(gap.item_id)].contract
    return found


def _in_time(discount: AgreedDiscount, paid: Iterable[ReceivableRow], on: date) -> bool:
    """Whether the money came within the days of each invoice, and nothing of it had been paid or credited before."""
    return all(
        discount.is_earned(issue_date=row.issue_date, paid_on=on) and row.parts.outstanding == row.parts.original
        for row in paid
    )
