"""Proof that contracts and the ledger agree: every firing is posted, once, and the contract asset is what is held (J7, R5)."""

from __future__ import annotations

from collections.abc import Iterator

from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.ledger.proving import named_rows, rows_of
from huikuan.ledger.queries import control_totals
from huikuan.ledger.rules import Account
from huikuan.receivables.models import PlanFiring

_HELD = """
SELECT f.company_id, f.currency, SUM(f.amount_minor) FROM receivables_planfiring f
JOIN contracts_milestone m ON m.id = f.milestone_id
WHERE f.undone_by = 0 AND f.invoice_id IS NULL AND m.state = 'HELD' GROUP BY f.company_id, f.currency
"""
_AMOUNTS = """
SELECT f.id, m.amount_minor, f.amount_minor FROM receivables_planfiring f
JOIN contracts_milestone m ON m.id = f.milestone_id WHERE f.undone_by = 0 AND m.amount_minor <> f.amount_minor
UNION ALL
SELECT f.id, i.amount_minor, f.amount_minor FROM receivables_planfiring f
JOIN receivables_invoice i ON i.id = f.invoice_id WHERE i.amount_minor <> f.amount_minor
"""
_STATES = """
SELECT m.id, m.state, CASE WHEN m.state = 'FIRED' THEN 1 ELSE 0 END, COUNT(f.id) FROM contracts_milestone m
LEFT JOIN receivables_planfiring f ON f.milestone_id = m.id AND f.undone_by = 0 AND f.invoice_id IS NOT NULL
GROUP BY m.id, m.state HAVING COUNT(f.id) <> CASE WHEN m.state = 'FIRED' THEN 1 ELSE 0 END
"""
_UNDONE = """
SELECT f.id, COALESCE(b.id, 0), f.undone_by FROM receivables_planfiring f
LEFT JOIN ledger_posting b ON b.reverses_id = f.posting_id WHERE f.undone_by <> COALESCE(b.id, 0)
"""
_PLAN_SUMS = """
SELECT c.id, c.amount_minor, COALESCE(SUM(m.amount_minor), 0) FROM contracts_contract c
LEFT JOIN contracts_milestone m ON m.contract_id = c.id AND m.state <> 'DROPPED'
GROUP BY c.id, c.amount_minor HAVING COALESCE(SUM(m.amount_minor), 0) <> c.amount_minor
"""


def check_plans() -> list[Finding]:
    """Check J7 (contract assets), R5 (plans sum to their contracts, firings to their documents), I1 (fired once), R3."""
    count = PlanFiring.objects.count()
    return [
        finding(invariant="J7", checked=count, broken=_untied()),
        finding(invariant="R5", checked=count, broken=_wrong_sums()),
        finding(invariant="I1", checked=count, broken=named_rows(name="milestone {} {}", sql=_STATES)),
        finding(invariant="R3", checked=count, broken=named_rows(name="firing {} taken back", sql=_UNDONE)),
    ]


def _wrong_sums() -> Iterator[Triple]:
    yield from named_rows(name="contract {} plan", sql=_PLAN_SUMS)
    yield from named_rows(name="firing {} amount", sql=_AMOUNTS)


def _untied() -> Iterator[Triple]:
    control = control_totals(account=Account.CONTRACT_ASSET)
    held = {(company, currency): total for company, currency, total in rows_of(sql=_HELD)}
    for key in sorted(set(control) | set(held)):
        if control.get(key, 0) != held.get(key, 0):
            yield f"contract assets of company {key[0]} in {key[1]}", held.get(key, 0), control.get(key, 0)
