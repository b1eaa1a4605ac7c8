"""Proof that the mirror is the ledger, and that the cached days of movement are those of the entries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.portfolio.engines import columns as c
from huikuan.portfolio.mirror.layout import BrokenMirror, CompanyFolder, Manifest, sha256_of
from huikuan.portfolio.mirror.reading import Partition, company_folder, partitions
from huikuan.portfolio.mirror.writing import GapInLedger
from huikuan.portfolio.sources import rows_of

# One statement, so that all of it shows one moment.
_LEDGER = """
SELECT 'POSITION' AS what, company_id, '' AS currency, '' AS part, last_number AS minor, 0 AS count
FROM ledger_series WHERE code = 'POSTING'
UNION ALL
SELECT 'account', company_id, currency, account, CAST(SUM(minor) AS BIGINT), COUNT(*) FROM ledger_entry
WHERE account IN ('RECEIVABLE', 'UNAPPLIED') GROUP BY company_id, currency, account
UNION ALL
SELECT 'kind and day', company_id, currency, account || ' ' || kind || ' ' || CAST(effective_date AS TEXT), minor, 0
FROM ledger_daytotal WHERE account IN ('RECEIVABLE', 'UNAPPLIED') AND minor <> 0
UNION ALL
SELECT 'customer', company_id, currency, CAST(customer_id AS TEXT), CAST(SUM(outstanding_minor) AS BIGINT), 0
FROM receivables_receivable WHERE outstanding_minor > 0 GROUP BY company_id, currency, customer_id
UNION ALL
SELECT 'days of items', company_id, currency,
  CAST(issue_date AS TEXT) || ' ' || COALESCE(CAST(due_date AS TEXT), ''), CAST(SUM(original_minor) AS BIGINT), COUNT(*)
FROM receivables_receivable GROUP BY company_id, currency, issue_date, due_date
"""
_MOVED_DAYS = (
    """
SELECT 'receivable', r.id, r.first_moved_on, r.last_moved_on, s.first_on, COALESCE(s.last_on, r.issue_date)
FROM receivables_receivable r LEFT JOIN (
  SELECT e.receivable_id, MAX(e.effective_date) AS last_on,
    MIN(CASE WHEN p.reverses_id IS NULL AND p.kind IN ('INVOICE', 'OPENING', 'INTEREST')
      THEN NULL ELSE e.effective_date END)
      AS first_on
  FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id WHERE e.account = 'RECEIVABLE'
  GROUP BY e.receivable_id
) s ON s.receivable_id = r.id
WHERE COALESCE(CAST(r.first_moved_on AS TEXT), '') <> COALESCE(CAST(s.first_on AS TEXT), '')
  OR r.last_moved_on <> COALESCE(s.last_on, r.issue_date)
""",
    """
SELECT 'receipt', r.id, r.first_moved_on, r.last_moved_on, s.first_on, COALESCE(s.last_on, r.received_on)
FROM receipts_receipt r LEFT JOIN (
  SELECT e.receipt_id, MAX(e.effective_date) AS last_on,
    MIN(CASE WHEN p.reverses_id IS NULL AND p.kind = 'RECEIPT' THEN NULL ELSE e.effective_date END) AS first_on
  FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id WHERE e.account = 'UNAPPLIED'
  GROUP BY e.receipt_id
) s ON s.receipt_id = r.id
WHERE COALESCE(CAST(r.first_moved_on AS TEXT), '') <> COALESCE(CAST(s.first_on AS TEXT), '')
  OR r.last_moved_on <> COALESCE(s.last_on, r.received_on)
""",
)

Sums = dict[tuple[str, int, str, str], tuple[int, int]]
"""(what, company, currency, part) → (minor units, how many)."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A place where the mirror is not the ledger; a damaged file is one too."""

    what: str
    expected: str
    found: str


def check_portfolio() -> list[Finding]:
    """J7 for the mirror (an absent one is built), J2 for the cached days of receivables and receipts."""
    mismatches = verify_mirror()
    return [
        finding(
            invariant="J7",
            checked=_movements(),
            broken=((f"mirror: {one.what}", one.expected, one.found) for one in mismatches),
        ),
        finding(invariant="J2", checked=_documents(), broken=_wrong_days()),
    ]


