"""Reads: what of a receipt was passed on, and where money came from that was passed on to us."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

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
    """The passings from and to a receipt that the actor may see, in their order; two queries."""
    visible = receipts_for(actor=actor)
    if not visible.filter(pk=receipt_id).exists():
        return ()
    rows = list(_about(receipt_id))
    others = {row.target_id if row.receipt_id == receipt_id else row.receipt_id for row in rows}
    seen = set(visible.filter(pk__in=others).values_list("pk", flat=True)) if others else set()
    return tuple(_row(row, receipt_id, seen) for row in rows)


def _about(receipt_id: int) -> Iterator[PassedMoney]:
    rows = PassedMoney.objects.select_related("receipt", "target").order_by("pk")
    yield from rows.filter(target_id=receipt_id)
    yield from rows.filter(receipt_id=receipt_id)


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
