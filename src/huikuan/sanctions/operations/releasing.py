"""Release what was paid since the day's run: the customer who paid this morning is supplied this morning."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef

from huikuan.kernel.actor import SYSTEM
from huikuan.sanctions.models import Sanction, SanctionItem
from huikuan.sanctions.operations.ending import release_paid
from huikuan.sanctions.operations.moving import gates_now
from huikuan.sanctions.rules.rungs import LIVE, State


def release_settled(*, now: datetime, today: date) -> int:
    """Do the day's release again as soon as something is settled; how many were released.

    A look costs the same for any number, and nothing is written while nothing is settled.
    """
    if not (_is_something_paid() or _is_a_gate_closed(today)):
        return 0
    done = release_paid(actor=SYSTEM, now=now, today=today, key=f"release-settled:{now.isoformat()}")
    return int(done["released"])


def _is_something_paid() -> bool:
    is_open = SanctionItem.objects.filter(sanction=OuterRef("pk"), receivable__outstanding_minor__gt=0)
    return Sanction.objects.filter(~Exists(is_open), state__in=[one.value for one in LIVE]).exists()


def _is_a_gate_closed(today: date) -> bool:
    rows = list(Sanction.objects.filter(state=State.IN_FORCE.value))
    gates = gates_now(rows=rows, today=today, is_effective=True)
    return any(not gate.is_open for gate in gates.values())
