"""Proof of the invariants of money received and its allocation (TRUST P1–P4, A2, R7, J4)."""

from __future__ import annotations

from collections.abc import Iterator

from huikuan.kernel.findings import Finding, finding
from huikuan.ledger.checks import rows_of, series_gaps
from huikuan.receipts.models import Receipt, StatementLine
from huikuan.receipts.operations.money import RECEIPT_SERIES

_PARTS = """
SELECT r.id, r.unapplied_minor, -COALESCE(s.total, 0), r.amount_minor, -COALESCE(s.amount, 0),
  r.allocated_minor, COALESCE(s.allocated, 0), r.refunded_minor, COALESCE(s.refunded, 0),
  r.reversed_minor, COALESCE(s.back, 0)
FROM receipts_receipt r LEFT JOIN (
  SELECT e.receipt_id, SUM(e.minor) AS total,
    SUM(CASE WHEN p.kind = 'RECEIPT' AND p.reverses_id IS NULL THEN e.minor ELSE 0 END) AS amount,
    SUM(CASE WHEN p.kind = 'ALLOCATE' THEN e.minor ELSE 0 END) AS allocated,
    SUM(CASE WHEN p.kind = 'REFUND' THEN e.minor ELSE 0 END) AS refunded,
    SUM(CASE WHEN p.kind = 'RECEIPT' AND p.reverses_id IS NOT NULL THEN e.minor ELSE 0 END) AS back
  FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id
  WHERE e.account = 'UNAPPLIED' GROUP BY e.receipt_id
) s ON s.receipt_id = r.id
WHERE r.unapplied_minor <> -COALESCE(s.total, 0) OR r.amount_minor <> -COALESCE(s.amount, 0)
  OR r.allocated_minor <> COALESCE(s.allocated, 0) OR r.refunded_minor <> COALESCE(s.refunded, 0)
  OR r.reversed_minor <> COALESCE(s.back, 0)
"""
_BOUNDS = """
SELECT id, amount_minor, unapplied_minor FROM receipts_receipt
WHERE unapplied_minor < 0 OR unapplied_minor > amount_minor OR allocated_minor < 0 OR refunded_minor < 0
  OR reversed_minor < 0
"""
_LINES = """
SELECT l.id, l.amount_minor, r.amount_minor - r.fee_minor FROM receipts_statementline l
JOIN receipts_receipt r ON r.statement_line_id = l.id
WHERE r.amount_minor - r.fee_minor > l.amount_minor OR r.currency <> l.currency
"""
_BOUNCED = "SELECT id, allocated_minor FROM receipts_receipt WHERE reversed_minor > 0 AND allocated_minor > 0"
_ALLOCATIONS = """
SELECT e.company_id, e.currency, SUM(CASE WHEN e.account = 'RECEIVABLE' THEN -e.minor ELSE 0 END),
  SUM(CASE WHEN e.account = 'UNAPPLIED' THEN e.minor ELSE 0 END)
FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id WHERE p.kind = 'ALLOCATE'
GROUP BY e.company_id, e.currency
"""
_STRANGERS = """
SELECT p.id, r.customer_id, e.customer_id FROM ledger_posting p
JOIN ledger_entry e ON e.posting_id = p.id AND e.account = 'UNAPPLIED'
JOIN receivables_receivable r ON r.id = e.receivable_id
WHERE p.kind = 'ALLOCATE' AND p.reverses_id IS NULL AND p.reason <> 'THIRD_PARTY'
  AND (e.customer_id IS NULL OR e.customer_id <> r.customer_id)
"""
_NAMES = ("unapplied", "amount", "allocated", "refunded", "reversed")


def check_receipts() -> list[Finding]:
    """Check P1–P4, A2, R7 and J4 (receipt numbers) over all money received."""
    count = Receipt.objects.count()
    lines = StatementLine.objects.count()
    sums = list(rows_of(sql=_ALLOCATIONS))
    return [
        finding(invariant="P1", checked=count, broken=_wrong_parts()),
        finding(
            invariant="P2",
            checked=count,
            broken=((f"receipt {pk}", f"0 … {amount}", rest) for pk, amount, rest in rows_of(sql=_BOUNDS)),
        ),
        finding(
            invariant="P3",
            checked=lines,
            broken=((f"statement line {pk}", f"at most {line}", used) for pk, line, used in rows_of(sql=_LINES)),
        ),
        finding(
            invariant="P4",
            checked=Receipt.objects.filter(reversed_minor__gt=0).count(),
            broken=((f"receipt {pk}", 0, allocated) for pk, allocated in rows_of(sql=_BOUNCED)),
        ),
        finding(
            invariant="A2",
            checked=len(sums),
            broken=(
                (f"allocations of company {company} in {currency}", receivables, receipts)
                for company, currency, receivables, receipts in sums
                if receivables != receipts
            ),
        ),
        finding(
            invariant="R7",
            checked=count,
            broken=((f"posting {pk}", debtor, payer) for pk, debtor, payer in rows_of(sql=_STRANGERS)),
        ),
        finding(invariant="J4", checked=count, broken=_gaps()),
    ]


def _wrong_parts() -> Iterator[tuple[str, object, object]]:
    for pk, *pairs in rows_of(sql=_PARTS):
        for name, cached, summed in zip(_NAMES, pairs[::2], pairs[1::2], strict=True):
            if cached != summed:
                yield f"receipt {pk} {name}", summed, cached


def _gaps() -> Iterator[tuple[str, object, object]]:
    rows = rows_of(sql="SELECT company_id, COUNT(*), MAX(number) FROM receipts_receipt GROUP BY company_id")
    yield from series_gaps(code=RECEIPT_SERIES, numbered={company: (count, top) for company, count, top in rows})
