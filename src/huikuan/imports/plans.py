"""What an import would do to the books as they stand: which rows are new, known or refused. Reads only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from huikuan.accounts.queries import business_calendar, closed_through
from huikuan.customers.bulk import all_parties, parties_with_codes
from huikuan.imports.columns import TypedRows
from huikuan.imports.parties import Directory, RowHints, references_of
from huikuan.imports.rules import Counts, ImportKind, Reading, Rejection, RejectionCode
from huikuan.imports.tables import SourceTable
from huikuan.receipts.bulk import known_receipts
from huikuan.receivables.bulk import known_documents
from huikuan.receivables.invoice_rows import CustomerKey, Field
from huikuan.receivables.rules import InvoiceKind, Terms, TermsRoll, due_date

_KEY = ("customer_number", "customer_name", "customer_tax_code")
_CONTENT = ("customer", "issue_date", "due_date", "currency", "amount_minor", "open_minor", "settled_date")


@dataclass(frozen=True, slots=True)
class Plan:
    """The rows to write: `documents` and `advances` (credit balances) name customers by id, new ones by −1, −2, …"""

    documents: pl.DataFrame
    advances: pl.DataFrame
    directory: Directory
    counts: Counts


@dataclass(slots=True)
class _Sieve:
    """Rows still in question and those already judged."""

    table: SourceTable
    reading: Reading
    rows: pl.DataFrame
    rejected: list[Rejection]
    duplicates: list[pl.DataFrame]
    refused: list[pl.DataFrame]

    def reject(self, which: pl.Expr, code: RejectionCode, field: Field, **parameters: str | int) -> None:
        """Refuse the rows of `which`, naming the column of `field` and its text."""
        index = self.reading.columns.get(field)
        name = self.table.header[index] if index is not None else field.value
        shown = "line", _SHOWN.get(field, field.value)
        for line, value in self.rows.filter(which).select(*shown).iter_rows():
            text = "" if value is None else str(value)
            self.rejected.append(Rejection(self.table.file_name, line, name, text[:80], code.value, parameters))
        self.refused.append(self.rows.filter(which).select("currency", "open_minor"))
        self.rows = self.rows.filter(~which)

    def set_aside(self, which: pl.Expr) -> None:
        """Count the rows of `which` as duplicates."""
        self.duplicates.append(self.rows.filter(which).select("currency", "open_minor"))
        self.rows = self.rows.filter(~which)


_SHOWN = {Field.CUSTOMER_CODE: "customer_number", Field.AMOUNT: "amount_minor", Field.OPEN: "open_minor"}


def plan_of(*, kind: ImportKind, company_id: int, table: SourceTable, reading: Reading, typed: TypedRows) -> Plan:
    """Judge every typed row against the other rows of the file and the books; a constant number of queries."""
    directory = Directory()
    sieve = _Sieve(table, reading, _with_customers(typed.frame, directory), list(typed.rejected), [], [])
    named = Field.CUSTOMER_NAME if Field.CUSTOMER_NAME in reading.columns else Field.CUSTOMER_CODE
    sieve.reject(pl.col("customer").is_null(), RejectionCode.CUSTOMER_AMBIGUOUS, named)
    _refuse_closed_days(sieve, company_id)
    advances = pl.col("open_minor") < 0
    credit_balances = _Sieve(table, reading, sieve.rows.filter(advances), [], [], [])
    sieve.rows = sieve.rows.filter(~advances)
    _sift_repeated(sieve, kind)
    _sift_known(sieve, kind, company_id)
    _sift_known_advances(credit_balances, company_id)
    documents = _with_due_dates(sieve.rows, directory)
    duplicates = [*sieve.duplicates, *credit_balances.duplicates]
    counts = Counts(
        accepted=documents.height + credit_balances.rows.height,
        duplicate=sum(part.height for part in duplicates),
        rejected=tuple(sorted([*sieve.rejected, *credit_balances.rejected], key=lambda row: row.line)),
        accepted_minor=_sums(documents, credit_balances.rows),
        duplicate_minor=_sums(*duplicates),
        rejected_minor=_sums(*sieve.refused, *credit_balances.refused),
        warnings=typed.warnings,
    )
    return Plan(documents, credit_balances.rows, directory, counts)


def _with_customers(frame: pl.DataFrame, directory: Directory) -> pl.DataFrame:
    """The rows with column `customer`: an id, a reference of a new customer, or null where several customers fit."""
    hints = frame.group_by(*_KEY, maintain_order=True).agg(
        pl.col("terms_days").drop_nulls().unique().alias("terms"),
        pl.col("salesperson").filter(pl.col("salesperson") != "").unique().alias("people"),
    )
    keys = [CustomerKey(*row) for row in hints.select(*_KEY).iter_rows()]
    said = {key: _hints(*row) for key, row in zip(keys, hints.select("terms", "people").iter_rows(), strict=True)}
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


def _hints(terms: list[int], people: list[str]) -> RowHints:
    return RowHints(terms[0] if len(terms) == 1 else None, people[0] if len(people) == 1 else "")


def _refuse_closed_days(sieve: _Sieve, company_id: int) -> None:
    closed = closed_through(company_id=company_id)
    if closed is None:
        return
    for name in (Field.ISSUE_DATE, Field.SETTLED_DATE):
        inside = (pl.col(name.value) <= closed).fill_null(value=False)
        sieve.reject(inside, RejectionCode.PERIOD_CLOSED, name, closed_through=closed.isoformat())


def _identity(kind: ImportKind) -> list[str]:
    """Invoices are numbered by us, once for all customers; numbers of an open-item list may repeat between customers."""
    return ["invoice_number"] if kind is ImportKind.INVOICES else ["customer", "invoice_number"]


def _sift_repeated(sieve: _Sieve, kind: ImportKind) -> None:
    """The first row of a number stands; the same content again is a duplicate, other content is refused."""
    over = _identity(kind)
    later = pl.col("line") != pl.col("line").min().over(over)
    if sieve.rows.select(pl.struct(over).n_unique()).item() == sieve.rows.height:
        return
    first = sieve.rows.sort("line").group_by(over, maintain_order=True).first().select(*over, *_first_content(over))
    sieve.rows = sieve.rows.join(first, on=over, how="left", maintain_order="left").with_columns(later.alias("later"))
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_first")) for name in _CONTENT if name not in over)
    sieve.set_aside(pl.col("later") & same)
    sieve.reject(pl.col("later"), RejectionCode.NUMBER_TAKEN_WITH_OTHER_CONTENT, Field.NUMBER)


def _first_content(over: list[str]) -> list[pl.Expr]:
    return [pl.col(name).alias(f"{name}_first") for name in _CONTENT if name not in over]


def _sift_known(sieve: _Sieve, kind: ImportKind, company_id: int) -> None:
    """Rows whose number is in the books: the same document is a duplicate, any other content is refused."""
    known = known_documents(company_id=company_id, numbers=sieve.rows["invoice_number"])
    if known.is_empty():
        return
    pairs = sieve.rows.join(known, on="invoice_number", how="inner", suffix="_known").filter(_is_rival(kind))
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
        (same & pl.col("settled_date").is_not_null() & (pl.col("outstanding_minor") > 0)).any().alias("settled_since"),
    )
    sieve.rows = sieve.rows.join(judged, on="line", how="left", maintain_order="left")
    sieve.reject(pl.col("settled_since").fill_null(value=False), RejectionCode.SETTLED_SINCE, Field.SETTLED_DATE)
    sieve.set_aside(pl.col("same").fill_null(value=False))
    sieve.reject(pl.col("same").is_not_null(), RejectionCode.NUMBER_TAKEN_WITH_OTHER_CONTENT, Field.NUMBER)


def _is_rival(kind: ImportKind) -> pl.Expr:
    """Whether a known document competes for the number: any of the customer, and among our own invoices anybody's."""
    own = pl.col("customer") == pl.col("customer_id")
    return own if kind is ImportKind.RECEIVABLES else own | (pl.col("kind") == InvoiceKind.INVOICE.value)


def _sift_known_advances(sieve: _Sieve, company_id: int) -> None:
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


def _sums(*parts: pl.DataFrame) -> Mapping[str, int]:
    sums: Counter[str] = Counter()
    for part in parts:
        for currency, minor in part.group_by("currency").agg(pl.col("open_minor").sum()).iter_rows():
            sums[currency] += minor
    return dict(sorted(sums.items()))
