"""Who may call the pages of late-payment interest; the colleague (accountant) comes after the owner."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.books import NOW
from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, get, post

TODAY = date(2026, 3, 2)


def item(office: Office) -> dict[str, Any]:
    """The owner's customer's late item."""
    return {"receivable_id": office.item}


def claim(office: Office) -> dict[str, Any]:
    """Its interest, proposed."""
    from huikuan.interest.operations.claiming import Claim, propose_interest
    from huikuan.kernel.actor import SYSTEM

    wanted = Claim(office.books.company_id, (office.item,), TODAY)
    done = propose_interest(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), claim=wanted)
    return {"charge_id": done["charge_ids"][0]}


def named(what: str) -> Any:
    """What is decided about the claim."""
    return lambda office: claim(office) | {"what": what}


def charged(office: Office) -> dict[str, Any]:
    """Its interest, charged."""
    from huikuan.interest.operations.claiming import charge_interest
    from huikuan.kernel.actor import SYSTEM

    found = claim(office)
    charge_interest(actor=SYSTEM, now=NOW, today=TODAY, key=office.books.key(), charge_ids=[found["charge_id"]])
    return found | {"what": "reverse"}


def pause(office: Office) -> dict[str, Any]:
    """Days without interest on it."""
    from huikuan.interest.operations.pausing import PauseDraft, stop_interest
    from huikuan.interest.rules.accruing import PauseReason
    from huikuan.kernel.actor import SYSTEM

    draft = PauseDraft(office.books.company_id, office.customer, TODAY, PauseReason.AGREED, "补充协议第3条")
    done = stop_interest(actor=SYSTEM, now=NOW, key=office.books.key(), draft=draft)
    return {"receivable_id": office.item, "pause_id": done["pause_ids"][0]}


PAUSE = {"reason": "BANKRUPTCY", "from_day": "2026-03-02", "note": "（2026）沪破申1号"}
RATE = {"since": "2026-02-20", "percent": "2.95", "as_of": "2026-03-02", "source": "全国银行间同业拆借中心"}
ROUTES: tuple[Route, ...] = (
    get("interest", (200, 200, 200)),
    get("interest", (200, 200, 200), query="?which=PROPOSED&q=F001"),
    get("interest_item", (200, 200, 404), item),
    get("interest_item", (200, 200, 404), item, query="?basis=AGREED&rate=18.25&until=2026-02-28&year=360"),
    get("interest_rates", (200, 200, 200)),
    post("propose_chosen_interest", (403, 303, 403), NOTHING, lambda o: {"ids": [o.item]}),
    post("propose_interest", (403, 303, 403), item, NOTHING),
    post("stop_interest", (403, 303, 403), item, lambda _: PAUSE),
    post("void_interest_pause", (403, 303, 403), pause, NOTHING),
    post("decide_interest", (403, 303, 403), named("charge"), NOTHING),
    post("decide_interest", (403, 303, 403), named("drop"), NOTHING),
    post("decide_interest", (403, 303, 403), named("waive"), lambda _: {"note": "长期客户"}),
    post("decide_interest", (403, 303, 403), charged, lambda _: {"note": "写错"}),
    post("enter_prime_rate", (403, 403, 403), NOTHING, lambda _: RATE),
    post("save_interest_policy", (403, 403, 403), NOTHING, NOTHING),
)