def verify_mirror() -> tuple[Mismatch, ...]:
    """Compare files with their hashes, and counts and sums by account, kind, day, customer and item days with the ledger."""
    ledger: Sums = {}
    positions: dict[int, int] = {}
    for what, company_id, currency, part, minor, count in rows_of(sql=_LEDGER, parameters={}):
        if what == "POSITION":
            positions[company_id] = minor
        else:
            ledger[what, company_id, currency, part] = (minor, count)
    damaged = [mismatch for company_id in sorted(positions) for mismatch in _damaged_files(company_id)]
    if damaged:
        return tuple(damaged)
    mirrored: Sums = {}
    try:
        for part in partitions(positions=positions):
            mirrored |= _sums(part)
    except GapInLedger as gap:
        return (Mismatch("posting numbers", "no gap", str(gap)),)
    return tuple(_differences(ledger, mirrored))


def _damaged_files(company_id: int) -> Iterator[Mismatch]:
    folder = company_folder(company_id=company_id)
    try:
        manifest = folder.manifest()
    except BrokenMirror as error:
        yield Mismatch(f"manifest of company {company_id}", "whole files as written", str(error))
        return
    yield from () if manifest is None else _altered(folder, manifest)


def _altered(folder: CompanyFolder, manifest: Manifest) -> Iterator[Mismatch]:
    for file in manifest.files:
        found = sha256_of(path=folder.path / file.path)
        if found != file.sha256:
            yield Mismatch(f"file {folder.path.name}/{file.path}", f"sha256 {file.sha256}", f"sha256 {found}")


def _sums(part: Partition) -> Sums:
    found: Sums = {}
    for account, frame in (("RECEIVABLE", part.receivable), ("UNAPPLIED", part.unapplied)):
        if frame is not None:
            queries = _queries(account, frame)
            for (what, _), rows in zip(queries, pl.collect_all([query for _, query in queries]), strict=True):
                for minor, count, *key in rows.iter_rows():
                    words = " ".join("" if value is None else str(value) for value in key)
                    name = account if what == "account" else f"{account} {words}" if what == "kind and day" else words
                    if minor or count:
                        found[what, part.company_id, part.currency, name] = (minor, count)
    return found


def _queries(account: str, frame: pl.LazyFrame) -> list[tuple[str, pl.LazyFrame]]:
    minor, none = pl.col(c.MINOR).sum().alias("sum"), pl.lit(0, pl.Int64).alias("none")
    queries = [
        ("account", frame.select(minor, pl.len())),
        ("kind and day", frame.group_by(c.KIND, c.EFFECTIVE).agg(minor).select("sum", none, c.KIND, c.EFFECTIVE)),
    ]
    if account == "RECEIVABLE":
        raised = frame.filter(pl.col(c.KIND).is_in(c.RAISING_KINDS), pl.col(c.MINOR) > 0)
        days = raised.group_by(c.ISSUED, c.DUE).agg(minor, pl.len()).select("sum", "len", c.ISSUED, c.DUE)
        queries += [
            ("customer", frame.group_by(c.CUSTOMER).agg(minor).select("sum", none, c.CUSTOMER)),
            ("days of items", days),
        ]
    return queries


def _differences(ledger: Sums, mirrored: Mapping[tuple[str, int, str, str], tuple[int, int]]) -> Iterator[Mismatch]:
    for key in sorted(set(ledger) | set(mirrored)):
        expected, found = ledger.get(key, (0, 0)), mirrored.get(key, (0, 0))
        if expected != found:
            what, company_id, currency, part = key
            yield Mismatch(f"{what} {part} in {currency} of company {company_id}", _worded(expected), _worded(found))


def _worded(sums: tuple[int, int]) -> str:
    minor, count = sums
    return f"{minor} minor units" + (f" in {count} rows" if count else "")


def _wrong_days() -> Iterator[Triple]:
    for sql in _MOVED_DAYS:
        for document, pk, first, last, expected_first, expected_last in rows_of(sql=sql, parameters={}):
            yield f"days of {document} {pk}", f"{expected_first} … {expected_last}", f"{first} … {last}"


def _movements() -> int:
    return _number("SELECT COUNT(*) FROM ledger_entry WHERE account IN ('RECEIVABLE', 'UNAPPLIED')")


def _documents() -> int:
    return _number("SELECT (SELECT COUNT(*) FROM receivables_receivable) + (SELECT COUNT(*) FROM receipts_receipt)")


def _number(sql: str) -> int:
    rows: list[tuple[Any, ...]] = rows_of(sql=sql, parameters={})
    return int(rows[0][0])
