"""Whole lists of invoices or opening items at once: what is known of their numbers, and the insert with its postings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from huikuan.audit.operations import OpenAct
from huikuan.ledger.bulk import Form, Side, post_columns, reserve_postings
from huikuan.ledger.rules import Account, PostingKind
from huikuan.ledger.staging import insert_selected, queried, reserve_ids, staged
from huikuan.receivables.models import Invoice, Receivable
from huikuan.receivables.rules import InvoiceKind

COLUMNS = (
    "customer_id",
    "invoice_number",
    "issue_date",
    "due_date",
    "currency",
    "amount_minor",
    "face_minor",
    "allocated_minor",
    "first_moved_on",
    "last_moved_on",
    "source_sha256",
    "line",
    "contract_number",
    "note",
)
"""What a frame of documents holds, one instalment each; `due_date` may be null, and what is said of allocations where
there is none."""

KNOWN: Mapping[str, Any] = {
    "invoice_number": pl.String,
    "customer_id": pl.Int64,
    "issue_date": pl.Date,
    "due_date": pl.Date,
    "currency": pl.String,
    "amount_minor": pl.Int64,
    "face_minor": pl.Int64,
    "kind": pl.String,
    "invoice_id": pl.Int64,
    "receivable_id": pl.Int64,
    "outstanding_minor": pl.Int64,
    "instalments": pl.Int64,
    "cancelled_by": pl.Int64,
}
"""What is known of a document that has one of the numbers asked for; dates and ids are those of its first instalment."""

_INVOICES = Invoice._meta.db_table
_RECEIVABLES = Receivable._meta.db_table
TABLES = (_INVOICES, _RECEIVABLES)
"""What a load writes to here."""
_SIDE = Side(Account.RECEIVABLE, 1, names_receivable=True)
_FORMS = {
    InvoiceKind.INVOICE: Form(PostingKind.INVOICE, (_SIDE, Side(Account.REVENUE_CLEARING, -1))),
    InvoiceKind.OPENING: Form(PostingKind.OPENING, (_SIDE, Side(Account.OPENING_BALANCE, -1))),
}


@dataclass(frozen=True, slots=True)
class ReservedInvoices:
    """Ids taken for documents, their receivables and their postings."""

    first_invoice: int
    first_receivable: int
    first_posting: int


def known_documents(*, company_id: int, numbers: pl.Series) -> pl.DataFrame:
    """The invoices and opening items of a company that bear one of the numbers, live ones first, columns `KNOWN`; one query."""
    with staged(name="numbers", frame=pl.DataFrame({"wanted": numbers.unique()})) as table:
        return queried(
            sql=f"""
            SELECT i.number, i.customer_id, i.issue_date, MIN(r.due_date), i.currency, i.amount_minor, i.face_minor,
                   i.kind, i.id, MIN(r.id), CAST(SUM(r.outstanding_minor) AS bigint), COUNT(r.id),
                   i.cancelled_by
            FROM {table} JOIN {_INVOICES} i ON i.number = wanted AND i.company_id = %s AND i.kind <> %s
            JOIN {_RECEIVABLES} r ON r.invoice_id = i.id
            GROUP BY i.id ORDER BY i.cancelled_by, i.id""",  # noqa: S608  (names of our own tables)
            parameters=[company_id, InvoiceKind.CREDIT_NOTE.value],
            schema=KNOWN,
        )


def reserve_invoices(*, count: int) -> ReservedInvoices:
    """Take the ids for `count` documents of one instalment; call it before series are locked."""
    if not count:
        return ReservedInvoices(0, 0, 0)
    first_invoice = reserve_ids(table=_INVOICES, count=count)
    first_receivable = reserve_ids(table=_RECEIVABLES, count=count)
    return ReservedInvoices(first_invoice, first_receivable, reserve_postings(count=count))


def insert_documents(
    *, act: OpenAct, company_id: int, kind: InvoiceKind, frame: pl.DataFrame, reserved: ReservedInvoices
) -> None:
    """Save the documents (columns `COLUMNS`) with one receivable each and post them; ids run on in the frame's order.

    `allocated_minor` is what allocations of the same act use of each, `first_moved_on` and `last_moved_on` their days.
    IntegrityError if a number of the customer exists.
    """
    if frame.is_empty():
        return
    rows = frame.select(pl.int_range(frame.height).alias("n"), *COLUMNS)
    with staged(name="documents", frame=rows) as table:
        _insert_invoices(table, company_id, kind, reserved)
        _insert_receivables(table, company_id, reserved)
        post_columns(
            act=act,
            company_id=company_id,
            form=_FORMS[kind],
            frame=frame.rename({"issue_date": "effective_date"}),
            first_id=reserved.first_posting,
            relation=f"""
            (SELECT n, issue_date AS effective_date, n + {reserved.first_invoice} AS document_id, currency, amount_minor,
                    customer_id, n + {reserved.first_receivable} AS receivable_id, CAST(NULL AS bigint) AS receipt_id
             FROM {table}) AS raised""",  # noqa: S608  (names and numbers of our own)
        )


def _insert_invoices(table: str, company_id: int, kind: InvoiceKind, reserved: ReservedInvoices) -> None:
    insert_selected(
        into=_INVOICES,
        values={
            "id": ("n + %s", reserved.first_invoice),
            "company_id": ("%s", company_id),
            "customer_id": "customer_id",
            "kind": ("%s", kind.value),
            "number": "invoice_number",
            "issue_date": "issue_date",
            "currency": "currency",
            "amount_minor": "amount_minor",
            "face_minor": "face_minor",
            "source_ref": "source_sha256 || '#' || line",
            "contract": "contract_number",
            "note": "note",
            "cancelled_by": "0",
        },
        source=table,
    )


def _insert_receivables(table: str, company_id: int, reserved: ReservedInvoices) -> None:
    insert_selected(
        into=_RECEIVABLES,
        values={
            "id": ("n + %s", reserved.first_receivable),
            "invoice_id": ("n + %s", reserved.first_invoice),
            "sequence": "1",
            "company_id": ("%s", company_id),
            "customer_id": "customer_id",
            "currency": "currency",
            "issue_date": "issue_date",
            "due_date": "due_date",
            "original_minor": "amount_minor",
            "outstanding_minor": "amount_minor - allocated_minor",
            "allocated_minor": "allocated_minor",
            "credited_minor": "0",
            "discounted_minor": "0",
            "written_off_minor": "0",
            "cancelled_minor": "0",
            "first_moved_on": "first_moved_on",
            "last_moved_on": "COALESCE(last_moved_on, issue_date)",
        },
        source=table,
    )
