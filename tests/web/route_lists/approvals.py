"""Who may call the pages of approvals."""

from typing import Any

from huikuan.kernel.actor import SYSTEM
from huikuan.limits.operations import request_limit
from huikuan.limits.rules import LimitDraft, LimitKind
from tests.books import NOW
from tests.web.office import Office
from tests.web.route_shapes import NOTHING, Route, get, post


def request_of(office: Office, user_id: int | None = None) -> dict[str, Any]:
    """A request for a limit of the owner's customer, asked for by the system or by a person, while it waits."""
    from huikuan.accounts.queries import actor_of

    actor = SYSTEM if user_id is None else actor_of(user_id=user_id)
    assert actor is not None
    limit = LimitDraft(office.customer, LimitKind.PERMANENT, 1_000_000, "CNY", NOW.date(), reason="旺季备货")
    done = request_limit(actor=actor, now=NOW, today=NOW.date(), key=office.books.key(), limit=limit)
    return {"request_id": done["request_id"]}


def own_request(office: Office) -> dict[str, Any]:
    """A request of the owner."""
    return request_of(office, office.people["owner"])


ROUTES: tuple[Route, ...] = (
    get("approvals", (200, 200, 200), queries=7),
    get("approvals", (200, 200, 200), query="?which=asked", queries=7),
    get("approvals", (200, 200, 200), query="?which=decided", queries=7),
    post("decide_request", (404, 404, 404), request_of, lambda _: {"decision": "approve", "note": ""}),
    post("approve_requests", (303, 303, 303), NOTHING, lambda _: {}),
    post("withdraw_request", (303, 404, 404), own_request, lambda _: {}),
    get("approval_tiers", (403, 403, 403)),
    get("edit_approval_tiers", (403, 403, 403), lambda _: {"kind": "LIMIT"}),
    post("edit_approval_tiers", (403, 403, 403), lambda _: {"kind": "LIMIT"}, lambda _: {"seen": "0"}),
)
