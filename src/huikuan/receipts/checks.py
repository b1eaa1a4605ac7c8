"""Proof of the invariants of money received, its allocation and bank statements (TRUST P1–P4, A1, A2, R7, I1, J2, J4, T3).

P5 is proved by the room of bills. A3 is proved by tests only (tests/receipts/matching and
tests/stories/test_matching_story.py): that the matcher proposes the same again is no property of rows. The statements
themselves are proved in `receipts.statement_checks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.ledger.proving import acts_that_post, allocated_beyond, named_rows, rows_of, series_gaps, wrong_parts
from huikuan.receipts.models import Receipt, StatementLine
from huikuan.receipts.operations.money import RECEIPT_SERIES

_PARTS = """
SELECT r.id, r.unapplied_minor, -COALESCE(s.total, 0), r.amount_minor, -COALESCE(s.amount, 0),
  r.allocated_minor, COALESCE(s.allocated, 0), r.refunded_minor, COALESCE(s.refunded, 0),
  r.reversed_minor, COALESCE(s.back, 0), r.deposit_minor, COALESCE(s.deposit, 0)
FROM receipts_receipt r LEFT JOIN (
  SELECT e.receipt_id, SUM(e.minor) AS total,
    SUM(CASE WHEN p.kind = 'RECEIPT' AND p.reverses_id IS NULL THEN e.minor ELSE 0 END) AS amount,
    SUM(CASE WHEN p.kind = 'ALLOCATE' THEN e.minor ELSE 0 END) AS allocated,
    SUM(CASE WHEN p.kind = 'REFUND' THEN e.minor ELSE 0 END) AS refunded,
    SUM(CASE WHEN p.kind IN ('DISHONOUR', 'PAPER', 'CASH_BANKED', 'INTERCOMPANY', 'EXCHANGE')
      OR (p.kind = 'RECEIPT' AND p.reverses_id IS NOT NULL) THEN e.minor ELSE 0 END) AS back,
    SUM(CASE WHEN p.kind = 'DEPOSIT' THEN e.minor ELSE 0 END) AS deposit
  FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id
  WHERE e.account = 'UNAPPLIED' GROUP BY e.receipt_id
) s ON s.receipt_id = r.id
WHERE r.unapplied_minor <> -COALESCE(s.total, 0) OR r.amount_minor <> -COALESCE(s.amount, 0)
  OR r.allocated_minor <> COALESCE(s.allocated, 0) OR r.refunded_minor <> COALESCE(s.refunded, 0)
  OR r.reversed_minor <> COALESCE(s.back, 0) OR r.deposit_minor <> COALESCE(s.deposit, 0)
"""
_BOUNDS = """
SELECT id, '0 … ' || CAST(amount_minor AS TEXT), unapplied_minor FROM receipts_receipt
WHERE unapplied_minor < 0 OR unapplied_minor > amount_minor OR allocated_minor < 0 OR refunded_minor < 0
  OR reversed_minor < 0 OR deposit_minor < 0
"""
_LINES = """
SELECT l.id, CAST(l.amount_minor - COALESCE(w.fee_minor, 0) AS TEXT) || ' on the account of its line',
  r.amount_minor - r.fee_minor FROM receipts_statementline l
JOIN receipts_receipt r ON r.statement_line_id = l.id LEFT JOIN receipts_walletline w ON w.line_id = l.id
WHERE r.amount_minor - r.fee_minor <> l.amount_minor - COALESCE(w.fee_minor, 0) OR r.currency <> l.currency
  OR r.bank_account_id IS NULL OR r.bank_account_id <> l.bank_account_id
"""
_UNUSED_LINES = """
SELECT l.id, 'a receipt of ' || CAST(l.amount_minor AS TEXT), 'none' FROM receipts_statementline l
WHERE l.amount_minor > 0 AND NOT l.is_reversal
  AND NOT EXISTS (SELECT 1 FROM receipts_walletline w WHERE w.line_id = l.id AND w.event <> 'PAYMENT')
  AND NOT EXISTS (SELECT 1 FROM receipts_receipt r WHERE r.statement_line_id = l.id)
"""
_ACCOUNTS = """
SELECT r.id, b.currency || ' of company ' || CAST(b.company_id AS TEXT),
  r.currency || ' of company ' || CAST(r.company_id AS TEXT)
