"""Proof that deliveries, their sums and what contracts and credit say of them agree (invariant B1)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Sum

from huikuan.deliveries.models import FiredEvent, InvoicedShare, Note, Order
from huikuan.deliveries.rules.quantities import part_of
from huikuan.deliveries.rules.states import NoteState
from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.ledger.proving import named_rows, rows_of

_ORDERED = """
SELECT l.id, l.delivered_micros, COALESCE(SUM(n.quantity_micros - n.rejected_micros), 0) FROM deliveries_orderline l
LEFT JOIN (SELECT x.order_line_id, x.quantity_micros, x.rejected_micros FROM deliveries_noteline x
  JOIN deliveries_note y ON y.id = x.note_id WHERE y.state <> 'TAKEN_BACK') n ON n.order_line_id = l.id
GROUP BY l.id, l.delivered_micros
HAVING l.delivered_micros <> COALESCE(SUM(n.quantity_micros - n.rejected_micros), 0)
"""
_JUDGED = """
SELECT l.id, l.accepted_micros + l.rejected_micros, COALESCE(SUM(j.micros), 0) FROM deliveries_noteline l
LEFT JOIN (SELECT a.line_id, a.accepted_micros + a.rejected_micros AS micros FROM deliveries_acceptanceline a
  JOIN deliveries_acceptance c ON c.id = a.acceptance_id WHERE c.state = 'STANDS') j ON j.line_id = l.id
GROUP BY l.id, l.accepted_micros, l.rejected_micros
HAVING l.accepted_micros + l.rejected_micros <> COALESCE(SUM(j.micros), 0)
"""
_SOLD = """
SELECT l.id, l.sold_micros, COALESCE(SUM(s.sold_micros), 0) FROM deliveries_noteline l
LEFT JOIN (SELECT x.line_id, x.sold_micros FROM deliveries_saleline x
  JOIN deliveries_salereport r ON r.id = x.report_id WHERE r.state = 'STANDS') s ON s.line_id = l.id
GROUP BY l.id, l.sold_micros HAVING l.sold_micros <> COALESCE(SUM(s.sold_micros), 0)
"""
_HEADS = """
SELECT n.number, n.amount_minor, COALESCE(SUM(l.amount_minor), 0) FROM deliveries_note n
LEFT JOIN deliveries_noteline l ON l.note_id = n.id GROUP BY n.id, n.number, n.amount_minor
HAVING n.amount_minor <> COALESCE(SUM(l.amount_minor), 0)
"""
_PARTS = """
SELECT n.id, n.number, n.accepted_minor, n.sold_minor, l.amount_minor, l.quantity_micros, l.accepted_micros, l.sold_micros
FROM deliveries_note n JOIN deliveries_noteline l ON l.note_id = n.id
WHERE n.accepted_minor > 0 OR n.sold_minor > 0 OR l.accepted_micros > 0 OR l.sold_micros > 0 ORDER BY n.id
"""
_EXPOSED = """
SELECT o.id, o.number, c.delivered_minor FROM deliveries_order o
JOIN credit_commitment c ON c.company_id = o.company_id AND c.number = o.number
"""


def check_deliveries() -> list[Finding]:
    """Check B1: delivered, accepted, sold and invoiced equal their rows; events that fired stand; exposure is what was delivered."""
    broken = (*_sums(), *_fired(), *_exposed())
    return [finding(invariant="B1", checked=Note.objects.count() + Order.objects.count(), broken=broken)]


def _sums() -> Iterator[Triple]:
    yield from named_rows(name="order line {} delivered", sql=_ORDERED)
    yield from named_rows(name="delivery line {} judged", sql=_JUDGED)
    yield from named_rows(name="delivery line {} sold", sql=_SOLD)
    yield from named_rows(name="delivery {} amount", sql=_HEADS)
    yield from _parts()
    linked = InvoicedShare.objects.filter(is_undone=False, invoice__cancelled_by=0)
    sums = linked.values_list("note__number", "note__amount_minor").annotate(total=Sum("amount_minor"))
    for number, most, total in sums.filter(total__gt=F("note__amount_minor")):
        yield f"delivery {number} invoiced", f"at most {most}", total


def _parts() -> Iterator[Triple]:
    """The cached worth of what was accepted and sold, from the lines."""
    cached: dict[str, tuple[int, int]] = {}
    computed: dict[str, tuple[int, int]] = {}
    for _, number, accepted, sold, minor, micros, taken, gone in rows_of(sql=_PARTS):
        worth = [part_of(amount_minor=minor, part_micros=part, whole_micros=micros) for part in (taken, gone)]
        before = computed.get(number, (0, 0))
        cached[number] = (accepted, sold)
        computed[number] = (before[0] + worth[0], before[1] + worth[1])
    for number, expected in computed.items():
        if cached[number] != expected:
            yield f"delivery {number} accepted and sold", expected, cached[number]


def _fired() -> Iterator[Triple]:
    """What deliveries fired is an event of that contract and kind."""
    fired = FiredEvent.objects.exclude(event__contract=F("contract"), event__kind=F("kind"))
    for contract_id, kind, event_id in fired.values_list("contract_id", "kind", "event_id"):
        yield f"contract {contract_id} {kind}", "an event of its own", event_id


def _exposed() -> Iterator[Triple]:
    """What credit holds as delivered is what the notes of the order say."""
    held = {pk: (number, minor) for pk, number, minor in rows_of(sql=_EXPOSED)}
    delivered: dict[int, int] = dict.fromkeys(held, 0)
    notes = Note.objects.filter(order__in=held).exclude(state=NoteState.TAKEN_BACK.value)
    for note in notes.iterator(chunk_size=2_000):
        worth = note.sold_minor if note.is_consignment else note.amount_minor - note.rejected_minor
        delivered[note.order_id or 0] += worth
    for pk, (number, minor) in held.items():
        if delivered[pk] != minor:
            yield f"order {number} delivered", delivered[pk], minor
