"""Who may call the pages of plans to pay; the colleague comes after the owner."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from huikuan.demo.papers import BLANK_PDF
from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, customer, get, post


def draft(office: Office) -> dict[str, Any]:
    """A draft about the owner's customer's item; the plan there is, if there is one."""
    from huikuan.receivables.models import Receivable
    from huikuan.settlements.models import Plan
    from tests.planned import made

    if there := Plan.objects.order_by("pk").first():
        return {"plan_id": there.pk}
    return {"plan_id": made(office.books, [Receivable.objects.get(pk=office.item)])}


def signed(office: Office) -> dict[str, Any]:
    """A plan that runs, or ran."""
    from huikuan.settlements.models import Plan
    from tests.planned import signed

    found = draft(office)
    if Plan.objects.filter(pk=found["plan_id"]).exclude(state="DRAFT").exists():
        return found
    signed(office.books, found["plan_id"])
    return found


def proposed(office: Office) -> dict[str, Any]:
    """A plan that waits for its signature."""
    from huikuan.settlements.models import Plan

    found = draft(office)
    Plan.objects.filter(pk=found["plan_id"]).update(state="PROPOSED")
    return found


def broken(office: Office) -> dict[str, Any]:
    """A plan whose money did not come."""
    from huikuan.settlements.models import Plan

    found = signed(office)
    Plan.objects.filter(pk=found["plan_id"]).update(state="BROKEN", ended_on=date(2026, 3, 2))
    return found


def called_in(office: Office) -> dict[str, Any]:
    """A broken plan whose whole rest was called in."""
    from huikuan.settlements.models import Plan

    found = broken(office)
    Plan.objects.filter(pk=found["plan_id"]).update(called_on=date(2026, 3, 2), called_by=1)
    return found


def stub() -> SimpleUploadedFile:
    return SimpleUploadedFile("回执.pdf", BLANK_PDF)


def demanded(office: Office) -> dict[str, Any]:
    """A broken plan with the paper of its demand."""
    from huikuan.kernel.actor import SYSTEM
    from huikuan.settlements.operations.accelerating import Demand, demand_payment

    found, on = broken(office), date(2026, 3, 2)
    demand = Demand(on, "EMS", "回执.pdf", BLANK_PDF)
    who: dict[str, Any] = {"actor": SYSTEM, "now": office.books.now, "today": on, "key": office.books.key()}
    done = demand_payment(**who, **found, demand=demand)
    return {**found, "document_id": done["document_id"]}


def named(what: str, where: Any) -> Any:
    return lambda office: {**where(office), "what": what}


PLAN = {"kind": "INSTALMENTS", "first": "2026-03-31", "number": "3", "months": "1", "interest": "CONTINUES"}
OFFERS = "?rate=3.00&amount_0=100.00&first_0=2027-03-02&chance_0=50&amount_1=90.00&first_1=2026-03-09&chance_1=90"

ROUTES: tuple[Route, ...] = (
    get("plans", (200, 200, 200)),
    get("plans", (200, 200, 200), query="?which=ALL&q=F001"),
    get("plan", (200, 200, 404), draft),
    get("plan", (200, 200, 404), broken, query="?"),
    get("plan", (200, 200, 404), called_in, query="?called"),
    get("plan_paper", (200, 200, 404), draft, query="?language=en"),
    get("plan_signed", (200, 200, 404), signed),
    get("compare_offers", (200, 200, 200)),
    get("compare_offers", (200, 200, 200), query=OFFERS),
    get("compare_offers", (404, 404, 404), query="?customer=0"),
    get("settlement_policy", (403, 403, 403)),
    post("settlement_policy", (403, 403, 403), NOTHING, NOTHING),
    get("add_plan", (403, 200, 403), customer),
    post("add_plan", (403, 303, 403), customer, lambda o: {**PLAN, "items": [o.item]}),
    post("plan_act", (403, 303, 403), named("propose", draft), lambda _: {"note": "经营困难"}),
    post("plan_act", (403, 303, 403), named("cancel", signed), lambda _: {"note": "改为一次付清"}),
    post("plan_act", (403, 422, 403), named("accelerate", broken), NOTHING),
    post("plan_act", (403, 303, 403), named("uncall", called_in), lambda _: {"note": "已补足"}),
    post("demand_plan", (403, 422, 403), broken, lambda _: {"note": "EMS", "on": "2026-03-02"}),
    post("demand_plan", (403, 303, 403), broken, lambda _: {"note": "EMS", "on": "2026-03-02", "file": stub()}),
    get("plan_demand", (200, 200, 404), demanded),
    get("plan_demand", (404, 404, 404), lambda o: {**broken(o), "document_id": 9_999}, query="?"),
    post(
        "sign_plan",
        (403, 303, 403),
        proposed,
        lambda _: {"by": "高伟", "on": "2026-03-02", "file": SimpleUploadedFile("协议.pdf", BLANK_PDF)},
    ),
)
