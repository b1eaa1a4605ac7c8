"""Proof of money that was passed on: both sides stand or are gone together, for the same money (TRUST P3, R6)."""

from __future__ import annotations

from huikuan.kernel.findings import Finding, finding
from huikuan.ledger.proving import named_rows
from huikuan.receipts.models import PassedMoney

_SIDES = """
SELECT m.id, CAST(m.amount_minor AS TEXT) || ' for ' || CAST(m.worth_minor AS TEXT),
  CAST(COALESCE(away.minor, 0) AS TEXT) || ' for ' || CAST(t.amount_minor AS TEXT)
FROM receipts_passedmoney m JOIN receipts_receipt t ON t.id = m.target_id
LEFT JOIN ledger_entry away
  ON away.posting_id = m.posting_id AND away.account = 'UNAPPLIED' AND away.receipt_id = m.receipt_id
WHERE COALESCE(away.minor, 0) <> m.amount_minor OR t.amount_minor <> m.worth_minor
"""
_BORDERS = """
SELECT m.id, 'another own company, or another currency at a rate', t.method FROM receipts_passedmoney m
JOIN receipts_receipt r ON r.id = m.receipt_id JOIN receipts_receipt t ON t.id = m.target_id
WHERE CASE t.method
  WHEN 'INTERCOMPANY' THEN r.company_id = t.company_id OR r.currency <> t.currency OR m.rate_micros IS NOT NULL
  WHEN 'EXCHANGE' THEN r.company_id <> t.company_id OR r.currency = t.currency OR m.rate_micros IS NULL
  ELSE 1 = 1 END
"""
_TOGETHER = """
SELECT m.id, CASE WHEN m.undone_act_id IS NULL THEN 'both sides stand' ELSE 'both sides undone' END,
  CAST(COUNT(back.id) AS TEXT) || ' reversed, ' || CAST(t.reversed_minor AS TEXT) || ' gone'
FROM receipts_passedmoney m JOIN receipts_receipt t ON t.id = m.target_id
LEFT JOIN ledger_posting back ON back.reverses_id = m.posting_id
GROUP BY m.id, m.undone_act_id, t.reversed_minor, t.amount_minor
HAVING CASE WHEN m.undone_act_id IS NULL THEN COUNT(back.id) <> 0
  ELSE COUNT(back.id) <> 1 OR t.reversed_minor <> t.amount_minor END
"""
_ORPHANS = """
SELECT t.id, 'a receipt it was passed on from', 'none' FROM receipts_receipt t
WHERE t.method IN ('INTERCOMPANY', 'EXCHANGE') AND NOT EXISTS (SELECT 1 FROM receipts_passedmoney m WHERE m.target_id = t.id)
"""
# What one own company owes another for customers' money, another has to claim: over all of them it is nothing.
_BETWEEN = """
SELECT currency, 0, SUM(minor) FROM ledger_entry WHERE account = 'INTERCOMPANY' GROUP BY currency HAVING SUM(minor) <> 0
"""


def check_passed_money() -> list[Finding]:
    """Check P3 (each passing is its two sides) and R6 (its border, its rate, nothing left between own companies)."""
    count = PassedMoney.objects.count()
    return [
        finding(
            invariant="P3",
            checked=count,
            broken=[
                *named_rows(name="passing {}", sql=_SIDES),
                *named_rows(name="passing {} undone", sql=_TOGETHER),
                *named_rows(name="receipt {} passed on", sql=_ORPHANS),
            ],
        ),
        finding(
            invariant="R6",
            checked=count,
            broken=[
                *named_rows(name="passing {} border", sql=_BORDERS),
                *named_rows(name="between own companies in {}", sql=_BETWEEN),
            ],
        ),
    ]
