"""Proof that the cached parts of receivables are the sums of their entries (TRUST R1, R2, R5, A1, I1, J2, J7, T3).

R4 needs no row: what is open, overdue or settled is nowhere stored but computed at each reading from parts, due date and
business date (`receivables.queries.rows`). That A1 holds under many writers at once is the work of the CHECK constraints and
the order of locks, proved by tests/reliability/test_concurrency.py; here every committed row is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.ledger.proving import acts_that_post, allocated_beyond, named_rows, rows_of, wrong_parts
from huikuan.ledger.queries import control_totals
from huikuan.ledger.rules import Account
from huikuan.receivables.models import Invoice, Receivable

_PARTS = """
SELECT r.id, r.outstanding_minor, COALESCE(s.total, 0), r.original_minor, COALESCE(s.original, 0),
  r.allocated_minor, -COALESCE(s.allocated, 0), r.credited_minor, -COALESCE(s.credited, 0),
  r.discounted_minor, -COALESCE(s.discounted, 0), r.written_off_minor, -COALESCE(s.written_off, 0),
  r.cancelled_minor, -COALESCE(s.cancelled, 0)
FROM receivables_receivable r LEFT JOIN (
  SELECT e.receivable_id, SUM(e.minor) AS total,
    SUM(CASE WHEN p.kind IN ('INVOICE', 'OPENING', 'INTEREST') AND p.reverses_id IS NULL THEN e.minor ELSE 0 END) AS original,
    SUM(CASE WHEN p.kind = 'ALLOCATE' THEN e.minor ELSE 0 END) AS allocated,
    SUM(CASE WHEN p.kind = 'CREDIT_NOTE' THEN e.minor ELSE 0 END) AS credited,
    SUM(CASE WHEN p.kind = 'SHORT_PAYMENT' THEN e.minor ELSE 0 END) AS discounted,
    SUM(CASE WHEN p.kind = 'WRITE_OFF' THEN e.minor ELSE 0 END) AS written_off,
    SUM(CASE WHEN p.kind IN ('INVOICE', 'OPENING', 'INTEREST') AND p.reverses_id IS NOT NULL THEN e.minor ELSE 0 END) AS cancelled
  FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id
  WHERE e.account = 'RECEIVABLE' GROUP BY e.receivable_id
) s ON s.receivable_id = r.id
WHERE r.outstanding_minor <> COALESCE(s.total, 0) OR r.original_minor <> COALESCE(s.original, 0)
  OR r.allocated_minor <> -COALESCE(s.allocated, 0) OR r.credited_minor <> -COALESCE(s.credited, 0)
  OR r.discounted_minor <> -COALESCE(s.discounted, 0) OR r.written_off_minor <> -COALESCE(s.written_off, 0)
  OR r.cancelled_minor <> -COALESCE(s.cancelled, 0)
"""
_BOUNDS = """
SELECT id, '0 … ' || CAST(original_minor AS TEXT), outstanding_minor FROM receivables_receivable
WHERE outstanding_minor < 0 OR outstanding_minor > original_minor
  OR allocated_minor < 0 OR credited_minor < 0 OR discounted_minor < 0 OR written_off_minor < 0 OR cancelled_minor < 0
"""
_INSTALMENTS = """
SELECT i.id, i.amount_minor, COALESCE(SUM(r.original_minor), 0) FROM receivables_invoice i
LEFT JOIN receivables_receivable r ON r.invoice_id = i.id AND r.currency = i.currency
  AND r.customer_id = i.customer_id AND r.company_id = i.company_id
