"""Reads: refunds of merchants' bills, which payments they belong to, and those that a person must look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from huikuan.kernel.actor import Actor
from huikuan.kernel.paging import portions
from huikuan.receipts.access import bank_account_for
from huikuan.receipts.models import Receipt, WalletLine
from huikuan.receipts.wallet_rules import RefundTrouble

Numbers = tuple[str, str]
"""The provider's number of the payment and the merchant's order number."""
_DAMAGED = re.compile(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class OpenRefund:
    """A refund that is booked on no receipt, with the receipt of its payment where that is known; minor units."""

    line_id: int
    day: date
    amount_minor: int
    fee_back_minor: int
    currency: str
    order_number: str
    text: str
    trouble: RefundTrouble
    receipt_id: int | None
    receipt_number: int | None


def waiting_refunds(*, bank_account_id: int) -> Sequence[WalletLine]:
    """The refunds of an account that were never booked, oldest first."""
    rows = WalletLine.objects.filter(bank_account_id=bank_account_id, event="REFUND", refunds__isnull=True)
    return list(rows.order_by("day", "pk"))


def originals_of(*, bank_account_id: int, keys: Iterable[Numbers]) -> dict[Numbers, int]:
    """Ids of the receipts of the payments that refunds name, by the provider's number, else by an order paid once."""
    wanted = set(keys)
    by_transaction = _receipts(bank_account_id, "transaction_id", {one for one, _ in wanted if _tells(one)})
    by_order = _receipts(bank_account_id, "order_number", {one for _, one in wanted if _tells(one)})
    found: dict[Numbers, int] = {}
    for transaction, order in wanted:
        rows = by_transaction.get(transaction) or by_order.get(order) or []
        if len(rows) == 1:
            found[transaction, order] = rows[0]
    return found


def open_refunds(*, actor: Actor, bank_account_id: int, company_id: int) -> tuple[OpenRefund, ...]:
    """The refunds of a merchant account that no live posting pays back. Raises NotPermitted."""
    account = bank_account_for(actor=actor, bank_account_id=bank_account_id, company_id=company_id)
    lines = WalletLine.objects.filter(bank_account=account, event="REFUND")
    lines = lines.exclude(refunds__posting__in=_live_postings(bank_account_id)).select_related("line")
    rows = list(lines.order_by("-day", "-pk"))
    originals = originals_of(
        bank_account_id=bank_account_id, keys=[(row.transaction_id, row.order_number) for row in rows]
    )
    numbers = dict(Receipt.objects.filter(pk__in=set(originals.values())).values_list("pk", "number"))
    return tuple(_open(row, originals.get((row.transaction_id, row.order_number)), numbers) for row in rows)


def _open(row: WalletLine, receipt_id: int | None, numbers: dict[int, int]) -> OpenRefund:
    return OpenRefund(
        line_id=row.pk,
        day=row.day,
        amount_minor=-row.gross_minor,
        fee_back_minor=-row.fee_minor,
        currency=row.line.currency,
        order_number=row.order_number or row.transaction_id,
        text=row.line.reference,
        trouble=RefundTrouble.ORIGINAL_UNKNOWN if receipt_id is None else RefundTrouble.ORIGINAL_USED,
        receipt_id=receipt_id,
        receipt_number=None if receipt_id is None else numbers.get(receipt_id),
    )


def _live_postings(bank_account_id: int) -> Sequence[int]:
    refunds = WalletLine.objects.filter(bank_account_id=bank_account_id, refunds__isnull=False)
    live = refunds.filter(refunds__posting__reversed_by__isnull=True)
    return list(live.values_list("refunds__posting_id", flat=True))


def _receipts(bank_account_id: int, column: str, numbers: set[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for some in portions(values=sorted(numbers)):
        rows = WalletLine.objects.filter(bank_account_id=bank_account_id, event="PAYMENT", **{f"{column}__in": some})
        for number, receipt_id in rows.values_list(column, "line__receipt__pk"):
            if receipt_id is not None:
                found.setdefault(number, []).append(receipt_id)
    return found


def _tells(number: str) -> bool:
    """A number that a spreadsheet turned into 4.00123E+27 is that of many."""
    return bool(number.strip("0")) and not _DAMAGED.fullmatch(number)
