"""Writes a plan into the books inside an open act: customers, documents, money stated as received, and its use."""

from __future__ import annotations

import polars as pl

from huikuan.audit.operations import OpenAct
from huikuan.imports.new_customers import take_in
from huikuan.imports.plans import Plan
from huikuan.imports.rules import ImportKind
from huikuan.ledger.bulk import reserve_postings
from huikuan.receipts.bulk import insert_allocations, insert_receipts, reserve_receipts
from huikuan.receivables.bulk import insert_documents, reserve_invoices
from huikuan.receivables.rules import InvoiceKind

_KINDS = {ImportKind.INVOICES: InvoiceKind.INVOICE, ImportKind.RECEIVABLES: InvoiceKind.OPENING}


def write_plan(*, act: OpenAct, kind: ImportKind, company_id: int, sha256: str, plan: Plan) -> list[int]:
    """Take in new customers, post the documents; settled invoices get their money and its allocation, too.

    The ids of the customers of these documents.
    """
    settled = plan.documents["settled_date"].is_not_null()
    documents = reserve_invoices(count=plan.documents.height)
    receipts = reserve_receipts(count=int(settled.sum()))
    allocations = reserve_postings(count=int(settled.sum()))
    advances = reserve_receipts(count=plan.advances.height)
    customers = take_in(act=act, parties=plan.directory.new, used=_used(plan))
    rows = _named(plan.documents, customers, sha256).with_columns(
        (pl.int_range(plan.documents.height) + documents.first_receivable).alias("receivable_id"),
        # Money that came before the invoice counts for it from the day it was issued.
        pl.when(settled).then(pl.max_horizontal("settled_date", "issue_date")).alias("allocated_on"),
    )
    insert_documents(act=act, company_id=company_id, kind=_KINDS[kind], frame=_documents(rows), reserved=documents)
    money = rows.filter(settled).with_columns(
        (pl.int_range(int(settled.sum())) + receipts.first_receipt).alias("receipt_id")
    )
    insert_receipts(act=act, company_id=company_id, frame=_receipts(money), reserved=receipts)
    insert_allocations(act=act, company_id=company_id, frame=_allocations(money), first_posting=allocations)
    balances = _named(plan.advances, customers, sha256)
    insert_receipts(
        act=act, company_id=company_id, frame=_credit_balances(balances), reserved=advances, is_opening=True
    )
    return rows["customer_id"].unique().to_list()


def _used(plan: Plan) -> set[int]:
    """References of new customers that a row to be written names; those of refused rows stay out."""
    return {reference for part in (plan.documents, plan.advances) for reference in part["customer"].unique()}


def _named(frame: pl.DataFrame, customers: pl.DataFrame, sha256: str) -> pl.DataFrame:
    joined = frame.join(customers, on="customer", how="left", maintain_order="left")
    return joined.with_columns(
        pl.coalesce("taken_in", "customer").alias("customer_id"), pl.lit(sha256).alias("source_sha256")
    )


def _documents(rows: pl.DataFrame) -> pl.DataFrame:
    """What is open becomes the amount of the document, what was stated its face (TRUST R1)."""
    booked = pl.col("open_minor")
    return rows.select(
        "customer_id",
        "invoice_number",
        "issue_date",
        "due_date",
        "currency",
        booked.alias("amount_minor"),
        pl.col("amount_minor").alias("face_minor"),
        pl.when(pl.col("settled_date").is_not_null()).then(booked).otherwise(0).alias("allocated_minor"),
        pl.col("allocated_on").alias("first_moved_on"),
        pl.col("allocated_on").alias("last_moved_on"),
        "source_sha256",
        "line",
        "contract_number",
        "note",
    )


def _receipts(money: pl.DataFrame) -> pl.DataFrame:
    return money.select(
        "customer_id",
        pl.col("settled_date").alias("received_on"),
        "currency",
        pl.col("open_minor").alias("amount_minor"),
        pl.col("open_minor").alias("allocated_minor"),
        pl.col("allocated_on").alias("first_moved_on"),
        pl.col("allocated_on").alias("last_moved_on"),
        pl.col("invoice_number").alias("reference"),
        "source_sha256",
        "line",
    )


def _allocations(money: pl.DataFrame) -> pl.DataFrame:
    return money.select(
        "receipt_id",
        "receivable_id",
        "customer_id",
        "currency",
        pl.col("open_minor").alias("amount_minor"),
        pl.col("allocated_on").alias("effective_date"),
    )


def _credit_balances(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        "customer_id",
        pl.col("issue_date").alias("received_on"),
        "currency",
        (-pl.col("open_minor")).alias("amount_minor"),
        pl.lit(0, dtype=pl.Int64).alias("allocated_minor"),
        pl.lit(None, dtype=pl.Date).alias("first_moved_on"),
        pl.lit(None, dtype=pl.Date).alias("last_moved_on"),
        pl.col("invoice_number").alias("reference"),
        "source_sha256",
        "line",
    )
