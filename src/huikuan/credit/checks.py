"""Proof of the promises about credit that rows can prove (TRUST C1, C2).

C2 under many askers at once is the work of the group's lock, proved by tests/reliability/test_credit_at_once.py; here each
kept decision is looked at: what took its amount lay within what the limit allowed, or names who overrode it.
"""

from __future__ import annotations

from collections.abc import Iterator

from huikuan.credit.models import Commitment, Decision, Hold
from huikuan.credit.policies import policy_numbered
from huikuan.credit.rules.orders import HoldState
from huikuan.credit.rules.policy import BLOCKING, CheckPoint, CreditPolicy, Rule
from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.ledger.proving import named_rows

_AMOUNTS = ("ordered", "released", "delivered", "invoiced", "cancelled")
_MOVED = """
SELECT c.number, '{name}', COALESCE(SUM(m.{name}_minor), 0), c.{name}_minor
FROM credit_commitment c LEFT JOIN credit_ordermove m ON m.order_id = c.id
GROUP BY c.id, c.number, c.{name}_minor HAVING COALESCE(SUM(m.{name}_minor), 0) <> c.{name}_minor
"""
_RECEIVABLES = """
SELECT s.customer_id, s.currency, SUM(s.entries), SUM(s.cached) FROM (
  SELECT customer_id, currency, SUM(minor) AS entries, 0 AS cached FROM ledger_entry
  WHERE account = 'RECEIVABLE' GROUP BY customer_id, currency
  UNION ALL
  SELECT customer_id, currency, 0, SUM(outstanding_minor) FROM receivables_receivable
  WHERE outstanding_minor > 0 GROUP BY customer_id, currency
) s GROUP BY s.customer_id, s.currency HAVING SUM(s.entries) <> SUM(s.cached)
"""
_ADVANCES = """
SELECT s.customer_id, s.currency, SUM(s.entries), SUM(s.cached) FROM (
  SELECT customer_id, currency, -SUM(minor) AS entries, 0 AS cached FROM ledger_entry
  WHERE account = 'UNAPPLIED' AND customer_id IS NOT NULL GROUP BY customer_id, currency
  UNION ALL
  SELECT customer_id, currency, 0, SUM(unapplied_minor) FROM receipts_receipt
  WHERE unapplied_minor > 0 AND customer_id IS NOT NULL GROUP BY customer_id, currency
) s GROUP BY s.customer_id, s.currency HAVING SUM(s.entries) <> SUM(s.cached)
"""


def check_credit_control() -> list[Finding]:
    """Check C1 (what exposure is read from equals entries and moves) and C2 (no amount beyond a limit without a name)."""
    taken = Decision.objects.filter(reserved=True)
    return [
        finding(invariant="C1", checked=Commitment.objects.count(), broken=_exposure()),
        finding(invariant="C2", checked=taken.count(), broken=(*_beyond(), *_alone())),
    ]


def _exposure() -> Iterator[Triple]:
    for name in _AMOUNTS:
        yield from named_rows(name="order {} {}", sql=_MOVED.format(name=name))
    yield from named_rows(name="receivables of customer {} in {}", sql=_RECEIVABLES)
    yield from named_rows(name="advances of customer {} in {}", sql=_ADVANCES)


def _beyond() -> Iterator[Triple]:
    policies: dict[int, CreditPolicy] = {}
    rows = Decision.objects.filter(reserved=True, override="", allowed_minor__isnull=False, increase_minor__gt=0)
    for row in rows.order_by("pk").iterator(chunk_size=1_000):
        after, allowed = row.exposure_minor + row.increase_minor, row.allowed_minor or 0
        if after <= allowed:
            continue
        policy = policies.setdefault(row.policy_number, policy_numbered(number=row.policy_number))
        rule = Rule.OVER_LIMIT if allowed else Rule.CASH_ONLY
        if policy.severity(rule, CheckPoint(row.check_point)) in BLOCKING:
            yield f"decision {row.pk} about order {row.order_number}", f"at most {allowed}, or who overrode it", after


def _alone() -> Iterator[Triple]:
    released = Hold.objects.filter(state=HoldState.RELEASED.value).exclude(placed_by_id=None)
    for pk, placed, settled in released.values_list("pk", "placed_by_id", "settled_by_id"):
        if placed == settled or settled is None:
            yield f"hold {pk}", "released by another person", settled
