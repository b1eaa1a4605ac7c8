"""Whole lists of money received and of its use at once: what is known of them, and the inserts with their postings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from huikuan.audit.operations import OpenAct
from huikuan.ledger.bulk import Form, Side, post_columns, reserve_postings
from huikuan.ledger.operations import take_numbers
from huikuan.ledger.rules import Account, PostingKind
from huikuan.ledger.staging import insert_selected, queried, reserve_ids, staged
from huikuan.receipts.models import AllocationReason, Receipt
from huikuan.receipts.operations.money import RECEIPT_SERIES
from huikuan.receipts.rules import ReceiptMethod

RECEIPT_COLUMNS = (
    "customer_id",
    "received_on",
    "currency",
    "amount_minor",
    "allocated_minor",
    "first_moved_on",
    "last_moved_on",
    "reference",
    "source_sha256",
    "line",
)
"""What a frame of receipts holds; only what is said of allocations may be null."""
ALLOCATION_COLUMNS = ("receipt_id", "receivable_id", "customer_id", "currency", "amount_minor", "effective_date")
"""What a frame of allocations holds: payer and debtor are the same customer."""

KNOWN_RECEIPTS: Mapping[str, Any] = {
    "customer_id": pl.Int64,
    "received_on": pl.Date,
    "currency": pl.String,
    "amount_minor": pl.Int64,
    "reference": pl.String,
    "receipt_id": pl.Int64,
    "unapplied_minor": pl.Int64,
}

_UNAPPLIED = Side(Account.UNAPPLIED, -1, names_receipt=True)
_MONEY = Form(PostingKind.RECEIPT, (Side(Account.BANK_CLEARING, 1, names_receipt=True), _UNAPPLIED))
_TAKEN_OVER = Form(PostingKind.RECEIPT, (Side(Account.OPENING_BALANCE, 1, names_receipt=True), _UNAPPLIED))
_ALLOCATION = Form(
    PostingKind.ALLOCATE,
    (
        Side(Account.UNAPPLIED, 1, names_receivable=True, names_receipt=True),
        Side(Account.RECEIVABLE, -1, names_receivable=True, names_receipt=True),
    ),
)
_RECEIPTS = Receipt._meta.db_table
_REASONS = AllocationReason._meta.db_table
TABLES = (_RECEIPTS, _REASONS)
"""What a load writes to here."""
STATED_IN_FILE = "STATED_IN_FILE"
"""Why an imported allocation was made."""
_REASON_TEXT = json.dumps([{"code": STATED_IN_FILE}])


@dataclass(frozen=True, slots=True)
class ReservedReceipts:
    """Ids taken for receipts and their postings."""

    first_receipt: int
    first_posting: int


def known_receipts(*, company_id: int, frame: pl.DataFrame) -> pl.DataFrame:
    """Receipts of a company that came from the customers on the days of the frame, in id order; columns `KNOWN_RECEIPTS`.

    The plus keeps SQLite from looking all receipts of the company through for every row of the frame.
    """
    wanted = frame.select("customer_id", "received_on").unique()
    with staged(name="days", frame=wanted) as table:
        return queried(
            sql=f"""
            SELECT r.customer_id, r.received_on, r.currency, r.amount_minor, r.reference, r.id, r.unapplied_minor
            FROM {table} w JOIN {_RECEIPTS} r
              ON r.customer_id = w.customer_id AND r.received_on = w.received_on AND +r.company_id = %s
            WHERE r.reversed_minor = 0 ORDER BY r.id""",  # noqa: S608  (names of our own tables)
            parameters=[company_id],
            schema=KNOWN_RECEIPTS,
        )


def reserve_receipts(*, count: int) -> ReservedReceipts:
    """Take the ids for `count` receipts; call it before series are locked."""
    if not count:
        return ReservedReceipts(0, 0)
    return ReservedReceipts(reserve_ids(table=_RECEIPTS, count=count), reserve_postings(count=count))


def insert_receipts(
    *,
    act: OpenAct,
    company_id: int,
    frame: pl.DataFrame,
    reserved: ReservedReceipts,
    is_opening: bool = False,
) -> None:
    """Number, save and post money received (columns `RECEIPT_COLUMNS`); ids run on in the frame's order.

    `allocated_minor` is what allocations of the same act use of each, `first_moved_on` and `last_moved_on` their days. A
    credit balance taken over (`is_opening`) came through no bank account of ours: it is posted against the opening balance.
    """
    if frame.is_empty():
        return
    first_number = take_numbers(company_id=company_id, code=RECEIPT_SERIES, count=frame.height)
    method = ReceiptMethod.OTHER if is_opening else ReceiptMethod.BANK
    with staged(name="receipts", frame=frame.select(pl.int_range(frame.height).alias("n"), *RECEIPT_COLUMNS)) as table:
        insert_selected(
            into=_RECEIPTS,
            values=_receipt_values(company_id, method, (reserved.first_receipt, first_number)),
            source=table,
        )
        post_columns(
            act=act,
            company_id=company_id,
            form=_TAKEN_OVER if is_opening else _MONEY,
            frame=frame.rename({"received_on": "effective_date"}),
            first_id=reserved.first_posting,
            relation=f"""
            (SELECT n, received_on AS effective_date, n + {reserved.first_receipt} AS document_id, currency, amount_minor,
                    customer_id, CAST(NULL AS bigint) AS receivable_id, n + {reserved.first_receipt} AS receipt_id
             FROM {table}) AS received""",  # noqa: S608  (names and numbers of our own)
        )


def insert_allocations(*, act: OpenAct, company_id: int, frame: pl.DataFrame, first_posting: int) -> None:
    """Post allocations (columns `ALLOCATION_COLUMNS`) of receipts and receivables inserted in the same act, with their reason.

    The cached parts of both are not touched: their inserts already state them.
    """
    if frame.is_empty():
        return
    rows = frame.select(
        pl.int_range(frame.height).alias("n"), *ALLOCATION_COLUMNS, pl.lit(None, dtype=pl.Int64).alias("document_id")
    )
    with staged(name="allocations", frame=rows) as table:
        post_columns(
            act=act, company_id=company_id, form=_ALLOCATION, frame=frame, first_id=first_posting, relation=table
        )
        insert_selected(
            into=_REASONS,
            values={
                "posting_id": ("n + %s", first_posting),
                "receipt_id": "receipt_id",
                "is_automatic": ("%s", False),
                "policy_version": "''",
                "reasons": ("%s", _REASON_TEXT),
            },
            source=table,
        )


def _receipt_values(
    company_id: int, method: ReceiptMethod, first: tuple[int, int]
) -> dict[str, str | tuple[str, object]]:
    first_id, first_number = first
    return {
        "id": ("n + %s", first_id),
        "company_id": ("%s", company_id),
        "number": ("n + %s", first_number),
        "customer_id": "customer_id",
        "method": ("%s", method.value),
        "received_on": "received_on",
        "currency": "currency",
        "amount_minor": "amount_minor",
        "fee_minor": "0",
        "allocated_minor": "allocated_minor",
        "unapplied_minor": "amount_minor - allocated_minor",
        "refunded_minor": "0",
        "reversed_minor": "0",
        "deposit_minor": "0",
        "first_moved_on": "first_moved_on",
        "last_moved_on": "COALESCE(last_moved_on, received_on)",
        "payer_name": "''",
        "payer_account": "''",
        "reference": "reference",
        "source_ref": "source_sha256 || '#' || line",
        "not_a_receipt_reason": "''",
    }
