"""Proof of imports: counts that add up and are those of the rows, no rest without a refused row, files kept (TRUST I3, I4, X7).

I1 and I2 are proved where the rows are (receivables, receipts); I5 by tests/reliability/test_import_kill.py.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, F

from huikuan.audit.operations import Json
from huikuan.documents.checks import damaged_sources
from huikuan.imports.models import ImportBatch
from huikuan.imports.rules import ImportKind
from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.ledger.proving import named_rows, rows_of

# A row of a list is a document or a credit balance; a settled one has money and its allocation besides.
_POSTED = """
SELECT b.id, b.kind, b.accepted,
  COALESCE(SUM(CASE WHEN p.kind = 'ALLOCATE' THEN -1 WHEN p.kind IS NULL THEN 0 ELSE 1 END), 0), COUNT(p.id)
FROM imports_importbatch b LEFT JOIN ledger_posting p ON p.act_id = b.act_id GROUP BY b.id, b.kind, b.accepted
"""
# What a statement's sum leaves open needs a reason: a row that was refused, or balances that a person let pass.
_UNREAD = """
SELECT s.id, 0, s.unread_minor FROM receipts_statement s JOIN imports_importbatch b ON b.act_id = s.act_id
WHERE s.unread_minor <> 0 AND s.direction_proof <> 'ignored' AND b.rejected = 0
"""
_LISTS = (ImportKind.INVOICES.value, ImportKind.RECEIVABLES.value)


def check_imports() -> list[Finding]:
    """Check I4 over every import, the rest of I3 over its statements and X7 over every file it read."""
    files, damaged = _files()
    return [
        finding(
            invariant="I4", checked=ImportBatch.objects.count(), broken=(*_wrong_counts(), *_not_as_many_as_posted())
        ),
        finding(invariant="I3", checked=0, broken=named_rows(name="statement {} rest", sql=_UNREAD)),
        finding(
            invariant="X7",
            checked=len(files),
            broken=(
                *((f"import {number}", "its files by name and sha256", kept) for number, kept in damaged),
                *damaged_sources(files=((f"imported file {name}", sha256) for name, sha256 in sorted(files))),
            ),
        ),
    ]


def _files() -> tuple[set[tuple[str, str]], list[tuple[int, Json]]]:
    """Names and hashes of every file imported, and the imports whose own record of them was damaged."""
    files: set[tuple[str, str]] = set()
    damaged: list[tuple[int, Json]] = []
    for number, kept in ImportBatch.objects.order_by("pk").values_list("number", "files").iterator():
        for one in kept if isinstance(kept, list) else [kept]:
            match one:
                case {"name": str(name), "sha256": str(sha256)}:
                    files.add((name, sha256))
                case _:
                    damaged.append((number, kept))
    return files, damaged


def _wrong_counts() -> Iterator[Triple]:
    """Batches whose rows do not add up, or that refused another number of rows than are kept with their reasons."""
    adrift = ImportBatch.objects.exclude(read=F("accepted") + F("duplicate") + F("rejected"))
    for number, read in adrift.values_list("number", "read"):
        yield f"import {number}", "accepted + duplicate + rejected", f"{read} read"
    kept = ImportBatch.objects.annotate(kept=Count("rejected_rows")).exclude(kept=F("rejected"))
    for number, rejected, found in kept.values_list("number", "rejected", "kept"):
        yield f"import {number}", f"{rejected} refused rows", found


def _not_as_many_as_posted() -> Iterator[Triple]:
    """Lists of which another number of rows is in the ledger than was accepted; folders with more than they brought."""
    for pk, kind, accepted, documents, postings in rows_of(sql=_POSTED):
        if kind in _LISTS and documents != accepted:
            yield f"import batch {pk}", f"{accepted} rows in the ledger", documents
        elif kind not in _LISTS and postings > 2 * accepted:
            yield f"import batch {pk}", f"{accepted} rows", f"{postings} postings"
