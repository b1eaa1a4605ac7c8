"""Who may call the page of a customer in trouble."""

from __future__ import annotations

from tests.web.route_shapes import Route, customer, get

ROUTES: tuple[Route, ...] = (get("trouble", (200, 200, 404), customer, queries=69),)
