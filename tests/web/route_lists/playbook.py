"""Routes of the library of strategies and of the sheet before a call or visit."""

from __future__ import annotations

from typing import Any

from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, customer, get, post


def evidence(_: Office) -> dict[str, Any]:
    return {"code": "EVIDENCE"}


def nowhere(_: Office) -> dict[str, Any]:
    return {"code": "NOPE"}


ROUTES: tuple[Route, ...] = (
    get("playbook", (200, 200, 200)),
    get("playbook", (200, 200, 200), query="?q=zzz"),
    get("strategy", (200, 200, 200), evidence),
    get("strategy", (404, 404, 404), nowhere),
    get("new_strategy", (403, 403, 403)),
    post("new_strategy", (403, 403, 403), NOTHING, NOTHING),
    get("edit_strategy", (403, 403, 403), evidence),
    post("edit_strategy", (403, 403, 403), evidence, NOTHING),
    get("playbook_measure", (403, 403, 403)),
    post("playbook_measure", (403, 403, 403), NOTHING, NOTHING),
    get("preparation", (200, 200, 404), customer),
    post(
        "negotiation_plan",
        (303, 422, 404),  # the colleague writes to the version that the owner has replaced meanwhile
        customer,
        lambda _: {"aim": "全额", "bottom_line": "首付六成", "seen": "0"},
    ),
)
