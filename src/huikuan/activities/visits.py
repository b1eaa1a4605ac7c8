"""Reads of the plan of visits as frozen rows: of the customers the reader may see, and of nobody else's."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from huikuan.activities.access import visits_for
from huikuan.activities.models import Activity, PlannedVisit
from huikuan.activities.rules import ActivityKind
from huikuan.activities.visit_rules import VisitState
from huikuan.kernel.actor import Actor
from huikuan.kernel.refusal import NotPermitted


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit of the plan."""

    id: int
    customer_id: int
    person_id: int
    day: date
    note: str
    state: VisitState
    activity_id: int | None


def visits_between(*, actor: Actor, first: date, last: date, person_id: int | None = None) -> tuple[VisitRow, ...]:
    """Visits of these days that were not dropped, by day; of one person, or of everybody the reader sees customers of."""
    rows = visits_for(actor=actor).filter(day__gte=first, day__lte=last).exclude(state=VisitState.DROPPED.value)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    return tuple(_row(row) for row in rows.order_by("day", "pk"))


def visit(*, actor: Actor, visit_id: int) -> VisitRow:
    """One visit. Raises NotPermitted VISIT_UNKNOWN for one there is none of and one that is not to be seen alike."""
    row = visits_for(actor=actor).filter(pk=visit_id).first()
    if row is None:
        raise NotPermitted("VISIT_UNKNOWN", visit=visit_id)
    return _row(row)


def last_visits(*, customer_ids: Iterable[int]) -> dict[int, datetime]:
    """When each customer was last visited or met; for callers that filtered by access, one query."""
    kinds = (ActivityKind.VISIT.value, ActivityKind.MEETING.value)
    rows = Activity.objects.filter(customer_id__in=list(customer_ids), kind__in=kinds)
    return dict(rows.values_list("customer_id").annotate(last=Max("at")).order_by("customer_id"))


def _row(row: PlannedVisit) -> VisitRow:
    return VisitRow(
        id=row.pk,
        customer_id=row.customer_id,
        person_id=row.person_id,
        day=row.day,
        note=row.note,
        state=VisitState(row.state),
        activity_id=row.activity_id,
    )
