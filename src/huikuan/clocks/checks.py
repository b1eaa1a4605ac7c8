"""Proof that the clocks people are warned by are those that the events give (TRUST S30)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from huikuan.audit.checks import newest_act
from huikuan.clocks.models import DebtClock, Reckoning
from huikuan.clocks.reckoning import CLOCK_COLUMNS, computed, wanted_clocks
from huikuan.kernel.findings import Finding, Triple, finding
from huikuan.kernel.paging import portions


def check_clocks() -> list[Finding]:
    """Check S30: each debt that is late or written off has its clock, and it is the one its events give, by the day's last work.

    What was done since then moves clocks that the next night writes down: they are a note, not broken.
    """
    done = Reckoning.objects.order_by("-day").first()
    if done is None:
        return [finding(invariant="S30", checked=0, broken=())]
    found = list(_different(done.day))
    if found and newest_act() > done.acts_through:
        note = (f"clocks of {done.day}", "computed anew by the next day's work", f"{len(found)} moved since")
        return [finding(invariant="S30", checked=done.clocks, broken=(), notes=[note])]
    return [finding(invariant="S30", checked=done.clocks, broken=found)]


def _different(day: date) -> Iterator[Triple]:
    """Clocks that are missing, left over or other than computed."""
    kept = {row.invoice_id: row for row in DebtClock.objects.all()}
    wanted = wanted_clocks(today=day)
    for some in portions(values=sorted(wanted)):
        for row in computed(invoice_ids=some, today=day):
            before = kept.pop(row.invoice_id, None)
            expected = tuple(str(getattr(row, name)) for name in CLOCK_COLUMNS)
            stored = () if before is None else tuple(str(getattr(before, name)) for name in CLOCK_COLUMNS)
            if stored != expected:
                yield f"clock of invoice {row.invoice_id}", " ".join(expected), " ".join(stored) or "none"
    for invoice_id in sorted(kept):
        yield f"clock of invoice {invoice_id}", "none: nothing of it is late", "a clock"
