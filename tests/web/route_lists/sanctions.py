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


def task(office: Office) -> dict[str, Any]:
    """A task by hand of that sanction, of nobody yet."""
    from huikuan.audit.models import Act
    from huikuan.sanctions.models import SanctionTask

    found = sanction(office)
    act = Act.objects.latest("pk")
    made = SanctionTask.objects.get_or_create(duty="DO", defaults={"opened_on": TODAY, "act": act}, **found)
    return {"task_id": made[0].pk}


def text(office: Office) -> dict[str, Any]:
    """The first letter in Chinese."""
    return {"letter": "DEMAND_1", "language": "zh-hans"}


ROUTES: tuple[Route, ...] = (
    get("sanctions", (200, 200, 200)),
    get("sanctions", (200, 200, 200), query="?which=ALL"),
    get("sanctions", (200, 200, 200), query="?format=csv"),
    get("sanction_ladders", (200, 200, 200)),
    post("change_sanction_ladders", (403, 403, 403), NOTHING, NOTHING),
    get("customer_sanctions", (200, 200, 404), customer),
    get("sanction_letters", (200, 200, 200)),
    get("sanction_letter", (200, 200, 200), text),
    post("save_sanction_letter", (403, 403, 403), text, NOTHING),
    post("approve_sanction_letter", (403, 403, 403), lambda _: {"letter_id": 1}, NOTHING),
    post("report_sanction_task", (404, 404, 404), task, NOTHING),
    post("lift_sanction", (403, 403, 403), told, NOTHING),
    post("propose_sanction", (403, 403, 403), customer, lambda _: {"rung": "DEMAND_1", "reason": "x"}),
    post("state_sanction", (403, 403, 403), sanction, NOTHING),
    post("notify_sanction", (403, 403, 403), sanction, lambda _: {"way": "HAND"}),
    post("apply_sanction", (403, 403, 403), told, lambda _: {"note": "x"}),
    post("prove_notice", (403, 403, 403), told, NOTHING),
    post("take_back_arrival", (403, 403, 403), told, NOTHING),
    get("sanction_paper", (200, 200, 404), letter),
    post("record_court_entry", (403, 403, 403), customer, NOTHING),
)
