"""Who may call the pages of limits."""

from tests.web.route_shapes import Route, customer, get, post

TYPED = {
    "kind": "PERMANENT",
    "amount_minor": "5000.00",
    "valid_from": "2026-03-02",
    "valid_through": "",
    "order_number": "",
    "reason": "旺季备货",
}
ROUTES: tuple[Route, ...] = (
    get("limits", (200, 200, 200), queries=7),
    get("limits", (200, 200, 200), query="?which=NONE", queries=10),
    get("customer_limits", (200, 200, 404), customer, queries=11),
    get("ask_for_limit", (200, 403, 404), customer),
    post("ask_for_limit", (303, 403, 404), customer, lambda _: TYPED),
    post("revoke_limit", (403, 403, 403), customer, lambda _: {"kind": "PERMANENT", "reason": "逾期"}),
)
