"""Writes the plan of a whole ledger into the books inside an open act."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from huikuan.accounts.queries import company
from huikuan.audit.operations import OpenAct
from huikuan.imports.first_limits import enter_limits
from huikuan.imports.ledger_columns import INVOICES, RECEIPTS
from huikuan.imports.ledger_plans import LedgerPlan
from huikuan.imports.new_customers import take_in
from huikuan.ledger.bulk import reserve_postings
from huikuan.receipts.bulk import STATED_IN_FILE, insert_allocations, insert_receipts, reserve_receipts
from huikuan.receipts.operations.allocating import AllocationDraft, Explanation, Share, allocate
from huikuan.receipts.parts import locked_receipts
from huikuan.receivables.bulk import insert_documents, reserve_invoices
from huikuan.receivables.parts import locked_receivables
from huikuan.receivables.rules import InvoiceKind


def write_ledger(*, act: OpenAct, company_id: int, plan: LedgerPlan, hashes: Mapping[str, str]) -> list[int]:
    """Take in customers, post documents, money and its use; `hashes` are the files' SHA-256 by name.

    Allocations of something that was in the books before go one by one, under its lock, after everything else. The ids of
    the customers of these documents.
    """
    is_new = (pl.col("receipt") < 0) & (pl.col("receivable") < 0)
    together, late = plan.allocations.filter(is_new), plan.allocations.filter(~is_new)
    locked_receivables(ids=[pk for pk in late["receivable"] if pk > 0])
    locked_receipts(ids=[pk for pk in late["receipt"] if pk > 0])
    documents = reserve_invoices(count=plan.documents.height)
    receipts = reserve_receipts(count=plan.receipts.height)
    first_posting = reserve_postings(count=together.height)
    customers = take_in(act=act, parties=plan.parties)
    _enter_limits(act, company_id, plan, customers)
    named = _Named(customers, together)
    billed = named.rows(plan.documents, "receivable", hashes[INVOICES])
    insert_documents(
        act=act,
        company_id=company_id,
        kind=InvoiceKind.INVOICE,
        frame=_documents(billed),
        reserved=documents,
    )
    insert_receipts(
        act=act,
        company_id=company_id,
        frame=named.rows(plan.receipts, "receipt", hashes[RECEIPTS]),
        reserved=receipts,
    )
    ids = documents.first_receivable, receipts.first_receipt
    applied = _with_ids(together, ids).join(customers, on="customer", how="left", maintain_order="left")
    insert_allocations(
        act=act,
        company_id=company_id,
        frame=applied.with_columns(pl.coalesce("taken_in", "customer").alias("customer_id")),
        first_posting=first_posting,
    )
    _allocate_late(act, company_id, _with_ids(late, ids))
    return billed["customer_id"].unique().to_list()


def _enter_limits(act: OpenAct, company_id: int, plan: LedgerPlan, customers: pl.DataFrame) -> None:
    """Limits count in the currency of the own company whose ledger it is."""
    ids = dict(customers.select("customer", "taken_in").iter_rows())
    stated = {
        ids[-place]: party.credit_limit_minor
        for place, party in enumerate(plan.parties, 1)
        if party.credit_limit_minor is not None
    }
    enter_limits(act=act, limits=stated, currency=company(company_id=company_id).currency)


class _Named:
    """Rows with the ids of their customers, and with what allocations of the same act use of each of them."""

    def __init__(self, customers: pl.DataFrame, allocations: pl.DataFrame) -> None:
        self.customers = customers
        self.allocations = allocations

    def rows(self, frame: pl.DataFrame, side: str, sha256: str) -> pl.DataFrame:
        """The frame with `customer_id`, `allocated_minor`, `first_moved_on`, `last_moved_on`, `source_sha256`."""
        used = self.allocations.group_by(side).agg(
            pl.col("amount_minor").sum().alias("allocated_minor"),
            pl.col("effective_date").min().alias("first_moved_on"),
            pl.col("effective_date").max().alias("last_moved_on"),
        )
        joined = frame.with_columns((-pl.int_range(1, pl.len() + 1)).alias(side)).join(
            used, on=side, how="left", maintain_order="left"
        )
        joined = joined.join(self.customers, on="customer", how="left", maintain_order="left")
        return joined.with_columns(
            pl.coalesce("taken_in", "customer").alias("customer_id"),
            pl.col("allocated_minor").fill_null(0),
            pl.lit(sha256).alias("source_sha256"),
        )


def _documents(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.col("amount_minor").alias("face_minor"))


def _with_ids(frame: pl.DataFrame, first: tuple[int, int]) -> pl.DataFrame:
    """Places of new rows (−1, −2, …) as the ids they were given."""
    return frame.with_columns(
        pl.when(pl.col(side) < 0).then(start - pl.col(side) - 1).otherwise(pl.col(side)).alias(f"{side}_id")
        for side, start in zip(("receivable", "receipt"), first, strict=True)
    )


def _allocate_late(act: OpenAct, company_id: int, late: pl.DataFrame) -> None:
    why = Explanation(reasons=({"code": STATED_IN_FILE},))
    shares: dict[int, list[Share]] = {}
    for receipt_id, receivable_id, minor in late.select("receipt_id", "receivable_id", "amount_minor").iter_rows():
        shares.setdefault(receipt_id, []).append(Share(receivable_id, minor))
    if shares:
        drafts = [AllocationDraft(receipt_id, tuple(own), explanation=why) for receipt_id, own in shares.items()]
        allocate(act=act, company_id=company_id, allocations=drafts)
