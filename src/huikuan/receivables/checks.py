"""Proof that the cached parts of receivables are the sums of their entries (TRUST R1, R2, R5, J7)."""

from __future__ import annotations

from collections.abc import Iterator

from huikuan.kernel.findings import Finding, finding
from huikuan.ledger.checks import rows_of
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
    SUM(CASE WHEN p.kind IN ('INVOICE', 'OPENING') AND p.reverses_id IS NULL THEN e.minor ELSE 0 END) AS original,
    SUM(CASE WHEN p.kind = 'ALLOCATE' THEN e.minor ELSE 0 END) AS allocated,
    SUM(CASE WHEN p.kind = 'CREDIT_NOTE' THEN e.minor ELSE 0 END) AS credited,
    SUM(CASE WHEN p.kind = 'SHORT_PAYMENT' THEN e.minor ELSE 0 END) AS discounted,
    SUM(CASE WHEN p.kind = 'WRITE_OFF' THEN e.minor ELSE 0 END) AS written_off,
    SUM(CASE WHEN p.kind IN ('INVOICE', 'OPENING') AND p.reverses_id IS NOT NULL THEN e.minor ELSE 0 END) AS cancelled
  FROM ledger_entry e JOIN ledger_posting p ON p.id = e.posting_id
  WHERE e.account = 'RECEIVABLE' GROUP BY e.receivable_id
) s ON s.receivable_id = r.id
WHERE r.outstanding_minor <> COALESCE(s.total, 0) OR r.original_minor <> COALESCE(s.original, 0)
  OR r.allocated_minor <> -COALESCE(s.allocated, 0) OR r.credited_minor <> -COALESCE(s.credited, 0)
  OR r.discounted_minor <> -COALESCE(s.discounted, 0) OR r.written_off_minor <> -COALESCE(s.written_off, 0)
  OR r.cancelled_minor <> -COALESCE(s.cancelled, 0)
"""
_BOUNDS = """
SELECT id, original_minor, outstanding_minor FROM receivables_receivable
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
_OUTSTANDING = """
SELECT company_id, currency, SUM(outstanding_minor) FROM receivables_receivable GROUP BY company_id, currency
"""
_NAMES = ("outstanding", "original", "allocated", "credited", "discounted", "written off", "cancelled")


def check_receivables() -> list[Finding]:
    """Check R1, R2, R5 and J7 over every receivable."""
    count = Receivable.objects.count()
    return [
        finding(invariant="R1", checked=count, broken=_wrong_parts()),
        finding(
            invariant="R2",
            checked=count,
            broken=((f"receivable {pk}", f"0 … {original}", open_) for pk, original, open_ in rows_of(sql=_BOUNDS)),
        ),
        finding(
            invariant="R5",
            checked=Invoice.objects.count(),
            broken=((f"invoice {pk}", amount, parts) for pk, amount, parts in rows_of(sql=_INSTALMENTS)),
        ),
        finding(invariant="J7", checked=count, broken=_untied()),
    ]


def _wrong_parts() -> Iterator[tuple[str, object, object]]:
    for pk, *pairs in rows_of(sql=_PARTS):
        for name, cached, summed in zip(_NAMES, pairs[::2], pairs[1::2], strict=True):
            if cached != summed:
                yield f"receivable {pk} {name}", summed, cached


def _untied() -> Iterator[tuple[str, object, object]]:
    control = control_totals(account=Account.RECEIVABLE)
    cached = {(company, currency): total for company, currency, total in rows_of(sql=_OUTSTANDING)}
    for key in sorted(set(control) | set(cached)):
        if control.get(key, 0) != cached.get(key, 0):
            yield f"receivables of company {key[0]} in {key[1]}", control.get(key, 0), cached.get(key, 0)
