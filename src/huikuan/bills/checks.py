"""Proof that paper, cash, deposits and their accounts agree to the fen (TRUST J2, P3, P4, P5)."""

from __future__ import annotations

from collections.abc import Iterator

from huikuan.bills.models import BillEvent, BillPart, CashStep, Deposit
from huikuan.bills.rules.life import IN_HAND, State
from huikuan.bills.rules.numbers import BillRange, overlapping, tiles
from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.ledger.proving import named_rows

_IN_HAND = ", ".join(f"'{state.value}'" for state in sorted(IN_HAND))
# Entries of BILLS_HELD or VOUCHERS_HELD of a receipt beside its parts in hand: no receipt has both.
_HELD = f"""
SELECT r.id, COALESCE(p.held, 0), COALESCE(e.booked, 0) FROM receipts_receipt r
LEFT JOIN (SELECT receipt_id, SUM(amount_minor) AS held FROM bills_billpart WHERE state IN ({_IN_HAND})
  GROUP BY receipt_id) p ON p.receipt_id = r.id
LEFT JOIN (SELECT receipt_id, SUM(minor) AS booked FROM ledger_entry WHERE account IN ('BILLS_HELD', 'VOUCHERS_HELD')
  GROUP BY receipt_id) e ON e.receipt_id = r.id
WHERE COALESCE(p.held, 0) <> COALESCE(e.booked, 0)
"""  # noqa: S608  (names of our own states)
_CASH = """
SELECT r.id, r.amount_minor - COALESCE(r.back, 0) - COALESCE(s.banked, 0), COALESCE(e.booked, 0) FROM (
  SELECT id, amount_minor, reversed_minor AS back FROM receipts_receipt WHERE taken_by_id IS NOT NULL
) r
LEFT JOIN (SELECT c.receipt_id, SUM(c.amount_minor) AS banked FROM bills_cashstep c
  WHERE NOT EXISTS (SELECT 1 FROM ledger_posting p WHERE p.reverses_id = c.posting_id) GROUP BY c.receipt_id) s
  ON s.receipt_id = r.id
LEFT JOIN (SELECT receipt_id, SUM(minor) AS booked FROM ledger_entry WHERE account = 'CASH_HELD' GROUP BY receipt_id) e
  ON e.receipt_id = r.id
WHERE r.amount_minor - COALESCE(r.back, 0) - COALESCE(s.banked, 0) <> COALESCE(e.booked, 0)
"""
_STRAY_CASH = """
SELECT e.receipt_id, 0, SUM(e.minor) FROM ledger_entry e LEFT JOIN receipts_receipt r ON r.id = e.receipt_id
WHERE e.account = 'CASH_HELD' AND r.taken_by_id IS NULL GROUP BY e.receipt_id HAVING SUM(e.minor) <> 0
"""
_DEPOSITS = """
SELECT r.id, COALESCE(d.held, 0), -COALESCE(e.booked, 0) FROM receipts_receipt r
LEFT JOIN (SELECT receipt_id, held_minor AS held FROM bills_deposit) d ON d.receipt_id = r.id
LEFT JOIN (SELECT receipt_id, SUM(minor) AS booked FROM ledger_entry WHERE account = 'DEPOSIT' GROUP BY receipt_id) e
  ON e.receipt_id = r.id
WHERE COALESCE(d.held, 0) <> -COALESCE(e.booked, 0)
"""
_DEPOSIT_PARTS = """
SELECT r.id, COALESCE(d.held_minor + d.forfeited_minor, 0), r.deposit_minor FROM receipts_receipt r
LEFT JOIN bills_deposit d ON d.receipt_id = r.id
WHERE r.deposit_minor <> COALESCE(d.held_minor + d.forfeited_minor, 0)
"""
_DEPOSIT_STEPS = """
SELECT d.id, d.amount_minor - d.held_minor, COALESCE(s.used, 0) FROM bills_deposit d
LEFT JOIN (SELECT deposit_id, SUM(amount_minor) AS used FROM bills_depositstep WHERE event <> 'TAKE' GROUP BY deposit_id) s
  ON s.deposit_id = d.id
WHERE d.amount_minor - d.held_minor <> COALESCE(s.used, 0)
"""
_STATES = """
SELECT p.id, p.state, e.after FROM bills_billpart p JOIN bills_billevent e ON e.part_id = p.id
WHERE p.state <> 'SPLIT' AND e.id = (SELECT MAX(id) FROM bills_billevent WHERE part_id = p.id) AND p.state <> e.after
"""
_NOT_TRANSFERABLE = """
SELECT p.id, 'not passed on', e.event FROM bills_billevent e JOIN bills_billpart p ON p.id = e.part_id
JOIN bills_bill b ON b.id = p.bill_id WHERE NOT b.is_transferable AND e.event IN ('ENDORSE', 'DISCOUNT', 'PLEDGE')
"""
_LOST = """
SELECT r.id, COALESCE(p.lost, 0), COALESCE(e.back, 0) FROM receipts_receipt r
LEFT JOIN (SELECT receipt_id, SUM(amount_minor) AS lost FROM bills_billpart
  WHERE state IN ('DISHONOURED', 'IN_RECOURSE', 'RECOVERED', 'TURNED_BACK') GROUP BY receipt_id) p ON p.receipt_id = r.id
LEFT JOIN (SELECT n.receipt_id, SUM(n.minor) AS back FROM ledger_entry n JOIN ledger_posting o ON o.id = n.posting_id
  WHERE o.kind = 'DISHONOUR' AND n.account = 'UNAPPLIED' GROUP BY n.receipt_id) e ON e.receipt_id = r.id
WHERE COALESCE(p.lost, 0) <> COALESCE(e.back, 0)
"""


