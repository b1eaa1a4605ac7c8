"""Proof of bank statements: lines once, sums that hold, nothing dropped, files kept (TRUST I2, I3, I4, J8, X7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from huikuan.audit.checks import acts_of
from huikuan.documents.checks import damaged_sources
from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.ledger.proving import named_rows, rows_of
from huikuan.receipts.models import Statement, StatementLine

_TWICE = """
SELECT line_key, bank_account_id, 'one line', COUNT(*) FROM receipts_statementline
GROUP BY bank_account_id, line_key HAVING COUNT(*) > 1
"""
# A line that an earlier statement brought is not kept again; how much those were is kept with the statement.
_SUMS = """
SELECT s.id, s.opening_minor, s.closing_minor, COALESCE(l.own, 0), s.known_minor, s.unread_minor
FROM receipts_statement s
LEFT JOIN (SELECT statement_id, SUM(amount_minor) AS own FROM receipts_statementline GROUP BY statement_id) l
  ON l.statement_id = s.id
WHERE CASE WHEN s.opening_minor IS NULL OR s.closing_minor IS NULL THEN s.unread_minor IS NOT NULL
  ELSE s.unread_minor IS NULL OR s.opening_minor + COALESCE(l.own, 0) + s.known_minor + s.unread_minor <> s.closing_minor
  END
"""
_OPENINGS = """
SELECT id, closed_at, opening_minor FROM (
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
_KNOWN_OF_ACTS = """
SELECT s.act_id, b.currency, SUM(s.known_minor) FROM receipts_statement s
JOIN receipts_bankaccount b ON b.id = s.bank_account_id GROUP BY s.act_id, b.currency
"""
_Sums = dict[str, int]
"""Minor units by currency; a sum of nothing is left out."""


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
            broken=named_rows(name="line {} of bank account {}", sql=_TWICE),
        ),
        finding(invariant="I3", checked=stated.filter(closing_minor__isnull=False).count(), broken=_broken_sums()),
        finding(invariant="I4", checked=statements, broken=_dropped_lines()),
        finding(
            invariant="J8",
            checked=stated.count(),
            broken=(),
            notes=named_rows(name="statement {} opens", sql=_OPENINGS),
        ),
        finding(
            invariant="X7",
            checked=len(kept),
            broken=damaged_sources(files=((f"statement file {sha256}", sha256) for sha256 in kept)),
        ),
    ]


def _broken_sums() -> Iterator[Triple]:
    for pk, opening, closing, own, known, unread in rows_of(sql=_SUMS):
        if None in (opening, closing, unread):
            yield f"statement {pk} balances", "both, or neither", f"opening {opening}, closing {closing}, rest {unread}"
        else:
            yield f"statement {pk} closes", closing, opening + int(own) + known + unread


def _dropped_lines() -> Iterator[Triple]:
    """Imports whose lines, kept or known before, are not as many, or not as much, as the act answered."""
    kept, known = _kept_lines(), _known_sums()
    for act_id, _company, _detail, result in acts_of(verb="import_statement"):
        number, sums = kept.pop(act_id, (0, {}))
        before = known.pop(act_id, {})
        match result:
            case {
                "read": int(read),
                "accepted": int(accepted),
                "duplicate": int(duplicate),
                "totals": dict(totals),
                "duplicate_totals": dict(duplicates),
            }:
                told, told_before = _without_nothing(totals), _without_nothing(duplicates)
                if (number, sums, before, read) != (accepted, told, told_before, accepted + duplicate):
                    expected = f"{accepted} lines {told}, known before {told_before}"
                    yield f"statement import of act {act_id}", expected, f"{number} lines {sums}, known before {before}"
            case _:
                yield f"statement import of act {act_id}", "a kept answer with its rows and totals", result
    for act_id in sorted(kept.keys() | known.keys()):
        yield f"statement import of act {act_id}", "an act that brought its lines", "none"


def _kept_lines() -> dict[int, tuple[int, _Sums]]:
    found: dict[int, tuple[int, _Sums]] = {}
    for act_id, currency, number, minor in rows_of(sql=_LINES_OF_ACTS):
        many, sums = found.get(act_id, (0, {}))
        found[act_id] = (many + number, _without_nothing({**sums, currency: int(minor)}))
    return found


def _known_sums() -> dict[int, _Sums]:
    found: dict[int, _Sums] = {}
    for act_id, currency, minor in rows_of(sql=_KNOWN_OF_ACTS):
        found[act_id] = _without_nothing({**found.get(act_id, {}), currency: int(minor)})
    return found


def _without_nothing(sums: Mapping[str, int]) -> _Sums:
    return {currency: minor for currency, minor in sums.items() if minor}
