"""What the import of a whole ledger would do: four lists judged against each other and against the books. Reads only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from huikuan.customers.bulk import parties_with_codes
from huikuan.customers.rules import PartyRow, normal_name
from huikuan.imports.columns import typed_rows
from huikuan.imports.ledger_allocations import sifted_allocations
from huikuan.imports.ledger_columns import (
    ALLOCATION_COLUMNS,
    ALLOCATIONS,
    CUSTOMER_COLUMNS,
    CUSTOMERS,
    INVOICES,
    RECEIPT_COLUMNS,
    RECEIPTS,
    TypedList,
    ids_of,
    invoice_guess,
    typed_list,
)
from huikuan.imports.parties import NewParty
from huikuan.imports.rules import Counts, ImportKind, Options, RejectionCode, total_of
from huikuan.imports.sieve import (
    Sieve,
    headers_of,
    refuse_billed_by_contract,
    refuse_closed_days,
    sift_known,
    sift_repeated,
    sums_of,
)
from huikuan.imports.tables import LINE, SourceTable, reading_of
from huikuan.receipts.bulk import known_receipts
from huikuan.receivables.invoice_fields import RowCode, RowWarning

_SAME_MONEY = ["customer", "received_on", "currency", "amount_minor", "reference"]


@dataclass(frozen=True, slots=True)
class TypedLedger:
    """The four lists typed, those with amounts in the form a sieve takes; `headers` are those of the invoices.

    `latest_day` is the last day that money may bear.
    """

    tables: Mapping[str, SourceTable]
    headers: Mapping[str, str]
    customers: TypedList
    invoices: TypedList
    receipts: TypedList
    allocations: TypedList
    latest_day: date


@dataclass(frozen=True, slots=True)
class LedgerPlan:
    """The rows to write; `documents` and `receipts` name customers by id, new ones by −1, −2, … as `parties` stand.

    `allocations` name a new document or receipt by −1, −2, … as these stand, one in the books by its id.
    """

    parties: Sequence[NewParty]
    documents: pl.DataFrame
    receipts: pl.DataFrame
    allocations: pl.DataFrame
    counts: Counts


def typed_ledger(*, tables: Mapping[str, SourceTable], currency: str, today: date) -> TypedLedger:
    """Type the four lists; `currency` is that of receipts, and of invoices that name none.

    Raises Refused COLUMNS_MISSING_IN, and as `reading_of`.
    """
    table = tables[INVOICES]
    reading, _ = reading_of(
        kind=ImportKind.INVOICES,
        table=table,
        guess=invoice_guess(table=table),
        options=Options(currency=currency),
        company_currency=currency,
    )
    typed = typed_rows(kind=ImportKind.INVOICES, table=table, reading=reading, today=today)
    invoices = typed.frame.join(ids_of(table=table), on=LINE, how="left", maintain_order="left")
    receipts = typed_list(table=tables[RECEIPTS], columns=RECEIPT_COLUMNS)
    money = receipts.frame.rename({"date": "received_on"}).with_columns(
        pl.lit(reading.currency).alias("currency"), pl.col("amount_minor").alias("open_minor")
    )
    return TypedLedger(
        tables,
        {**headers_of(table=table, columns=reading.columns), "customer_number": "customer_id"},
        typed_list(table=tables[CUSTOMERS], columns=CUSTOMER_COLUMNS),
        TypedList(invoices, typed.rejected),
        TypedList(money, receipts.rejected),
        typed_list(table=tables[ALLOCATIONS], columns=ALLOCATION_COLUMNS),
        reading.settings(today=today).latest_day,
    )


def plan_ledger(*, company_id: int, typed: TypedLedger) -> LedgerPlan:
    """Judge every row of the four lists; a constant number of queries."""
    customers, references = _customers(typed)
    invoices, documents = _invoices(typed, references, company_id)
    receipts, money = _receipts(typed, references, company_id)
    name = typed.tables[ALLOCATIONS].file_name
    allocations = Sieve(name, {}, typed.allocations.frame, list(typed.allocations.rejected))
    sifted_allocations(sieve=allocations, documents=documents, money=money)
    sieves = (customers, invoices, receipts, allocations)
    particulars = _particulars(customers.rows)
    unknown = particulars["customer_class"].null_count()
    counts = Counts(
        accepted=sum(sieve.rows.height for sieve in sieves),
        duplicate=sum(sieve.duplicate for sieve in sieves),
        rejected=tuple(row for sieve in sieves for row in sorted(sieve.rejected, key=lambda row: row.line)),
        accepted_minor=sums_of(parts=[invoices.rows]),
        duplicate_minor=total_of(parts=[sums_of(parts=[part]) for part in invoices.duplicates]),
        rejected_minor=total_of(parts=[sums_of(parts=[part]) for part in invoices.refused]),
        warnings=({RowWarning.CLASS_UNKNOWN.value: unknown} if unknown else {}) | invoices.warnings,
    )
    parties = [
        NewParty(code, name, "", terms, customer_class=customer_class or "", credit_limit_minor=limit)
        for code, name, limit, terms, customer_class in particulars.iter_rows()
    ]
    return LedgerPlan(parties, invoices.rows, receipts.rows, allocations.rows, counts)


def _customers(typed: TypedLedger) -> tuple[Sieve, pl.DataFrame]:
    """Customers by number: the same name is a duplicate, another name is refused and so are the rows that name him.

    The frame leads from a number (`code`) to the id or reference of the customer.
    """
    name = typed.tables[CUSTOMERS].file_name
    sieve = Sieve(name, {}, typed.customers.frame, list(typed.customers.rejected))
    sieve.reject(~pl.col("id").is_first_distinct(), RejectionCode.REPEATED_ID, "id")
    named = [sieve.rows["id"], typed.invoices.frame["customer_number"], typed.receipts.frame["customer_id"]]
    known = {party.code: party for party in parties_with_codes(codes=pl.concat(named).unique())}
    in_books = pl.col("id").is_in(list(known))
    same = [_is_same(known.get(code), text) for code, text in sieve.rows.select("id", "name").iter_rows()]
    sieve.rows = sieve.rows.with_columns(pl.Series("same", same, dtype=pl.Boolean))
    sieve.reject(in_books & ~pl.col("same"), RejectionCode.NUMBER_TAKEN_WITH_OTHER_CONTENT, "id")
    sieve.set_aside(in_books)
    refused = {
        row.value for row in sieve.rejected if row.column == "id" and row.code != RejectionCode.REPEATED_ID.value
    }
    found = {code: party.id for code, party in known.items() if code not in refused}
    found |= {code: -place for place, code in enumerate(sieve.rows["id"], 1)}
    schema = {"code": pl.String, "customer": pl.Int64}
    return sieve, pl.DataFrame({"code": list(found), "customer": list(found.values())}, schema=schema)


def _is_same(party: PartyRow | None, name: str) -> bool:
    return party is not None and normal_name(name=party.name) == normal_name(name=name)


def _particulars(rows: pl.DataFrame) -> pl.DataFrame:
    none = {
        "credit_limit_minor": pl.lit(None, dtype=pl.Int64),
        "terms_days": pl.lit(None, dtype=pl.Int64),
        "customer_class": pl.lit(""),
    }
    filled = rows.with_columns(value.alias(name) for name, value in none.items() if name not in rows.columns)
    return filled.select("id", "name", *none)


def _invoices(typed: TypedLedger, references: pl.DataFrame, company_id: int) -> tuple[Sieve, pl.DataFrame]:
    """Invoices, and by their id in the file the receivable each is: what allocations may refer to."""
    rows = typed.invoices.frame.join(
        references, left_on="customer_number", right_on="code", how="left", maintain_order="left"
    )
    sieve = Sieve(typed.tables[INVOICES].file_name, typed.headers, rows, list(typed.invoices.rejected))
    sieve.reject(pl.col("customer").is_null(), RejectionCode.UNKNOWN_REFERENCE, "customer_number")
    sieve.reject(~pl.col("id").is_first_distinct(), RejectionCode.REPEATED_ID, "id")
    refuse_closed_days(sieve=sieve, company_id=company_id, days=("issue_date",))
    sift_repeated(sieve=sieve, kind=ImportKind.INVOICES)
    known = sift_known(sieve=sieve, kind=ImportKind.INVOICES, company_id=company_id)
    refuse_billed_by_contract(sieve=sieve, company_id=company_id)
    new = sieve.rows.select(
        LINE,
        (-pl.int_range(1, pl.len() + 1)).alias("receivable_id"),
        pl.col("amount_minor").alias("outstanding_minor"),
    )
    found = pl.concat([known, new]).join(
        rows.select(LINE, "id", "customer", "currency", "issue_date"), on=LINE, how="inner"
    )
    return sieve, found.drop(LINE)


def _receipts(typed: TypedLedger, references: pl.DataFrame, company_id: int) -> tuple[Sieve, pl.DataFrame]:
    """Money received, and by its id in the file the receipt each is: what allocations may refer to."""
    rows = typed.receipts.frame.join(
        references, left_on="customer_id", right_on="code", how="left", maintain_order="left"
    )
    sieve = Sieve(typed.tables[RECEIPTS].file_name, {"received_on": "date"}, rows, list(typed.receipts.rejected))
    sieve.reject(pl.col("customer").is_null(), RejectionCode.UNKNOWN_REFERENCE, "customer_id")
    sieve.reject(~pl.col("id").is_first_distinct(), RejectionCode.REPEATED_ID, "id")
    sieve.reject(pl.col("received_on") > typed.latest_day, RowCode.TOO_FAR_AHEAD, "received_on")
    refuse_closed_days(sieve=sieve, company_id=company_id, days=("received_on",))
    known = _known_money(sieve, company_id)
    new = sieve.rows.select(
        LINE,
        (-pl.int_range(1, pl.len() + 1)).alias("receipt_id"),
        pl.col("amount_minor").alias("unapplied_minor"),
    )
    found = pl.concat([known, new]).join(
        rows.select(LINE, "id", "customer", "currency", "received_on"), on=LINE, how="inner"
    )
    return sieve, found.drop(LINE)


def _known_money(sieve: Sieve, company_id: int) -> pl.DataFrame:
    """Set aside as many equal receipts as the books hold (TRUST I3); columns `line`, `receipt_id`, `unapplied_minor`."""
    days = sieve.rows.filter(pl.col("customer") > 0).select(pl.col("customer").alias("customer_id"), "received_on")
    known = known_receipts(company_id=company_id, frame=days).rename({"customer_id": "customer"})
    turn = pl.int_range(pl.len()).over(_SAME_MONEY).alias("turn")
    sieve.rows = sieve.rows.with_columns(turn).join(
        known.with_columns(turn), on=[*_SAME_MONEY, "turn"], how="left", maintain_order="left"
    )
    found = sieve.rows.filter(pl.col("receipt_id").is_not_null()).select(LINE, "receipt_id", "unapplied_minor")
    sieve.set_aside(pl.col("receipt_id").is_not_null())
    sieve.rows = sieve.rows.drop("turn", "receipt_id", "unapplied_minor")
    return found
