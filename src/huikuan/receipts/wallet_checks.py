"""Proof of accounts at payment providers: gross = net + fee, refunds booked once, payouts that equal their days (TRUST P1, J8)."""

from __future__ import annotations

from huikuan.kernel.findings import Finding, finding
from huikuan.ledger.proving import named_rows
from huikuan.receipts.models import WalletLine, WalletSettlement

_LINES = """
SELECT l.id, l.amount_minor, w.net_minor + w.fee_minor FROM receipts_walletline w
JOIN receipts_statementline l ON l.id = w.line_id
WHERE w.gross_minor <> l.amount_minor OR w.gross_minor <> w.net_minor + w.fee_minor OR w.day <> l.booked_on
  OR w.bank_account_id <> l.bank_account_id
"""
# A refund pays back, on the account of unused money, what its line says: once.
_REFUNDS = """
SELECT w.line_id, -w.gross_minor, SUM(e.minor) FROM receipts_walletline w
JOIN receipts_walletrefund f ON f.line_id = w.line_id
JOIN ledger_entry e ON e.posting_id = f.posting_id AND e.account = 'UNAPPLIED'
WHERE NOT EXISTS (SELECT 1 FROM ledger_posting back WHERE back.reverses_id = f.posting_id)
GROUP BY w.line_id, w.gross_minor HAVING SUM(e.minor) <> -w.gross_minor
"""
_PAYOUTS = """
SELECT s.id, l.amount_minor, COALESCE(d.net, 0) FROM receipts_walletsettlement s
JOIN receipts_statementline l ON l.id = s.bank_line_id
LEFT JOIN (SELECT settlement_id, SUM(net_minor) AS net FROM receipts_settledday WHERE is_live GROUP BY settlement_id) d
  ON d.settlement_id = s.id
WHERE s.undone_act_id IS NULL AND (l.amount_minor <> COALESCE(d.net, 0) OR s.net_minor <> l.amount_minor)
"""
_RECEIPTS = """
SELECT s.id, 'an own transfer, taken out whole', r.not_a_receipt_reason FROM receipts_walletsettlement s
JOIN receipts_receipt r ON r.id = s.receipt_id
WHERE s.undone_act_id IS NULL
  AND (r.reversed_minor <> r.amount_minor OR r.not_a_receipt_reason <> 'OWN_TRANSFER' OR r.statement_line_id <> s.bank_line_id)
"""
_UNDONE = """
SELECT s.id, 'no day paid out', COUNT(*) FROM receipts_walletsettlement s
JOIN receipts_settledday d ON d.settlement_id = s.id AND d.is_live
WHERE s.undone_act_id IS NOT NULL GROUP BY s.id
"""
_CHANGED_DAYS = """
SELECT d.bank_account_id, d.day, d.net_minor, SUM(w.net_minor) FROM receipts_settledday d
LEFT JOIN receipts_walletline w ON w.bank_account_id = d.bank_account_id AND w.day = d.day AND w.event <> 'WITHDRAWAL'
WHERE d.is_live GROUP BY d.id, d.bank_account_id, d.day, d.net_minor HAVING SUM(w.net_minor) <> d.net_minor
"""


def check_wallets() -> list[Finding]:
    """Check P1 and J8 over the accounts at payment providers.

    A day whose lines say something else than what was paid out is a note (J8): a later bill brought lines of that day.
    """
    settlements = WalletSettlement.objects.count()
    return [
        finding(
            invariant="P1",
            checked=WalletLine.objects.count(),
            broken=[*named_rows(name="line {} of a bill", sql=_LINES), *named_rows(name="refund {}", sql=_REFUNDS)],
        ),
        finding(
            invariant="J8",
            checked=settlements,
            broken=[
                *named_rows(name="payout {}", sql=_PAYOUTS),
                *named_rows(name="payout {} receipt", sql=_RECEIPTS),
                *named_rows(name="undone payout {}", sql=_UNDONE),
            ],
            notes=named_rows(name="day of account {} paid out, {}", sql=_CHANGED_DAYS),
        ),
    ]