WHERE i.kind <> 'CREDIT_NOTE' GROUP BY i.id, i.amount_minor
HAVING COALESCE(SUM(r.original_minor), 0) <> i.amount_minor
"""
_LINES = """
SELECT i.id, i.face_minor, CAST(SUM(l.amount_minor) AS bigint) FROM receivables_invoiceline l
JOIN receivables_invoice i ON i.id = l.invoice_id GROUP BY i.id, i.face_minor HAVING SUM(l.amount_minor) <> i.face_minor
"""
_OUTSTANDING = """
SELECT company_id, currency, SUM(outstanding_minor) FROM receivables_receivable GROUP BY company_id, currency
"""
# Only what moved on two days or more can leave its bounds between: J2 proves the cached days, R1 and R2 first and last.
_RUNNING = """
SELECT s.id, s.effective_date, '0 … ' || CAST(s.original_minor AS TEXT), s.running FROM (
  SELECT r.id, r.original_minor, e.effective_date,
    SUM(SUM(e.minor)) OVER (PARTITION BY r.id ORDER BY e.effective_date) AS running
  FROM receivables_receivable r JOIN ledger_entry e ON e.receivable_id = r.id AND e.account = 'RECEIVABLE'
  WHERE r.last_moved_on > r.first_moved_on GROUP BY r.id, r.original_minor, e.effective_date
) s WHERE s.running < 0 OR s.running > s.original_minor
"""
_TAKEN_TWICE = """
SELECT i.source_ref, i.company_id, 'one invoice', COUNT(*) FROM receivables_invoice i
WHERE i.source_ref <> '' AND i.cancelled_by = 0
GROUP BY i.company_id, i.source_ref HAVING COUNT(*) > 1
"""
_OVER_ALLOCATED = """
SELECT id, 'at most ' || CAST(original_minor AS TEXT) || ' allocated', allocated_minor
FROM receivables_receivable WHERE allocated_minor > original_minor
"""
# A document is posted on its own day: a closed period refuses it, and never moves it.
_DAYS = """
SELECT 'invoice', i.id, p.effective_date, i.issue_date FROM ledger_posting p
JOIN receivables_invoice i ON i.id = p.document_id
WHERE p.kind IN ('INVOICE', 'OPENING', 'INTEREST', 'CREDIT_NOTE') AND p.reverses_id IS NULL AND p.effective_date <> i.issue_date
UNION ALL
SELECT 'receivable', r.id, i.issue_date, r.issue_date FROM receivables_receivable r
JOIN receivables_invoice i ON i.id = r.invoice_id WHERE r.issue_date <> i.issue_date
"""
# What frees the number of a document is the posting that took its own back, and nothing else.
_CANCELLED = """
SELECT i.id, COALESCE(b.id, 0), i.cancelled_by
FROM receivables_invoice i
JOIN ledger_posting p ON p.document_id = i.id AND p.kind IN ('INVOICE', 'OPENING', 'INTEREST', 'CREDIT_NOTE') AND p.reverses_id IS NULL
LEFT JOIN ledger_posting b ON b.reverses_id = p.id
WHERE i.cancelled_by <> COALESCE(b.id, 0)
"""
_ALWAYS_POST = ("issue_credit_note", "accept_short_payment", "write_off", "reverse_posting")
_NAMES = ("outstanding", "original", "allocated", "credited", "discounted", "written off", "cancelled")


def check_receivables() -> list[Finding]:
    """Check R1, R2, R5, A1, I1, J2 (days of documents, and which are cancelled), J7 and T3 over every receivable."""
    count, invoices = Receivable.objects.count(), Invoice.objects.count()
    differing = list(rows_of(sql=_PARTS))
    return [
        finding(
            invariant="R1", checked=count, broken=wrong_parts(document="receivable", names=_NAMES, differing=differing)
        ),
        finding(invariant="R2", checked=count, broken=_out_of_bounds()),
        finding(
            invariant="R5",
            checked=invoices,
            broken=_wrong_sums(),
        ),
        finding(invariant="A1", checked=count, broken=_over_allocated(differing)),
        finding(
            invariant="I1",
            checked=invoices,
            broken=named_rows(name="row {} in company {}", sql=_TAKEN_TWICE),
        ),
        finding(
            invariant="J2",
            checked=invoices,
            broken=_wrong_documents(),
        ),
        finding(invariant="J7", checked=count, broken=_untied()),
        acts_that_post(verbs=_ALWAYS_POST),
    ]


def _out_of_bounds() -> Iterator[Triple]:
    """Less than nothing or more than was billed is open: now, or at the end of some day by the entries."""
    yield from named_rows(name="receivable {}", sql=_BOUNDS)
    yield from named_rows(name="receivable {} on {}", sql=_RUNNING)


def _wrong_sums() -> Iterator[Triple]:
    """Instalments that do not sum to their invoice, lines that do not sum to its first amount."""
    yield from named_rows(name="invoice {}", sql=_INSTALMENTS)
    yield from named_rows(name="lines of invoice {}", sql=_LINES)


def _wrong_documents() -> Iterator[Triple]:
    """What a document says of its posting: the day it has, and whether it was taken back."""
    yield from named_rows(name="{} {} issue date", sql=_DAYS)
    yield from named_rows(name="invoice {}", sql=_CANCELLED)


def _over_allocated(differing: Sequence[tuple[Any, ...]]) -> Iterator[Triple]:
    """More allocated than billed, by the cached part or, where that is not the sum of its entries, by the entries."""
    yield from named_rows(name="receivable {}", sql=_OVER_ALLOCATED)
    yield from allocated_beyond(document="receivable", names=_NAMES, differing=differing, whole="original")


def _untied() -> Iterator[Triple]:
    control = control_totals(account=Account.RECEIVABLE)
    cached = {(company, currency): total for company, currency, total in rows_of(sql=_OUTSTANDING)}
    for key in sorted(set(control) | set(cached)):
        if control.get(key, 0) != cached.get(key, 0):
            yield f"receivables of company {key[0]} in {key[1]}", control.get(key, 0), cached.get(key, 0)
