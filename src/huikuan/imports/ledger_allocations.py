"""Which money was used for which invoice, as a ledger's list states it, judged against both sides. Reads only."""

from __future__ import annotations

import polars as pl

from huikuan.imports.rules import RejectionCode
from huikuan.imports.sieve import Sieve
from huikuan.ledger.bulk import allocated_of


def sifted_allocations(*, sieve: Sieve, documents: pl.DataFrame, money: pl.DataFrame) -> None:
    """Judge allocations; those left name `receipt`, `receivable` (new rows below zero), `customer` and `effective_date`.

    `documents` has id, receivable_id, outstanding_minor, customer, currency, issue_date; `money` has id, receipt_id,
    unapplied_minor, customer, currency, received_on.
    """
    sieve.rows = _joined(sieve.rows, documents, money)
    sieve.reject(pl.col("receipt").is_null(), RejectionCode.UNKNOWN_REFERENCE, "receipt_id")
    sieve.reject(pl.col("receivable").is_null(), RejectionCode.UNKNOWN_REFERENCE, "invoice_id")
    once = pl.struct("receipt", "receivable").is_first_distinct()
    sieve.reject(~once, RejectionCode.REPEATED_ID, "invoice_id")
    strangers = pl.col("customer") != pl.col("payer")
    sieve.reject(strangers, RejectionCode.THIRD_PARTY_UNAUTHORISED, "receipt_id")
    sieve.reject(pl.col("currency") != pl.col("paid_in"), RejectionCode.CURRENCIES_DIFFER, "receipt_id")
    _sift_known(sieve)
    used = pl.col("amount_minor").cum_sum()
    sieve.reject(used.over("receipt") > pl.col("unapplied_minor"), RejectionCode.MORE_THAN_RECEIVED, "amount_minor")
    sieve.reject(
        used.over("receivable") > pl.col("outstanding_minor"), RejectionCode.MORE_THAN_INVOICED, "amount_minor"
    )


def _joined(rows: pl.DataFrame, documents: pl.DataFrame, money: pl.DataFrame) -> pl.DataFrame:
    paid = money.select(
        pl.col("id").alias("receipt_id"),
        pl.col("receipt_id").alias("receipt"),
        pl.col("customer").alias("payer"),
        pl.col("currency").alias("paid_in"),
        "unapplied_minor",
        "received_on",
    )
    owed = documents.select(
        pl.col("id").alias("invoice_id"),
        pl.col("receivable_id").alias("receivable"),
        "customer",
        "currency",
        "outstanding_minor",
        "issue_date",
    )
    joined = rows.join(paid, on="receipt_id", how="left", maintain_order="left")
    joined = joined.join(owed, on="invoice_id", how="left", maintain_order="left")
    # Money that came before the invoice counts for it from the day it was issued.
    return joined.with_columns(
        pl.max_horizontal("received_on", "issue_date").alias("effective_date"),
        pl.col("amount_minor").alias("open_minor"),
    )


def _sift_known(sieve: Sieve) -> None:
    """Pairs the books know: the same amount is a duplicate, another one is refused."""
    both = (pl.col("receipt") > 0) & (pl.col("receivable") > 0)
    wanted = sieve.rows.filter(both)
    if wanted.is_empty():
        return
    known = allocated_of(receipt_ids=wanted["receipt"]).rename({"receipt_id": "receipt", "receivable_id": "receivable"})
    sieve.rows = sieve.rows.join(known, on=["receipt", "receivable"], how="left", maintain_order="left")
    stated = pl.col("allocated_minor").is_not_null()
    sieve.set_aside(stated & (pl.col("allocated_minor") == pl.col("amount_minor")))
    sieve.reject(stated, RejectionCode.NUMBER_TAKEN_WITH_OTHER_CONTENT, "amount_minor")
    sieve.rows = sieve.rows.drop("allocated_minor")
