"""Who may call the pages of the plan of visits."""

from __future__ import annotations

from datetime import date
from typing import Any

from huikuan.activities.models import PlannedVisit
from huikuan.activities.visit_rules import VisitDraft, VisitState
from huikuan.activities.visiting import plan_visit
from huikuan.kernel.actor import SYSTEM
from tests.books import NOW
from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, get, post

TODAY = date(2026, 3, 2)


def a_visit(office: Office) -> dict[str, Any]:
    """A visit of the owner to his customer, planned once."""
    known = PlannedVisit.objects.filter(customer_id=office.customer, state=VisitState.PLANNED.value).first()
    if known is not None:
        return {"visit_id": known.pk}
    draft = VisitDraft(office.customer, office.people["owner"], TODAY)
    done = plan_visit(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), draft=draft)
    return {"visit_id": done["visit_id"]}


def planned(office: Office) -> dict[str, Any]:
    return {"customer": office.customer, "person": office.people["owner"], "day": "2026-03-04"}


def done(_: Office) -> dict[str, Any]:
    return {
        "kind": "VISIT",
        "outcome": "REACHED",
        "text": "谈了付款",
        "next_action": "查账",
        "next_date": "2026-03-06",
    }


# the colleague comes second and finds it done
ROUTES: tuple[Route, ...] = (
    get("visits", (200, 200, 200)),
    post("add_visit", (303, 422, 404), NOTHING, planned),
    get("visit_done", (200, 200, 404), a_visit),
    post("visit_done", (303, 422, 404), a_visit, done),
    post("drop_visit", (303, 409, 404), a_visit, lambda _: {}),
)
