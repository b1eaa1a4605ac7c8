"""Rows still in question, sifted against the other rows of their file and against the books; each ends in one class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from huikuan.accounts.queries import closed_through
from huikuan.contracts.queries.lists import all_billing_contracts
from huikuan.imports.rules import ImportKind, Rejection, RejectionCode
from huikuan.imports.tables import SourceTable
from huikuan.receipts.bulk import known_receipts
from huikuan.receivables.bulk import known_documents
from huikuan.receivables.invoice_fields import Field, RowCode, RowWarning
from huikuan.receivables.rules import InvoiceKind

_COUNTED = pl.col("^(line|currency|open_minor)$")
_CONTENT = ("customer", "issue_date", "due_date", "currency", "amount_minor", "open_minor", "settled_date")
KNOWN_ROWS: Mapping[str, type[pl.DataType]] = {
    "line": pl.Int64,
    "receivable_id": pl.Int64,
    "outstanding_minor": pl.Int64,
}
"""The lines that are in the books already, with the receivable each of them is."""


@dataclass(slots=True)
class Sieve:
    """Rows still in question and those already judged; `headers` names columns of `rows` as the file does."""

    file_name: str
    headers: Mapping[str, str]
    rows: pl.DataFrame
    rejected: list[Rejection] = field(default_factory=list)
    duplicates: list[pl.DataFrame] = field(default_factory=list)
    refused: list[pl.DataFrame] = field(default_factory=list)
    warnings: dict[str, int] = field(default_factory=dict)

    def reject(self, which: pl.Expr, code: RejectionCode | RowCode, column: str, **parameters: str | int) -> None:
        """Refuse the rows of `which`, naming their column and its text."""
        which = which.fill_null(value=False)
        header = self.headers.get(column, column)
        for line, value in self.rows.filter(which).select("line", column).iter_rows():
            text = "" if value is None else str(value)
            self.rejected.append(Rejection(self.file_name, line, header, text[:80], code.value, parameters))
        self.refused.append(self.rows.filter(which).select(_COUNTED))
        self.rows = self.rows.filter(~which)

    def set_aside(self, which: pl.Expr) -> None:
        """Count the rows of `which` as duplicates."""
        which = which.fill_null(value=False)
        self.duplicates.append(self.rows.filter(which).select(_COUNTED))
        self.rows = self.rows.filter(~which)

    @property
    def duplicate(self) -> int:
        """How many rows were set aside."""
        return sum(part.height for part in self.duplicates)


def headers_of(*, table: SourceTable, columns: Mapping[Field, int]) -> dict[str, str]:
    """The file's own header of each typed column."""
    named = {Field.AMOUNT: "amount_minor", Field.OPEN: "open_minor", Field.TERMS: "terms_days"}
    return {named.get(name, name.value): table.header[index] for name, index in columns.items()}


def refuse_closed_days(*, sieve: Sieve, company_id: int, days: Sequence[str]) -> None:
    """Refuse rows whose document or money lies in a closed period (TRUST J5)."""
    closed = closed_through(company_id=company_id)
    if closed is None:
        return
    for name in days:
        sieve.reject(pl.col(name) <= closed, RejectionCode.PERIOD_CLOSED, name, closed_through=closed.isoformat())


def refuse_billed_by_contract(*, sieve: Sieve, company_id: int) -> None:
    """Refuse rows that name a signed contract of their customer: its milestones make the receivables.

    Called once known documents are set aside: what such a contract posted itself is a duplicate, no fault. One query,
    none where no row names a contract.
    """
    if not (sieve.rows["contract_number"] != "").any():
        return
    billing = pl.DataFrame(
        sorted(all_billing_contracts(company_id=company_id)),
        schema={"customer": pl.Int64, "contract_number": pl.String},
        orient="row",
    ).with_columns(pl.lit(value=True).alias("is_billed"))
    over = ["customer", "contract_number"]
    sieve.rows = sieve.rows.join(billing, on=over, how="left", maintain_order="left")
    sieve.reject(pl.col("is_billed"), RejectionCode.CONTRACT_BILLS_ITSELF, "contract_number")
    sieve.rows = sieve.rows.drop("is_billed")


def sift_repeated(*, sieve: Sieve, kind: ImportKind) -> None:
    """The first row of a number stands; the same content again is a duplicate, other content is refused."""
    over = _identity(kind)
    later = pl.col("line") != pl.col("line").min().over(over)
    if sieve.rows.select(pl.struct(over).n_unique()).item() == sieve.rows.height:
        return
    first = sieve.rows.sort("line").group_by(over, maintain_order=True).first().select(*over, *_first_content(over))
    sieve.rows = sieve.rows.join(first, on=over, how="left", maintain_order="left").with_columns(later.alias("later"))
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_first")) for name in _CONTENT if name not in over)
    sieve.set_aside(pl.col("later") & same)
    sieve.reject(pl.col("later"), RejectionCode.NUMBER_TAKEN_WITH_OTHER_CONTENT, "invoice_number")


