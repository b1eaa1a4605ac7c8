"""What an import would do to the books as they stand: which rows are new, known or refused. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from huikuan.accounts.queries import business_calendar
from huikuan.customers.bulk import all_parties, parties_with_codes
from huikuan.imports.columns import TypedRows
from huikuan.imports.parties import Directory, RowHints, references_of
from huikuan.imports.rules import Counts, ImportKind, Reading, RejectionCode
from huikuan.imports.sieve import (
    Sieve,
    headers_of,
    refuse_billed_by_contract,
    refuse_closed_days,
    sift_known,
    sift_known_advances,
    sift_repeated,
    sums_of,
)
from huikuan.imports.tables import SourceTable
from huikuan.receivables.invoice_fields import CustomerKey, Field
from huikuan.receivables.rules import Terms, TermsRoll, due_date

_KEY = ("customer_number", "customer_name", "customer_tax_code")


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows to write: `documents` and `advances` (credit balances) name customers by id, new ones by −1, −2, …"""

    documents: pl.DataFrame
    advances: pl.DataFrame
    directory: Directory
    counts: Counts


def plan_of(*, kind: ImportKind, company_id: int, table: SourceTable, reading: Reading, typed: TypedRows) -> Plan:
    """Judge every typed row against the other rows of the file and the books; a constant number of queries."""
    directory = Directory()
    headers = headers_of(table=table, columns=reading.columns)
    sieve = Sieve(table.file_name, headers, _with_customers(typed.frame, directory), list(typed.rejected))
    named = Field.CUSTOMER_NAME if Field.CUSTOMER_NAME in reading.columns else Field.CUSTOMER_CODE
    sieve.reject(pl.col("customer").is_null(), RejectionCode.CUSTOMER_AMBIGUOUS, named.value)
    refuse_closed_days(sieve=sieve, company_id=company_id, days=("issue_date", "settled_date"))
    advances = pl.col("open_minor") < 0
    credit_balances = Sieve(table.file_name, headers, sieve.rows.filter(advances))
    sieve.rows = sieve.rows.filter(~advances)
    sift_repeated(sieve=sieve, kind=kind)
    sift_known(sieve=sieve, kind=kind, company_id=company_id)
    refuse_billed_by_contract(sieve=sieve, company_id=company_id)
    sift_known_advances(sieve=credit_balances, company_id=company_id)
    documents = _with_due_dates(sieve.rows, directory)
    counts = Counts(
        accepted=documents.height + credit_balances.rows.height,
        duplicate=sieve.duplicate + credit_balances.duplicate,
        rejected=tuple(sorted([*sieve.rejected, *credit_balances.rejected], key=lambda row: row.line)),
        accepted_minor=sums_of(parts=[documents, credit_balances.rows]),
        duplicate_minor=sums_of(parts=[*sieve.duplicates, *credit_balances.duplicates]),
        rejected_minor=sums_of(parts=[*sieve.refused, *credit_balances.refused]),
        warnings={**typed.warnings, **sieve.warnings},
        unused_amounts=reading.unused_amounts,
        mixed_formats=reading.mixed_formats,
    )
    return Plan(documents, credit_balances.rows, directory, counts)


def _with_customers(frame: pl.DataFrame, directory: Directory) -> pl.DataFrame:
    """The rows with column `customer`: an id, a reference of a new customer, or null where several customers fit."""
    hints = frame.group_by(*_KEY, maintain_order=True).agg(
        pl.col("terms_days").drop_nulls().unique().alias("terms"),
        pl.col("salesperson").filter(pl.col("salesperson") != "").unique().alias("people"),
        pl.col("customer_class").filter(pl.col("customer_class") != "").unique().alias("classes"),
    )
    keys = [CustomerKey(*row) for row in hints.select(*_KEY).iter_rows()]
    stated = hints.select("terms", "people", "classes").iter_rows()
    said = {key: _hints(*row) for key, row in zip(keys, stated, strict=True)}
    directory.add_known(parties=parties_with_codes(codes=[key.code for key in keys if key.code]))
    if not all(directory.has_code(code=key.code) for key in keys):
        directory.add_known(parties=all_parties())
    references = references_of(directory=directory, keys=keys, hints=said)
    found = pl.DataFrame(
        [(key.code, key.name, key.tax_code, references[key]) for key in keys],
        schema={**dict.fromkeys(_KEY, pl.String), "customer": pl.Int64},
        orient="row",
    )
    return frame.join(found, on=list(_KEY), how="left", maintain_order="left")


def _hints(terms: list[int], people: list[str], classes: list[str]) -> RowHints:
    return RowHints(
        terms[0] if len(terms) == 1 else None,
        people[0] if len(people) == 1 else "",
        classes[0] if len(classes) == 1 else "",
    )


def _with_due_dates(frame: pl.DataFrame, directory: Directory) -> pl.DataFrame:
    """Missing due dates from the row's own term, else the customer's; none where there is no term (FEATURES D4)."""
    missing = frame.filter(pl.col("due_date").is_null())
    if missing.is_empty():
        return frame
    terms = {reference: _terms(reference, directory) for reference in missing["customer"].unique()}
    calendar = business_calendar()
    days: list[date | None] = []
    for issued, own, customer in missing.select("issue_date", "terms_days", "customer").iter_rows():
        term = Terms(own, terms[customer][1]) if own is not None else _term(terms[customer])
        days.append(None if term is None else due_date(issue_date=issued, terms=term, calendar=calendar))
    reckoned = missing.select("line", pl.Series("reckoned", days, dtype=pl.Date))
    joined = frame.join(reckoned, on="line", how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("due_date", "reckoned").alias("due_date")).drop("reckoned")


def _terms(reference: int, directory: Directory) -> tuple[int | None, TermsRoll]:
    if reference < 0:
        return directory.new[-reference - 1].terms_days, TermsRoll.NONE
    party = directory.known[reference]
    return party.terms_days, TermsRoll(party.terms_roll)


def _term(found: tuple[int | None, TermsRoll]) -> Terms | None:
    days, roll = found
    return None if days is None else Terms(days, roll)
