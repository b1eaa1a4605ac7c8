"""Who may call the pages of contacts."""

from typing import Any

from huikuan.activities.models import ActivitySubject
from huikuan.activities.operations import ActivityDraft, record_activity
from huikuan.activities.rules import ActivityKind, NextStep, SubjectKind
from huikuan.kernel.actor import SYSTEM
from tests.books import NOW
from tests.web.office import Office
from tests.web.route_shapes import Route, customer, get, post


def kept_with_a_contact(office: Office) -> dict[str, Any]:
    """A paper that was kept with a contact of the owner's customer."""
    step = NextStep("再打电话", NOW.date())
    draft = ActivityDraft(
        office.customer, ActivityKind.CALL, NOW, "说周五付款", next_step=step, files=(("a.txt", b"x"),)
    )
    done = record_activity(actor=SYSTEM, now=NOW, today=NOW.date(), key=office.books.key(), activity=draft)
    kept = ActivitySubject.objects.get(activity_id=done["activity_id"], kind=SubjectKind.DOCUMENT.value)
    return {"activity_id": done["activity_id"], "document_id": kept.object_id}


ROUTES: tuple[Route, ...] = (
    get("record_contact", (200, 200, 404), customer, queries=11),
    post(
        "record_contact",
        (303, 303, 404),
        customer,
        lambda _: {
            "kind": "CALL",
            "outcome": "REACHED",
            "text": "说周五给答复",
            "next_what": "CHECK_MONEY",
            "next_when": "THREE",
        },
    ),
    get("contact_file", (200, 200, 404), kept_with_a_contact),
)