def sift_known(*, sieve: Sieve, kind: ImportKind, company_id: int) -> pl.DataFrame:
    """Rows whose number is in the books: the same document is a duplicate, any other content is refused.

    A document that was taken back is known, so that no list brings it back, and leaves its number to other content.
    Returns the duplicates with the receivable they are, columns `KNOWN_ROWS`.
    """
    known = known_documents(company_id=company_id, numbers=sieve.rows["invoice_number"])
    if known.is_empty():
        return pl.DataFrame(schema=dict(KNOWN_ROWS))
    pairs = sieve.rows.join(known, on="invoice_number", how="inner", suffix="_known", maintain_order="left_right")
    pairs = pairs.filter(_is_rival(kind))
    due = pl.col("due_date").is_null() | (pl.col("instalments") > 1)
    same = pl.all_horizontal(
        pl.col("customer") == pl.col("customer_id"),
        pl.col("issue_date") == pl.col("issue_date_known"),
        due | pl.col("due_date").eq_missing(pl.col("due_date_known")),
        pl.col("currency") == pl.col("currency_known"),
        pl.col("open_minor") == pl.col("amount_minor_known"),
        pl.col("amount_minor") == pl.col("face_minor"),
    )
    judged = pairs.group_by("line").agg(
        same.any().alias("same"),
        pl.col("receivable_id").filter(same).first(),
        pl.col("outstanding_minor").filter(same).first(),
        (same & (pl.col("cancelled_by") == 0)).any().alias("live"),
        (pl.col("cancelled_by") > 0).all().alias("free"),
        (same & pl.col("settled_date").is_not_null() & (pl.col("outstanding_minor") > 0)).any().alias("settled_since"),
    )
    sieve.rows = sieve.rows.join(judged, on="line", how="left", maintain_order="left")
    sieve.reject(pl.col("settled_since"), RejectionCode.SETTLED_SINCE, "settled_date")
    found = sieve.rows.filter(pl.col("same").fill_null(value=False)).select(*KNOWN_ROWS, "live")
    if cancelled := found.filter(~pl.col("live")).height:
        sieve.warnings[RowWarning.KNOWN_CANCELLED.value] = cancelled
    sieve.set_aside(pl.col("same"))
    sieve.reject(~pl.col("free"), RejectionCode.NUMBER_TAKEN_WITH_OTHER_CONTENT, "invoice_number")
    return found.drop("live")


def sift_known_advances(*, sieve: Sieve, company_id: int) -> None:
    """Credit balances in the books under the same customer, day, amount and number: as many rows are duplicates."""
    if sieve.rows.is_empty():
        return
    over = ["customer", "issue_date", "currency", "open_minor", "invoice_number"]
    days = sieve.rows.select(pl.col("customer").alias("customer_id"), pl.col("issue_date").alias("received_on"))
    known = known_receipts(company_id=company_id, frame=days.filter(pl.col("customer_id") > 0))
    counted = known.group_by(
        pl.col("customer_id").alias("customer"),
        pl.col("received_on").alias("issue_date"),
        "currency",
        (-pl.col("amount_minor")).alias("open_minor"),
        pl.col("reference").alias("invoice_number"),
    ).agg(pl.len().alias("in_books"))
    sieve.rows = sieve.rows.join(counted, on=over, how="left", maintain_order="left")
    occurrence = pl.int_range(pl.len()).over(over)
    sieve.set_aside(occurrence < pl.col("in_books").fill_null(0))


def sums_of(*, parts: Iterable[pl.DataFrame]) -> Mapping[str, int]:
    """Sums of `open_minor` by currency over the parts that have amounts."""
    sums: Counter[str] = Counter()
    for part in parts:
        if "open_minor" not in part.columns:
            continue
        for currency, minor in part.group_by("currency").agg(pl.col("open_minor").sum()).iter_rows():
            sums[currency] += minor
    return dict(sorted(sums.items()))


def _identity(kind: ImportKind) -> list[str]:
    """Invoices are numbered by us, once for all customers; numbers of an open-item list may repeat between customers."""
    return ["invoice_number"] if kind is ImportKind.INVOICES else ["customer", "invoice_number"]


def _first_content(over: list[str]) -> list[pl.Expr]:
    return [pl.col(name).alias(f"{name}_first") for name in _CONTENT if name not in over]


def _is_rival(kind: ImportKind) -> pl.Expr:
    """Whether a known document competes for the number: any of the customer, and among our own invoices anybody's."""
    own = pl.col("customer") == pl.col("customer_id")
    return own if kind is ImportKind.RECEIVABLES else own | (pl.col("kind") == InvoiceKind.INVOICE.value)