def check_bills() -> list[Finding]:
    """Check J2 (accounts of paper, cash and deposits), P3 (ranges, transfers), P4 (what was lost went back), P5 (states)."""
    parts = BillPart.objects.count()
    cash, deposits = CashStep.objects.count(), Deposit.objects.count()
    return [
        finding(invariant="J2", checked=parts + cash + deposits, broken=_accounts()),
        finding(invariant="P3", checked=parts, broken=_ranges()),
        finding(invariant="P4", checked=parts, broken=named_rows(name="receipt {} dishonoured", sql=_LOST)),
        finding(invariant="P5", checked=BillEvent.objects.count(), broken=_states()),
    ]


def _accounts() -> Iterator[Triple]:
    yield from named_rows(name="receipt {} paper held", sql=_HELD)
    yield from named_rows(name="receipt {} cash held", sql=_CASH)
    yield from named_rows(name="receipt {} cash held by nobody", sql=_STRAY_CASH)
    yield from named_rows(name="receipt {} deposit", sql=_DEPOSITS)
    yield from named_rows(name="receipt {} part of deposit", sql=_DEPOSIT_PARTS)
    yield from named_rows(name="deposit {} steps", sql=_DEPOSIT_STEPS)


def _states() -> Iterator[Triple]:
    yield from named_rows(name="bill part {}", sql=_STATES)
    yield from named_rows(name="bill part {}", sql=_NOT_TRANSFERABLE)


def _ranges() -> Iterator[Triple]:
    """Ranges in hand that share a unit, and parts that do not make up what they were split from."""
    held: dict[int, list[BillRange]] = {}
    children: dict[int, list[BillRange]] = {}
    wholes: dict[int, BillRange] = {}
    rows = BillPart.objects.values_list("pk", "bill_id", "parent_id", "start", "end", "state")
    for pk, bill_id, parent_id, start, end, state in rows.iterator(chunk_size=10_000):
        own = BillRange(start, end)
        if State(state) in IN_HAND:
            held.setdefault(bill_id, []).append(own)
        if parent_id is not None:
            children.setdefault(parent_id, []).append(own)
        if state == State.SPLIT.value:
            wholes[pk] = own
    for bill_id, ranges in held.items():
        whole = [one for one in ranges if not one.start]
        if (twice := overlapping(ranges=ranges)) or (whole and len(ranges) > 1):
            yield f"bill {bill_id}", "each unit in hand once", twice or ranges
    for pk in wholes.keys() | children.keys():
        if pk not in wholes or not tiles(whole=wholes[pk], parts=children.get(pk, [])):
            yield f"bill part {pk}", wholes.get(pk, "split"), children.get(pk, [])
