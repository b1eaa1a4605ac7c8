"""Reads: what of a receipt was passed on, and where money came from that was passed on to us."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from huikuan.kernel.actor import Actor
from huikuan.kernel.money import Money
from huikuan.receipts.access import receipts_for
from huikuan.receipts.models import PassedMoney, Receipt


@dataclass(frozen=True, slots=True)
class PassedRow:
    """One passing seen from a receipt: `other` is the receipt on the other side, `is_seen` whether the actor may open it."""

    id: int
    is_outgoing: bool
    amount: Money
    worth: Money
    rate_micros: int | None
    other_id: int
    other_number: int
    other_company_id: int
    is_seen: bool
    is_live: bool


def passed_of(*, actor: Actor, receipt_id: int) -> tuple[PassedRow, ...]:
    """The passings to and from a receipt that the actor may see, in their order; one query, two where there are any."""
    about = PassedMoney.objects.filter(Q(target_id=receipt_id) | Q(receipt_id=receipt_id))
    rows = list(about.select_related("receipt", "target").order_by("pk"))
    if not rows:
        return ()
    sides = {side for row in rows for side in (row.receipt_id, row.target_id)}
    seen = set(receipts_for(actor=actor).filter(pk__in=sides).values_list("pk", flat=True))
    return tuple(_row(row, receipt_id, seen) for row in rows) if receipt_id in seen else ()


def _row(row: PassedMoney, receipt_id: int, seen: set[int]) -> PassedRow:
    is_outgoing = row.receipt_id == receipt_id
    other: Receipt = row.target if is_outgoing else row.receipt
    return PassedRow(
        id=row.pk,
        is_outgoing=is_outgoing,
        amount=Money(row.amount_minor, row.receipt.currency),
        worth=Money(row.worth_minor, row.target.currency),
        rate_micros=row.rate_micros,
        other_id=other.pk,
        other_number=other.number,
        other_company_id=other.company_id,
        is_seen=other.pk in seen,
        is_live=row.undone_act_id is None,
    )
