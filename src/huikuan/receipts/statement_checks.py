"""Proof of bank statements: lines once, sums that hold, nothing dropped, files kept (TRUST I2, I3, I4, J8, X7)."""

from __future__ import annotations

from collections.abc import Iterator

from huikuan.audit.checks import acts_of
from huikuan.documents.checks import damaged_sources
from huikuan.kernel.findings import Finding, finding
from huikuan.ledger.checks import rows_of
from huikuan.receipts.models import Statement, StatementLine

_TWICE = """
SELECT bank_account_id, line_key, COUNT(*) FROM receipts_statementline
GROUP BY bank_account_id, line_key HAVING COUNT(*) > 1
"""
# A line that an earlier statement brought is not kept again: then the lines of the account on these days make the sum,
# all of them or those that were known when the statement was taken. 'ignored' is an excerpt that a person let pass.
_SUMS = """
SELECT * FROM (
  SELECT s.id, s.opening_minor, s.closing_minor,
    (SELECT COALESCE(SUM(l.amount_minor), 0) FROM receipts_statementline l WHERE l.statement_id = s.id) AS own,
    (SELECT COALESCE(SUM(l.amount_minor), 0) FROM receipts_statementline l
      WHERE l.bank_account_id = s.bank_account_id AND l.booked_on BETWEEN s.first_day AND s.last_day) AS of_days,
    (SELECT COALESCE(SUM(l.amount_minor), 0) FROM receipts_statementline l
      WHERE l.bank_account_id = s.bank_account_id AND l.booked_on BETWEEN s.first_day AND s.last_day
      AND l.statement_id <= s.id) AS known_then
  FROM receipts_statement s
  WHERE s.opening_minor IS NOT NULL AND s.closing_minor IS NOT NULL AND s.direction_proof <> 'ignored'
) sums WHERE closing_minor - opening_minor NOT IN (own, of_days, known_then)
"""
_OPENINGS = """
SELECT * FROM (
  SELECT s.id, s.opening_minor, (
    SELECT before.closing_minor FROM receipts_statement before
    WHERE before.bank_account_id = s.bank_account_id AND before.last_day < s.first_day
      AND before.closing_minor IS NOT NULL ORDER BY before.last_day DESC, before.id DESC LIMIT 1) AS closed_at
  FROM receipts_statement s WHERE s.opening_minor IS NOT NULL AND s.first_day IS NOT NULL
) openings WHERE closed_at <> opening_minor
"""
_LINES_OF_ACTS = """
SELECT s.act_id, l.currency, COUNT(*), SUM(l.amount_minor) FROM receipts_statementline l
JOIN receipts_statement s ON s.id = l.statement_id GROUP BY s.act_id, l.currency
"""


def check_statements() -> list[Finding]:
    """Check I2, I3, I4, J8 and X7 over every bank statement and its lines.

    An opening that is not the closing before is a note (J8): a statement in between may still come.
    """
    statements, lines = Statement.objects.count(), StatementLine.objects.count()
    stated = Statement.objects.filter(opening_minor__isnull=False)
    files = Statement.objects.order_by("pk").values_list("source_sha256", flat=True)
    kept = list(dict.fromkeys(files))
    return [
        finding(
            invariant="I2",
            checked=lines,
            broken=(
                (f"line {key} of bank account {account}", "one line", number)
                for account, key, number in rows_of(sql=_TWICE)
            ),
        ),
        finding(invariant="I3", checked=stated.filter(closing_minor__isnull=False).count(), broken=_broken_sums()),
        finding(invariant="I4", checked=statements, broken=_dropped_lines()),
        finding(
            invariant="J8",
            checked=stated.count(),
            broken=(),
            notes=((f"statement {pk} opens", closed_at, opening) for pk, opening, closed_at in rows_of(sql=_OPENINGS)),
        ),
        finding(
            invariant="X7",
            checked=len(kept),
            broken=damaged_sources(files=((f"statement file {sha256}", sha256) for sha256 in kept)),
        ),
    ]


def _broken_sums() -> Iterator[tuple[str, object, object]]:
    for pk, opening, closing, own, *_of_days in rows_of(sql=_SUMS):
        yield f"statement {pk} closes", closing, opening + own


def _dropped_lines() -> Iterator[tuple[str, object, object]]:
    """Imports whose kept lines are not as many, or not as much, as the act answered."""
    found: dict[int, dict[str, tuple[int, int]]] = {}
    for act_id, currency, number, minor in rows_of(sql=_LINES_OF_ACTS):
        found.setdefault(act_id, {})[currency] = (number, int(minor))
    for act_id, _company, _detail, result in acts_of(verb="import_statement"):
        kept = found.pop(act_id, {})
        number = sum(many for many, _minor in kept.values())
        sums = {currency: minor for currency, (_many, minor) in kept.items() if minor}
        told = {currency: minor for currency, minor in result["totals"].items() if minor}
        if (number, sums) != (result["accepted"], told) or result["read"] != result["accepted"] + result["duplicate"]:
            yield f"statement import of act {act_id}", f"{result['accepted']} lines {told}", f"{number} lines {sums}"
    for act_id in found:
        yield f"statement import of act {act_id}", "an act that brought its lines", "none"