FROM receipts_receipt r JOIN receipts_bankaccount b ON b.id = r.bank_account_id
WHERE r.currency <> b.currency OR r.company_id <> b.company_id
"""
# Only what moved on two days or more can leave its bounds between: J2 proves the cached days, P1 and P2 first and last.
_RUNNING = """
SELECT s.id, s.effective_date, '0 … ' || CAST(s.amount_minor AS TEXT), s.running FROM (
  SELECT r.id, r.amount_minor, e.effective_date,
    -SUM(SUM(e.minor)) OVER (PARTITION BY r.id ORDER BY e.effective_date) AS running
  FROM receipts_receipt r JOIN ledger_entry e ON e.receipt_id = r.id AND e.account = 'UNAPPLIED'
  WHERE r.last_moved_on > r.first_moved_on GROUP BY r.id, r.amount_minor, e.effective_date
) s WHERE s.running < 0 OR s.running > s.amount_minor
"""
_TAKEN_TWICE = """
SELECT source_ref, company_id, 'one receipt', COUNT(*) FROM receipts_receipt
WHERE source_ref <> '' AND statement_line_id IS NULL AND reversed_minor < amount_minor
GROUP BY company_id, source_ref HAVING COUNT(*) > 1
"""
# Money is booked on the day it came: a closed period refuses it, and never moves it.
_DAYS = """
SELECT r.id, p.effective_date, r.received_on FROM ledger_posting p JOIN receipts_receipt r ON r.id = p.document_id
WHERE p.kind = 'RECEIPT' AND p.reverses_id IS NULL AND p.effective_date <> r.received_on
"""
_OVER_ALLOCATED = """
SELECT id, 'at most ' || CAST(amount_minor AS TEXT) || ' allocated', allocated_minor FROM receipts_receipt
WHERE allocated_minor > amount_minor
"""
# Only lost paper, money booked before as cash or paper, and money passed on go back in part; what else went back went whole.
_BOUNCED = """
SELECT s.id, CASE WHEN s.back > s.in_part THEN 0 ELSE s.amount_minor - s.back END, s.allocated_minor FROM (
  SELECT r.id, r.amount_minor, r.allocated_minor, r.reversed_minor AS back, (
    SELECT COALESCE(SUM(e.minor), 0) FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id
    WHERE e.receipt_id = r.id AND e.account = 'UNAPPLIED'
      AND p.kind IN ('DISHONOUR', 'PAPER', 'CASH_BANKED', 'INTERCOMPANY', 'EXCHANGE')
  ) AS in_part FROM receipts_receipt r WHERE r.reversed_minor > 0 AND r.allocated_minor > 0
) s WHERE s.back > s.in_part OR s.allocated_minor > s.amount_minor - s.back
"""
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
_ALWAYS_POST = ("refund_receipt", "reverse_refund", "bounce_receipt", "mark_not_a_receipt", "restore_receipt")
_NAMES = ("unapplied", "amount", "allocated", "refunded", "reversed", "deposit")


def check_receipts() -> list[Finding]:
    """Check P1–P4, A1, A2, R7, I1, J2 (days it came), J4 (receipt numbers) and T3 over all money received."""
    count = Receipt.objects.count()
    lines = StatementLine.objects.count()
    differing = list(rows_of(sql=_PARTS))
    return [
        finding(
            invariant="P1", checked=count, broken=wrong_parts(document="receipt", names=_NAMES, differing=differing)
        ),
        finding(invariant="P2", checked=count, broken=_out_of_bounds()),
        finding(invariant="P3", checked=lines, broken=_wrong_lines()),
        finding(
            invariant="P4",
            checked=Receipt.objects.filter(reversed_minor__gt=0).count(),
            broken=named_rows(name="receipt {}", sql=_BOUNCED),
        ),
        finding(invariant="A1", checked=count, broken=_over_allocated(differing)),
        _two_sides(),
        finding(invariant="R7", checked=count, broken=named_rows(name="posting {}", sql=_STRANGERS)),
        finding(invariant="I1", checked=count, broken=named_rows(name="row {} in company {}", sql=_TAKEN_TWICE)),
        finding(invariant="J2", checked=count, broken=named_rows(name="receipt {} day it came", sql=_DAYS)),
        finding(invariant="J4", checked=count, broken=series_gaps(code=RECEIPT_SERIES, table="receipts_receipt")),
        acts_that_post(verbs=_ALWAYS_POST),
    ]


def _two_sides() -> Finding:
    """A2: what allocations took from items is what they took from money."""
    sums = list(rows_of(sql=_ALLOCATIONS))
    unequal = (
        (f"allocations of company {company} in {currency}", receivables, receipts)
        for company, currency, receivables, receipts in sums
        if receivables != receipts
    )
    return finding(invariant="A2", checked=len(sums), broken=unequal)


def _out_of_bounds() -> Iterator[Triple]:
    """Less than nothing or more than had come is unapplied: now, or at the end of some day by the entries."""
    yield from named_rows(name="receipt {}", sql=_BOUNDS)
    yield from named_rows(name="receipt {} on {}", sql=_RUNNING)


def _wrong_lines() -> Iterator[Triple]:
    """Lines beside the receipts they became, and money beside the account it is said to have come on."""
    yield from named_rows(name="statement line {}", sql=_LINES)
    yield from named_rows(name="statement line {}", sql=_UNUSED_LINES)
    yield from named_rows(name="receipt {}", sql=_ACCOUNTS)


def _over_allocated(differing: Sequence[tuple[Any, ...]]) -> Iterator[Triple]:
    """More allocated than came, by the cached part or, where that is not the sum of its entries, by the entries."""
    yield from named_rows(name="receipt {}", sql=_OVER_ALLOCATED)
    yield from allocated_beyond(document="receipt", names=_NAMES, differing=differing, whole="amount")
