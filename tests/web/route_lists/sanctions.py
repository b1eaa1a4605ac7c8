"""Who may call the pages of sanctions."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.books import NOW
from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, customer, get, post

TODAY = date(2026, 3, 2)


def sanction(office: Office) -> dict[str, Any]:
    """The first letter to the owner's customer, proposed by the system; the one there is, if there is one."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.sanctions.models import Sanction
    from huikuan.sanctions.operations.proposing import SanctionDraft, propose_sanction
    from huikuan.sanctions.rules.rungs import Rung

    if there := Sanction.objects.first():
        return {"sanction_id": there.pk}
    draft = SanctionDraft(office.customer, office.books.company_id, Rung.DEMAND_1, "逾期未付")
    done = propose_sanction(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), draft=draft)
    return {"sanction_id": done["sanction_id"]}


def told(office: Office) -> dict[str, Any]:
    """The same letter, approved by the director and handed over."""
    from huikuan.accounts.queries import actor_of
    from huikuan.kernel.actor import SYSTEM
    from huikuan.sanctions.models import Sanction
    from huikuan.sanctions.operations.applying import notify_sanction
    from huikuan.sanctions.operations.deciding import decide_sanction
    from huikuan.sanctions.operations.writing import Way

    found: dict[str, Any] = sanction(office)
    director = actor_of(user_id=office.people["director"])
    assert director is not None
    if Sanction.objects.filter(pk=found["sanction_id"]).exclude(state="PROPOSED").exists():
        return found
    request_id = Sanction.objects.get(pk=found["sanction_id"]).request_id or 0
    act: dict[str, Any] = {"now": NOW, "today": TODAY}
    decide_sanction(**act, actor=director, key=office.books.key(), request_id=request_id, approve=True, note="同意")
    notify_sanction(**act, actor=SYSTEM, key=office.books.key(), way=Way.HAND, **found)
    return found


def letter(office: Office) -> dict[str, Any]:
    """The letter of a sanction."""
    from huikuan.sanctions.models import Sanction

    found = told(office)
    return {**found, "document_id": Sanction.objects.get(pk=found["sanction_id"]).letter_id}


ROUTES: tuple[Route, ...] = (
    get("sanctions", (200, 200, 200)),
    get("sanctions", (200, 200, 200), query="?which=ALL"),
    get("sanctions", (200, 200, 200), query="?format=csv"),
    get("sanction_ladders", (200, 200, 200)),
    post("change_sanction_ladders", (403, 403, 403), NOTHING, NOTHING),
    get("customer_sanctions", (200, 200, 404), customer),
    post("propose_sanction", (403, 403, 403), customer, lambda _: {"rung": "DEMAND_1", "reason": "x"}),
    post("state_sanction", (403, 403, 403), sanction, NOTHING),
    post("notify_sanction", (403, 403, 403), sanction, lambda _: {"way": "HAND"}),
    post("apply_sanction", (403, 403, 403), told, lambda _: {"note": "x"}),
    get("sanction_paper", (200, 200, 404), letter),
    post("record_court_entry", (403, 403, 403), customer, NOTHING),
)
