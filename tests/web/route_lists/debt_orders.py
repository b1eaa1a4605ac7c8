"""Who may look at and change the order of debts."""

from __future__ import annotations

from tests.web.route_shapes import Route, company, get, post

ROUTES: tuple[Route, ...] = (
    get("debt_orders", (403, 403, 403)),
    post(
        "change_debt_order",
        (403, 403, 403),
        company,
        lambda _: {"order": "OLDEST_DUE", "reason": "框架合同", "seen": "0"},
    ),
)
